import ConfigurationDiff
import ConfigurationModel
import Foundation
import PlumblineTestSupport
import ResourceKinds
import Testing

private let recordings = [
  "c7n-placebo", "c7n-pairs-awscli", "fixinventory-aws", "cloudmapper", "cartography",
  "panther-analysis",
]

private let networkKinds = ResourceKind.all.filter {
  $0.type.name.hasPrefix("AWS::EC2::") || $0.type.name.hasPrefix("AWS::ElasticLoadBalancingV2::")
}

@Test(.enabled(if: corpus != nil))
func `recorded resources are read the same again, in any order`() throws {
  let corpus = try #require(corpus)
  var random = SeededGenerator(seed: 23)
  var counts: [ResourceType: Int] = [:]
  for file in jsonFiles(in: recordings.map { corpus.appending(path: $0) }) {
    guard let answer = try? fixture(Data(contentsOf: file)) else { continue }
    for kind in networkKinds {
      for item in answer.items(of: kind) {
        counts[kind.type, default: 0] += 1
        let value = kind.cli(item)
        let read = try fixture(value.canonicalJSON)
        let again = kind.normalized(read, form: .document, context: ownAccount)
        #expect(again == value, "\(file.lastPathComponent)")
        #expect(kind.cli(item.shuffled(by: kind.rules, using: &random)) == value)
      }
    }
  }
  #expect(counts["AWS::EC2::SecurityGroup", default: 0] > 100, "\(counts)")
}

@Test(.enabled(if: corpus != nil))
func `one recorded group's history holds exactly the change that is known`() throws {
  let folder = try #require(corpus).appending(path: "c7n-pairs-awscli/test_sg_config_ingres_diff")
  let history = try fixture(
    Data(contentsOf: folder.appending(path: "config.GetResourceConfigHistory_1.json")))
  let described = try fixture(
    Data(contentsOf: folder.appending(path: "ec2.DescribeSecurityGroups_1.json")))
  let item = try #require(history["configurationItems"]?.members?.first)
  let configuration = try fixture(try #require(item["configuration"]?.string))
  let kind = ResourceKind.securityGroup
  let context = NormalizationContext(account: "644160558196")
  let old = kind.normalized(
    .object(["configuration": configuration, "tags": item["tags"] ?? .object([:])]),
    form: .config, context: context)
  let live = try #require(
    described.items(of: kind).first { $0["GroupId"] == .string("sg-65229a0c") })
  let edits = kind.normalized(live, form: .cli, context: context).difference(from: old)
  #expect(
    edits.map(kind.reading) == [
      "removed IpPermissions[tcp 0 from sg-aa6c90c3] medium: tcp/0 is no longer open to sg-aa6c90c3"
    ])
}

@Test(.enabled(if: corpus != nil))
func `a group changed and changed back is the known edits, then none`() throws {
  let folder = try #require(corpus)
    .appending(path: "c7n-pairs-awscli/test_security_group_revisions_delta")
  let kind = ResourceKind.securityGroup
  let states = try (1...3).map { number in
    let file = folder.appending(path: "ec2.DescribeSecurityGroups_\(number).json")
    return kind.cli(try #require(try fixture(Data(contentsOf: file)).items(of: kind).first))
  }
  #expect(
    states[1].difference(from: states[0]).map(kind.reading) == [
      "added IpPermissions[tcp 80 from 0.0.0.0/0] medium: tcp/80 is now open to the whole internet",
      "removed IpPermissions[tcp 8080 from 0.0.0.0/0] medium: "
        + "tcp/8080 is no longer open to the whole internet",
      "changed Tags[App] low", "added Tags[Stage] low",
    ])
  #expect(states[2].difference(from: states[0]).isEmpty)
}

@Test(.enabled(if: corpus != nil))
func `recorded AWS Config items have the CLI's spelling once normalized`() throws {
  let corpus = try #require(corpus)
  var types: Set<ResourceType> = []
  for file in jsonFiles(in: [corpus.appending(path: "aws-config-rdk")]) {
    let item = try fixture(Data(contentsOf: file))
    let type = ResourceType(item["resourceType"]?.string ?? "")
    guard let kind = networkKinds.first(where: { $0.type == type }) else { continue }
    types.insert(type)
    let value = kind.normalized(item.configParts, form: .config, context: ownAccount)
    let read = try fixture(value.canonicalJSON)
    #expect(kind.normalized(read, form: .document, context: ownAccount) == value)
    guard case .object(let fields) = value else { continue }
    #expect(fields.keys.filter { $0.first?.isLowercase == true } == [], "\(type)")
    #expect(kind.identity.id.contains { value[$0]?.string != nil }, "\(type)")
  }
  #expect(types.count == 7, "\(types)")
}

private func jsonFiles(in folders: [URL]) -> [URL] {
  folders.flatMap { folder in
    let all = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
    return (all?.compactMap { $0 as? URL } ?? []).filter { $0.pathExtension == "json" }
  }
}

extension ConfigurationValue {
  fileprivate var configParts: ConfigurationValue {
    let names = ["configuration", "supplementaryConfiguration", "tags"]
    let parts = names.compactMap { name in self[name].map { (name, $0) } }
    return .object(Dictionary(uniqueKeysWithValues: parts))
  }

  /// The items of a kind in an answer, also inside a recorder's wrapping.
  fileprivate func items(of kind: ResourceKind) -> [ConfigurationValue] {
    var found: [ConfigurationValue] = []
    for listing in kind.listings {
      guard let list = listing.member.flatMap({ self[$0] })?.members else { continue }
      let within = listing.within.map { field in list.flatMap { $0[field]?.members ?? [] } }
      found += (within ?? list).filter { item in
        kind.identity.id.contains { item[$0]?.string != nil }
      }
    }
    return found + (self["data"]?.items(of: kind) ?? [])
  }
}
