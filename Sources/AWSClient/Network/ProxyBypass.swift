import ConfigurationModel

/// The hosts that no proxy is used for: `NO_PROXY` in the forms that curl, Python (botocore) and Go know.
struct ProxyBypass: Hashable, Sendable {
  private enum Entry: Hashable {
    /// `*`.
    case all
    /// `example.com`, `.example.com`, `*.example.com`: the name and those below it.
    case name(String, port: Int?)
    /// `10.0.0.0/8`, `169.254.169.254`, `[::1]`.
    case block(AddressBlock, port: Int?)
  }

  private let entries: [Entry]

  /// Entries stand between commas or white space. What is no name and no block matches nothing.
  init(_ text: String) {
    entries = text.split { $0 == "," || $0.isWhitespace }.compactMap(Self.entry)
  }

  private static func entry(_ text: Substring) -> Entry? {
    if text == "*" { return .all }
    if text.contains("/") {
      return AddressBlock(parsing: text.unbracketed).map { .block($0, port: nil) }
    }
    guard let (host, port) = HostName.split(text) else { return nil }
    if let block = AddressBlock(parsing: host) { return .block(block, port: port) }
    var name = host.lowercased()[...]
    if name.hasPrefix("*.") { name = name.dropFirst() }
    let plain = name.drop { $0 == "." }.trimmingLastDot
    return plain.isEmpty ? nil : .name(plain, port: port)
  }

  /// Whether an address is called directly. Names are not looked up: an entry that is a block matches addresses
  /// that are written as such.
  func covers(host: String, port: Int) -> Bool {
    let name = host.lowercased()[...].trimmingLastDot
    let address = AddressBlock(parsing: name)
    return entries.contains { entry in
      switch entry {
      case .all: true
      case .name(let own, let ownPort):
        (name == own || name.hasSuffix("." + own)) && ownPort ?? port == port
      case .block(let block, let ownPort):
        (address.map { block.contains($0) } ?? false) && ownPort ?? port == port
      }
    }
  }
}

extension Substring {
  fileprivate var trimmingLastDot: String { String(hasSuffix(".") ? dropLast() : self) }

  /// `[2001:db8::]/32` without its brackets.
  fileprivate var unbracketed: String { String(filter { $0 != "[" && $0 != "]" }) }
}
