import ConfigurationModel

/// The words that stand, in conditions, for numbers that a rule writes in two fields.
///
/// EC2 gives ports and ICMP types and codes in the same fields, and only the protocol tells which
/// they are (EC2 API reference, `IpPermission`: "FromPort: If the protocol is TCP or UDP, this is the
/// start of the port range. If the protocol is ICMP or ICMPv6, this is the ICMP type or -1 (all ICMP
/// types)").
enum RuleWord: String, CaseIterable {
  case ports, icmpType, icmpCode

  /// What the word stands for in a rule; nil where the rule has no such numbers or they cannot be
  /// told.
  func range(in rule: ConfigurationValue) -> NumberRange? {
    guard case .object(let fields) = rule else { return nil }
    return switch self {
    case .ports: fields.portNumbers
    case .icmpType: fields.icmpNumbers(["FromPort"], ["IcmpTypeCode", "Type"])
    case .icmpCode: fields.icmpNumbers(["ToPort"], ["IcmpTypeCode", "Code"])
    }
  }
}

extension ConfigurationValue {
  /// AWS's name of the protocol, where the rule's numbers are an ICMP type and code; otherwise nil.
  var icmpName: String? {
    guard case .object(let fields) = self, fields.ruleNumbers == .icmp else { return nil }
    return fields.protocolText == "58" || fields.protocolText == "icmpv6" ? "icmpv6" : "icmp"
  }

  /// A whole number, also where it is written as a string in its one spelling; nil for every other
  /// value.
  var wholeNumber: Int? {
    switch self {
    case .number(let text): Int(text)
    case .string(let text): Int(text).flatMap { String($0) == text ? $0 : nil }
    case .null, .bool, .list, .object, .elements: nil
    }
  }
}

/// What the numbers of a rule are.
private enum RuleNumbers { case ports, icmp, none }

extension [String: ConfigurationValue] {
  fileprivate var protocolText: String? {
    (value(exactly: "IpProtocol") ?? value(exactly: "Protocol"))?.scalarText?.lowercased()
  }

  /// Only TCP and UDP have ports, and only ICMP and ICMPv6 types and codes, by name or by number
  /// (IANA protocol numbers). Of every other protocol EC2 lets all traffic through "regardless of any
  /// port range you specify" (EC2 API reference, `IpPermission`), SCTP's included. A rule that names no
  /// protocol is read as one with ports.
  fileprivate var ruleNumbers: RuleNumbers {
    switch protocolText {
    case nil, "tcp", "udp", "6", "17": .ports
    case "icmp", "icmpv6", "1", "58": .icmp
    case _?: .none
    }
  }

  /// `FromPort` to `ToPort`, or `PortRange.From` to `PortRange.To`. A rule that names none has all of
  /// them, and so has one of a protocol without ports: it is not narrower than any port. Nil where one
  /// end is missing or the ends are no numbers in order.
  fileprivate var portNumbers: NumberRange? {
    let every = NumberRange(0, 65535)
    guard ruleNumbers == .ports else { return every }
    let range = value(exactly: "PortRange")
    let ends = [
      value(exactly: "FromPort") ?? range?["From"], value(exactly: "ToPort") ?? range?["To"],
    ]
    let named = ends.compactMap { $0 == .null ? nil : $0 }
    if named.isEmpty { return every }
    let numbers = named.compactMap(\.wholeNumber)
    return numbers.count == 2 ? NumberRange(numbers[0], numbers[1]) : nil
  }

  /// The type or the code at the first of the places that is there; -1, and nothing, is every one of
  /// the 256 there are (RFC 792, RFC 4443). Nil for a rule of another protocol.
  fileprivate func icmpNumbers(_ places: [String]...) -> NumberRange? {
    guard ruleNumbers == .icmp else { return nil }
    let found = places.compactMap { place in
      place.dropFirst().reduce(value(exactly: place[0])) { $0?[$1] }
    }
    let first = found.first { $0 != .null } ?? ConfigurationValue.number("-1")
    guard let number = first.wholeNumber else { return nil }
    return number == -1 ? NumberRange(0, 255) : NumberRange(number, number)
  }
}
