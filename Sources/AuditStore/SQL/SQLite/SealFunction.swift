import GRDBSQLite

/// The SQL function `plumb_seal`, with which SQLite tells a sealer of a row. Triggers of the connection call it for each row
/// that is written; the statements of `measure` call it for rows that are there.
final class SealFunction {
  /// Who is told; nobody at first.
  var sealer: Sealer?
  private var text: [UInt8] = []

  /// Gives the connection the function. Nothing that stands in the file may call it, such as a view or a
  /// check of a table: only the program's statements and the triggers of the connection do.
  func add(to database: OpaquePointer) {
    let context = Unmanaged.passUnretained(self).toOpaque()
    sqlite3_create_function_v2(
      database, "plumb_seal", -1, SQLITE_UTF8 | SQLITE_DIRECTONLY, context,
      { call, count, values in
        guard let call, let values, count > 3, let context = sqlite3_user_data(call) else { return }
        let function = Unmanaged<SealFunction>.fromOpaque(context).takeUnretainedValue()
        sqlite3_result_int64(call, function.count(values, Int(count)))
      }, nil, nil, nil)
  }

  /// The arguments are: facet, 1 or -1, what the row belongs to, and the values of the facet's columns.
  /// Returns the first eight bytes of the row's digest.
  private func count(_ values: UnsafeMutablePointer<OpaquePointer?>, _ count: Int) -> Int64 {
    guard let sealer else { return 0 }
    let facet = Int(sqlite3_value_int(values[0]))
    guard sealer.facets.indices.contains(facet), sealer.labels[facet].count == count - 3 else {
      return 0
    }
    write(sealer.labels[facet], values + 3)
    let tag = text.withUnsafeBytes { row in
      sealer.count(
        facet, isAdded: sqlite3_value_int(values[1]) > 0, origin: sqlite3_value_int64(values[2]),
        row: row)
    }
    return Int64(bitPattern: tag)
  }

  /// Writes down a row's columns that are not null: name, kind, length and value of each.
  private func write(_ labels: [[UInt8]], _ values: UnsafeMutablePointer<OpaquePointer?>) {
    text.removeAll(keepingCapacity: true)
    for (index, label) in labels.enumerated() {
      let value = values[index]
      let kind = sqlite3_value_type(value)
      guard kind != SQLITE_NULL else { continue }
      text.append(contentsOf: label)
      text.append(UInt8(truncatingIfNeeded: kind))
      switch kind {
      case SQLITE_INTEGER:
        text.append(bigEndian: UInt64(bitPattern: sqlite3_value_int64(value)))
      case SQLITE_FLOAT:
        text.append(bigEndian: sqlite3_value_double(value).bitPattern)
      default:
        // A text's bytes, as they lie in the file.
        let bytes =
          kind == SQLITE_TEXT
          ? sqlite3_value_text(value).map { UnsafeRawPointer($0) } : sqlite3_value_blob(value)
        let count = Int(sqlite3_value_bytes(value))
        text.append(bigEndian: UInt64(count))
        text.append(
          contentsOf: UnsafeRawBufferPointer(start: bytes, count: bytes == nil ? 0 : count))
      }
    }
  }
}
