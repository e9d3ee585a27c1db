@testable import AuditStore

extension StoreFolder {
  /// The database behind the store's path, whatever lies there.
  func database() throws -> any StoreDatabase { try SQLiteDatabase(StoreFile(path: path)) }

  /// Changes the store's tables behind the program's back.
  func tamper(_ sql: String) throws {
    try database().writing { try StoreTransaction($0).run(script: sql) }
  }

  /// What a statement answers, behind the program's back.
  func rows(_ sql: String) throws -> [SQLRow] {
    try database().reading { try StoreTransaction($0).rows(sql) }
  }
}
