import Testing

/// Small files, small functions.
@Suite struct SizeTests {
  private static let endings = [".swift", ".c", ".cpp", ".h"]

  @Test(arguments: ["Sources", "Tests"])
  func `no file is so long that an idea is missing`(folder: String) {
    for file in Repository.files(in: folder, endings: Self.endings) {
      let count = file.text.split(separator: "\n", omittingEmptySubsequences: false).count - 1
      // One idea in one file comes before short files; tables of test cases are longer.
      if count > (folder == "Tests" ? 500 : 400) { Issue.record("\(file.path) has \(count) lines") }
    }
  }

  @Test func `no function is longer than 50 lines`() {
    for file in Repository.files(in: "Sources") {
      for function in file.functions where function.length > 50 {
        Issue.record("\(file.path):\(function.line) has \(function.length) lines: \(function.head)")
      }
    }
  }

  @Test func `functions are counted from their head to their last brace`() {
    let long = (1...60).map { "    step(\($0)) { nothing() }" }.joined(separator: "\n")
    let file = Repository.File(
      path: "Sources/M/F.swift",
      text: "struct F {\n  func long() {\n\(long)\n  }\n  func short() {}\n}\n")
    #expect(file.functions.map(\.length) == [62, 1])
    #expect(file.functions.map(\.line) == [2, 64])
  }
}

extension Repository.File {
  /// A function with its first line's number, from 1, and how many lines it takes.
  struct Function {
    let head: String
    let line: Int
    let length: Int
  }

  /// Every function and initializer. Braces are counted as they stand: one in a text literal would
  /// count too.
  var functions: [Function] {
    let lines = lines
    return lines.indices.compactMap { start in
      guard lines[start].beginsFunction else { return nil }
      var depth = 0
      for end in start..<min(lines.count, start + 400) {
        let opened = lines[end].count { $0 == "{" }
        depth += opened - lines[end].count { $0 == "}" }
        if depth <= 0, opened > 0 || end > start && lines[end].contains("}") {
          return Function(
            head: String(lines[start].drop(while: \.isWhitespace)), line: start + 1,
            length: end - start + 1)
        }
      }
      return Function(head: String(lines[start]), line: start + 1, length: lines.count - start)
    }
  }
}

extension Substring {
  fileprivate var beginsFunction: Bool {
    let words = split(separator: " ").prefix(6)
    guard words.first?.hasPrefix("//") == false else { return false }
    return words.contains { $0 == "func" || $0.hasPrefix("init(") || $0.hasPrefix("init?(") }
      && contains("(") && !contains("self.init(") && !contains(".init(")
  }
}
