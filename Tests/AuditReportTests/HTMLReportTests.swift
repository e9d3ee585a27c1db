import AuditReport
import ConfigurationModel
import Testing

private let elements: Set<Substring> = [
  "html", "head", "meta", "title", "style", "body", "a", "header", "p", "h1", "h2", "h3", "h4",
  "span",
  "code", "div", "section", "progress", "ul", "li", "b", "main", "footer", "script", "table",
  "thead", "tbody",
  "tr", "th", "td", "figure", "figcaption", "svg", "rect", "g", "line", "text", "path", "article",
  "dl", "dt",
  "dd", "pre", "bdi", "details", "summary", "form", "label", "input", "select", "option", "button",
  "output", "nav", "ol", "circle",
]

private let attributes: Set<Substring> = [
  "lang", "charset", "http-equiv", "content", "name", "class", "href", "id", "aria-label",
  "aria-labelledby", "aria-live", "aria-hidden", "role", "max", "value", "title", "scope", "width",
  "height", "viewBox", "x", "y", "x1", "x2", "y1", "y2", "rx", "d", "transform", "data-severity",
  "data-status", "data-account", "data-type", "hidden", "type", "placeholder", "autocomplete",
  "tabindex", "open", "rel", "data-region", "data-days", "data-day", "data-filter", "form", "cx",
  "cy", "r", "preserveAspectRatio",
]

/// The tags of a page outside its script and style, each as its text between `<` and `>`.
private func tags(_ page: String) -> [Substring] {
  let content = page.replacing(
    #/<(script|style)>.*?</(script|style)>/#.dotMatchesNewlines(), with: "")
  return content.matches(of: /<([^>]*)>/).map(\.output.1)
}

@Test(arguments: SampleReport.all)
func `a page holds only the markup of this program`(sample: SampleReport) throws {
  let page = ReportFormat.html.render(sample.report)
  #expect(page.matches(of: /<script/).count == 1)
  #expect(page.matches(of: /<style/).count == 1)
  for tag in tags(page) where tag != "!doctype html" {
    let name = tag.drop { $0 == "/" }.prefix { $0.isLetter || $0.isNumber }
    #expect(elements.contains(name), "<\(tag)>")
    let rest = tag.replacing(/"[^"]*"/, with: "\"\"")
    for attribute in rest.matches(of: /\s([^\s=\/]+)/) {
      #expect(attributes.contains(attribute.output.1), "<\(tag)>")
    }
    for address in tag.matches(of: /(?:href|src)="([^"]*)"/) {
      // The only addresses are those of tickets, which are web addresses, and of the page itself.
      let isTicket =
        tag.hasPrefix("a href=\"https://") && tag.hasSuffix("rel=\"noopener noreferrer\"")
      #expect(address.output.1.hasPrefix("#") || isTicket, "<\(tag)>")
    }
  }
}

@Test(arguments: SampleReport.all)
func `every tag of a page is closed in its turn`(sample: SampleReport) {
  let void: Set<Substring> = ["meta", "input"]
  var open: [Substring] = []
  for tag in tags(ReportFormat.html.render(sample.report)) where !tag.hasPrefix("!") {
    let name = tag.drop { $0 == "/" }.prefix { $0.isLetter || $0.isNumber }
    if tag.hasPrefix("/") {
      #expect(open.popLast() == name)
    } else if !tag.hasSuffix("/"), !void.contains(name) {
      open.append(name)
    }
  }
  #expect(open == [])
}

@Test(arguments: SampleReport.all)
func `ids in a page are there once, and every address leads to one`(sample: SampleReport) {
  let page = ReportFormat.html.render(sample.report)
  let ids = page.matches(of: /\sid="([^"]*)"/).map(\.output.1)
  #expect(ids.count == Set(ids).count)
  for address in page.matches(of: /href="#([^"]*)"/) {
    #expect(ids.contains(address.output.1), "#\(address.output.1)")
  }
}

@Test(arguments: ["script", "style"])
func `the policy of the page allows this script and this style`(element: String) throws {
  let page = ReportFormat.html.render(SampleReport.rich.report)
  let start = try #require(page.firstRange(of: "<\(element)>")).upperBound
  let end = try #require(page.firstRange(of: "</\(element)>")).lowerBound
  let digest = base64(sha256(Array(page[start..<end].utf8)))
  #expect(page.contains("\(element)-src 'sha256-\(digest)'"), "the digest is \(digest)")
}

@Test(arguments: [
  (["2026-11-01", "2026-11-03"], "2026-10-30", "day", 22), (["2026-11-18"], nil, "day", 3),
  (["2026-01-01", "2026-10-31"], nil, "week", 47),
  (["2020-01-01", "2026-10-31"], nil, "month", 83),
  (["no date"], nil, "day", 1), (["0001-01-01", "2026-10-31"], nil, "day", 2), ([], nil, "day", 0),
])
func `the axis has each day of the period, in weeks or months of a long one`(
  dates: [String], after: String?, unit: String, count: Int
) {
  var report = SampleReport.clean.report
  report.timeline = dates.map { .init(date: $0, approved: 1, ignored: 2, unapproved: 3) }
  report.period = Occurrence(
    after: after.flatMap { Timestamp(parsing: $0) }, until: moment(20, "21:15"))
  let axis = TimeAxis(report)
  #expect(axis.unit.rawValue == unit)
  #expect(axis.slots.count == count)
  #expect(axis.slots.reduce(0) { $0 + $1.sum.unapproved } == 3 * dates.count)
  for (slot, next) in zip(axis.slots, axis.slots.dropFirst()) { #expect(slot.last < next.first) }
  let page = ReportFormat.html.render(report)
  #expect(page.contains("</a> by \(unit)</h2>") == (count > 0))
  #expect(page.matches(of: /: \d+ unapproved, \d+ approved/).count == dates.count)
}

@Test func `a page on one finding says nothing of what it does not hold`() {
  var report = SampleReport.clean.report
  report.findings = [SampleReport.rich.report.findings[0]]
  let claims = [
    "No approved edits", "Every approval was known", "No ignore hid",
    "speaks of no",
  ]
  let whole = ReportFormat.html.render(report)
  for claim in claims { #expect(whole.contains(claim)) }
  report.subject = .finding(17)
  let page = ReportFormat.html.render(report)
  for claim in claims + ["class=\"tile", "id=\"filter\""] { #expect(!page.contains(claim)) }
  #expect(page.contains("<h1>Finding F-17</h1>"))
  let ids = Set(page.matches(of: /\sid="([^"]*)"/).map(\.output.1))
  for address in page.matches(of: /href="#([^"]*)"/) { #expect(ids.contains(address.output.1)) }
}

@Test(arguments: SampleReport.all)
func `the glossary of a page has the words that it marks, and no others`(sample: SampleReport) {
  let page = ReportFormat.html.render(sample.report)
  let marked = Set(page.matches(of: /class="term word-([a-z-]+)"/).map(\.output.1))
  let told = Set(page.matches(of: /<dt id="word-([a-z-]+)"/).map(\.output.1))
  #expect(marked == told && !told.isEmpty)
}

@Test func `every word of the glossary is marked somewhere`() {
  let pages = SampleReport.all.map { ReportFormat.html.render($0.report) }.joined()
  for word in GlossaryWord.allCases {
    #expect(pages.contains("class=\"term word-\(word.rawValue)\""))
  }
}

@Test(arguments: SampleReport.all)
func `what belongs to the filter is only where there is one`(sample: SampleReport) {
  var report = sample.report
  if let first = report.findings.first { report.subject = .finding(first.number) }
  for page in [ReportFormat.html.render(sample.report), ReportFormat.html.render(report)] {
    let hasFilter = page.contains("<form class=\"filter\"")
    #expect(page.contains("<p class=\"filtered\"") == hasFilter)
    #expect(page.contains("id=\"nomatch\"") == hasFilter)
    // Two would say each change twice.
    #expect(page.matches(of: /role="status"|aria-live=/).count == (hasFilter ? 1 : 0))
  }
}

@Test func `the style has no value and no class that nothing uses`() throws {
  let page = ReportFormat.html.render(SampleReport.rich.report)
  let style = try #require(page.firstMatch(of: /(?s)<style>(.*)<\/style>/)?.output.1)
  for name in Set(style.matches(of: /(--[a-z-]+):/).map(\.output.1)) {
    #expect(style.contains("var(\(name))"), "\(name)")
  }
  let pages = SampleReport.all.map { ReportFormat.html.render($0.report) }.joined()
  let classes = Set(
    pages.matches(of: /class="([^"]*)"/).flatMap { $0.output.1.split(separator: " ") })
  let selectors = style.replacing(/\{[^{}]*\}/, with: "\n")
  for name in Set(selectors.matches(of: /\.([a-z][a-z-]*)/).map(\.output.1)) {
    #expect(classes.contains(name) || ["at", "live"].contains(name), ".\(name)")
  }
}

@Test func `a period that ends at midnight has no day after it`() {
  var report = SampleReport.clean.report
  report.timeline = [.init(date: "2026-11-01", approved: 1, ignored: 0, unapproved: 0)]
  report.period = Occurrence(after: nil, until: moment(4, "00:00"))
  #expect(TimeAxis(report).slots.map(\.name) == ["2026-11-01", "2026-11-02", "2026-11-03"])
}

@Test func `what a word means is text that a style sheet can hold`() {
  for word in GlossaryWord.allCases {
    let text = "\(word.name) \(word.meaning)"
    #expect(!text.contains { "\"\\<>&\n".contains($0) }, "\(text)")
    #expect(text.hasSuffix("."), "\(text)")
  }
}

@Test func `the digest used here is SHA-256`() {
  // FIPS 180-4, the example "abc".
  #expect(base64(sha256(Array("abc".utf8))) == "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=")
}

@Test(arguments: [
  ("https://tickets.example.com/CHG1?a=1&b=2", true), ("HTTP://tickets.example.com/CHG1", true),
  ("javascript:alert(1)", false), ("data:text/html,x", false), ("CHG1 in the ticket system", false),
  ("https://a b", false), ("\u{1}https://a", false), ("//tickets.example.com/CHG1", false),
])
func `only a web address becomes a link`(reference: String, isLink: Bool) {
  let link = HTML.link(to: reference).text
  #expect(link.contains("<a ") == isLink)
  #expect(!link.contains("\"x\"") && link.contains(isLink ? "noopener" : ""))
}
