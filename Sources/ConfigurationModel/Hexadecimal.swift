extension Sequence<UInt8> {
  /// The bytes in lower-case hexadecimal digits, two each.
  package var hex: String {
    map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
