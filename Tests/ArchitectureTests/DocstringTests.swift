import Testing

/// Whoever reads a declaration of another module is told what it is.
@Suite struct DocstringTests {
  @Test func `every package and public declaration has a docstring`() {
    for file in Repository.files(in: "Sources") {
      for line in file.undocumented { Issue.record("\(file.path):\(line)") }
    }
  }

  @Test func `a declaration is documented by the lines above it`() {
    let file = Repository.File(
      path: "Sources/M/F.swift",
      text: """
        package import M
        /// A thing.
        package struct F {
          package let number: Int
          /// Its name.
          @Sendable package var name: String
          package init() {}
          package static func made() -> F { F() }
        }

        """)
    #expect(file.undocumented == [4, 7, 8])
  }
}

extension Repository.File {
  /// The numbers of the lines, from 1, of declarations for other modules without a docstring.
  fileprivate var undocumented: [Int] {
    let lines = lines.map { $0.drop(while: \.isWhitespace) }
    return lines.indices.filter { index in
      let above = lines[..<index].reversed().first { !$0.isAttribute && !$0.hasPrefix("#if") }
      return lines[index].declaresForOthers && !(above?.hasPrefix("///") ?? false)
    }.map { $0 + 1 }
  }
}

extension Substring {
  private static let modifiers: Set<Substring> = ["static", "final", "mutating", "indirect"]
  private static let kinds: Set<Substring> = [
    "let", "var", "func", "init", "struct", "enum", "protocol", "actor", "typealias", "class",
    "subscript",
  ]

  /// Whether a line holds an attribute and not what it is of.
  fileprivate var isAttribute: Bool { hasPrefix("@") && !declaresForOthers }

  /// Whether a line begins a declaration that other modules see.
  fileprivate var declaresForOthers: Bool {
    let words = split { " (?<".contains($0) }.drop { $0.hasPrefix("@") }
    guard words.first == "package" || words.first == "public" else { return false }
    let kind = words.dropFirst().first { !Self.modifiers.contains($0) }
    return kind.map(Self.kinds.contains) ?? false
  }
}
