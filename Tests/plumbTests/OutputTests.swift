import Foundation
import Testing

/// Where output goes, and where it cannot.
struct OutputTests {
  private let program: Program

  /// A store with an audited finding.
  init() throws {
    program = try Program()
    for (index, day) in ["2026-11-19", "2026-11-20"].enumerated() {
      let path = Program.package.appending(path: "Examples/snapshots/\(day)").path
      try program.run("snapshot", "import", path, "--at", "2026-11-2\(index)")
      if index == 0 { try program.run("baseline", "set", "latest", "--by", "a", "--reason", "r") }
    }
    try program.run("audit")
  }

  private func shell(_ script: String) throws -> Program.Result {
    try program.run("/bin/bash", ["-c", script, Program.path])
  }

  private static let commands = [
    "baseline show", "report", "report --format json", "report --format html", "audit",
    "query 'SELECT * FROM items'", "query 'SELECT * FROM items' --format json", "iam-policy",
    "snapshot list", "baseline list", "change list", "finding list", "verify", "status", "diff 1 2",
  ]

  @Test(arguments: commands)
  func `a full disk at standard output is an error`(command: String) throws {
    let result = try shell("$0 \(command) > /dev/full")
    #expect(result.status == 2)
    #expect(
      result.errors.contains("Standard output could not be written whole"), "\(result.errors)")
    #expect(result.errors.contains("disk-full"))
  }

  @Test(arguments: commands)
  func `a reader that ends early is no success`(command: String) throws {
    // Whoever starts programs from Python leaves SIGPIPE ignored.
    let result = try shell(
      "set -o pipefail; (trap '' PIPE; $0 \(command); echo status $? >&2) | (exec < /dev/null)")
    #expect(result.errors.contains("status 2"), "\(result.errors)")
  }

  @Test func `what is no regular file is written to, and not replaced`() throws {
    let result = try shell(
      """
      mkfifo pipe && (cat pipe > got &) && $0 report --output pipe; echo status $?
      $0 report --output /dev/null; $0 report --output /dev/stdout | head -1
      ls -l pipe | cut -c1; ls -l /dev/null | cut -c1; wc -l < got
      """)
    #expect(result.output.contains("status 1"), "\(result.output) \(result.errors)")
    #expect(result.output.contains("Drift report"), "\(result.output)")
    #expect(result.output.contains("\np\nc\n"), "\(result.output)")
    #expect(result.output.split(separator: "\n").last.flatMap { Int($0) } ?? 0 > 3)
  }

  @Test func `a pipe that nobody reads is an error, and stays a pipe`() throws {
    let result = try shell(
      "mkfifo pipe; $0 report --output pipe; echo status $?; ls -l pipe | cut -c1")
    #expect(result.output == "status 2\np\n", "\(result.output)")
    #expect(result.errors.contains("[output-unwritable]"), "\(result.errors)")
  }

  @Test func `a link is followed, and a file keeps its mode and its other names`() throws {
    let result = try shell(
      """
      umask 022; echo old > target; ln -s target link; echo old > private; chmod 600 private
      echo old > one; ln one two; ln -s later dangling; mkdir sub; echo old > sub/far; ln -s sub/far far
      for f in link private one dangling far new; do $0 report --format json --output $f; done
      for f in target private two later sub/far new; do head -c 1 $f; stat -c ' %a' $f; done
      test -L link && test -L dangling && test -L far && test one -ef two && echo kept
      ls | grep -c '[.][0-9]*[.]'
      """)
    let expected = ["{ 644", "{ 600", "{ 644", "{ 644", "{ 644", "{ 644", "kept", "0"]
    #expect(result.output.split(separator: "\n").map(String.init) == expected, "\(result.output)")
  }

  @Test(arguments: [
    ("/", "is a directory"), ("nowhere/report", "no such file or directory"),
    ("/dev/full", "disk-full"), ("/proc/report", "no such file or directory"),
    ("target/report", "not a directory"), ("plumb.db", "output-is-store"),
    ("plumb.db.key", "output-is-store"), ("key", "output-is-store"),
    ("/dev/fd/77", "bad file descriptor"),
    (String(repeating: "a", count: 300), "file name too long"),
  ])
  func `a file that cannot be written is named with the reason`(path: String, reason: String) throws
  {
    let result = try shell(
      "echo old > target; ln -s plumb.db.key key; $0 report --output \(path)")
    #expect(result.status == 2)
    #expect(result.errors.contains(reason) && result.errors.contains(path), "\(result.errors)")
    #expect(try program.run("verify").status == 0)
  }

  @Test(arguments: ["plumbline.yaml", "./link", "team.yaml"])
  func `the settings in use are not replaced`(path: String) throws {
    let result = try shell(
      """
      echo 'baselines: [default]' > plumbline.yaml; cp plumbline.yaml team.yaml
      ln -s plumbline.yaml link; [ \(path) = team.yaml ] && export PLUMB_CONFIG=team.yaml
      $0 report --output \(path); echo status $?; $0 audit --output \(path); echo status $?
      cat \(path)
      """)
    #expect(
      result.output == "status 2\nstatus 2\nbaselines: [default]\n", "\(result.output)")
    #expect(result.errors.contains("[output-is-settings]"), "\(result.errors)")
  }

  @Test(arguments: [
    "ignores.yaml", "link", "other-name", "freezes.yaml", "alerts/new.yaml", "one.yaml",
    "changes/CHG1.yaml", "changes/sub/new.json", "exports/a.json.gz", "token",
    "./../$(basename $PWD)/token", "exports/ec2-describe-vpcs.txt", "exports/no-ending",
    "exports/new.txt", "exports/new", "trail/x.ndjson", "trail/x.log", "trail/new.ndjson",
    "trail/new.html",
    "other-answer", "to-be", "hop/to-be", "far", "arg.cfg", "option.cfg", "other-word",
  ])
  func `what is read is not replaced, nor is a report put where it would be read`(path: String)
    throws
  {
    let before = try program.run("log").output
    let result = try shell(
      """
      mkdir -p changes/sub alerts exports trail hop
      for f in ignores.yaml freezes.yaml one.yaml token changes/CHG1.yaml exports/a.json.gz \
        exports/ec2-describe-vpcs.txt exports/no-ending trail/x.ndjson trail/x.log arg.cfg option.cfg
      do echo mine > $f; done
      ln -s one.yaml link; ln changes/CHG1.yaml other-name; ln exports/no-ending other-answer
      ln -s arg.cfg other-word
      ln -s changes/new.json to-be; ln -s ../to-be hop/to-be; ln -s $PWD/hop/to-be far
      cat > plumbline.yaml <<'END'
      changes: { folders: [changes], by: gitops@example.com }
      guardrails: { rules: [one.yaml] }
      sources:
        - { name: monday, exports: [exports] }
        - { name: calls, activity: { files: [trail] } }
      notices:
        destinations:
          - { name: team, slack: { url: { file: token } } }
          - { name: tool, program: [bin/tell, --x, arg.cfg, --conf=option.cfg] }
      END
      $0 audit --ignores ignores.yaml --freezes freezes.yaml --alerts alerts --output \(path)
      echo status $?; cat ignores.yaml freezes.yaml one.yaml token *.cfg other-name exports/* trail/* \
        | sort -u
      find . -name 'new*'
      """)
    #expect(result.output == "status 2\nmine\n", "\(result.output)")
    #expect(result.errors.contains("[output-is-input]"), "\(result.errors)")
    #expect(try program.run("log").output == before)
  }

  @Test(arguments: [
    "golden/111122223333/global/AWS-IAM-User.yaml", "golden/111122223333/global", "golden",
  ])
  func `no file of an export is written where one of them may not be`(input: String) throws {
    let result = try shell(
      """
      echo 'guardrails: { rules: [\(input)] }' > plumbline.yaml
      $0 baseline export golden; echo status $?; ls -d golden
      rm plumbline.yaml; $0 baseline export golden | cut -d ' ' -f 2-4; find golden -name '*User.yaml'
      """)
    let whole = "golden/111122223333/global/AWS-IAM-User.yaml"
    #expect(
      result.output == "status 2\nfiles written to\n\(whole)\n", "\(result.output) \(result.errors)"
    )
    #expect(result.errors.contains("[output-is-input]"), "\(result.errors)")
  }

  @Test(arguments: [
    "plumbline.yaml", "sub/plumbline.yaml", "other.yaml", "CHG9.json", "link", "other-name",
    "freezes.txt",
  ])
  func `what people wrote is not replaced, whoever reads it`(path: String) throws {
    let result = try shell(
      """
      echo 'baselines: [default]' > team.yaml; export PLUMB_CONFIG=team.yaml; mkdir sub
      echo 'broken' > plumbline.yaml; touch sub/plumbline.yaml; echo 'sources: []' > other.yaml
      echo '{ "state": "draft", "change": "CHG9" }' > CHG9.json; echo 'freezes: []' > freezes.txt
      echo 'ignores: []' > ignores.yaml; ln -s ignores.yaml link; ln ignores.yaml other-name
      cp \(path) before; $0 report --output \(path); echo status $?
      $0 audit --output \(path); echo status $?; cmp before \(path) && echo kept
      """)
    #expect(result.output == "status 2\nstatus 2\nkept\n", "\(result.output)")
    #expect(result.errors.contains("[output-is-document]"), "\(result.errors)")
  }

  @Test(arguments: ["text", "json", "markdown", "html", "csv", "sarif", "junit"])
  func `a report takes the place of one before it, and of notes`(format: String) throws {
    let result = try shell(
      """
      echo 'name: old-notes' > got.yaml
      for i in 1 2; do $0 report --format \(format) --output got.yaml; done
      grep -c old-notes got.yaml; test -s got.yaml && echo there
      """)
    #expect(result.output == "0\nthere\n", "\(result)")
  }

  @Test func `an export replaces golden documents, and nothing else that people wrote`() throws {
    let result = try shell(
      """
      for i in 1 2; do $0 baseline export golden | cut -d ' ' -f 2-3; done
      file=golden/111122223333/global/AWS-IAM-User.yaml; echo 'change: CHG1' > $file
      $0 baseline export golden; echo status $?; cat $file
      """)
    let expected = "files written\nfiles written\nstatus 2\nchange: CHG1\n"
    #expect(result.output == expected, "\(result)")
    #expect(result.errors.contains("[output-is-document]"), "\(result.errors)")
  }

  @Test func `a word of a program that names no file is no path`() throws {
    let result = try shell(
      """
      mkdir out; cat > plumbline.yaml <<'END'
      notices: { destinations: [{ name: tool, program: [bin/tell, report.html, out, --to=x.html] }] }
      END
      for f in report.html out/report.html x.html
      do $0 report --output $f --format html; test -s $f && echo there; done
      """)
    #expect(result.output == "there\nthere\nthere\n", "\(result.errors)")
  }

  @Test func `a report may stand beside what is read`() throws {
    let result = try shell(
      """
      mkdir changes; echo 'changes: { folders: [changes], by: gitops@example.com }' > plumbline.yaml
      $0 report --output changes/report.html --format html; test -s changes/report.html && echo there
      $0 report --output report.json --format json; test -s report.json && echo there
      mkdir changes/.kept; ln -s changes/.kept/report.json hidden; ln -s later.json link
      for f in hidden link; do $0 report --output $f --format json; test -s $f && echo there; done
      """)
    #expect(result.output == "there\nthere\nthere\nthere\n", "\(result.errors)")
  }

  @Test(arguments: [
    "/proc/report", "/dev/fd/77", "nowhere/report", "/", "plumb.db", "/dev/fd/0", "astray", "round",
    "log",
  ])
  func `no audit is made for a report that nobody will have`(path: String) throws {
    let before = try program.run("log").output
    let result = try shell(
      """
      ln -s nowhere/report astray; ln -s round round; ln -s plumb.db-journal log
      $0 audit --output \(path) < /dev/null
      """)
    #expect(result.status == 2 && result.errors.contains("[output-"), "\(result.errors)")
    #expect(try program.run("log").output == before)
  }

  @Test func `what stands in a file that output goes to already is kept`() throws {
    let result = try shell(
      """
      echo first > got; $0 report --output /dev/stdout >> got; ln -s /dev/stdout link
      $0 report --output link >> got; head -1 got; grep -c 'Drift report' got
      $0 report --output >(cat > sub); wait $!; grep -c 'Drift report' sub
      """)
    #expect(result.output == "first\n2\n1\n", "\(result.output) \(result.errors)")
  }

  // MARK: Queries

  @Test(arguments: [
    ("SELECT 9e999 AS a, -9e999 AS b, 0 AS c", #"[{"a": "Infinity", "b": "-Infinity", "c": 0}]"#),
    ("SELECT 9e999 - 9e999 AS a", #"[{"a": null}]"#), ("SELECT 1 WHERE 0", "[]"),
    ("SELECT 1 AS a UNION SELECT 2", #"[{"a": 1}, {"a": 2}]"#),
    ("SELECT 'x' || char(10) || char(8238) || '\"' AS a", #"[{"a": "x\n\u202e\""}]"#),
    ("SELECT 1e300 * 10 AS a, 0.1 AS b", #"[{"a": 1e301, "b": 0.1}]"#),
  ])
  func `an answer in JSON is JSON`(sql: String, json: String) throws {
    let result = try program.run("query", sql, "--format", "json")
    let read = try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? NSArray
    let expected = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? NSArray
    #expect(read != nil && read == expected, "\(result.output)")
  }

  @Test func `two columns of one name are no JSON object, and a table all the same`() throws {
    let sql = "SELECT 1 AS c, 2 AS c"
    let result = try program.run("query", sql, "--format", "json")
    #expect(result.status == 2 && result.output.isEmpty)
    #expect(result.errors.contains("query-doubled-column"))
    #expect(try program.run("query", sql, "--format", "csv").output == "c,c\r\n1,2\r\n")
  }

  @Test func `a negative number in CSV is a number`() throws {
    let result = try program.run("query", "SELECT -5 AS n, '-5' AS t", "--format", "csv")
    #expect(result.output == "n,t\r\n-5,'-5\r\n")
  }

  private static let endless =
    "WITH RECURSIVE t(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM t) SELECT"

  @Test func `what takes too long is stopped, and what came before is there`() throws {
    let counted = try program.run("query", "\(Self.endless) count(*) FROM t", "--timeout", "0.2")
    #expect(counted.status == 2 && counted.errors.contains("query-timeout"), "\(counted.errors)")
    let streamed = try shell("$0 query '\(Self.endless) x FROM t' --format csv | head -2")
    #expect(streamed.output == "x\r\n1\r\n")
    #expect(try program.run("query", "SELECT 1", "--timeout", "-1").status == 64)
  }

  @Test(arguments: [
    ("SELCT 1", "query-refused", "'SELCT'"), ("UPDATE x SET y = 1", "query-writes", "change"),
  ])
  func `a misspelled query is not taken for one that writes`(
    sql: String, code: String, word: String
  ) throws {
    let result = try program.run("query", sql)
    #expect(result.errors.contains(code) && result.errors.contains(word), "\(result.errors)")
  }
}
