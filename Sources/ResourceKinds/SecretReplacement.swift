package import ConfigurationDiff
package import ConfigurationModel

/// Replaces the secrets of documents: what stands at the paths of a kind, under a name that says that its
/// value is a secret, or beside one (`{Key: password, Value: …}`, `{Type: SecureString, Value: …}`), also in
/// JSON that is a text, and in the addresses of texts.
package struct SecretReplacement {
  private let paths: FieldPathSet
  /// What stands for the secret; nil where the text is to stay.
  private let token: (_ secret: String, _ place: SecretPlace) -> String?

  /// Makes a replacement; `token` is asked for each secret, and may leave it where it is by nil.
  package init(
    _ paths: FieldPathSet, token: @escaping (_ secret: String, _ place: SecretPlace) -> String?
  ) {
    self.paths = paths
    self.token = token
  }

  /// The document with its secrets replaced; nil where it has none.
  package func replaced(_ document: ConfigurationValue) -> ConfigurationValue? {
    new(document, Spot(place: SecretPlace(), paths: paths.top, isSecret: .no))
  }

  /// What is known of a place of the document.
  private struct Spot {
    let place: SecretPlace
    let paths: FieldPathSet.Spot
    let isSecret: Secrecy
    /// How many texts that are JSON are around it.
    var depth = 0

    /// A member of a list.
    var member: Spot {
      Spot(place: place, paths: paths.member, isSecret: isSecret, depth: depth)
    }

    /// The document in a text, which no path leads into.
    var opened: Spot {
      Spot(place: place, paths: FieldPathSet([]).top, isSecret: isSecret, depth: depth + 1)
    }

    func entering(_ name: String, of key: String, _ isSecret: Secrecy) -> Spot {
      Spot(
        place: place.entering(name), paths: paths.field(key), isSecret: isSecret, depth: depth)
    }
  }

  private enum Secrecy {
    case no
    /// A name says that it is: texts and numbers are, and of an object what is called a value.
    case named
    /// A path says so: everything below is.
    case whole
  }

  /// Nil where nothing is replaced.
  private func new(_ value: ConfigurationValue, _ spot: Spot) -> ConfigurationValue? {
    let spot =
      spot.paths.isNamed
      ? Spot(place: spot.place, paths: spot.paths, isSecret: .whole, depth: spot.depth) : spot
    switch value {
    case .null, .bool: return nil
    case .number(let text): return new(text, spot)
    case .string(let text): return new(text, spot) ?? inside(text, spot)
    case .list(let values):
      let found = values.map { new($0, spot.member) }
      guard found.contains(where: { $0 != nil }) else { return nil }
      return .list(zip(values, found).map { $1 ?? $0 })
    case .elements(let members):
      let found = members.compactMapValues { new($0, spot.member) }
      return found.isEmpty ? nil : .elements(members.merging(found) { $1 })
    case .object(let fields):
      let found = found(in: fields, spot)
      return found.isEmpty ? nil : .object(fields.merging(found) { $1 })
    }
  }

  /// An ARN names a secret without being one.
  private func new(_ text: String, _ spot: Spot) -> ConfigurationValue? {
    switch spot.isSecret {
    case .no: return nil
    case .named where text.hasPrefix("arn:"): return nil
    case .named, .whole: break
    }
    return text.isEmpty ? nil : token(text, spot.place).map { .string($0) }
  }

  /// What is found inside a text. JSON is written out anew then: another spelling of it is no change.
  private func inside(_ text: String, _ spot: Spot) -> ConfigurationValue? {
    guard spot.isSecret == .no else { return nil }
    if let first = text.utf8.first(where: { $0 > 0x20 }), [0x5B, 0x7B].contains(first),
      text.utf8.count <= Self.longestJSON, spot.depth < Self.deepestJSON
    {
      let opened = ConfigurationValue.string(text).openedDocument
      if opened.string == nil { return new(opened, spot.opened).map { .string($0.canonicalJSON) } }
    }
    return SecretText.replaced(text) { token($0, spot.place.entering($1)) }.map { .string($0) }
  }

  /// In bytes: longer texts are not opened.
  private static let longestJSON = 1 << 20
  /// How many texts within texts are opened.
  private static let deepestJSON = 4

  private func found(in fields: [String: ConfigurationValue], _ spot: Spot)
    -> [String: ConfigurationValue]
  {
    let isPair = spot.isSecret == .named || fields.namesSecret
    var pairName: String??
    var found: [String: ConfigurationValue] = [:]
    for (key, value) in fields {
      let isValue = key.ends(in: valueEndings)
      let isSecret: Secrecy =
        if spot.isSecret == .whole { .whole } else {
          isPair && isValue || SecretNames.contain(key) ? .named : .no
        }
      if isValue, pairName == nil { pairName = .some(fields.pairName) }
      // A keyed list that was written out has its labels for keys: they are no part of the way.
      let isLabel = value.isLabelled(key)
      let name = isValue ? pairName.flatMap { $0 } ?? key : key
      let inner =
        isLabel
        ? Spot(
          place: spot.place, paths: spot.paths.field(key), isSecret: isSecret, depth: spot.depth)
        : spot.entering(name, of: key, isSecret)
      if let new = new(value, inner) { found[key] = new }
    }
    return found
  }
}

/// The endings of fields that name what another field holds, whatever stands before (`HeaderName`,
/// `OptionName`, `ParameterKey`), the surest first.
private let nameEndings = ["key", "name", "type"].map { Array($0.utf8) }
private let valueEndings = ["value", "values"].map { Array($0.utf8) }

extension [String: ConfigurationValue] {
  /// Whether a field holds a name which says that the value beside it is a secret, or a namespace of environment
  /// variables.
  fileprivate var namesSecret: Bool {
    contains { key, value in
      guard var name = value.string else { return false }
      if key == "Namespace" { return name.withUTF8(SecretNames.isOfEnvironment) }
      return key.ends(in: nameEndings) && SecretNames.contain(name)
    }
  }

  /// The name of a pair: what its key says, or its name, or its type.
  fileprivate var pairName: String? {
    for ending in nameEndings {
      let found = filter { $0.value.string != nil && $0.key.ends(in: [ending]) }
      if let first = found.keys.min(by: { $0.precedes($1) }) { return found[first]?.string }
    }
    return nil
  }
}

extension ConfigurationValue {
  /// Whether this is an object of which a field says the key that it stands under.
  fileprivate func isLabelled(_ key: String) -> Bool {
    guard case .object(let fields) = self else { return false }
    return fields.contains { $0.value.string == key && $0.key.ends(in: nameEndings) }
  }
}

extension String {
  /// Whether the text ends so, without regard to the case of A to Z.
  fileprivate func ends(in endings: [[UInt8]]) -> Bool {
    var text = self
    // Asked of every field of every document: no iterator is made.
    return text.withUTF8 { bytes in
      endings.contains { ending in
        let start = bytes.count - ending.count
        return start >= 0 && ending.indices.allSatisfy { bytes[start + $0] | 0x20 == ending[$0] }
      }
    }
  }
}
