import ConfigurationDiff
import ConfigurationModel
import Foundation
import ResourceKinds
import Testing

/// `Documentation/Kinds.md` says of each kind what is read and what is not.
@Suite struct KindDocumentTests {
  private static let file = packageRoot.appending(path: "Documentation/Kinds.md")

  private static func call(_ service: String, _ operation: String) -> String {
    "`\(service) \(operation)`"
  }

  /// The first three columns of a kind's row.
  private static func columns(_ kind: ResourceKind) -> [String] {
    let parents = kind.listings.prefix(1).flatMap { listing in
      (listing.each?.line ?? []).map { call(listing.service, $0.operation) }
    }
    let listed = parents + kind.listings.map { call($0.service, $0.operation) }
    let completed = kind.details.map { call($0.service, $0.operation) + ($0.isOfAll ? " *" : "") }
    return ["`\(kind.type)`"]
      + [listed, completed].map { $0.isEmpty ? "–" : $0.joined(separator: ", ") }
  }

  private static func rows(of text: String) -> [(type: String, columns: [String])] {
    text.split(separator: "\n").filter { $0.hasPrefix("| `AWS::") }.map { line in
      let cells = line.split(separator: "|", omittingEmptySubsequences: false).dropFirst()
        .dropLast()
        .map { $0.trimmingCharacters(in: .whitespaces) }
      return (cells.first ?? "", Array(cells))
    }
  }

  @Test func `every kind has a row that says what the code reads, and what is not read`() throws {
    var text = try String(contentsOf: Self.file, encoding: .utf8)
    if ProcessInfo.processInfo.environment["RECORD_GOLDEN"] != nil {
      text = Self.recorded(text)
      try text.write(to: Self.file, atomically: true, encoding: .utf8)
    }
    let rows = Self.rows(of: text)
    let kinds = ResourceKind.all.sorted { $0.type < $1.type }
    #expect(rows.map(\.type) == kinds.map { "`\($0.type)`" })
    for (row, kind) in zip(rows, kinds) {
      #expect(row.columns.count == 4, "\(kind.type)")
      #expect(Array(row.columns.prefix(3)) == Self.columns(kind), "\(kind.type)")
      #expect(row.columns.last?.isEmpty == false, "\(kind.type): what is not read")
    }
  }

  private static func recorded(_ text: String) -> String {
    let known = Dictionary(rows(of: text).map { ($0.type, $0.columns.last ?? "–") }) { $1 }
    let table = ResourceKind.all.sorted { $0.type < $1.type }.map { kind in
      "| " + (columns(kind) + [known["`\(kind.type)`"] ?? ""]).joined(separator: " | ") + " |"
    }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    guard let first = lines.firstIndex(where: { $0.hasPrefix("| `AWS::") }) else { return text }
    let others = lines.filter { !$0.hasPrefix("| `AWS::") }
    return (others.prefix(first) + table + others.dropFirst(first)).joined(separator: "\n")
  }
}
