import ConfigurationModel

/// The protocol and ports of a rule, in one spelling.
struct Traffic {
  /// AWS's name (`tcp`, `udp`, `icmp`, `icmpv6`), a protocol number as text, or `-1` for all.
  let ipProtocol: String
  /// The first port or the ICMP type; nil where the protocol has none.
  let from: ConfigurationValue?
  /// The last port or the ICMP code; nil where the protocol has none.
  let to: ConfigurationValue?

  /// Takes the three fields out of a rule; nil where it names no protocol.
  ///
  /// AWS ignores the ports of protocols other than TCP, UDP, ICMP and ICMPv6, and reads ICMPv6
  /// without ports as every type and code; of TCP, UDP and ICMP it demands them, and gives them (EC2
  /// API reference, `IpPermission`). Where a source leaves both out all the same, or writes -1 for
  /// both, the rule is read as what it can mean at most: every port, every type and code.
  init?(removingFrom fields: inout [String: ConfigurationValue]) {
    guard let spelled = fields["IpProtocol"], spelled != .null, let text = spelled.scalarText else {
      return nil
    }
    let name = protocolName(text)
    let ports = ["FromPort", "ToPort"].map { field -> ConfigurationValue? in
      let value = fields[field]?.asNumber
      return value == .null ? nil : value
    }
    for field in ["IpProtocol", "FromPort", "ToPort"] { fields[field] = nil }
    ipProtocol = name
    switch name {
    case "tcp", "udp":
      let isEvery = ports.allSatisfy { $0 == nil || $0 == .number("-1") } && ports[0] == ports[1]
      (from, to) = isEvery ? Self.everyPort : (ports[0], ports[1])
    case "icmp", "icmpv6": (from, to) = (ports[0] ?? .number("-1"), ports[1] ?? .number("-1"))
    default: (from, to) = (nil, nil)
    }
  }

  /// The first and the last port there is.
  static let everyPort: (ConfigurationValue?, ConfigurationValue?) =
    (.number("0"), .number("65535"))

  /// The three fields written over others.
  func fields(over others: [String: ConfigurationValue]) -> [String: ConfigurationValue] {
    var fields = others
    fields["IpProtocol"] = .string(ipProtocol)
    fields["FromPort"] = from
    fields["ToPort"] = to
    return fields
  }

  /// `tcp 22`, `udp 8000-8100`, `icmp 8/-1`, `all`, `50`.
  var text: String {
    let name = ipProtocol == "-1" ? "all" : ipProtocol.asWord
    let ports = [from, to].map { $0?.asPortWord ?? "" }
    if ports == ["", ""] { return name }
    if name.hasPrefix("icmp") { return "\(name) \(ports[0])/\(ports[1])" }
    return ports[0] == ports[1] ? "\(name) \(ports[0])" : "\(name) \(ports[0])-\(ports[1])"
  }
}

extension ConfigurationValue {
  /// A whole number's digits; anything else as JSON, so that it cannot be taken for a range.
  fileprivate var asPortWord: String {
    guard case .number(let text) = self, Int(text) != nil else { return canonicalJSON }
    return text
  }
}

/// A protocol by AWS's name for it, whatever case or number (IANA protocol numbers) it is given by.
func protocolName(_ text: String) -> String {
  if ["tcp", "udp", "-1"].contains(text) { return text }
  return switch text.lowercased() {
  case "all", "-1": "-1"
  case "1": "icmp"
  case "6": "tcp"
  case "17": "udp"
  case "58": "icmpv6"
  case let name: name
  }
}
