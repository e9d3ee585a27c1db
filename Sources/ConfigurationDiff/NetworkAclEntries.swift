import ConfigurationModel

extension ConfigurationValue {
  /// A network ACL's entries under direction and rule number: `ingress 100`, `egress 32767`; the
  /// protocol by its name. An entry of another shape is labelled by itself.
  var networkAclEntries: ConfigurationValue {
    let named: ConfigurationValue
    switch self {
    case .list(let entries): named = .list(entries.map(\.namingProtocol))
    case .object(let entries), .elements(let entries):
      named = .elements(entries.mapValues(\.namingProtocol))
    case .null, .bool, .number, .string: return self
    }
    return named.labelled { entry in
      guard case .bool(let isEgress)? = entry["Egress"],
        let number = entry["RuleNumber"]?.scalarText
      else { return nil }
      return "\(isEgress ? "egress" : "ingress") \(number)"
    }
  }

  private var namingProtocol: ConfigurationValue {
    guard case .object(var fields) = self, let text = fields["Protocol"]?.scalarText else {
      return self
    }
    fields["Protocol"] = .string(protocolName(text))
    return .object(fields)
  }

  /// A CIDR in its one spelling; any other value as it is.
  var asAddressBlock: ConfigurationValue {
    guard let text = string, text.utf8.contains(UInt8(ascii: "/")),
      let block = AddressBlock(parsing: text)
    else { return self }
    return .string(block.description)
  }
}
