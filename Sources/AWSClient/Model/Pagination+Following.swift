import ConfigurationModel

extension Pagination {
  /// The tokens of the next page, one for each input token; nil where there is none.
  func tokens(after page: ConfigurationValue) -> [ConfigurationValue?]? {
    if let moreResults {
      guard page.value(at: moreResults) == .bool(true) else { return nil }
    }
    let tokens = outputTokens.map { path -> ConfigurationValue? in
      let token = page.value(at: path)
      return token == .null || token == .string("") ? nil : token
    }
    return tokens.contains { $0 != nil } ? tokens : nil
  }
}

/// The pages of a listing as one answer: lists one after the other, what is said once from the
/// first page.
struct MergedPages {
  private let pages: Pagination
  private(set) var value = ConfigurationValue.object([:])
  private var isFirst = true

  init(_ pages: Pagination) { self.pages = pages }

  mutating func append(_ page: ConfigurationValue) {
    for path in pages.resultKeys {
      guard let part = page.value(at: path) else { continue }
      value.set(path, to: value.value(at: path).map { $0.followed(by: part) } ?? part)
    }
    if isFirst {
      for path in pages.otherKeys {
        // What the first page does not say the CLI prints as null.
        value.set(path, to: page.value(at: path) ?? .null)
      }
    }
    isFirst = false
  }
}

extension ConfigurationValue {
  /// The value under member names joined with dots.
  func value(at path: String) -> ConfigurationValue? {
    path.split(separator: ".").reduce(Optional(self)) { value, name in value?[String(name)] }
  }

  fileprivate mutating func set(_ path: String, to part: ConfigurationValue) {
    self = setting(path.split(separator: ".").map(String.init)[...], to: part)
  }

  private func setting(
    _ names: ArraySlice<String>, to part: ConfigurationValue
  ) -> ConfigurationValue {
    guard let name = names.first else { return part }
    var fields: [String: ConfigurationValue] = [:]
    if case .object(let own) = self { fields = own }
    fields[name] = (fields[name] ?? .object([:])).setting(names.dropFirst(), to: part)
    return .object(fields)
  }

  fileprivate func followed(by other: ConfigurationValue) -> ConfigurationValue {
    guard case .list(let values) = self, case .list(let more) = other else { return self }
    return .list(values + more)
  }
}
