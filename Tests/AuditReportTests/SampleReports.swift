import AuditReport
import ConfigurationModel
import Testing

/// A report to render, by the name of its golden files.
struct SampleReport: Sendable, CustomTestStringConvertible {
  let name: String
  let report: DriftReport

  var testDescription: String { name }

  static let all = [rich, clean, incomplete, hostile]

  static let clean = SampleReport(
    name: "clean",
    report: DriftReport(
      subject: .audit(snapshot: 7), store: "plumb.db", baseline: "prod", at: moment(20, "21:28"),
      period: Occurrence(after: moment(20, "20:45"), until: moment(20, "21:15")),
      coverage: Coverage(cells: [
        cell("eu-west-1", "AWS::EC2::RouteTable", .read(count: 12)),
        cell("eu-west-1", "AWS::EC2::SecurityGroup", .read(count: 240)),
      ])))

  static let incomplete = SampleReport(
    name: "incomplete",
    report: DriftReport(
      subject: .period, store: "plumb.db", baseline: nil, at: moment(20, "21:28"),
      period: Occurrence(after: nil, until: moment(20, "21:15")),
      coverage: Coverage(
        cells: [
          cell("eu-west-1", "AWS::EC2::SecurityGroup", .read(count: 240)),
          cell("eu-south-1", "AWS::EC2::RouteTable", .unread(denied)),
        ], unreadParts: ["GroupList of 12 AWS::IAM::User"], unjudged: 3)))

  static let denied = Problem(
    "access-denied", "AccessDenied: ec2:DescribeRouteTables", hint: "Grant it to the reader.")
}

/// A time on a day of November 2026, in UTC.
func moment(_ day: Int, _ clock: String) -> Timestamp {
  Timestamp(parsing: "2026-11-\(day < 10 ? "0" : "")\(day)T\(clock):00Z") ?? Timestamp(seconds: 0)
}

func cell(
  _ region: String, _ type: ResourceType, _ reading: ScopeReading, account: String = "111122223333"
) -> Coverage.Cell {
  Coverage.Cell(
    scope: Scope(account: account, region: region, type: type), reading: reading,
    lastRead: moment(20, "21:15"), isInBaseline: true)
}

func resource(
  _ type: ResourceType, _ id: String, _ name: String? = nil, region: String = "eu-west-1",
  account: String = "111122223333"
) -> Resource {
  Resource(ResourceID(account: account, region: region, type: type, id: id), name: name)
}

func path(_ text: String) -> ConfigurationPath {
  ConfigurationPath(parsing: text) ?? ConfigurationPath([.key(text)])
}

func edit(
  _ place: String, _ change: Edit.Change, _ verdict: Verdict = .unapproved([]),
  severity: Severity = .medium, sentence: String? = nil,
  occurred: Occurrence = Occurrence(after: moment(20, "20:45"), until: moment(20, "21:15"))
) -> JudgedEdit {
  JudgedEdit(
    edit: Edit(path(place), change), verdict: verdict, occurred: occurred, severity: severity,
    sentence: sentence)
}

func approved(_ record: String, isTimeCorroborated: Bool = true) -> Verdict {
  .approved(
    by: Cover(record: record, allowance: 0, clause: 0), isTimeCorroborated: isTimeCorroborated)
}

func ignore(
  _ name: String, until: Timestamp, reason: String, owner: String = "platform@example.com"
)
  -> Ignore
{
  Ignore(
    name: name, resource: ResourceSelector(), path: nil, owner: owner, reason: reason, until: until)
}
