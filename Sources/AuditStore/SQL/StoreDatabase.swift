/// The database of a store as an engine keeps it: the upper half of the store's seam. `SQLConnection` is the lower one.
///
/// An engine runs one transaction of it at a time; other threads wait. Where `reading` or `writing` is called within
/// another one on the same thread, what runs is part of that transaction. What the engine says is wrong comes
/// as `SQLError`; what `body` throws comes as it is.
protocol StoreDatabase: AnyObject, Sendable {
  /// Where it is, as the user named it.
  var location: String { get }

  /// Reads within one transaction: nothing that others write meanwhile is seen. Nothing can be written.
  func reading<Value>(_ body: (any SQLConnection) throws -> Value) throws -> Value

  /// Reads and writes within one transaction, which no other process writes beside: an error undoes all of it. What others
  /// had written by its beginning is seen.
  func writing<Value>(_ body: (any SQLConnection) throws -> Value) throws -> Value

  /// From now on tells a sealer of each row of its facets that is inserted, changed or deleted, whatever statement does it.
  func watch(for sealer: Sealer) throws

  /// Ends what is being worked on with an error; may be called on any thread.
  func interrupt()

  /// Copies everything to another place, as it is at one moment, while others may read and write.
  func copy(to place: String) throws

  /// Gives back space that nothing needs. Returns how many bytes it was.
  func giveBackSpace() throws -> Int

  /// Lets go of everything; what comes after it fails.
  func close() throws
}

/// What an engine says is wrong.
struct SQLError: Error {
  /// What it means for who uses the store.
  enum Kind: Hashable, Sendable {
    /// Another process is writing, and did not finish in time.
    case busy
    /// What is stored cannot be read.
    case damaged
    /// There is no room left.
    case full
    /// It cannot be opened or written.
    case unreachable
    /// A row breaks a rule of its table.
    case violation
    /// The place of a copy cannot be written.
    case copyUnwritable
    /// It was written while it was read, by somebody whom nothing keeps from it.
    case changed
    /// A question that would write.
    case writes
    /// A question that is not one statement.
    case several
    case other
  }

  let kind: Kind
  /// The engine's own words.
  let message: String
}
