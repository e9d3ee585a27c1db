import AuditReport
import ConfigurationModel
import Testing

private func found(
  _ number: Int, _ type: ResourceType = "AWS::EC2::SecurityGroup", _ id: String = "sg-1",
  _ name: String? = nil, account: String = "111122223333", region: String = "eu-west-1",
  severity: Severity = .medium, status: Finding.Status = .open, day: Int = 18,
  change: ResourceChange = .modified, edits: [JudgedEdit]? = nil
) -> Finding {
  Finding(
    number: number, resource: resource(type, id, name, region: region, account: account),
    change: change, status: status, edits: edits ?? [edit("A", .added(.null), severity: severity)],
    firstSeen: moment(day, "12:00"), lastSeen: moment(20, "12:00"), severity: severity)
}

private let nearCHG7 = Verdict.unapproved([
  NearMiss(record: "CHG7", lacks: "another port", distance: 1)
])
private let approvedCHG8 = Verdict.approved(
  by: Cover(record: "CHG8", allowance: 0, clause: nil), isTimeCorroborated: true)

/// A finding of each sort, in the order of their numbers.
private let all = [
  found(1, "AWS::EC2::SecurityGroup", "sg-1", "web-prod", severity: .critical, day: 1),
  found(2, "AWS::EC2::SecurityGroup", "sg-2", "db-prod", account: "444455556666", day: 10),
  found(3, "AWS::IAM::User", "mallory", region: "global", severity: .high, day: 10),
  found(
    4, "AWS::S3::Bucket", "acme-logs", region: "us-east-1", severity: .low,
    status: .acknowledged(by: "carol", at: moment(12, "12:00"), note: nil),
    edits: [edit("A", .added(.null), nearCHG7, severity: .low)]),
  found(
    5, "AWS::EC2::VPC", "vpc-1",
    status: .accepted(by: "c", until: moment(30, "12:00"), reason: "r"),
    edits: [edit("A", .added(.null)), edit("B", .added(.null), approvedCHG8)]),
  found(
    6, "AWS::EC2::VPC", "vpc-2", severity: .high,
    status: .resolved(.approved(record: "CHG9"), at: moment(20, "12:00"))),
]

private struct Choice: CustomTestStringConvertible {
  let testDescription: String
  let chosen: [Int]
  let filter: FindingFilter

  init(_ words: String, _ chosen: [Int], _ set: (inout FindingFilter) -> Void) {
    (testDescription, self.chosen) = (words, chosen)
    var filter = FindingFilter()
    set(&filter)
    self.filter = filter
  }
}

private let choices = [
  Choice("nothing said", [1, 2, 3, 4, 5]) { _ in },
  Choice("high and worse", [1, 3]) { $0.severity = .high },
  Choice("the lowest is all", [1, 2, 3, 4, 5]) { $0.severity = .low },
  Choice("open", [1, 2, 3]) { $0.statuses = [.open] },
  Choice("two statuses", [4, 5]) { $0.statuses = [.acknowledged, .accepted] },
  Choice("over", [6]) { $0.statuses = [.resolved] },
  Choice("an account", [2]) { $0.accounts = [Glob("4444*")] },
  Choice("two accounts", [1, 2, 3, 4, 5]) { $0.accounts = [Glob("1*"), Glob("4*")] },
  Choice("a region", [3]) { $0.regions = [Glob("global")] },
  Choice("a glob of regions", [1, 2, 5]) { $0.regions = [Glob("eu-*")] },
  Choice("a service", [1, 2, 5]) { $0.types = [Glob("AWS::EC2::*")] },
  Choice("part of a type is none", []) { $0.types = [Glob("AWS::EC2")] },
  Choice("a name", [1, 2]) { $0.names = [Glob("*-prod")] },
  Choice("an id", [3]) { $0.names = [Glob("mallory")] },
  Choice("a near miss", [4]) { $0.records = [Glob("CHG7")] },
  Choice("a cover beside it", [5]) { $0.records = [Glob("CHG8")] },
  Choice("the record that ended it", [6]) {
    ($0.records, $0.statuses) = ([Glob("CHG*")], [.resolved])
  },
  Choice("old", [1]) { $0.olderThan = Age(parsing: "2w") },
  Choice("exactly so old", [1, 2, 3]) { $0.olderThan = Age(parsing: "10d") },
  Choice("new", [4, 5]) { $0.newerThan = Age(parsing: "10d") },
  Choice("between two ages", [2, 3]) {
    ($0.olderThan, $0.newerThan) = (Age(parsing: "5d"), Age(parsing: "2w"))
  },
  Choice("all at once", [2]) {
    ($0.types, $0.names, $0.accounts) = ([Glob("*Group")], [Glob("db-*")], [Glob("444455556666")])
  },
  Choice("like one that nobody knows", []) { $0.like = 99 },
  Choice("like one that says something else", [4]) { $0.like = 4 },
]

@Test(arguments: choices)
private func `a filter chooses what fits all that it says`(choice: Choice) {
  let found = choice.filter.findings(
    of: all, usual: [.open, .acknowledged, .accepted], at: moment(20, "12:00"))
  #expect(found.map(\.number) == choice.chosen)
}

@Test func `a filter is empty where it says nothing but statuses`() {
  #expect(FindingFilter().isEmpty)
  #expect(
    choices.dropFirst().filter(\.filter.isEmpty).map(\.testDescription) == [
      "open", "two statuses", "over",
    ])
}

@Test(
  arguments: [
    ([], [1, 2, 3, 4, 5, 6]), ([.severity], [1, 3, 6, 2, 5, 4]), ([.age], [1, 2, 3, 4, 5, 6]),
    ([.account, .severity], [1, 3, 6, 5, 4, 2]), ([.region], [1, 2, 5, 6, 3, 4]),
    ([.type, .name], [2, 1, 5, 6, 3, 4]), ([.name], [4, 2, 3, 5, 6, 1]),
    ([.status], [1, 2, 3, 4, 5, 6]), ([.finding, .severity], [1, 2, 3, 4, 5, 6]),
  ] as [([FindingOrder], [Int])])
func `findings are listed by the first of the orders in which they differ`(
  orders: [FindingOrder], numbers: [Int]
) {
  #expect(all.reversed().sorted(by: orders.precedes).map(\.number) == numbers)
}
