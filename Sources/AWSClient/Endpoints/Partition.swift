import ConfigurationJSON
import ConfigurationModel

/// A part of AWS with accounts and endpoints of its own: `aws`, `aws-cn`, `aws-us-gov`.
package struct Partition: Hashable, Sendable {
  package let name: String
  /// What its endpoints end in: `amazonaws.com`.
  package let suffix: String
  /// What its regions begin with: `us-gov-`.
  let prefixes: [String]
  package let regions: [String]
  /// Where a service of no region is called: `us-east-1`.
  package let implicitRegion: String
  /// The services that have one endpoint for all regions: its host, and the region that is signed.
  let fixed: [String: FixedEndpoint]

  struct FixedEndpoint: Hashable, Sendable {
    let host: String
    let region: String
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
      implicitRegion: "us-east-1", fixed: [:])

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
      })
  }

  private init(
    name: String, suffix: String, prefixes: [String], regions: [String], implicitRegion: String,
    fixed: [String: FixedEndpoint]
  ) {
    self.name = name
    self.suffix = suffix
    self.prefixes = prefixes
    self.regions = regions
    self.implicitRegion = implicitRegion
    self.fixed = fixed
  }
}
