@testable import AuditStore

/// Changes the tables of a store behind the program's back. Returns how many rows were changed.
@discardableResult
func tamper(_ path: String, _ sql: String) throws -> Int {
  try SQLiteDatabase(StoreFile(path: path)).writing { try StoreTransaction($0).run(sql) }
}
