package import ConfigurationModel
import Dispatch
import Foundation
import Synchronization

/// What a query is answered with, row by row.
package struct QueryAnswer: Hashable, Sendable {
  /// One value of a row.
  package enum Cell: Hashable, Sendable {
    case null
    case number(String)
    case text(String)
  }

  /// The names of the columns, from the left.
  package let columns: [String]
  /// The rows in the order of the answer, each with one cell for every column.
  package let rows: [[Cell]]

  /// Makes an answer; every row has as many cells as there are columns.
  package init(columns: [String], rows: [[Cell]]) {
    self.columns = columns
    self.rows = rows
  }
}

extension AuditStore {
  /// Runs one SELECT over the documented views and hands out its columns, then each row, of which no more
  /// than one is held. Anything else is refused: statements that the engine does not hold to be reading, and
  /// those that change the connection.
  ///
  /// - Parameter timeout: Seconds that the engine may work on it (`query-timeout`); what `row` takes does not
  ///   count. Nil for as long as it takes.
  package func query(
    _ sql: String, timeout: Double? = nil, columns: ([String]) throws -> Void,
    row: ([QueryAnswer.Cell]) throws -> Void
  ) throws(Problem) {
    switch sql.firstWord {
    case "SELECT", "WITH", "VALUES", "EXPLAIN": break
    case let word where String.writingWords.contains(word): throw .queryWrites()
    case let word: throw .queryUnknown(word)
    }
    let watch = QueryWatch(limit: timeout) { [database] in database.interrupt() }
    do {
      try read { database in
        var areColumnsTold = false
        let answer = try watch.working {
          try database.connection.run(SQLStatement(sql, [], .question)) { found in
            try watch.pausing {
              if !areColumnsTold { try columns(found.columns.names) }
              areColumnsTold = true
              try row(found.values.map { QueryAnswer.Cell($0) })
            }
            return true
          }
        }
        if !areColumnsTold { try columns(answer.columns.names) }
      }
    } catch {
      if let timeout, watch.hasInterrupted { throw .queryTimeout(timeout) }
      throw error.code == "store-failed" ? Problem.queryRefused(error.message) : error
    }
  }

  /// The whole answer to a query.
  package func query(_ sql: String) throws(Problem) -> QueryAnswer {
    var names: [String] = []
    var rows: [[QueryAnswer.Cell]] = []
    try query(sql) {
      names = $0
    } row: {
      rows.append($0)
    }
    return QueryAnswer(columns: names, rows: rows)
  }
}

/// Interrupts a query that the engine has worked on for too long.
///
/// Unchecked for the timer alone, which is set before anything else can see it.
private final class QueryWatch: @unchecked Sendable {
  private struct State {
    var spent = Duration.zero
    var since: ContinuousClock.Instant?
    var hasInterrupted = false
  }

  private let state = Mutex(State())
  private let timer: (any DispatchSourceTimer)?

  init(limit: Double?, _ interrupt: @escaping @Sendable () -> Void) {
    guard let limit else {
      timer = nil
      return
    }
    let timer = DispatchSource.makeTimerSource()
    self.timer = timer
    timer.setEventHandler { [weak self] in
      guard let self, self.isOver(.seconds(limit)) else { return }
      interrupt()
    }
    timer.schedule(deadline: .now(), repeating: .milliseconds(20))
    timer.resume()
  }

  deinit { timer?.cancel() }

  var hasInterrupted: Bool { state.withLock { $0.hasInterrupted } }

  /// What `body` gives; the time it takes counts.
  func working<Value>(_ body: () throws -> Value) rethrows -> Value {
    begin()
    defer { pause() }
    return try body()
  }

  /// What `body` gives within `working`; the time it takes does not count.
  func pausing<Value>(_ body: () throws -> Value) rethrows -> Value {
    pause()
    defer { begin() }
    return try body()
  }

  private func begin() { state.withLock { $0.since = .now } }

  private func pause() {
    state.withLock { state in
      if let since = state.since { state.spent += .now - since }
      state.since = nil
    }
  }

  private func isOver(_ limit: Duration) -> Bool {
    state.withLock { state in
      guard let since = state.since, state.spent + (.now - since) >= limit else { return false }
      state.hasInterrupted = true
      return true
    }
  }
}

extension String {
  /// The first word of a statement, after blanks and comments, in capitals; empty where there is none.
  fileprivate var firstWord: String {
    var rest = self[...].drop { $0.isWhitespace }
    while rest.hasPrefix("--") || rest.hasPrefix("/*") {
      let end = rest.hasPrefix("--") ? "\n" : "*/"
      guard let range = rest.range(of: end) else { return "" }
      rest = rest[range.upperBound...].drop { $0.isWhitespace }
    }
    return rest.prefix { $0.isLetter }.uppercased()
  }
}

extension QueryAnswer.Cell {
  init(_ value: SQLValue) {
    self =
      switch value {
      case .null: .null
      case .integer(let number): .number(String(number))
      // JSON has no infinity, and no reader of it takes a number of that size: it is a text. What is no number
      // (NaN) is stored as NULL.
      case .real(let number) where number.isInfinite: .text(number < 0 ? "-Infinity" : "Infinity")
      case .real(let number): .number(String(number))
      case .text(let text): .text(text)
      case .bytes(let data):
        .text(data.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined())
      }
  }
}

extension Problem {
  static func queryWrites() -> Problem {
    Problem(
      "query-writes", "The query would change the store.", hint: "Only SELECT is possible here.")
  }

  static func queryUnknown(_ word: String) -> Problem {
    let said = word.isEmpty ? "This begins with none of them." : "This begins with '\(word)'."
    return queryRefused("A query begins with SELECT, WITH, VALUES or EXPLAIN. \(said)")
  }

  static func queryTimeout(_ seconds: Double) -> Problem {
    Problem(
      "query-timeout", "The query was not answered in \(seconds) s and was stopped.",
      hint: "Ask for less, or give it more time: --timeout SECONDS, 0 for no limit.")
  }

  static func queryRefused(_ reason: String) -> Problem {
    Problem(
      "query-refused", reason,
      hint:
        "The views are resources, items, edits, findings, records, snapshots, ignores, readings "
        + "and coverage.")
  }
}
