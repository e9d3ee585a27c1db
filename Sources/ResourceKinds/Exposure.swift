import ConfigurationModel

/// How far an address block reaches.
indirect enum Audience: Hashable {
  /// Every address there is: `0.0.0.0/0`, `::/0`.
  case internet(AddressBlock)
  /// A public block so wide that it can hardly name anyone: wider than IPv4 /8 or IPv6 /16.
  case broad(AddressBlock)
  /// Any other public block.
  case outside(AddressBlock)
  /// Addresses that are not routed on the internet (RFC 1918, RFC 6598, RFC 4193, link-local,
  /// loopback).
  case inside(AddressBlock)
  /// What is no address block: a group, a prefix list of which nothing is known.
  case named(String)
  /// A prefix list with what it holds.
  case list(String, [Audience])

  init(_ peer: String) {
    guard let block = AddressBlock(parsing: peer) else {
      self = .named(peer)
      return
    }
    if block.isEverything {
      self = .internet(block)
    } else if Self.insideBlocks.contains(where: { $0.contains(block) }) {
      self = .inside(block)
    } else {
      self = block.prefix < (block.width == 32 ? 8 : 16) ? .broad(block) : .outside(block)
    }
  }

  private static let insideBlocks = [
    "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "169.254.0.0/16",
    "127.0.0.0/8", "fc00::/7", "fe80::/10", "::1/128",
  ].compactMap(AddressBlock.init(parsing:))

  /// As it ends a sentence: "the whole internet", "10.0.0.0/8".
  var text: String {
    switch self {
    case .internet: "the whole internet"
    case .broad(let block), .outside(let block), .inside(let block): block.description
    case .named(let name): name
    case .list(let name, let members): "\(name) (\(Self.text(of: members)))"
    }
  }

  /// As it begins a sentence about where traffic goes: an address block as it is written, also the whole internet.
  var name: String {
    switch self {
    case .internet(let block), .broad(let block), .outside(let block), .inside(let block):
      block.description
    case .named, .list: text
    }
  }

  /// What a list holds: those that are most first, and no more than three of them.
  private static func text(of members: [Audience]) -> String {
    guard !members.isEmpty else { return "which holds no address" }
    let ordered = members.filter(\.isAnybody) + members.filter { !$0.isAnybody }
    return ordered.prefix(3).map(\.name).joined(separator: ", ")
      + (members.count > 3 ? " and \(members.count - 3) more" : "")
  }

  /// Whether anybody may be in it.
  var isAnybody: Bool {
    switch self {
    case .internet, .broad: true
    case .outside, .inside, .named: false
    case .list(_, let members): members.contains(where: \.isAnybody)
    }
  }
}

/// The ports a rule lets through.
enum Ports: Hashable {
  case all
  case range(String, ClosedRange<Int>)
  /// ICMP or ICMPv6, with the type and the code that are let through; nil for every one.
  case icmp(String, type: Int?, code: Int?)
  /// A protocol without ports, or ports that are no numbers.
  case other(String)

  /// From a rule's protocol name and its numbers as the normalized value has them: the first and the
  /// last port, or the ICMP type and code.
  init(ipProtocol: String, from: ConfigurationValue?, to: ConfigurationValue?) {
    let bounds = [from, to].compactMap { $0?.scalarText }.compactMap { Int($0) }
    switch ipProtocol {
    case "-1": self = .all
    case "tcp", "udp":
      guard bounds.count == 2, bounds[0] <= bounds[1] else {
        self = .other(ipProtocol)
        return
      }
      self = .range(ipProtocol, bounds[0]...bounds[1])
    case "icmp", "icmpv6":
      let numbers = [from, to].map { $0?.scalarText.flatMap { Int($0) } }.map {
        $0 == -1 ? nil : $0
      }
      self = .icmp(ipProtocol, type: numbers[0], code: numbers[1])
    default: self = .other(ipProtocol)
    }
  }

  /// As it begins a sentence: "tcp/22", "tcp/8000-8100", "everything", "icmp type 8".
  var text: String {
    switch self {
    case .all: "everything"
    case .range(let name, 0...65535): "every \(name) port"
    case .range(let name, let ports) where ports.count == 1: "\(name)/\(ports.lowerBound)"
    case .range(let name, let ports): "\(name)/\(ports.lowerBound)-\(ports.upperBound)"
    case .icmp(let name, let type, let code):
      name + (type.map { " type \($0)" } ?? "") + (code.map { " code \($0)" } ?? "")
    case .other(let name): "protocol \(name)"
    }
  }

  /// Whether no port of the protocol is left out.
  var isEvery: Bool {
    switch self {
    case .all, .range(_, 0...65535): true
    case .range, .icmp, .other: false
    }
  }

  /// How bad it is when anybody may reach them: remote administration and databases are critical,
  /// plain web ports are what the internet is for.
  var severityWhenOpen: Severity {
    switch self {
    case .all: .critical
    case .range(_, let ports) where Self.administrative.contains(where: ports.contains): .critical
    case .range("tcp", 80...80), .range("tcp", 443...443): .medium
    case .range: .high
    case .icmp: .medium
    case .other: .high
    }
  }

  /// SSH, Telnet, RPC, NetBIOS, SMB, LDAP, RDP, VNC, WinRM, Docker, Kubernetes, etcd, and the
  /// databases' own ports (IANA service names; CIS AWS Foundations Benchmark 5.2 names 22 and 3389).
  private static let administrative = [
    22, 23, 111, 135, 139, 389, 445, 1433, 1434, 1521, 2049, 2375, 2376, 2379, 3306, 3389, 5432,
    5439, 5900, 5985, 5986, 6379, 6443, 7000, 7001, 8086, 9042, 9200, 9300, 10250, 11211, 27017,
    27018, 27019,
  ]
}
