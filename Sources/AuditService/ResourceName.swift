package import AuditStore
package import ConfigurationModel

/// A resource as people name it: its id, its name, its ARN, or `account/region/type/id`.
package struct ResourceName {
  private let text: String

  /// Takes a name as it was written; `resource` says what it names.
  package init(_ text: String) { self.text = text }

  /// The one resource of this name.
  package func resource(in store: AuditStore) throws(Problem) -> Resource {
    // The store ends a text there: it would be taken for another name.
    guard !text.unicodeScalars.contains("\u{0}") else { throw .unknownResource(text) }
    var found = try store.resources(named: text)
    if found.isEmpty, let arn = ResourceARN(text) { found = try arn.resources(in: store) }
    guard let first = found.first else { throw .unknownResource(text) }
    guard found.count == 1 else { throw .ambiguousResource(text, found) }
    return first
  }
}

/// An Amazon Resource Name (IAM User Guide, "Amazon Resource Names"): `arn:PARTITION:SERVICE:REGION:ACCOUNT:REST`,
/// where REST is an id, `TYPE/ID`, `TYPE:ID` or a path that ends in the id.
private struct ResourceARN {
  let service: String
  let region: String
  let account: String
  let rest: String
  let text: String

  init?(_ text: String) {
    let parts = text.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
      .map(String.init)
    guard parts.count == 6, parts[0] == "arn", !parts[5].isEmpty else { return nil }
    (service, region, account, rest) = (parts[2].lowercased(), parts[3], parts[4], parts[5])
    self.text = text
  }

  /// The resources that it can name: of those whose type it fits too only these.
  func resources(in store: AuditStore) throws(Problem) -> [Resource] {
    let placed = try store.resources(withIDs: ids).filter { resource in
      (account.isEmpty || resource.id.account == account)
        && (region.isEmpty || resource.id.region == region || resource.id.region == Scope.global)
    }
    let ofService = placed.filter { isOfService($0.id.type) }
    let ofType = ofService.filter { isOfType($0.id.type) }
    return ofType.isEmpty ? (ofService.isEmpty ? placed : ofService) : ofType
  }

  /// What the store may call it, as one of the usual forms.
  private var ids: [String] {
    let separators = rest.indices.filter { rest[$0] == "/" || rest[$0] == ":" }
    let tails = separators.map { String(rest[rest.index(after: $0)...]) }
    // A log group's ARN may end in `:*`.
    let whole = rest.hasSuffix(":*") ? String(rest.dropLast(2)) : rest
    return ([text, rest, whole] + tails + tails.map { $0.replacing(":*", with: "") })
      .filter { !$0.isEmpty }
  }

  /// Names of services that a type writes otherwise than its ARNs.
  private static let services = [
    "elasticfilesystem": "efs", "states": "stepfunctions", "monitoring": "cloudwatch",
    "es": "opensearchservice", "cognito-idp": "cognito", "acm": "certificatemanager",
    "kafka": "msk", "aps": "aps", "autoscaling": "autoscaling",
  ]

  private func isOfService(_ type: ResourceType) -> Bool {
    let parts = type.name.split(separator: "::")
    guard parts.count == 3 else { return false }
    let name = Self.services[service] ?? service.filter { $0.isLetter || $0.isNumber }
    return parts[1].lowercased().hasPrefix(name)
  }

  private func isOfType(_ type: ResourceType) -> Bool {
    let word = rest.prefix { $0 != "/" && $0 != ":" }.filter { $0.isLetter || $0.isNumber }
    let name = type.name.split(separator: "::").last?.lowercased() ?? ""
    return name == word.lowercased()
  }
}

extension Problem {
  static func unknownResource(_ text: String) -> Problem {
    Problem(
      "unknown-resource", "The store knows no resource '\(text)'.",
      hint: "Name it by its id, its name, its ARN, or account/region/type/id; "
        + "plumb query \"SELECT id, name FROM resources\" lists them.")
  }

  static func ambiguousResource(_ text: String, _ found: [Resource]) -> Problem {
    let names = found.prefix(5).map(\.id.description).joined(separator: ", ")
    return Problem(
      "ambiguous-resource", "'\(text)' is the name of \(found.count) resources.",
      hint: "Name one of them whole: \(names)\(found.count > 5 ? ", …" : "").")
  }
}
