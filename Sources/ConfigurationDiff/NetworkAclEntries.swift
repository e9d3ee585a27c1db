import ConfigurationModel

extension ConfigurationValue {
  /// A network ACL's entries under direction and rule number: `ingress 100`, `egress 32767`; the
  /// protocol by its name and the ports written out. An entry of another shape is labelled by itself.
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
    let name = protocolName(text)
    fields["Protocol"] = .string(name)
    return .object(fields.sayingPorts(of: name))
  }

  /// A CIDR in its one spelling; any other value as it is.
  var asAddressBlock: ConfigurationValue {
    guard let text = string, text.utf8.contains(UInt8(ascii: "/")),
      let block = AddressBlock(parsing: text)
    else { return self }
    return .string(block.description)
  }
}

extension [String: ConfigurationValue] {
  /// The entry's ports or ICMP type and code in one spelling: what is left out is every one, and a
  /// protocol that has none says none. AWS demands a range of TCP and UDP, and lets all ports through
  /// for `-1` and other numbers whatever range is given (EC2 API reference, `CreateNetworkAclEntry`).
  fileprivate func sayingPorts(of ipProtocol: String) -> Self {
    var fields = self
    let every = ConfigurationValue.number("-1")
    switch ipProtocol {
    case "tcp", "udp":
      let range = fields["PortRange"] ?? .null
      guard range == .null || range == .object(["From": every, "To": every]) else { return fields }
      let (from, to) = Traffic.everyPort
      fields["PortRange"] = .object(["From": from ?? every, "To": to ?? every])
    case "icmp", "icmpv6":
      guard (fields["IcmpTypeCode"] ?? .null) == .null else { return fields }
      fields["IcmpTypeCode"] = .object(["Code": every, "Type": every])
    case let name where Int(name) != nil:
      (fields["PortRange"], fields["IcmpTypeCode"]) = (nil, nil)
    default: break
    }
    return fields
  }
}
