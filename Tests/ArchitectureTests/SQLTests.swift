import Foundation
import Testing

/// The store's SQL is what PostgreSQL understands too, so that a second engine is a folder of its own and no rewrite:
/// https://www.postgresql.org/docs/15/sql-commands.html, https://www.postgresql.org/docs/15/functions.html.
@Suite struct SQLTests {
  /// What only SQLite understands, or the two understand differently.
  private static var constructs: [(name: String, pattern: Regex<AnyRegexOutput>)] {
    [
      (
        "the number of the last row: RETURNING gives it",
        .init(#/lastInsertedRowID|last_insert_rowid/#)
      ),
      ("row ids", .init(#/\b_?rowid_?\b/#)),
      ("iif: CASE says the same", .init(#/\biif\s*\(/#)),
      ("OR REPLACE, OR IGNORE: ON CONFLICT says the same", .init(#/\bOR (REPLACE|IGNORE)\b/#)),
      ("IS with a value", .init(#/\bIS (NOT )?[?:]/#)),
      (
        "max or min of several values",
        .init(#/\b(max|min)\((?:[^(),]|\((?:[^()]|\([^()]*\))*\))*,/#)
      ),
      ("shifts, which have 32 bits in PostgreSQL", .init(#/\b\d+ << \d+/#)),
      ("functions of JSON", .init(#/\bjson_\w+\s*\(/#)),
      ("GLOB", .init(#/\bGLOB\b/#)),
      ("CROSS JOIN with a condition", .init(#/CROSS JOIN \w+( \w+)? ON\b/#)),
      (
        "functions of SQLite",
        .init(#/\b(group_concat|printf|total|instr|unixepoch|strftime|julianday)\s*\(/#)
      ),
      ("PRAGMA", .init(#/\b(PRAGMA|pragma_\w+)\b/#)),
      ("VACUUM", .init(#/\bVACUUM\b/#)),
      ("SQLite's own tables", .init(#/\bsqlite_(schema|master|sequence)\b/#)),
    ]
  }

  /// Where SQLite's own words stand.
  private static let engine = "Sources/AuditStore/SQL/SQLite/"

  /// The two places that look into JSON.
  private static let allowed: [String: Set<String>] = [
    "AuditSession.swift": ["functions of JSON"], "CoverageReading.swift": ["functions of JSON"],
  ]

  /// Each text of a file that is SQL, or the part of one.
  private static func texts(of source: String) -> [String] {
    let blocks = source.components(separatedBy: #"""""#)
    let long = stride(from: 1, to: blocks.count, by: 2).map { blocks[$0] }
    let rest = stride(from: 0, to: blocks.count, by: 2).map { blocks[$0] }.joined(separator: "\n")
    let short = rest.split(separator: "\n").filter { !$0.contains("///") }
      .flatMap { $0.matches(of: #/"([^"\\]|\\.)*"/#).map { String($0.output.0) } }
    let words = #/\b(SELECT|INSERT|UPDATE|DELETE|WHERE|FROM|JOIN|PRAGMA|VACUUM|RETURNING|CASE)\b/#
    return (long + short).filter { $0.contains(words) }
  }

  private static func constructs(in text: String) -> Set<String> {
    Set(constructs.filter { text.contains($0.pattern) }.map(\.name))
  }

  @Test func `every SQL text but SQLite's own is what PostgreSQL understands too`() {
    var count = 0
    for file in Repository.files(in: "Sources/AuditStore") where !file.path.hasPrefix(Self.engine) {
      let name = file.path.split(separator: "/").last.map(String.init) ?? file.path
      let texts = Self.texts(of: file.text)
      count += texts.count
      let found = texts.reduce(into: Set()) { $0.formUnion(Self.constructs(in: $1)) }
        // The row's number is asked of the connection, not in SQL.
        .union(Self.constructs(in: file.text).filter { $0.hasPrefix("the number") })
      #expect(found == Self.allowed[name] ?? [], "\(file.path)")
    }
    #expect(count > 150)
  }

  @Test(arguments: [
    ("UPDATE t SET a = ?2 WHERE a IS NOT ?2", "IS with a value"),
    ("SELECT max(a, coalesce(b, 0)) FROM t", "max or min of several values"),
    ("SELECT max(coalesce(a, 0)) FROM t", nil), ("SELECT max(a), min(b) FROM t", nil),
    ("INSERT OR REPLACE INTO t VALUES (1)", "OR REPLACE, OR IGNORE: ON CONFLICT says the same"),
    ("SELECT a IS NOT NULL FROM t", nil), ("SELECT iif(a, 1, 2) FROM t", "iif: CASE says the same"),
  ])
  func `what only SQLite understands is recognized`(sql: String, construct: String?) {
    #expect(Self.constructs(in: sql) == Set(construct.map { [$0] } ?? []))
  }
}
