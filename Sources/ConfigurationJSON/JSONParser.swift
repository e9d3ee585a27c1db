import CSimdjson
package import ConfigurationModel

/// Parses JSON documents (RFC 8259), strictly: UTF-8, no duplicate keys, no lone surrogates, at most 512
/// levels, nothing after the document. A byte order mark at the start is skipped.
///
/// One parser reuses its memory from document to document; use one per task.
package final class JSONParser {
  private let flattener: OpaquePointer
  /// Counts the documents parsed, so that an outdated `FlatDocument` is noticed.
  private(set) var generation = 0
  /// What was parsed last; nil after a refusal.
  private(set) var last: flat_document?

  /// Makes a parser, whose memory grows with the largest document that it parses.
  package init() {
    guard let flattener = flattener_create() else {
      preconditionFailure("There is no memory for a JSON parser.")
    }
    self.flattener = flattener
  }

  deinit { flattener_destroy(flattener) }

  /// The value of a whole document.
  package func parse(_ bytes: UnsafeRawBufferPointer) throws(JSONError) -> ConfigurationValue {
    try FlatNodes(flatten(bytes)).value(at: 0)
  }

  /// The value of a whole document.
  package func parse(_ bytes: [UInt8]) throws(JSONError) -> ConfigurationValue {
    let outcome = bytes.withUnsafeBytes { bytes in
      Result { () throws(JSONError) in try parse(bytes) }
    }
    return try outcome.get()
  }

  /// The value of a whole document.
  package func parse(_ text: String) throws(JSONError) -> ConfigurationValue {
    var text = text
    let outcome = text.withUTF8 { utf8 in
      Result { () throws(JSONError) in try parse(UnsafeRawBufferPointer(utf8)) }
    }
    return try outcome.get()
  }

  /// Validates a whole document, to read chosen fields of it without building its value.
  ///
  /// The answer holds until this parser parses again: reading it later is a bug that stops the program.
  package func parseFields(_ bytes: UnsafeRawBufferPointer) throws(JSONError) -> FlatDocument {
    FlatDocument(nodes: FlatNodes(try flatten(bytes)), parser: self, generation: generation)
  }

  private func flatten(_ bytes: UnsafeRawBufferPointer) throws(JSONError) -> flat_document {
    generation += 1
    last = nil
    let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
    let document = flattener_parse(flattener, start, bytes.count)
    guard document.failure == json_accepted else {
      throw JSONError(
        document.failure, at: document.failure_offset, key: document.repeatedKey,
        limits: SplitLimits(item: 0, envelope: 0))
    }
    if document.has_wide_keys { try FlatNodes(document).requireDistinctKeys() }
    last = document
    return document
  }
}

extension flat_document {
  fileprivate var repeatedKey: String {
    guard failure == json_duplicate_key, let text else { return "" }
    return String(
      decoding: UnsafeBufferPointer(start: text + Int(key_start), count: Int(key_length)),
      as: UTF8.self)
  }
}

extension ConfigurationValue {
  /// The value of one JSON document.
  package init(json text: String) throws(JSONError) {
    self = try JSONParser().parse(text)
  }
}
