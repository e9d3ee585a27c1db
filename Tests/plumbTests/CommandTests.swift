import Foundation
import Testing

private let commands = [
  [], ["snapshot"], ["snapshot", "import"], ["snapshot", "list"], ["diff"], ["change"],
  ["change", "add"], ["change", "list"], ["change", "show"], ["change", "submit"],
  ["change", "approve"], ["change", "reject"], ["change", "close"], ["change", "cancel"],
  ["change", "template"], ["baseline"], ["baseline", "set"], ["baseline", "list"],
  ["baseline", "show"], ["baseline", "export"], ["baseline", "check"], ["baseline", "promote"],
  ["audit"], ["report"], ["finding"], ["finding", "list"], ["finding", "show"],
  ["finding", "acknowledge"], ["finding", "accept"], ["history"], ["blame"], ["query"],
  ["verify"], ["doctor"], ["prune"], ["scope"], ["scope", "list"], ["scope", "retire"],
  ["scope", "unretire"], ["snapshot", "withdraw"], ["show"], ["log"], ["store"],
  ["store", "backup"], ["guardrail"], ["guardrail", "list"], ["guardrail", "check"],
  ["guardrail", "explain"], ["guardrail", "test"], ["snapshot", "take"], ["activity"],
  ["activity", "import"], ["activity", "list"], ["activity", "timeline"], ["activity", "show"],
  ["activity", "coverage"], ["activity", "unread"], ["activity", "withdraw"],
  ["activity", "verify"], ["activity", "unusual"], ["alert"], ["alert", "list"],
  ["alert", "show"], ["alert", "check"], ["alert", "test"], ["notice"], ["notice", "list"],
  ["notice", "test"], ["notice", "send"], ["notice", "retry"], ["notice", "drop"], ["secrets"],
  ["secrets", "check"], ["iam-policy"], ["init"], ["daemon"], ["status"],
]

/// The examples' first day.
private let firstDay = Program.package.appending(path: "Examples/snapshots/2026-11-19").path
private let secondDay = Program.package.appending(path: "Examples/snapshots/2026-11-20").path

struct CommandTests {
  @Test(arguments: commands)
  func `help shows an example and the exit statuses`(command: [String]) throws {
    let result = try Program().run(Program.path, command + ["--help"])
    #expect(result.status == 0)
    #expect(result.output.contains("EXAMPLE: plumb"))
    #expect(result.output.contains("EXIT STATUS: 0"))
  }

  @Test(arguments: [
    ["nonsense"], ["audit", "--nonsense"], ["audit", "--format", "nonsense"],
    ["audit", "--at", "yesterday"], ["change", "approve", "CHG1"], ["baseline", "set"],
    ["baseline", "set", "1", "--documents", "x"], ["snapshot", "import"], ["query"],
    ["prune"], ["prune", "--keep", "0"], ["prune", "--older-than", "yesterday"],
    ["prune", "--keep", "3", "--yes"], ["prune", "--keep", "3", "--yes", "--by", "ops"],
    ["verify", "--head", "--since", "heads.txt"],
  ])
  func `a command line that says nothing sensible ends with 64`(arguments: [String]) throws {
    let result = try Program().run(Program.path, arguments)
    #expect(result.status == 64)
    #expect(result.errors.hasPrefix("Error: "))
    #expect(result.output.isEmpty)
  }

  @Test(arguments: [
    ["audit"], ["report"], ["snapshot", "list"], ["diff", "1", "2"], ["change", "list"],
    ["baseline", "list"], ["finding", "list"], ["history", "sg-1"], ["blame", "sg-1"],
    ["query", "SELECT 1"], ["verify"], ["snapshot", "import", "nowhere"], ["change", "add", "no"],
    ["prune", "--keep", "3"], ["prune", "--keep", "3", "--yes", "--by", "o", "--reason", "r"],
    ["iam-policy", "--type", "AWS::EC2::VPC", "--type", "AWS::EC2::Nothing"],
    ["verify", "--since", "no/heads.txt"],
  ])
  func `what cannot be done ends with 2, and says what and what next`(arguments: [String]) throws {
    let program = try Program()
    let result = try program.run(Program.path, arguments)
    #expect(result.status == 2)
    #expect(result.errors.hasPrefix("error: "))
    #expect(result.output.isEmpty)
    let left = try FileManager.default.contentsOfDirectory(atPath: program.folder.path)
    #expect(left.filter { $0.hasPrefix("plumb.db") } == [])
  }

  @Test(arguments: [
    (["audti"], "Did you mean 'plumb audit'?"),
    (["findng", "list"], "Did you mean 'plumb finding'?"),
    (["finding", "lst"], "Did you mean 'plumb finding list'?"),
    (["change", "aprove", "CHG1"], "Did you mean 'plumb change approve'?"),
    (["xyzzyxyzzy"], "'plumb' knows: activity, alert, audit, "),
  ])
  func `an unknown command is told with the one that was meant`(arguments: [String], hint: String)
    throws
  {
    let result = try Program().run(Program.path, arguments)
    #expect(result.status == 64 && result.errors.contains(hint), "\(result.errors)")
  }

  @Test(arguments: [
    ["audit", "--nonsense", "--format", "json"], ["report", "--format=json", "--until", "x"],
    ["audti", "--format", "json"], ["finding", "show", "--format", "json"],
    ["report", "--from", "2026-12-01", "--until", "2026-11-01", "--format", "json"],
  ])
  func `a command line that says nothing sensible is told as JSON too`(arguments: [String]) throws {
    let result = try Program().run(Program.path, arguments)
    #expect(result.status == 64 && result.output.isEmpty)
    let document = try JSONSerialization.jsonObject(with: Data(result.errors.utf8))
    let errors = try #require((document as? [String: Any])?["errors"] as? [[String: Any]])
    #expect(errors.first?["code"] as? String == "usage")
  }

  @Test
  func `names that the store holds complete in the shell`() throws {
    let program = try Program()
    try program.run("snapshot", "import", firstDay, "--at", "2026-11-19T06:00:00Z")
    try program.run("baseline", "set", "latest", "--by", "erin@example.com")
    func names(_ position: String, _ command: String..., prefix: String = "") throws -> [String] {
      let words = ["---completion"] + command + ["--", position, "0", "0"] + command + [prefix]
      return try program.run(Program.path, words).output.split(separator: "\n").map(String.init)
    }
    #expect(try names("--baseline", "audit") == ["default"])
    #expect(try !names("positional@0", "history").isEmpty)
  }

  @Test(arguments: [
    "$(touch ran)", "`touch ran`", "a;touch ran", "a b", "*", "'", "\\", "-x", "$HOME",
  ])
  func `what a shell would expand of a name is not offered to it`(name: String) throws {
    let program = try Program()
    let groups = program.folder.appending(path: "day/111122223333/eu-west-1")
    try FileManager.default.createDirectory(at: groups, withIntermediateDirectories: true)
    let body: [String: Any] = [
      "SecurityGroups": [
        ["GroupId": "sg-1", "GroupName": name, "IpPermissions": [], "IpPermissionsEgress": []]
      ]
    ]
    try JSONSerialization.data(withJSONObject: body)
      .write(to: groups.appending(path: "ec2-describe-security-groups.json"))
    try program.run("snapshot", "import", "day", "--at", "2026-11-19T06:00:00Z")
    let words = ["---completion", "show", "--", "positional@0", "0", "0", "show", ""]
    let offered = try program.run(Program.path, words).output.split(separator: "\n")
    #expect(offered.contains("sg-1") && !offered.contains { $0 == name }, "\(offered)")
  }

  @Test
  func `errors are JSON where the output is`() throws {
    let result = try Program().run("audit", "--format", "json")
    #expect(result.status == 2)
    let document = try JSONSerialization.jsonObject(with: Data(result.errors.utf8))
    let errors = try #require((document as? [String: Any])?["errors"] as? [[String: Any]])
    #expect(errors.first?["code"] as? String == "store-missing")
    #expect(errors.first?["hint"] is String)
  }

  @Test
  func `the store is where the option says, then the environment`() throws {
    let program = try Program()
    let imported = try program.run(
      "snapshot", "import", firstDay, environment: ["PLUMB_STORE": "own.db"])
    #expect(imported.status == 0)
    #expect(try program.run("snapshot", "list").status == 2)
    #expect(try program.run("snapshot", "list", "--store", "own.db").status == 0)
  }

  @Test
  func `an audit ends with what it found`() throws {
    let program = try Program()
    #expect(try program.run("snapshot", "import", firstDay).status == 0)
    #expect(try program.run("audit").status == 2)
    #expect(try program.run("baseline", "set", "latest").status == 0)
    let clean = try program.run("audit")
    #expect(clean.status == 0)
    #expect(clean.output.contains("No unapproved changes."))
    #expect(!clean.output.contains("\u{1B}"))
    #expect(try program.run("snapshot", "import", secondDay).status == 2)
    #expect(try program.run("audit").status == 1)
    #expect(try program.run("verify").status == 0)
    #expect(try program.run("diff", "1", "2").status == 1)
    #expect(try program.run("diff", "1", "1").status == 0)
    #expect(try program.run("diff", "2", "2").status == 2, "what was not read may differ")
    #expect(try program.run("baseline", "check").status == 1)
  }

  @Test
  func `an unread scope ends with 2 unless that is allowed`() throws {
    let program = try Program()
    #expect(try program.run("snapshot", "import", secondDay).status == 2)
    #expect(try program.run("baseline", "set", "latest").status == 0)
    #expect(try program.run("audit").status == 2)
    #expect(try program.run("audit", "--allow-unread").status == 0)
  }

  @Test
  func `a reader that goes away early is no error to anybody`() throws {
    let program = try Program()
    #expect(try program.run("snapshot", "import", firstDay).status == 0)
    let script = "\"$0\" baseline set latest >&2; \"$0\" baseline show | head -n 1"
    let result = try program.run("/bin/sh", ["-c", script, Program.path])
    #expect(result.status == 0)
    #expect(result.output.split(separator: "\n").count == 1)
    #expect(!result.errors.contains("rror"))
  }

  @Test
  func `a finding is shown whole`() throws {
    let program = try Program()
    let story = Program.package.appending(
      path: "Tests/AuditServiceTests/Scenarios/created-without-approval")
    let first = story.appending(path: "1-2026-11-20T06:00:00Z").path
    let second = story.appending(path: "2-2026-11-20T21:15:00Z").path
    #expect(try program.run("snapshot", "import", first).status == 0)
    #expect(try program.run("baseline", "set", "latest").status == 0)
    #expect(try program.run("snapshot", "import", second).status == 0)
    #expect(try program.run("audit").output.contains("…"))
    let shown = try program.run("finding", "show", "F-2")
    #expect(shown.status == 1)
    #expect(!shown.output.contains("…"))
    #expect(!shown.output.contains("plumb finding show"))
    #expect(shown.output.contains("vpc-0f1e2d3c4b5a69788"))
    #expect(shown.output.split(separator: "\n").allSatisfy { $0.count <= 100 })
  }

  @Test
  func `what was decided about a finding is not undone by a lesser word`() throws {
    let program = try Program()
    #expect(try program.run("snapshot", "import", firstDay).status == 0)
    #expect(try program.run("baseline", "set", "latest").status == 0)
    #expect(try program.run("snapshot", "import", secondDay).status == 2)
    #expect(try program.run("audit").status == 1)
    let reason = ["--by", "carol@example.com", "--reason", "known"]
    func decide(_ words: String...) throws -> Program.Result {
      try program.run(Program.path, ["finding"] + words + reason)
    }
    #expect(try decide("acknowledge", "F-1").status == 0)
    #expect(try decide("acknowledge", "F-1").status == 0)
    #expect(try decide("accept", "F-1", "--until", "2099-01-01").status == 0)
    let lesser = try decide("acknowledge", "F-1")
    #expect(lesser.status == 2)
    #expect(lesser.errors.contains("finding-is-accepted"))
    #expect(try program.run("finding", "list").output.contains("accepted"))
    #expect(try decide("accept", "F-1", "--until", "2099-06-01").status == 0)
    #expect(try decide("accept", "F-1", "--until", "2001-01-01").status == 2)
    #expect(try decide("accept", "F-99", "--until", "2099-01-01").status == 2)
  }

  @Test
  func `a baseline that stands is set anew only by somebody who knows what that does`() throws {
    let program = try Program()
    func set(_ words: String...) throws -> Program.Result {
      try program.run(Program.path, ["baseline", "set", "latest"] + words)
    }
    #expect(try program.run("snapshot", "import", firstDay).status == 0)
    #expect(try set().status == 0)
    #expect(try program.run("snapshot", "import", secondDay).status == 2)
    #expect(try program.run("audit").status == 1)
    let nameless = try set()
    #expect(nameless.status == 2)
    #expect(nameless.errors.contains("baseline-set-nameless"))
    #expect(nameless.output.contains("ends  F-1  critical"))
    let named = ["--by", "erin@example.com", "--reason", "review 42"]
    let unconfirmed = try set(named[0], named[1], named[2], named[3])
    #expect(unconfirmed.status == 2)
    #expect(unconfirmed.errors.contains("baseline-set-unconfirmed"))
    #expect(unconfirmed.output == nameless.output)
    #expect(try program.run("audit").status == 1)
    let confirmed = try set(named[0], named[1], named[2], named[3], "--yes")
    #expect(confirmed.status == 0)
    #expect(confirmed.output.contains("critical findings F-1"))
    let list = try program.run("baseline", "list", "--format", "csv").output
    #expect(list.contains("erin@example.com") && list.contains("review 42"))
    #expect(list.split(whereSeparator: \.isNewline).count == 3)
  }

  @Test
  func `tables are whole where no terminal sets an edge`() throws {
    let program = try Program()
    #expect(try program.run("snapshot", "import", firstDay).status == 0)
    let question = ["query", "SELECT * FROM resources"]
    let whole = try program.run(Program.path, question, ["COLUMNS": ""])
    #expect(!whole.output.contains("…"))
    let narrow = try program.run(Program.path, question + ["--width", "60"])
    #expect(narrow.output.contains("…"))
    #expect(narrow.output.split(separator: "\n").allSatisfy { $0.count <= 60 })
    #expect(try program.run(Program.path, question, ["COLUMNS": "60"]).output == narrow.output)
  }

  @Test(arguments: [
    ("2026-11-20", "2026-11-21T07:00:00Z", true),
    ("2026-11-20T23:00:00Z", "2026-11-21T07:00:00Z", false),
    ("2026-11-19", "2026-11-20T21:00:00Z", false),
  ])
  func `a period tells of the windows that ended in it`(from: String, until: String, isTold: Bool)
    throws
  {
    let program = try Program()
    let story = Program.package.appending(
      path: "Tests/AuditServiceTests/Scenarios/never-carried-out")
    func run(_ words: String...) throws -> Program.Result { try program.run(Program.path, words) }
    let first = story.appending(path: "1-2026-11-20T06:00:00Z").path
    let second = story.appending(path: "2-2026-11-21T06:00:00Z").path
    _ = try run("snapshot", "import", first, "--at", "2026-11-20T06:00:00Z")
    _ = try run("baseline", "set", "latest", "--at", "2026-11-20T06:00:00Z")
    _ = try run(
      "change", "add", story.appending(path: "changes").path, "--at", "2026-11-20T06:00:00Z")
    _ = try run("snapshot", "import", second, "--at", "2026-11-21T06:00:00Z")
    _ = try run("audit", "--at", "2026-11-21T06:00:00Z")
    let report = try run("report", "--from", from, "--until", until)
    #expect(report.output.contains("Approved but not done") == isTold, "\(report)")
  }

  @Test
  func `a template says where no approval can come in time`() throws {
    let program = try Program()
    func run(_ words: String...) throws -> Program.Result { try program.run(Program.path, words) }
    _ = try run("snapshot", "import", firstDay, "--at", "2026-11-19T06:00:00Z")
    _ = try run("baseline", "set", "latest", "--at", "2026-11-19T07:00:00Z")
    _ = try run("snapshot", "import", secondDay, "--at", "2026-11-20T21:15:00Z")
    _ = try run("audit", "--at", "2026-11-20T21:28:00Z")
    let template = ["change", "template", "--finding", "F-1", "--at"]
    let early = try program.run(Program.path, template + ["2026-11-21T08:00:00Z"])
    #expect(early.output.hasPrefix("change: CHG-F-1"))
    let late = try program.run(Program.path, template + ["2026-11-22T08:00:00Z"])
    #expect(late.output.hasPrefix("# An approval given now comes too late"))
    #expect(late.output.contains("\nchange: CHG-F-1"))
  }

  @Test func `a template asked for by somebody covers several findings without being filled in`()
    throws
  {
    let program = try Program()
    func run(_ words: String...) throws -> Program.Result { try program.run(Program.path, words) }
    _ = try run("snapshot", "import", firstDay, "--at", "2026-11-19T06:00:00Z")
    _ = try run("baseline", "set", "latest", "--at", "2026-11-19T07:00:00Z")
    _ = try run("snapshot", "import", secondDay, "--at", "2026-11-20T21:15:00Z")
    _ = try run("audit", "--at", "2026-11-20T21:28:00Z")
    let template = try run(
      "change", "template", "--finding", "F-1", "--finding", "F-2", "--finding", "1", "--by",
      "carol@example.com", "--number", "CHG9", "--at", "2026-11-20T21:29:00Z")
    #expect(template.output.contains("state: submitted\n"))
    #expect(template.output.matches(of: /requestedBy/).count == 1)
    #expect(
      template.output.contains("title: \"Covers findings F-1, F-2\"")
        || template.output.contains("title: Covers findings F-1, F-2"))
    try Data(template.output.utf8).write(to: program.folder.appending(path: "nine.yaml"))
    _ = try run(
      "change", "add", "nine.yaml", "--by", "carol@example.com", "--at", "2026-11-20T21:30:00Z")
    let own = try run(
      "change", "approve", "CHG9", "--by", "carol@example.com", "--at", "2026-11-20T21:31:00Z")
    #expect(own.status != 0)
    _ = try run(
      "change", "approve", "CHG9", "--by", "dave@example.com", "--at", "2026-11-20T21:32:00Z")
    let audit = try run("audit", "--at", "2026-11-20T21:33:00Z", "--format", "json").output
    for finding in ["F-1", "F-2"] {
      let shown = try run("finding", "show", finding).output
      #expect(shown.contains("approved by CHG9"), "\(shown)\n\(audit)")
    }
  }

  @Test
  func `a freeze that is left out is told, and one calendar holds until another is given`() throws {
    let program = try Program()
    let story = Program.package.appending(
      path: "Tests/AuditServiceTests/Scenarios/freeze-not-named")
    func run(_ words: String...) throws -> Program.Result { try program.run(Program.path, words) }
    let first = story.appending(path: "1-2026-11-20T06:00:00Z").path
    let second = story.appending(path: "2-2026-11-20T21:15:00Z").path
    let freezes = story.appending(path: "freezes.yaml").path
    _ = try run("snapshot", "import", first, "--at", "2026-11-20T06:00:00Z")
    _ = try run("baseline", "set", "latest", "--at", "2026-11-20T06:00:00Z")
    _ = try run("change", "add", story.appending(path: "changes").path)
    _ = try run("snapshot", "import", second, "--at", "2026-11-20T21:15:00Z")
    #expect(try run("audit", "--freezes", freezes).status == 1)
    let without = try run("audit")
    #expect(without.status == 1)
    #expect(without.output.contains("This audit was given no freezes"))
    let other = program.folder.appending(path: "other.yaml").path
    let text = "freezes:\n  - { name: other, from: 2026-01-01, until: 2026-01-02 }\n"
    try Data(text.utf8).write(to: URL(filePath: other))
    #expect(try run("audit", "--freezes", other).output.contains("and this one was not given it"))
    #expect(try !run("audit", "--freezes", other).output.contains("Warning"))
  }

  @Test(arguments: [
    #"{"db-password":"hunter2"}"#, #"{"nested":[{"MASTER_PASSWORD":"hunter2"}]}"#,
    #"{"Tags":[{"Key":"password","Value":"hunter2"}]}"#, #"{"x-api-key":["hunter2"]}"#,
    #"{"Type":"SecureString","Value":"hunter2"}"#,
    #"{"Parameters":[{"ParameterKey":"DBPassword","ParameterValue":"hunter2"}]}"#,
    #"{"Outputs":[{"OutputKey":"ApiKey","OutputValue":"hunter2"}]}"#,
    #"{"customerGatewayConfiguration":"<psk>hunter2</psk>"}"#,
    #"{"Environment":[{"Name":"X","Value":"hunter2"}]}"#,
  ])
  func `a secret is neither stored nor printed`(configuration: String) throws {
    let program = try Program()
    let document =
      #"{"type":"Own::Thing::Any","id":"a","account":"111122223333","region":"eu-west-1","configuration":"#
    let file = program.folder.appending(path: "a.json")
    try Data((document + configuration + "}").utf8).write(to: file)
    #expect(try program.run("snapshot", "import", file.path).status == 0)
    let query = "SELECT configuration FROM items"
    let stored = try program.run("query", query, "--format", "json").output
    #expect(stored.contains("secret:"))
    #expect(!stored.contains("hunter2"))
    try Data((document + configuration.replacing("hunter2", with: "other") + "}").utf8)
      .write(to: file)
    #expect(try program.run("snapshot", "import", file.path).output.contains("1 edit"))
    let edits = try program.run("query", "SELECT old, new FROM edits", "--format", "json").output
    #expect(!edits.contains("hunter2") && !edits.contains("other"))
  }

  @Test
  func `a history counts versions`() throws {
    let program = try Program()
    #expect(try program.run("snapshot", "import", firstDay).status == 0)
    #expect(try program.run("snapshot", "import", secondDay).status == 2)
    let group = try program.run(
      "query", "SELECT id FROM edits WHERE type = 'AWS::EC2::SecurityGroup' LIMIT 1", "--format",
      "csv")
    let id = try #require(group.output.split(whereSeparator: \.isNewline).last)
    #expect(try program.run("history", String(id)).output.contains("2 versions"))
  }

  @Test
  func `the documented views answer a query, and nothing can be written`() throws {
    let program = try Program()
    #expect(try program.run("snapshot", "import", firstDay).status == 0)
    let answer = try program.run(
      "query", "SELECT count(*) AS n FROM resources", "--format", "csv")
    #expect(answer.status == 0)
    #expect(answer.output.contains("16"))
    #expect(try program.run("query", "DELETE FROM version").status == 2)
  }

  @Test
  func `the demonstration shows what it says`() throws {
    let program = try Program()
    let demo = Program.package.appending(path: "Examples/demo.sh").path
    let result = try program.run("/bin/sh", [demo, Program.path])
    #expect(result.status == 0, "\(result.errors)")
    for words in [
      "CRITICAL F-", "near   CHG0031337", "IAM user mallory", "approved by CHG0031338",
      "Approved but not done", "hid 1 edit", "9 of 10 scopes read",
    ] {
      #expect(result.output.contains(words), "\(words)")
    }
    let html = program.folder.appending(path: "drift-report.html")
    #expect(try String(contentsOf: html, encoding: .utf8).contains("CHG0031337"))
  }
}
