import ConfigurationModel
import GRDBSQLite
import Guardrails

/// A database with the views, that conditions are asked of: in memory, and where there is much of it in a file without a
/// name that is gone with the process. Not for several threads at once.
///
/// What a condition may do is decided by SQLite's authorizer, which sees each access before it is made
/// (https://www.sqlite.org/c3ref/set_authorizer.html): it reads views and calls functions whose answers depend on their
/// arguments alone, and nothing else.
final class ConditionDatabase {
  /// What a statement of SQL was refused for.
  struct Refusal: Error {
    let words: String
  }

  /// Which build of SQLite answers: the same condition may give other rows with another one.
  static var edition: String { String(cString: sqlite3_sourceid()) }

  private static let instructionsAtOnce: Int32 = 10_000
  /// So many bytes of text are handed out of one condition.
  private static let mostBytes = 64_000_000

  private let handle: OpaquePointer
  private let guardian: ConditionGuardian
  private var inserts: [String: OpaquePointer] = [:]

  /// - Parameters:
  ///   - views: What is filled.
  ///   - prefixes: What stands before their names: nothing, or `before_` and `after_`.
  ///   - instructions: So many of SQLite's machine may be spent on one condition.
  ///   - isStopped: Whether a condition that runs is to end without an answer.
  init(
    views: [GuardrailView], prefixes: [String], instructions: Int32,
    isStopped: @escaping () -> Bool = { false }
  ) throws(Refusal) {
    let guardian = ConditionGuardian(instructions: instructions, isStopped: isStopped)
    self.guardian = guardian
    var handle: OpaquePointer?
    // https://www.sqlite.org/inmemorydb.html, "Temporary databases".
    let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
    guard sqlite3_open_v2("", &handle, flags, nil) == SQLITE_OK, let handle else {
      sqlite3_close_v2(handle)
      throw Refusal(words: "SQLite could not be opened")
    }
    self.handle = handle
    // A name in double quotes that is none would be a text, and a misspelt column would be one.
    _disableDoubleQuotedStringLiterals(handle)
    // Of a text or a row; what grows beyond it ends the condition. A step is counted, not what is done in it, so what
    // one step may do is kept small.
    sqlite3_limit(handle, SQLITE_LIMIT_LENGTH, 256_000)
    sqlite3_limit(handle, SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 1_000)
    sqlite3_limit(handle, SQLITE_LIMIT_ATTACHED, 0)
    for function in ConditionFunction.allCases { register(function) }
    for pragma in ["journal_mode = OFF", "synchronous = OFF", "cache_size = -65536"] {
      try execute("PRAGMA \(pragma)")
    }
    for prefix in prefixes {
      for view in views { try make(view, named: prefix + view.name) }
    }
    // SQLite declares these tables when they are asked first, as if it made them.
    for table in ["json_each", "json_tree"] { try execute("SELECT 1 FROM \(table)('[]')") }
    let context = Unmanaged.passUnretained(guardian).toOpaque()
    sqlite3_set_authorizer(
      handle,
      { context, action, first, second, _, _ in
        guard let context else { return SQLITE_DENY }
        return Unmanaged<ConditionGuardian>.fromOpaque(context).takeUnretainedValue()
          .answer(action, first, second)
      }, context)
    sqlite3_progress_handler(
      handle, Self.instructionsAtOnce,
      { context in
        guard let context else { return 1 }
        return Unmanaged<ConditionGuardian>.fromOpaque(context).takeUnretainedValue()
          .hasInstructionsLeft(ConditionDatabase.instructionsAtOnce) ? 0 : 1
      }, context)
  }

  deinit {
    for statement in inserts.values { sqlite3_finalize(statement) }
    sqlite3_close_v2(handle)
  }

  // MARK: Rows

  private func make(_ view: GuardrailView, named name: String) throws(Refusal) {
    let columns =
      GuardrailView.commonColumns.map { "\($0.name) \($0.form.rawValue)" }
      + view.columns.map { "\($0.name) \($0.form.rawValue)" }
    try execute("CREATE TABLE \(name) (\(columns.joined(separator: ", "))) STRICT")
    try execute("CREATE INDEX \(name)_resource ON \(name) (resource)")
    let places = columns.map { _ in "?" }.joined(separator: ", ")
    inserts[name] = try prepared("INSERT INTO \(name) VALUES (\(places))")
  }

  /// Adds rows; the view is named with its prefix.
  func insert(_ rows: [[GuardrailView.Cell]], into name: String) throws(Refusal) {
    guard let statement = inserts[name] else { return }
    for row in rows {
      for (place, cell) in row.enumerated() { bind(cell, at: Int32(place + 1), of: statement) }
      defer { sqlite3_reset(statement) }
      guard sqlite3_step(statement) == SQLITE_DONE else { throw refusal }
    }
  }

  /// Takes all rows away, and is ready for others.
  func begin() throws(Refusal) {
    guardian.isOpen = true
    if sqlite3_get_autocommit(handle) == 0 { try execute("COMMIT") }
    try execute("BEGIN")
    for name in inserts.keys.sorted() { try execute("DELETE FROM \(name)") }
  }

  /// Is ready for more rows beside those that are there.
  func reopen() throws(Refusal) {
    guardian.isOpen = true
    try execute("BEGIN")
  }

  /// Takes the rows of a resource away; the view is named with its prefix.
  func remove(_ key: Int64, from name: String) throws(Refusal) {
    try execute("DELETE FROM \(name) WHERE resource = \(key)")
  }

  /// All rows are there: what comes now are conditions.
  func filled() throws(Refusal) {
    if sqlite3_get_autocommit(handle) == 0 { try execute("COMMIT") }
    guardian.isOpen = false
  }

  private func bind(_ cell: GuardrailView.Cell, at place: Int32, of statement: OpaquePointer) {
    switch cell {
    case .null: sqlite3_bind_null(statement, place)
    case .integer(let number): sqlite3_bind_int64(statement, place, number)
    case .text(let text):
      // SQLITE_TRANSIENT: SQLite copies the bytes.
      let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
      text.withCString { bytes in
        _ = sqlite3_bind_text(statement, place, bytes, Int32(text.utf8.count), transient)
      }
    }
  }

  // MARK: Conditions

  /// What is known of a condition without running it.
  struct Facts {
    let reads: [ConditionRead]
    let columns: [String]
    /// Whether it leaves everything as it is.
    let isReading: Bool
    /// Whether each row that it gives comes of one row of one view, and names that row's resource: what it says of a
    /// resource then depends on that resource alone.
    let isRowWise: Bool
  }

  /// What a condition reads and gives: prepared, and not run.
  func facts(of sql: String) throws(Refusal) -> Facts {
    if let words = ConditionGuardian.untold(in: sql) { throw Refusal(words: words) }
    guardian.begin()
    let statement = try prepared(sql)
    defer { sqlite3_finalize(statement) }
    let columns = (0..<sqlite3_column_count(statement)).map { place in
      sqlite3_column_name(statement, place).map { String(cString: $0) } ?? ""
    }
    let (reads, selects) = (guardian.reads, guardian.selects)
    let namesOwn = columns.firstIndex(of: "resource").flatMap { place in
      sqlite3_column_origin_name(statement, Int32(place)).map { String(cString: $0) }
    }
    let isOfOneRow = try isOfOneRow(sql)
    return Facts(
      reads: reads, columns: columns, isReading: sqlite3_stmt_readonly(statement) != 0,
      isRowWise: isOfOneRow && selects == 1 && namesOwn == "resource")
  }

  /// Whether the program of a condition goes through one table once and remembers nothing of one row for another. Only
  /// instructions that are known to be so count: another version of SQLite may have others, and then it is asked of all
  /// rows together.
  private func isOfOneRow(_ sql: String) throws(Refusal) -> Bool {
    let statement = try prepared("EXPLAIN \(sql)")
    defer { sqlite3_finalize(statement) }
    var tables = 0
    while true {
      let code = sqlite3_step(statement)
      if code == SQLITE_DONE { return tables == 1 }
      guard code == SQLITE_ROW else { throw refusal }
      let name = sqlite3_column_text(statement, 1).map { String(cString: $0) } ?? ""
      guard RowWiseInstruction(rawValue: name) != nil else { return false }
      tables += name == RowWiseInstruction.openRead.rawValue ? 1 : 0
    }
  }

  /// The rows of a condition.
  ///
  /// - Parameter limit: How many rows are handed out at most.
  func rows(of sql: String, limit: Int) throws(Refusal) -> [[GuardrailView.Cell]] {
    guardian.begin()
    let statement = try prepared(sql)
    defer { sqlite3_finalize(statement) }
    var rows: [[GuardrailView.Cell]] = []
    var bytes = 0
    while true {
      switch sqlite3_step(statement) {
      case SQLITE_ROW:
        guard rows.count < limit else {
          throw Refusal(words: "it gives more than \(limit) rows")
        }
        rows.append((0..<sqlite3_column_count(statement)).map { cell(statement, $0) })
        bytes += (0..<sqlite3_column_count(statement)).reduce(0) {
          $0 + Int(sqlite3_column_bytes(statement, $1))
        }
        guard bytes <= Self.mostBytes else {
          throw Refusal(words: "its rows are more than \(Self.mostBytes / 1_000_000) MB")
        }
      case SQLITE_DONE: return rows
      case SQLITE_INTERRUPT:
        if guardian.isStopped() { throw Refusal(words: "the program is about to end") }
        throw Refusal(words: "it takes more than \(guardian.instructions) steps of SQLite")
      default: throw refusal
      }
    }
  }

  private func cell(_ statement: OpaquePointer, _ place: Int32) -> GuardrailView.Cell {
    switch sqlite3_column_type(statement, place) {
    case SQLITE_NULL: .null
    case SQLITE_INTEGER: .integer(sqlite3_column_int64(statement, place))
    default:
      sqlite3_column_text(statement, place).map { .text(String(cString: $0)) } ?? .null
    }
  }

  /// One statement, and one only.
  private func prepared(_ sql: String) throws(Refusal) -> OpaquePointer {
    var statement: OpaquePointer?
    let code = sql.withCString { text -> Int32 in
      var rest: UnsafePointer<CChar>?
      let code = sqlite3_prepare_v2(handle, text, -1, &statement, &rest)
      guard code == SQLITE_OK, let rest else { return code }
      let isAlone = String(cString: rest).allSatisfy { $0.isWhitespace || $0 == ";" }
      return isAlone ? code : SQLITE_MISUSE
    }
    guard code == SQLITE_OK, let statement else {
      sqlite3_finalize(statement)
      if code == SQLITE_MISUSE { throw Refusal(words: "it is more than one statement") }
      if code == SQLITE_OK { throw Refusal(words: "it is empty") }
      if let denied = guardian.denied { throw Refusal(words: denied) }
      throw refusal
    }
    return statement
  }

  private func execute(_ sql: String) throws(Refusal) {
    guard sqlite3_exec(handle, sql, nil, nil, nil) == SQLITE_OK else { throw refusal }
  }

  private var refusal: Refusal {
    Refusal(words: "SQLite says: " + String(cString: sqlite3_errmsg(handle)))
  }
}

extension ConditionDatabase {
  private func register(_ function: ConditionFunction) {
    // The same function gives the same answer, so that SQLite may ask it once.
    let flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY
    let place = ConditionFunction.allCases.firstIndex(of: function) ?? 0
    sqlite3_create_function_v2(
      handle, function.rawValue, Int32(function.argumentCount), flags,
      UnsafeMutableRawPointer(bitPattern: place + 1),
      { context, count, values in
        let place = Int(bitPattern: sqlite3_user_data(context)) - 1
        let function = ConditionFunction.allCases[place]
        let arguments = (0..<Int(count)).compactMap { index -> String? in
          guard let value = values?[index], sqlite3_value_type(value) != SQLITE_NULL else {
            return nil
          }
          return sqlite3_value_text(value).map { String(cString: $0) }
        }
        guard arguments.count == Int(count),
          let answer = function.value(arguments)
        else {
          sqlite3_result_null(context)
          return
        }
        sqlite3_result_int64(context, answer)
      }, nil, nil, nil)
  }
}
