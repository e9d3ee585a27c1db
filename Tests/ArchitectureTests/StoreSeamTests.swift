import Foundation
import Testing

/// The store speaks to its engine through a narrow seam, so that a second engine is a folder and no rewrite.
@Suite struct StoreSeamTests {
  private static let engine = "Sources/AuditStore/SQL/SQLite/"
  private static let files = Repository.files(in: "Sources/AuditStore")

  /// What only SQLite or its library has.
  private static var words: Regex<AnyRegexOutput> {
    .init(
      #/\b(import GRDB\w*|PRAGMA|pragma_\w+|sqlite_\w+|sqlite3_\w+|SQLITE_\w+|VACUUM|_?rowid_?)\b/#)
  }

  @Test func `only the folder of an engine knows its library and its words`() {
    let outside = Self.files.filter { !$0.path.hasPrefix(Self.engine) }
    #expect(outside.count > 50 && outside.count < Self.files.count)
    for file in outside {
      for (number, line) in file.lines.enumerated() where line.contains(Self.words) {
        Issue.record("\(file.path):\(number + 1): \(line)")
      }
    }
  }

  /// The requirements of a protocol in a text.
  private static func requirements(of name: String, in text: String) -> [Substring] {
    guard let start = text.range(of: "\nprotocol \(name)") else { return [] }
    let lines = text[start.upperBound...].split(separator: "\n").prefix { $0 != "\u{7D}" }
    return lines.filter {
      $0.hasPrefix("  func ") || $0.hasPrefix("  var ") || $0.hasPrefix("  init(")
    }
  }

  @Test func `the seam is at most a dozen requirements wide`() {
    let text = Self.files.map(\.text).joined(separator: "\n")
    let upper = Self.requirements(of: "StoreDatabase", in: text)
    let lower = Self.requirements(of: "SQLConnection", in: text)
    #expect(upper.count > 2 && lower.count > 2)
    #expect(upper.count + lower.count <= 12, "\(upper + lower)")
  }

  @Test func `the store's tests look into a database through the seam`() {
    let tests = Repository.files(in: "Tests").filter {
      $0.path.hasPrefix("Tests/AuditStoreTests/") || $0.path.hasPrefix("Tests/AuditServiceTests/")
    }
    for file in tests where !file.path.hasPrefix("Tests/AuditStoreTests/SQLite/") {
      #expect(!file.text.contains("\nimport GRDB"), "\(file.path)")
    }
  }
}
