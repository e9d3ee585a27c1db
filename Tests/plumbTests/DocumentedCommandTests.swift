import ArgumentParser
import Foundation
import Testing

@testable import plumb

/// The commands that the documentation shows are those that the program has.
@Suite struct DocumentedCommandTests {
  private static let pages: [String] = {
    let folder = Program.package.appending(path: "Documentation")
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return ["README.md"]
      + names.filter { $0.hasSuffix(".md") }.sorted().map { "Documentation/\($0)" }
  }()

  private static func text(_ page: String) throws -> String {
    try String(contentsOf: Program.package.appending(path: page), encoding: .utf8)
  }

  @Test func `every command line of the documentation is one that the program takes`() throws {
    var count = 0
    for page in Self.pages {
      for line in try Self.text(page).shellLines {
        for words in line.commands where words.first == "plumb" {
          count += 1
          do {
            _ = try Plumb.parseAsRoot(Array(words.dropFirst()))
          } catch {
            // Asking for help is no mistake.
            guard Plumb.exitCode(for: error) != .success else { continue }
            Issue.record("\(page): \(line): \(Plumb.message(for: error))")
          }
        }
      }
    }
    #expect(count > 60)
    #expect(throws: (any Error).self) { _ = try Plumb.parseAsRoot(["report", "--nonsense"]) }
  }

  /// The sources of the program, each with what is broken over lines joined.
  private static func sources() throws -> [(path: String, text: String)] {
    let folder = Program.package.appending(path: "Sources")
    let files = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String }
    return try (files ?? []).filter { $0.hasSuffix(".swift") }.sorted().map { path in
      let text = try String(contentsOf: folder.appending(path: path), encoding: .utf8)
      return (path, text.replacing(/\\\n\s*/, with: ""))
    }
  }

  @Test func `every example of a help is a command line that the program takes`() throws {
    var count = 0
    for (path, text) in try Self.sources() {
      // It ends with its line, or with `\\n` in a literal of one line.
      for example in text.matches(of: /EXAMPLE: (plumb .*?)(?:\\n|\n)/) {
        for words in String(example.output.1).commands where words.first == "plumb" {
          count += 1
          #expect(throws: Never.self, "\(path): \(words)") {
            _ = try Plumb.parseAsRoot(Array(words.dropFirst()))
          }
        }
      }
    }
    #expect(count > 50)
  }

  @Test func `every command that a hint names is there`() throws {
    var count = 0
    for (path, text) in try Self.sources() {
      for hint in text.matches(of: /['"]plumb ([a-z-]+)(?: ([a-z-]+))?/) {
        count += 1
        let first = Plumb.configuration.subcommands.first { $0._commandName == hint.output.1 }
        let group = first?.configuration.subcommands ?? []
        let second = hint.output.2
        let isKnown =
          first != nil
          && (group.isEmpty || second == nil || group.contains { $0._commandName == second ?? "" })
        #expect(isKnown, "\(path): \(hint.output.0)")
      }
    }
    #expect(count > 40)
  }

  @Test(arguments: [
    ("plumb a 'b c' \"d e\" # f", [["plumb", "a", "b c", "d e"]]),
    ("plumb a > b && plumb c >> d | tee e", [["plumb", "a"], ["plumb", "c"], ["tee", "e"]]),
    ("plumb a CHG-10{0..2} x#y", [["plumb", "a", "CHG-100", "CHG-101", "CHG-102", "x#y"]]),
  ])
  func `a line of the shell is taken apart as the shell does`(line: String, words: [[String]]) {
    #expect(line.commands == words)
  }

  @Test func `what the page of everyday jobs shows is what is printed`() throws {
    let program = try Program()
    let folder = program.folder
    try FileManager.default.createDirectory(
      at: folder.appending(path: "bin"), withIntermediateDirectories: false)
    try FileManager.default.createSymbolicLink(
      atPath: folder.appending(path: "bin/plumb").path, withDestinationPath: Program.path)
    try FileManager.default.createSymbolicLink(
      atPath: folder.appending(path: "Examples").path,
      withDestinationPath: Program.package.appending(path: "Examples").path)
    let blocks = try Self.text("Documentation/EverydayJobs.md").blocks
    #expect(blocks.count > 20)
    var output = ""
    for block in blocks {
      guard block.language == "sh" else {
        expect(block.lines, in: output)
        continue
      }
      let script = block.lines.joined(separator: "\n")
      let result = try program.run(
        "/bin/bash", ["-c", script],
        ["PATH": "\(folder.path)/bin:/usr/bin:/bin", "COLUMNS": "140"])
      output = result.errors + result.output
      #expect(!output.contains("error:"), "\(script)\n\(output)")
    }
  }

  /// Each line stands in what was printed, behind the one before; `…` is anything within a line.
  private func expect(_ lines: [String], in output: String) {
    var rest = output.split(separator: "\n")[...]
    for line in lines where !line.isEmpty {
      let parts = line.split(separator: "…").map { $0.trimmed }
      guard let place = rest.firstIndex(where: { printed in printed.holds(parts) }) else {
        Issue.record("not printed, or not there: \(line)\n\(output)")
        continue
      }
      rest = rest[rest.index(after: place)...]
    }
  }
}

extension Substring {
  fileprivate var trimmed: String { trimmingCharacters(in: .whitespaces) }

  /// Whether it has the parts one behind the other.
  fileprivate func holds(_ parts: [String]) -> Bool {
    var rest = self
    for part in parts {
      guard let range = rest.firstRange(of: part) else { return false }
      rest = rest[range.upperBound...]
    }
    return true
  }
}

extension String {
  /// A block of code of a page of Markdown.
  fileprivate struct Block {
    let language: String
    let lines: [String]
  }

  fileprivate var blocks: [Block] {
    let parts = split(separator: "\n```", omittingEmptySubsequences: false)
    return parts.enumerated().filter { $0.offset % 2 == 1 }.map { _, part in
      let lines = part.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
      return Block(language: lines.first ?? "", lines: Array(lines.dropFirst()))
    }
  }

  /// The lines of its blocks of shell that are no text given to a command, continued lines joined.
  fileprivate var shellLines: [String] {
    blocks.filter { ["sh", "bash", ""].contains($0.language) }.flatMap { block -> [String] in
      var lines: [String] = []
      var end: String?
      for line in block.lines.joined(separator: "\n").replacing("\\\n", with: " ").split(
        separator: "\n")
      {
        if let mark = end {
          if line == mark { end = nil }
          continue
        }
        end = line.firstMatch(of: /<<'?(\w+)'?/).map { String($0.output.1) }
        if line.hasPrefix("plumb ") { lines.append(String(line)) }
      }
      return lines
    }
  }

  /// The words of each command of a line of the shell: quotes, comments, braces with numbers, and where
  /// output goes.
  fileprivate var commands: [[String]] {
    var (commands, words, word): ([[String]], [String], String?) = ([], [], nil)
    var quote: Character?
    func close() {
      if let word { words += word.braces }
      word = nil
    }
    func end() {
      close()
      if let place = words.firstIndex(where: { $0.hasPrefix(">") }) {
        words.removeSubrange(place...)
      }
      if !words.isEmpty { commands.append(words) }
      words = []
    }
    for character in self {
      if let open = quote {
        if character == open { quote = nil } else { word = (word ?? "") + String(character) }
      } else if character == "'" || character == "\"" {
        quote = character
        word = word ?? ""
      } else if character == " " {
        close()
      } else if character == "#", word == nil {
        break
      } else if "&|;".contains(character) {
        end()
      } else {
        word = (word ?? "") + String(character)
      }
    }
    end()
    return commands
  }

  /// `a{0..2}` as `a0`, `a1`, `a2`.
  private var braces: [String] {
    guard let found = firstMatch(of: /\{(\d+)\.\.(\d+)\}/), let first = Int(found.output.1),
      let last = Int(found.output.2), first <= last
    else { return [self] }
    return (first...last).map { replacingCharacters(in: found.range, with: "\($0)") }
  }
}
