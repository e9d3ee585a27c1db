import GRDBSQLite

/// A view that a condition reads, and the columns of it.
struct ConditionRead: Hashable {
  /// With its prefix.
  let view: String
  var columns: Set<String>
}

/// Answers SQLite what a condition may do, and notes what it reads.
final class ConditionGuardian {
  /// Whether the program itself is at work, which may all.
  var isOpen = true
  /// Why something was denied; nil where nothing was.
  private(set) var denied: String?
  private var columns: [String: Set<String>] = [:]
  private var left: Int32 = 0
  let instructions: Int32

  init(instructions: Int32) { self.instructions = instructions }

  /// Functions whose answer depends on something else than their arguments, or that reach outside.
  private static let others: Set<String> = [
    "random", "randomblob", "date", "time", "datetime", "julianday", "strftime", "unixepoch",
    "timediff", "current_date", "current_time", "current_timestamp", "load_extension", "changes",
    "total_changes", "last_insert_rowid", "sqlite_version", "sqlite_source_id",
    "sqlite_compileoption_get", "sqlite_compileoption_used", "fts3_tokenizer", "writefile",
    "readfile", "edit",
  ]

  /// Begins with a condition: nothing was read, and all may be spent.
  func begin() {
    isOpen = false
    denied = nil
    columns = [:]
    left = instructions
  }

  var reads: [ConditionRead] {
    columns.map { ConditionRead(view: $0.key, columns: $0.value) }.sorted { $0.view < $1.view }
  }

  func hasInstructionsLeft(_ count: Int32) -> Bool {
    left -= count
    return isOpen || left > 0
  }

  func answer(
    _ action: Int32, _ first: UnsafePointer<CChar>?, _ second: UnsafePointer<CChar>?
  ) -> Int32 {
    if isOpen { return SQLITE_OK }
    let names = [first, second].map { $0.map { String(cString: $0) } ?? "" }
    switch action {
    case SQLITE_SELECT: return SQLITE_OK
    case SQLITE_READ:
      guard !names[0].hasPrefix("sqlite_") else { return deny("it reads SQLite's own tables") }
      // A count of rows reads a table and no column.
      columns[names[0], default: []].formUnion(names[1].isEmpty ? [] : [names[1]])
      return SQLITE_OK
    case SQLITE_FUNCTION:
      guard !Self.others.contains(names[1].lowercased()) else {
        return deny(
          "it calls \(names[1])(), whose answer does not depend on its arguments alone")
      }
      return SQLITE_OK
    case SQLITE_RECURSIVE: return deny("it is recursive")
    case SQLITE_ATTACH, SQLITE_DETACH: return deny("it attaches another database")
    case SQLITE_PRAGMA: return deny("it has a PRAGMA")
    default: return deny("it would write")
    }
  }

  private func deny(_ words: String) -> Int32 {
    denied = denied ?? words
    return SQLITE_DENY
  }
}
