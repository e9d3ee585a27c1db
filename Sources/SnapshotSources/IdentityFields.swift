package import ConfigurationDiff
import ConfigurationJSON
package import ConfigurationModel

/// A document of which the fields that identify it are read.
protocol IdentityFields {
  func value(at key: String) -> ConfigurationValue?
  /// Whether there is something at a field that is not null.
  func has(_ key: String) -> Bool
  func string(at key: String) -> String?
  /// The value of the tag of this name.
  func tag(_ name: String) -> String?
  /// The document.
  var whole: ConfigurationValue { get }
}

extension IdentityFields {
  /// The text at a field; a point leads into an object, and `A+B` is two fields together. Nil where
  /// there is no scalar.
  func text(at field: String) -> String? {
    guard !field.contains("+") else {
      let parts = field.split(separator: "+").map { text(at: String($0)) }
      return parts.contains(nil) ? nil : parts.compactMap { $0 }.joined(separator: " ")
    }
    if let text = string(at: field) { return text.isEmpty ? nil : text }
    guard field.contains(".") else { return scalar(value(at: field)) }
    let keys = field.split(separator: ".").map(String.init)
    var found = keys.first.flatMap(value(at:))
    for key in keys.dropFirst() { found = found?[key] }
    return scalar(found)
  }

  private func scalar(_ value: ConfigurationValue?) -> String? {
    guard let value, value != .null, let text = value.scalarText, !text.isEmpty else { return nil }
    return text
  }

  func firstText(of fields: [String]) -> String? {
    for field in fields {
      if let text = text(at: field) { return text }
    }
    return nil
  }
}

extension FlatDocument: IdentityFields {
  var whole: ConfigurationValue { value }

  func tag(_ name: String) -> String? {
    strings(inArray: "Tags", key: "Key", value: "Value").first { $0.0.isIdentical(to: name) }?.1
  }
}

extension ConfigurationValue: IdentityFields {
  var whole: ConfigurationValue { self }

  func value(at key: String) -> ConfigurationValue? { self[key] }

  func has(_ key: String) -> Bool { self[key].map { $0 != .null } ?? false }

  func string(at key: String) -> String? { self[key]?.string }

  func tag(_ name: String) -> String? {
    for key in ["Tags", "tags"] {
      switch self[key] {
      case .list(let tags)?:
        let found = tags.first { ($0["Key"] ?? $0["key"])?.string?.isIdentical(to: name) == true }
        if let found { return (found["Value"] ?? found["value"])?.string }
      case .object(let tags)?: return tags.value(exactly: name)?.string
      case .null?, .bool?, .number?, .string?, .elements?, nil: continue
      }
    }
    return nil
  }
}

extension ResourceKind {
  /// The name that people gave a resource, in a field of its configuration; nil where it has none
  /// there. A `Name` tag is left to who reads tags.
  package func name(in configuration: ConfigurationValue) -> String? {
    configuration.firstText(of: ListedKind(self, member: nil).identity.name)
  }
}

extension ResourceKind {
  /// Whether a document in the CLI's spelling says that the resource is in one of its end states.
  package func saysOver(_ document: ConfigurationValue) -> Bool {
    endStates.map { $0.contains(document.text(at: $0.field)) } ?? false
  }

  /// The same of a document of AWS Config.
  func saysOver(configItem document: ConfigurationValue) -> Bool {
    guard let endStates, let own = document["configuration"] else { return false }
    return [endStates.configField, endStates.field].contains {
      endStates.contains(own.text(at: $0))
    }
  }
}

extension ListedKind {
  /// The id, the name and the evidence in a document; nil where nothing identifies it.
  func identify(_ fields: some IdentityFields) -> (id: String, name: String?, evidence: Evidence)? {
    guard let id = identity.only ?? fields.firstText(of: identity.id) else { return nil }
    let name = fields.firstText(of: identity.name) ?? fields.tag("Name")
    return (id, name.flatMap { $0.isIdentical(to: id) ? nil : $0 }, evidence(fields))
  }

  /// The id as it is the only one of its scope. `asked` is what the call was asked with.
  func qualified(_ id: String, _ fields: some IdentityFields, asked: String?) -> String {
    guard let qualifier = identity.qualifier, !id.hasPrefix("arn:") else { return id }
    switch qualifier {
    case .parent(let names):
      let parent = fields.firstText(of: names) ?? asked
      return parent.map { "\($0)|\(id)" } ?? id
    case .version(let field, let plain):
      let version = fields.text(at: field).flatMap { $0.isIdentical(to: plain) ? nil : $0 }
      return version.map { "\(id):\($0)" } ?? id
    }
  }

  /// The evidence in what holds items, such as the reservation of instances.
  func outerEvidence(_ fields: some IdentityFields) -> Evidence {
    Evidence(arn: nil, owner: fields.text(at: "OwnerId"))
  }

  func evidence(_ fields: some IdentityFields) -> Evidence {
    Evidence(
      arn: arns.isEmpty ? nil : fields.firstText(of: arns),
      owner: identity.owner.flatMap(fields.text(at:)),
      zone: identity.zone.flatMap(fields.text(at:)))
  }
}
