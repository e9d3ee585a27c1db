import AuditReport
import Testing

private let elements: Set<Substring> = [
  "html", "head", "meta", "title", "style", "body", "a", "header", "p", "h1", "h2", "h3", "h4",
  "span",
  "code", "div", "section", "progress", "ul", "li", "b", "main", "footer", "script", "table",
  "thead", "tbody",
  "tr", "th", "td", "figure", "figcaption", "svg", "rect", "g", "line", "text", "path", "article",
  "dl", "dt",
  "dd", "pre", "bdi", "details", "summary", "form", "label", "input", "select", "option", "button",
  "output",
]

private let attributes: Set<Substring> = [
  "lang", "charset", "http-equiv", "content", "name", "class", "href", "id", "aria-label",
  "aria-labelledby", "aria-live", "aria-hidden", "role", "max", "value", "title", "scope", "width",
  "height", "viewBox", "x", "y", "x1", "x2", "y1", "y2", "rx", "d", "transform", "data-severity",
  "data-status", "data-account", "data-type", "hidden", "type", "placeholder", "autocomplete",
  "tabindex", "open", "rel",
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
  (["2026-11-01", "2026-11-03"], "day", 3), (["2026-01-01", "2026-12-31"], "week", 53),
  (["2020-01-01", "2026-12-31"], "day", 2), (["no date"], "day", 1),
])
func `the timeline has a bar for each day, or each week of a long time`(
  dates: [String], unit: String, count: Int
) {
  var report = SampleReport.clean.report
  report.timeline = dates.map { .init(date: $0, approved: 1, ignored: 2, unapproved: 3) }
  let page = ReportFormat.html.render(report)
  #expect(page.contains("<h2>Edits by \(unit)</h2>"))
  #expect(page.matches(of: /: \d+ unapproved, \d+ approved/).count == count)
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
