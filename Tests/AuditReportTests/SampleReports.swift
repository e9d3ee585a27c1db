import AuditReport
import ConfigurationModel
import Testing

/// A report to render, by the name of its golden files.
struct SampleReport: Sendable, CustomTestStringConvertible {
  let name: String
  let report: DriftReport

  var testDescription: String { name }

  static let all = [rich, clean, incomplete, hostile, many]

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
          cell(Scope.global, "AWS::IAM::User", .read(count: 31), parts: [groupLists]),
        ] + otherStates,
        unreadSources: [
          .init(name: "organization", problem: denied, since: moment(19, "21:15"), wasRead: true),
          .init(
            name: "production",
            problem: Problem("source-never-read", "it has never run", hint: "Take it."), since: nil,
            wasRead: false),
        ], ahead: [.init(number: 9, takenAt: moment(29, "21:15"))], unjudged: 3, unagreed: 2),
      firstReadings: [
        .init(
          scope: Scope(account: "111122223333", region: "ap-east-1", type: "AWS::EC2::VPC"),
          resource: nil, part: nil, at: moment(20, "21:15"), count: 2),
        .init(
          scope: Scope(account: "111122223333", region: "eu-west-1", type: "AWS::S3::Bucket"),
          resource: resource("AWS::S3::Bucket", "acme-logs"), part: "Policy",
          at: moment(20, "21:15"), count: 0),
      ]))

  private static let groupLists = Coverage.Part(
    name: "GroupList", count: 12, resources: ["alice", "bob"],
    problem: Problem("call-failed", "The call was answered with AccessDenied"),
    since: moment(19, "21:15"), lastRead: moment(18, "21:15"))

  /// A cell in each other state.
  private static let otherStates: [Coverage.Cell] = {
    let retirement = Retirement(
      by: "carol@example.com", at: moment(12, "09:00"), reason: "the account is closed")
    func cell(
      _ region: String, _ state: Coverage.State, _ lastRead: Timestamp?,
      _ rhythm: Coverage.Rhythm? = nil, resumed: Retirement? = nil, never: [String] = []
    ) -> Coverage.Cell {
      Coverage.Cell(
        scope: Scope(account: "444455556666", region: region, type: "AWS::EC2::VPC"), state: state,
        lastRead: lastRead, partsNeverLookedAt: never, rhythm: rhythm, resumed: resumed)
    }
    let rhythm = Coverage.Rhythm(
      count: 3, longestGap: .init(from: moment(3, "21:15"), until: moment(18, "21:15")),
      allowed: Age(hours: 26))
    return [
      cell("eu-central-1", .retired(retirement), moment(10, "21:15")),
      cell(
        "eu-north-1", .stale(at: moment(3, "21:15"), allowed: Age(hours: 26)), moment(3, "21:15")),
      cell("eu-south-1", .neverLookedAt(wantedBy: "the source 'production'"), nil),
      cell(
        "eu-west-1", .read(at: moment(20, "21:15"), count: 2), moment(20, "21:15"), rhythm,
        resumed: retirement, never: ["Tags"]),
      cell("us-east-1", .seen(at: moment(20, "21:15"), count: 2), nil),
    ]
  }()

  static let denied = Problem(
    "access-denied", "AccessDenied: ec2:DescribeRouteTables", hint: "Grant it to the reader.")
}

/// A time on a day of November 2026, in UTC.
func moment(_ day: Int, _ clock: String) -> Timestamp {
  Timestamp(parsing: "2026-11-\(day < 10 ? "0" : "")\(day)T\(clock):00Z") ?? Timestamp(seconds: 0)
}

func cell(
  _ region: String, _ type: ResourceType, _ reading: ScopeReading, account: String = "111122223333",
  parts: [Coverage.Part] = []
) -> Coverage.Cell {
  let at = moment(20, "21:15")
  let state: Coverage.State =
    switch reading {
    case .read(let count): .read(at: at, count: count)
    case .seen(let count): .seen(at: at, count: count)
    case .unread(let problem): .unread(problem, since: at)
    }
  return Coverage.Cell(
    scope: Scope(account: account, region: region, type: type), state: state, lastRead: at,
    parts: parts, isInBaseline: true)
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
