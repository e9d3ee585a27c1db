import Foundation
import Testing

/// What hints say to do, and what typing mistakes are told.
struct HintTests {
  private let program: Program

  /// A store beside none of the usual name, with a baseline that was agreed to.
  init() throws {
    program = try Program()
    let path = Program.package.appending(path: "Examples/snapshots/2026-11-19").path
    try program.run("snapshot", "import", path, "--store", "my.db", "--at", "2026-11-20")
    try program.run("baseline", "set", "latest", "--baseline", "prod", "--store", "my.db")
  }

  private func write(_ text: String, to name: String) throws {
    try Data(text.utf8).write(to: program.folder.appending(path: name))
  }

  @Test func `a hint carries the store and the baseline that were given`() throws {
    let typo = try program.run("audit", "--baseline", "prdo", "--store", "my.db")
    #expect(typo.status == 2)
    #expect(typo.errors.contains("It has prod."), "\(typo.errors)")
    #expect(typo.errors.contains("Did you mean 'prod'?"), "\(typo.errors)")
    #expect(
      typo.errors.contains("'plumb baseline set latest --baseline prdo --store my.db'"),
      "\(typo.errors)")
    let early = try program.run("report", "--baseline=prod", "--store=my.db")
    #expect(
      early.errors.contains("'plumb audit --baseline prod --store my.db'"), "\(early.errors)")
    let json = try program.run(
      "audit", "--baseline", "prdo", "--store", "my.db", "--format", "json")
    #expect(json.errors.contains("--store my.db"), "\(json.errors)")
  }

  @Test func `a text report names commands with the store that was given`() throws {
    let later = Program.package.appending(path: "Examples/snapshots/2026-11-20").path
    try program.run("snapshot", "import", later, "--store", "my.db", "--at", "2026-11-21")
    let audit = try program.run("audit", "--baseline", "prod", "--store", "my.db").output
    #expect(audit.contains("plumb finding show F-5 --store my.db"), "\(audit)")
  }

  @Test(arguments: [
    ["scope", "list"], ["change", "list"], ["report"], ["blame", "sg-1"], ["audit"],
    ["baseline", "show"],
  ])
  func `a baseline that there is not is refused`(command: [String]) throws {
    let result = try program.run(
      Program.path, command + ["--baseline", "prdo", "--store", "my.db"])
    #expect(result.status == 2 && result.errors.contains("[no-baseline]"), "\(result)")
  }

  @Test func `a type that nobody knows is refused, and an unknown place is told`() throws {
    let typo = try program.run("finding", "list", "--type", "SecurityGroup", "--store", "my.db")
    #expect(typo.status == 2)
    #expect(typo.errors.contains("Did you mean 'AWS::EC2::SecurityGroup'?"), "\(typo.errors)")
    let early = try program.run("finding", "list", "--store", "my.db")
    #expect(early.status == 2 && early.errors.contains("[no-audit]"), "\(early)")
    try program.run("audit", "--baseline", "prod", "--store", "my.db")
    for options in [["--region", "eu-west"], ["--account", "1111"]] {
      let place = try program.run(
        Program.path, ["finding", "list", "--store", "my.db"] + options)
      #expect(place.status == 0)
      #expect(place.errors.contains("Nothing is known of the"), "\(place.errors)")
    }
    let empty = try program.run(
      "baseline", "set", "latest", "--type", "SecurityGroup", "--baseline", "new", "--store",
      "my.db")
    #expect(empty.status == 2, "\(empty)")
    #expect(!(try program.run("baseline", "list", "--store", "my.db").output.contains("new")))
  }

  @Test func `a record with a type or a path that is probably a mistake is warned of`() throws {
    try write(
      """
      change: CHG1
      title: A title
      kind: normal
      state: draft
      requestedBy: a@example.com
      window: { from: 2026-11-20T20:00:00Z, until: 2026-11-20T22:00:00Z }
      allows:
        - resource: { type: AWS::EC2::SecurityGrup }
          action: delete
        - resource: { type: AWS::EC2::SecurityGroup }
          action: modify
          edits: [{ added: IpPermission }]
      """, to: "c.yaml")
    let added = try program.run("change", "add", "c.yaml", "--store", "my.db")
    #expect(added.status == 0, "\(added)")
    #expect(added.errors.contains("did you mean 'AWS::EC2::SecurityGroup'?"), "\(added.errors)")
    #expect(added.errors.contains("has a field 'IpPermissions'"), "\(added.errors)")
  }

  @Test func `settings that cannot be read keep nobody from looking`() throws {
    try program.run("audit", "--baseline", "prod", "--store", "my.db")
    try write("sources:\n\t- x\n", to: "plumbline.yaml")
    for command in ["finding list", "log", "verify", "snapshot list", "baseline list"] {
      let words = command.split(separator: " ").map(String.init)
      let result = try program.run(Program.path, words + ["--store", "my.db"])
      #expect(result.status == 0, "\(command): \(result)")
      #expect(result.errors.contains("warning: plumbline.yaml:"), "\(command): \(result.errors)")
      #expect(try program.run(Program.path, words).status == 2)
    }
    for command in ["status", "report", "scope list", "change list"] {
      let words = command.split(separator: " ").map(String.init)
      let result = try program.run(Program.path, words + ["--store", "my.db"])
      #expect(result.status == 2 && result.errors.contains("not-yaml"), "\(command): \(result)")
      #expect(result.errors.components(separatedBy: "plumbline.yaml:").count == 2, "\(result)")
    }
  }

  @Test func `what is turned off and is not there is named with its line, and lists work`() throws {
    for (key, command, typo, nearest) in [
      ("guardrails", "guardrail", "ssh-open-to-wrld", "ssh-open-to-world"),
      ("alerts", "alert", "root-activty", "root-activity"),
    ] {
      try write("\(key):\n  off:\n    - \(typo)\n", to: "plumbline.yaml")
      let list = try program.run(command, "list")
      #expect(list.status == 0 && list.output.contains(nearest))
      let audit = try program.run("audit", "--baseline", "prod", "--store", "my.db")
      for errors in [list.errors, audit.errors] {
        #expect(errors.contains("plumbline.yaml:3: '\(key).off' turns off '\(typo)'"), "\(errors)")
        #expect(errors.contains("Did you mean '\(nearest)'?"), "\(errors)")
      }
      #expect(audit.status == 2)
      let doctor = try program.run("doctor", "--store", "my.db")
      #expect(doctor.status == 2 && doctor.output.contains("BAD  \(key): "), "\(doctor.output)")
    }
  }

  @Test func `messages name the file that is meant`() throws {
    try write("{}", to: "good")
    let state = try program.run("diff", "good", "god")
    #expect(state.errors.contains("There is no file or folder 'god'"), "\(state.errors)")
    let keys = try program.run("activity", "verify", ".", "--keys", "none.json")
    #expect(keys.errors.contains("none.json: The file cannot be read"), "\(keys.errors)")
  }
}
