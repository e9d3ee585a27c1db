import ChangeAudit
import ConfigurationModel
import PlumblineTestSupport
import Testing

/// What selects a resource, in every way that records are looked up by, and in none.
private func randomSelector(_ random: inout SeededGenerator) -> ResourceSelector {
  func glob(_ texts: [String?]) -> Glob? {
    (texts.randomElement(using: &random) ?? nil).map { Glob($0) }
  }
  let tags: [[String: Glob]] = [
    [:], [:], ["team": Glob("web")], ["team": Glob("w*")], ["team": Glob("web"), "env": Glob("*")],
  ]
  return ResourceSelector(
    type: glob([nil, "AWS::EC2::SecurityGroup", "AWS::EC2::*", "AWS::EC2::Subnet"]),
    account: glob([nil, nil, "111122223333", "1111*", "444455556666"]),
    region: glob([nil, nil, "eu-west-1", "us-*"]),
    id: glob([nil, "sg-0a", "sg-0b", "sg-*", "sg-0?", "*a", "sg-\\0a", "s*-0a"]),
    name: glob([nil, nil, nil, "web-*", "db"]), tags: tags.randomElement(using: &random) ?? [:])
}

@Test func `each edit is approved by all records together where one of them alone approves it`() {
  var random = SeededGenerator(seed: 3)
  for _ in 0..<200 {
    let records = (0..<20).map { number in
      record(
        "CHG\(number)",
        allows: modify(clause(.added, "IpPermissions"), resource: randomSelector(&random)))
    }
    let tags = ["team": Bool.random(using: &random) ? "web" : "db", "env": "prod"]
    let all = RuleBook(records: records).verdicts([candidate(tags: tags)])[0]
    let alone = records.filter { record in
      RuleBook(records: [record]).verdicts([candidate(tags: tags)])[0].word == .approved
    }
    #expect(alone.isEmpty == (all.word != .approved))
    if let cover = all.cover { #expect(alone.map(\.number).contains(cover.record)) }
  }
}

@Test func `an unapproved edit is told of records for other resources, those of its account first`()
{
  let others = (0..<5000).map { number in
    record(
      "CHG\(number)",
      allows: modify(
        clause(.added, "IpPermissions"),
        resource: ResourceSelector(
          type: Glob("AWS::EC2::SecurityGroup"), account: Glob("444455556666"),
          id: Glob("sg-\(number)"))))
  }
  let near = record(
    "NEAR",
    allows: modify(
      clause(.added, "IpPermissions"),
      resource: ResourceSelector(
        type: Glob("AWS::EC2::SecurityGroup"), account: Glob("111122223333"), id: Glob("sg-other")))
  )
  let verdict = RuleBook(records: others + [near]).verdicts([candidate()])[0]
  #expect(verdict.line.hasPrefix("unapproved | NEAR "), "\(verdict.line)")
}
