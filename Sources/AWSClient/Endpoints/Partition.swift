import ConfigurationJSON
import ConfigurationModel

/// A part of AWS with accounts and endpoints of its own: `aws`, `aws-cn`, `aws-us-gov`.
package struct Partition: Hashable, Sendable {
  /// The name as ARNs write it.
  package let name: String
  /// What its endpoints end in: `amazonaws.com`.
  package let suffix: String
  /// What its regions begin with: `us-gov-`.
  let prefixes: [String]
  /// The regions that botocore knew when this was generated, as its endpoint data lists them; newer
  /// ones are told by `prefixes`.
  package let regions: [String]
  /// Where a service of no region is called: `us-east-1`.
  package let implicitRegion: String
  /// The services that have one endpoint for all regions: its host, and the region that is signed.
  let fixed: [String: FixedEndpoint]
  /// The regions in which a service has no endpoint, by botocore's name of it.
  private let missing: [String: Set<String>]

  /// The hosts of FIPS and dual-stack endpoints, by service; `*` for those that are not named, nil where there is
  /// none.
  let variants: [Variant: [String: VariantHost?]]

  struct FixedEndpoint: Hashable, Sendable {
    let host: String
    let region: String
  }

  /// What is asked of an endpoint beside the usual; the raw values are of the generated text.
  enum Variant: String, CaseIterable, Sendable {
    /// Cryptography that FIPS 140 validated.
    case fips
    /// Reached by IPv6 too.
    case dualStack
    case both

    /// Nil where nothing is asked.
    init?(fips: Bool, dualStack: Bool) {
      switch (fips, dualStack) {
      case (true, true): self = .both
      case (true, false): self = .fips
      case (false, true): self = .dualStack
      case (false, false): return nil
      }
    }

    /// For people.
    var words: String {
      switch self {
      case .fips: "FIPS"
      case .dualStack: "dual-stack"
      case .both: "FIPS and dual-stack"
      }
    }
  }

  /// A host with `{prefix}` for the service's and `{region}`.
  struct VariantHost: Hashable, Sendable {
    let text: String
    /// The region that is signed, where it is always the same.
    let region: String?

    func host(prefix: String, region: String) -> String {
      text.replacing("{prefix}", with: prefix).replacing("{region}", with: region)
    }
  }

  /// Whether a service, by the CLI's name, is there in a region. Of a region that is not known it may be.
  package func offers(_ service: String, in region: String) -> Bool {
    let name = ServiceCatalog.models[service]?.name ?? service
    return missing[name]?.contains(region) != true
  }

  /// The host of a service's endpoint of that kind; nil where the partition has none.
  func host(of service: String, _ variant: Variant) -> VariantHost? {
    guard let hosts = variants[variant] else { return nil }
    return (hosts[service] ?? hosts["*"] ?? nil) ?? nil
  }

  /// The partition of a region, known or not; `aws` where nothing else fits.
  package static func of(region: String) -> Partition {
    let known = all.first { $0.regions.contains(region) }
    // The longest prefix wins: `us-gov-` before `us-`.
    let fitting = all.flatMap { partition in
      partition.prefixes.filter(region.hasPrefix).map { ($0, partition) }
    }.max { $0.0.count < $1.0.count }?.1
    return known ?? fitting ?? commercial
  }

  /// `aws`.
  package static let commercial =
    all.first { $0.name == "aws" }
    ?? Partition(
      name: "aws", suffix: "amazonaws.com", prefixes: [], regions: [],
      implicitRegion: "us-east-1", fixed: [:], missing: [:], variants: [:])

  /// Every partition that botocore knows.
  package static let all: [Partition] = {
    guard case .object(let fields)? = try? ConfigurationValue(json: ShapeTexts.partitions) else {
      preconditionFailure("The generated partitions cannot be read.")
    }
    return fields.inKeyOrder.compactMap { Partition(name: $0.key, $0.value) }
  }()

  private init?(name: String, _ value: ConfigurationValue) {
    guard let suffix = value["suffix"]?.string, let implicit = value["implicit"]?.string,
      case .object(let fixed)? = value["fixed"]
    else { return nil }
    self.init(
      name: name, suffix: suffix,
      prefixes: value["prefixes"]?.members?.compactMap(\.string) ?? [],
      regions: value["regions"]?.members?.compactMap(\.string) ?? [], implicitRegion: implicit,
      fixed: fixed.compactMapValues { value in
        guard let parts = value.members?.compactMap(\.string), parts.count == 2 else { return nil }
        return FixedEndpoint(host: parts[0], region: parts[1])
      }, missing: Self.missing(value["missing"] ?? .null),
      variants: Self.variants(value["variants"] ?? .null))
  }

  private static func missing(_ value: ConfigurationValue) -> [String: Set<String>] {
    guard case .object(let services) = value else { return [:] }
    return services.mapValues { Set($0.members?.compactMap(\.string) ?? []) }
  }

  private static func variants(_ value: ConfigurationValue) -> [Variant: [String: VariantHost?]] {
    var variants: [Variant: [String: VariantHost?]] = [:]
    for variant in Variant.allCases {
      guard case .object(let hosts)? = value[variant.rawValue] else { continue }
      variants[variant] = hosts.mapValues { host in
        let parts = host.members?.compactMap(\.string) ?? [host.string].compactMap(\.self)
        return parts.first.map { VariantHost(text: $0, region: parts.dropFirst().first) }
      }
    }
    return variants
  }

  private init(
    name: String, suffix: String, prefixes: [String], regions: [String], implicitRegion: String,
    fixed: [String: FixedEndpoint], missing: [String: Set<String>],
    variants: [Variant: [String: VariantHost?]]
  ) {
    self.name = name
    self.suffix = suffix
    self.prefixes = prefixes
    self.regions = regions
    self.implicitRegion = implicitRegion
    self.fixed = fixed
    self.missing = missing
    self.variants = variants
  }
}
