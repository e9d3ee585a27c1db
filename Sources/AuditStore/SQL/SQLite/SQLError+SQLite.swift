import GRDB
import GRDBSQLite

extension SQLError {
  /// The last error of a connection.
  init(lastOf database: OpaquePointer) {
    self.init(
      code: sqlite3_extended_errcode(database), message: String(cString: sqlite3_errmsg(database)))
  }

  init(_ error: DatabaseError) {
    self.init(
      code: error.extendedResultCode.rawValue, message: error.message ?? "\(error.resultCode)")
  }

  /// - Parameter code: An extended one (https://www.sqlite.org/rescode.html).
  private init(code: Int32, message: String) {
    let kind: Kind =
      switch code & 0xFF {
      case SQLITE_BUSY, SQLITE_LOCKED: .busy
      // The file's header was found to be a store's: what SQLite cannot read in it is damage.
      case SQLITE_CORRUPT, SQLITE_NOTADB: .damaged
      case SQLITE_FULL: .full
      // The index of the log cannot grow: in a file system without room, not SQLITE_FULL.
      case SQLITE_IOERR where code == SQLITE_IOERR | (19 << 8): .full
      case SQLITE_CANTOPEN, SQLITE_READONLY, SQLITE_PERM, SQLITE_IOERR, SQLITE_AUTH: .unreachable
      case SQLITE_CONSTRAINT: .violation
      default: .other
      }
    self.init(kind: kind, message: message)
  }
}
