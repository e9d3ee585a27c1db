import GRDBSQLite
import Guardrails

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
  private(set) var selects = 0
  private var left: Int32 = 0
  let instructions: Int32
  let isStopped: () -> Bool

  init(instructions: Int32, isStopped: @escaping () -> Bool) {
    self.instructions = instructions
    self.isStopped = isStopped
  }

  /// The functions of SQLite that a condition may call (https://www.sqlite.org/lang_corefunc.html,
  /// https://www.sqlite.org/lang_aggfunc.html, https://www.sqlite.org/json1.html): their answers depend on their arguments
  /// alone, and none makes much out of little, as `printf` and `zeroblob` do.
  static let functions: Set<String> = [
    "->", "->>", "abs", "avg", "coalesce", "count", "glob", "group_concat", "ifnull", "iif",
    "instr",
    "json", "json_array", "json_array_length", "json_each", "json_extract", "json_group_array",
    "json_object", "json_quote", "json_tree", "json_type", "json_valid", "length", "like", "lower",
    "ltrim", "max", "min", "nullif", "round", "rtrim", "sign", "substr", "substring", "sum",
    "total",
    "trim", "typeof", "unicode", "upper",
  ]

  private static let own = Set(ConditionFunction.allCases.map(\.rawValue))

  /// Why SQLite would not tell all that a condition reads; nil where it tells it. Of columns by which two views are joined,
  /// the authorizer hears only where the condition names them.
  static func untold(in sql: String) -> String? {
    let joining = ["using", "natural"]
    guard let word = ConditionWords.of(sql).first(where: joining.contains) else { return nil }
    return
      "it joins with \(word.uppercased()), of which SQLite does not tell what it reads; write ON"
  }

  /// Begins with a condition: nothing was read, and all may be spent.
  func begin() {
    isOpen = false
    denied = nil
    columns = [:]
    selects = 0
    left = instructions
  }

  var reads: [ConditionRead] {
    columns.map { ConditionRead(view: $0.key, columns: $0.value) }.sorted { $0.view < $1.view }
  }

  func hasInstructionsLeft(_ count: Int32) -> Bool {
    left -= count
    return isOpen || left > 0 && !isStopped()
  }

  func answer(
    _ action: Int32, _ first: UnsafePointer<CChar>?, _ second: UnsafePointer<CChar>?
  ) -> Int32 {
    if isOpen { return SQLITE_OK }
    let names = [first, second].map { $0.map { String(cString: $0) } ?? "" }
    switch action {
    case SQLITE_SELECT:
      selects += 1
      return SQLITE_OK
    case SQLITE_READ:
      // Where no column is read, the name of the view comes as the condition writes it.
      let view = names[0].lowercased()
      guard !view.hasPrefix("sqlite_") else { return deny("it reads SQLite's own tables") }
      // A count of rows reads a table and no column.
      columns[view, default: []].formUnion(names[1].isEmpty ? [] : [names[1]])
      return SQLITE_OK
    case SQLITE_FUNCTION:
      let name = names[1].lowercased()
      guard Self.functions.contains(name) || Self.own.contains(name) else {
        return deny("it calls \(names[1])(), which conditions do not have")
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
