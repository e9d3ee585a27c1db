import ConfigurationDiff
import ConfigurationModel
import PlumblineTestSupport
import ResourceKinds
import Testing

private let cases = exposureCases + networkCases + computeCases

@Test(arguments: cases)
func `the CLI's document and the AWS Config item of a resource are one value`(_ one: NetworkCase)
  throws
{
  let item = one.kind.normalized(try one.configItem(), form: .config, context: ownAccount)
  let edits = item.difference(from: one.kind.cli(try one.document()))
  #expect(edits.map(\.path.text) == [])
}

@Test(arguments: cases)
func `order does not count where a kind says so`(_ one: NetworkCase) throws {
  var random = SeededGenerator(seed: 11)
  let (document, value) = (try one.document(), one.kind.cli(try one.document()))
  for _ in 0..<20 {
    let shuffled = document.shuffled(by: one.kind.rules, using: &random)
    #expect(one.kind.cli(shuffled) == value)
  }
}

@Test(arguments: cases)
func `a normalized value written out and read again is the same value`(_ one: NetworkCase) throws {
  let value = one.kind.cli(try one.document())
  let read = try fixture(value.canonicalJSON)
  #expect(one.kind.normalized(read, form: .document, context: ownAccount) == value)
}

@Test(arguments: cases)
func `one change is the edits a person would write`(_ one: NetworkCase) throws {
  let before = one.kind.cli(try one.document())
  for change in one.changes {
    #expect(one.cli.split(separator: change.text).count == 2, "\(change.text) stands there once")
    let after = try fixture(one.cli.replacing(change.text, with: change.by))
    let edits = one.kind.cli(after).difference(from: before)
    #expect(edits.map(one.kind.reading) == change.edits)
  }
}

@Test(arguments: cases)
func `the type finds the kind, and an item of it its id`(_ one: NetworkCase) throws {
  #expect(ResourceKind.of(one.kind.type).listings == one.kind.listings)
  let document = try one.document()
  #expect(one.kind.identity.id.contains { document[$0]?.string != nil })
}

@Test func `every network kind is tested`() {
  let tested = Set(cases.map(\.kind.type)).union(KindCase.all.map(\.kind.type))
  let services = ["AWS::EC2::", "AWS::ElasticLoadBalancingV2::"]
  let kinds = ResourceKind.all.filter { kind in
    services.contains { kind.type.name.hasPrefix($0) }
  }
  #expect(Set(kinds.map(\.type)).subtracting(tested) == [])
}
