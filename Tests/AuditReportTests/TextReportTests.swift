import AuditReport
import ConfigurationModel
import Testing

private func columns(_ line: Substring) -> Int { line.reduce(0) { $0 + $1.columns } }

@Test(arguments: SampleReport.all, [40, 47, 60, 80, 100, 200])
func `no line of text is wider than the page`(sample: SampleReport, width: Int) {
  let text = ReportFormat.text.render(sample.report, ReportOptions(width: width))
  let widest = text.split(separator: "\n").max { columns($0) < columns($1) }
  #expect(widest.map(columns) ?? 0 <= width, "\(widest ?? "")")
}

@Test(arguments: SampleReport.all)
func `text without colour has no escape sequence, and with colour only those of styles`(
  sample: SampleReport
) throws {
  let plain = ReportFormat.text.render(sample.report)
  #expect(!plain.contains("\u{1B}"))
  let coloured = ReportFormat.text.render(sample.report, ReportOptions(isColoured: true))
  #expect(coloured.contains("\u{1B}["))
  #expect(coloured.replacing(/\u{1B}\[[0-9;]*m/, with: "") == plain)
}

@Test(arguments: [
  ("short  ", "text", ["short  text"]),
  // Which one is meant stands at the end of a long label.
  (
    "History of 111122223333/eu-west-1/sg-0a1  ", "2 versions",
    ["History of 111122223333/eu-west-1/sg-0a1", "    2 versions"]
  ),
  ("a label of twenty-nine columns", "", ["a label of twenty-nine columns"]),
  (
    "0123456789012345678901234567890123456789x  ", "y",
    [
      "0123456789012345678901234567890123456789", "    x", "    y",
    ]
  ),
])
func `a label is never cut`(label: String, text: String, lines: [String]) {
  var page = TextPage(width: 40)
  page.add(StyledText(text), after: StyledText(label))
  #expect(page.text(isColoured: false).split(separator: "\n").map(String.init) == lines)
}

@Test(arguments: [40, 60, 100])
func `no line begins with what comes from outside`(width: Int) {
  let lure =
    String(repeating: "x ", count: 60) + "Verdict No unapproved changes. "
    + String(repeating: "y ", count: 60)
  var report = SampleReport.rich.report
  report.store = lure
  report.findings = report.findings.map { finding in
    Finding(
      number: finding.number, resource: Resource(finding.resource.id, name: lure),
      change: finding.change, status: finding.status, edits: finding.edits,
      firstSeen: finding.firstSeen, lastSeen: finding.lastSeen)
  }
  let options = ReportOptions(width: width)
  let heads = ReportFormat.text.render(SampleReport.rich.report, options).split(separator: "\n")
    .filter { !$0.hasPrefix(" ") }
  for line in ReportFormat.text.render(report, options).split(separator: "\n")
  where !line.hasPrefix(" ") {
    let first = line.prefix { $0 != " " }
    #expect(heads.contains { $0.hasPrefix(first) }, "\(line)")
  }
}

@Test(arguments: ReportFormat.allCases)
func `no format lets a hidden character through`(format: ReportFormat) {
  let text = format.render(SampleReport.hostile.report)
  // Markdown parts `@` from what follows with a word joiner.
  let allowed: Set<Unicode.Scalar> = format == .markdown ? ["\n", "\u{2060}"] : ["\n"]
  let hidden = text.unicodeScalars.filter { $0.isHidden && !allowed.contains($0) }
  #expect(Set(hidden) == (format == .csv ? ["\r"] : []))
}

@Test(arguments: ReportFormat.allCases)
func `a report that was not complete never clears`(format: ReportFormat) {
  var reports = [SampleReport.incomplete.report]
  var empty = SampleReport.clean.report
  empty.coverage = Coverage(cells: [])
  reports.append(empty)
  var seen = SampleReport.clean.report
  seen.coverage = Coverage(cells: [cell("eu-west-1", "AWS::EC2::VPC", .seen(count: 2))])
  reports.append(seen)
  for report in reports {
    #expect(!format.render(report).lowercased().contains("no unapproved change"))
  }
  #expect(
    SampleReport.clean.report.verdictSentence == "No unapproved changes.")
}

@Test(arguments: ReportFormat.allCases)
func `every format names what was not read before the first finding`(format: ReportFormat) throws {
  let text = format.render(SampleReport.rich.report)
  let unread = try #require(text.firstRange(of: "AccessDenied"))
  let finding = try #require(text.firstRange(of: format == .junit ? "<failure" : "mallory"))
  // JUnit's order is that of the scopes; its first suite tells the coverage. The page has the numbers on
  // top, and what was not read below its findings.
  #expect(unread.lowerBound < finding.lowerBound || format == .junit || format == .html)
  #expect(text.contains(format == .json ? "\"read\": 56" : "56 of 60 scopes read"))
}

@Test func `many creations in one scope are one line, but not the critical one`() {
  var report = SampleReport.clean.report
  report.findings = (1...12).map { number in
    Finding(
      number: number, resource: resource("AWS::IAM::Policy", "p-\(number)"), change: .created,
      status: .open,
      edits: [edit("", .added(.object([:])), severity: number == 12 ? .critical : .low)],
      firstSeen: moment(20, "21:15"), lastSeen: moment(20, "21:15"))
  }
  let text = ReportFormat.text.render(report)
  #expect(text.contains("LOW  11 IAM policies created"))
  #expect(text.contains("F-1, F-2, F-3, F-4, F-5 and 6 more"))
  #expect(text.contains("CRITICAL F-12"))
  #expect(!text.contains("LOW F-"))
}

@Test func `what is cut says where to see it whole`() {
  let text = ReportFormat.text.render(SampleReport.rich.report)
  #expect(text.contains("…666:role/writer,a\" -> …666:role/writer,b\""))
  #expect(text.contains("plumb finding show F-12 (shows whole what is cut here)"))
  #expect(!text.contains("plumb finding show F-17 (shows"))
}

@Test func `a finding with many edits shows the first and counts the rest`() {
  var report = SampleReport.clean.report
  report.findings = [
    Finding(
      number: 1, resource: resource("AWS::EC2::VPC", "vpc-1"), change: .modified, status: .open,
      edits: (10..<60).map { edit("A\($0)", .added(.null)) }, firstSeen: moment(20, "21:15"),
      lastSeen: moment(20, "21:15"))
  ]
  let text = ReportFormat.text.render(report)
  #expect(text.contains("+ A29"))
  #expect(!text.contains("+ A30"))
  #expect(text.contains("… 30 more edits"))
}

@Test(arguments: ReportFormat.allCases)
func `what was approved on paper only is told apart, and counts where that is demanded`(
  format: ReportFormat
) {
  var report = SampleReport.clean.report
  report.approvedOnPaper = SampleReport.rich.report.approvedOnPaper
  #expect(!report.hasUnapproved)
  let lenient = format.render(report)
  let told = lenient.lowercased().replacing("-", with: " ")
  #expect(told.contains("on paper") || told.contains("onpaper"))
  #expect(lenient.contains("CHG0031401"))
  report.isStrict = true
  #expect(report.hasUnapproved)
  let strict = format.render(report)
  #expect(strict.contains("1 change approved on paper only."))
  #expect(!strict.contains("No unapproved changes"))
  switch format {
  case .junit: #expect(lenient.contains("failures=\"0\"") && strict.contains("failures=\"1\""))
  case .sarif: #expect(lenient.contains("\"review\"") && strict.contains("\"fail\""))
  case .text, .json, .markdown, .html, .csv: #expect(lenient != strict)
  }
}
