import Testing

/// What is written down must be what is there.
@Suite struct DocumentationTests {
  private static let sources = Repository.files(in: "Sources")

  @Test func `every problem's code is documented, and no other`() throws {
    let known = Set(try #require(Repository.text("Documentation/Problems.md")).documentedCodes)
    let used = Self.sources.reduce(into: [String: String]()) { used, file in
      for code in file.text.problemCodes { used[code] = file.path }
    }
    #expect(used.count > 50)
    for (code, path) in used.sorted(by: { $0.key < $1.key }) where !known.contains(code) {
      Issue.record("Documentation/Problems.md does not list '\(code)' of \(path)")
    }
    for code in known.sorted() where used[code] == nil {
      Issue.record("Documentation/Problems.md lists '\(code)', which nothing reports")
    }
  }

  @Test func `every documented code says what to do`() throws {
    let text = try #require(Repository.text("Documentation/Problems.md"))
    for line in text.split(separator: "\n") where line.hasPrefix("| `") {
      let cells = line.split(separator: "|").map { $0.drop(while: \.isWhitespace) }
      #expect(cells.count >= 3 && cells[2].count > 10, "\(line)")
    }
  }

  @Test func `codes are found however the call is broken into lines`() {
    let text = """
      Problem("one-code", "x")
      throw Problem(
        "other-code", hint)
      Problem(code, message)
      """
    #expect(text.problemCodes == ["one-code", "other-code"])
  }

  @Test func `every command's help has an example and the exit statuses`() {
    let commands = Self.sources.filter { $0.module == "plumb" }.flatMap { file in
      file.text.split(separator: "= CommandConfiguration(").dropFirst().map { (file.path, $0) }
    }
    #expect(commands.count > 20)
    for (path, configuration) in commands {
      let head = configuration.prefix(1500)
      let end = head.firstRange(of: "\n  @")?.lowerBound ?? head.endIndex
      let own = head[..<end]
      let name = own.split(separator: "\"").dropFirst().first ?? "?"
      #expect(own.contains("EXAMPLE: plumb"), "\(name) in \(path)")
      #expect(own.contains("ExitStatus.discussion"), "\(name) in \(path)")
    }
  }

  @Test func `the README maps every module`() throws {
    let readme = try #require(Repository.text("README.md"))
    for module in Repository.names(in: "Sources") {
      #expect(readme.contains("| `\(module)` |"), "\(module)")
    }
  }

  @Test func `every document that the README and the documentation link to is there`() throws {
    var documents = Repository.files(in: "Documentation", endings: [".md"])
    for path in ["README.md", "CHANGELOG.md"] {
      documents.append(Repository.File(path: path, text: try #require(Repository.text(path))))
    }
    for document in documents {
      let folder = document.path.split(separator: "/").dropLast().joined(separator: "/")
      for link in document.text.links {
        let path = link.hasPrefix("/") || folder.isEmpty ? link : "\(folder)/\(link)"
        if Repository.exists(path) { continue }
        Issue.record("\(document.path) links to \(link), which is not there")
      }
    }
  }

  @Test func `the files that the design says to change are there`() throws {
    let design = try #require(Repository.text("Documentation/Design.md"))
    let table = try #require(design.split(separator: "## Where do I change").last)
    let files = table.split(separator: "`").filter { $0.contains("/") && $0.hasSuffix(".swift") }
    #expect(files.count >= 8)
    for file in files { #expect(Repository.exists("Sources/\(file)"), "\(file)") }
  }

  @Test func `every threat names tests that there are, or that nothing holds`() throws {
    let page = try #require(Repository.text("Documentation/Security.md"))
    let table = try #require(page.split(separator: "## Random inputs").first)
    let tests = Repository.files(in: "Tests")
    let rows = table.split(separator: "\n").filter { $0.hasPrefix("| ") }.dropFirst()
    #expect(rows.count > 20)
    for row in rows {
      let cells = row.split(separator: "|").map { $0.drop(while: \.isWhitespace) }
      try #require(cells.count >= 3, "\(row)")
      let suites = (cells.count > 3 ? cells[3] : "").split(separator: "`").filter {
        $0.hasSuffix("Tests")
      }
      for claim in (cells.count > 3 ? cells[3] : "").split(separator: ";") {
        expectTest(claim, in: tests)
      }
      #expect(
        !suites.isEmpty || cells[2].hasPrefix("Nothing") || row.contains("`Benchmarks`"), "\(row)")
    }
  }

  /// Holds `` `Suite` *name of a test* `` against the files of the tests.
  private func expectTest(_ claim: Substring, in tests: [Repository.File]) {
    let suite =
      claim.split(separator: "`", omittingEmptySubsequences: false).dropFirst().first ?? ""
    guard !suite.isEmpty, suite != "Benchmarks" else { return }
    let files = tests.filter { file in
      file.path.hasSuffix("/\(suite).swift") || file.text.contains(" \(suite) {")
    }
    let name = claim.split(separator: "*").dropFirst().first ?? ""
    #expect(files.contains { $0.text.contains("func `\(name)`") }, "\(claim)")
  }

  @Test func `every decision has a context, a decision and consequences`() {
    let decisions = Repository.files(in: "Documentation/Decisions", endings: [".md"])
    #expect(decisions.count >= 6)
    for (number, file) in decisions.enumerated() {
      let digits = "\(number + 1)"
      let name =
        "Documentation/Decisions/" + String(repeating: "0", count: 4 - digits.count) + digits
      #expect(file.path.hasPrefix(name), "\(file.path)")
      for part in ["## Context", "## Decision", "## Consequences"] {
        #expect(file.text.contains(part), "\(file.path): \(part)")
      }
    }
  }
}

extension String {
  /// The codes that stand first in the calls that make a `Problem`, or another type's `Problem`-like
  /// value.
  var problemCodes: [String] {
    split(separator: "Problem(", omittingEmptySubsequences: false).dropFirst().compactMap { rest in
      let start = rest.drop(while: \.isWhitespace)
      guard start.first == "\"" else { return nil }
      let code = start.dropFirst().prefix { $0 != "\"" }
      return code.allSatisfy { $0.isLowercase || $0.isNumber || $0 == "-" } ? String(code) : nil
    }
  }

  /// The codes in the first cells of the tables: | `code` |.
  fileprivate var documentedCodes: [String] {
    split(separator: "\n").compactMap { line in
      line.hasPrefix("| `") ? String(line.dropFirst(3).prefix { $0 != "`" }) : nil
    }
  }

  /// The targets of the links to files: what stands in `](…)`, without anchors and addresses.
  fileprivate var links: [String] {
    split(separator: "](", omittingEmptySubsequences: false).dropFirst().compactMap { rest in
      let target = rest.prefix { $0 != ")" && $0 != "#" }
      guard !target.isEmpty, !target.contains("://") else { return nil }
      return String(target).replacing("%20", with: " ")
    }
  }
}
