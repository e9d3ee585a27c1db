import ConfigurationModel

extension ConfigurationValue {
  /// The ports of a rule: `FromPort` to `ToPort`, or `PortRange.From` to `PortRange.To`; all of them
  /// where the rule names none, or names a protocol for which AWS disregards ports (EC2 API Reference,
  /// IpPermission: "-1 … or a protocol number other than tcp, udp, icmp, or icmpv6"). Nil where one
  /// end is missing or the ends are no numbers in order.
  var ports: NumberRange? {
    guard case .object(let fields) = self else { return nil }
    guard protocolHasPorts(fields) else { return NumberRange(0, 65535) }
    let range = fields.value(exactly: "PortRange")
    let ends = [
      fields.value(exactly: "FromPort") ?? range?["From"],
      fields.value(exactly: "ToPort") ?? range?["To"],
    ]
    let named = ends.compactMap { $0 == .null ? nil : $0 }
    if named.isEmpty { return NumberRange(0, 65535) }
    let numbers = named.compactMap(\.wholeNumber)
    return numbers.count == 2 ? NumberRange(numbers[0], numbers[1]) : nil
  }

  private func protocolHasPorts(_ fields: [String: ConfigurationValue]) -> Bool {
    let name = fields.value(exactly: "IpProtocol") ?? fields.value(exactly: "Protocol")
    guard let text = name?.scalarText?.lowercased() else { return true }
    return ["tcp", "udp", "icmp", "icmpv6", "6", "17", "1", "58"].contains(text)
  }

  /// A whole number, also where it is written as a string; nil for every other value.
  var wholeNumber: Int? {
    switch self {
    case .number(let text), .string(let text):
      text.utf8.allSatisfy { (48...57).contains($0) || $0 == UInt8(ascii: "-") } ? Int(text) : nil
    case .null, .bool, .list, .object, .elements: nil
    }
  }
}
