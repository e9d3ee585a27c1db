/// What an engine does within one transaction: the lower half of the store's seam. `StoreDatabase` is the upper one.
/// Not for several threads at once, and of no use when the transaction is over.
protocol SQLConnection: AnyObject {
  /// Runs a statement and hands out the rows that it answers with, until `row` says that it wants no more of them. What
  /// `row` does may run other statements. A statement that fails has done nothing; the transaction goes on.
  ///
  /// - Parameter row: Whether to go on; it may read the row while it runs, and keep `SQLRow.kept`.
  func run(_ statement: SQLStatement, _ row: (SQLRow) throws -> Bool) throws -> SQLOutcome

  /// The columns of every table, by the tables' names, in the order of the columns' names; a view has none.
  func tables() throws -> [String: [SQLTableColumn]]

  /// What is wrong, in words; nothing where all is well.
  func faults(of part: SQLPart) throws -> [String]

  /// Tells a sealer of rows that are there, as if each was written now.
  ///
  /// - Parameters:
  ///   - facet: Which kind of rows, by its place among the sealer's facets.
  ///   - row: Told of each row, in the order of its key: the number that the sealer gave it, and the columns of its
  ///     key. Nil where nobody asks.
  func measure(
    _ facet: Int, _ rows: FacetRows, for sealer: Sealer, _ row: ((UInt64, SQLRow) throws -> Void)?
  ) throws
}

/// A statement with what it is given.
struct SQLStatement {
  /// Whose it is.
  enum Origin {
    /// The program's own: one statement, prepared once and kept.
    case program
    /// Several statements of the program's own, without arguments; they make tables.
    case script
    /// Somebody else's: one statement, which may read and nothing else (`SQLError.Kind.writes`, `.several`).
    case question
  }

  let text: String
  let arguments: SQLArguments
  let origin: Origin

  init(_ text: String, _ arguments: SQLArguments = [:], _ origin: Origin = .program) {
    self.text = text
    self.arguments = arguments
    self.origin = origin
  }
}

/// What a statement came to.
struct SQLOutcome {
  /// How many rows it inserted, changed or deleted.
  let changes: Int
  /// The columns of its answer; none where it has no answer.
  let columns: SQLColumns
}

/// A column of a table.
struct SQLTableColumn {
  let name: String
  /// Its place in the table's key, from 1; 0 where it is not part of it.
  let keyRank: Int
}

/// What is looked at for faults.
enum SQLPart {
  /// The tables, indexes and views are those that the program's migrations make, and no others: a trigger or
  /// a column's default that somebody put there would act with each row that the program writes. Gives what is another, by
  /// its kind and name. Looks closely only where something changed since it last did.
  case schema
  /// All that the engine itself can find: what is stored can be read, and references point to something.
  case content
}

/// Which rows of a facet.
enum FacetRows {
  case all
  /// Those that belong to this.
  case of(Int64)
  /// Those that belong to snapshots or events from this one on.
  case from(Int64)
}
