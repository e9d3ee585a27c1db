import CSimdjson
package import ConfigurationModel

/// One item of an export, as its raw bytes. It is not validated: whoever parses it does that.
package struct SplitItem {
  /// The member of the top-level object whose list holds the item; empty in a top-level list and for
  /// lines.
  package let member: String
  /// Valid until the handler of the item returns.
  package let bytes: UnsafeRawBufferPointer
  /// Byte offset of the item in the input.
  package let offset: UInt64
  /// From 0, within its list.
  package let ordinal: Int
}

/// Splits an export into its items while it arrives, in chunks of any size.
///
/// Items are the elements of every list that is directly a member of the top-level object
/// (`{"SecurityGroups": [{…}, {…}], "NextToken": "…"}`), the elements of a top-level list, or the
/// top-level values of an export by lines. What is left around them, with those lists empty, is the
/// envelope. Where every item is valid JSON and `finish` returns, the whole input was valid JSON, but
/// for its depth: each item may nest to the parser's limit itself.
///
/// Memory is bounded by one item and the envelope.
package final class ItemSplitter {
  /// What the input is.
  package enum Mode: Sendable {
    /// One JSON document.
    case document
    /// JSON objects and lists one after another, as in NDJSON.
    case lines
  }

  private let splitter: OpaquePointer
  private let mode: Mode
  private let limits: SplitLimits
  private let parser = JSONParser()
  private var member = (array: UInt64(0), name: "")
  private var failure: (any Error)?

  /// A splitter that refuses items and envelopes of more bytes than these. `isVectorized` is there to
  /// hold the fast reading against the plain one.
  package init(
    mode: Mode, itemLimit: Int = 16 << 20, envelopeLimit: Int = 16 << 20, isVectorized: Bool = true
  ) {
    self.mode = mode
    limits = SplitLimits(item: max(0, itemLimit), envelope: max(0, envelopeLimit))
    let splitter = splitter_create(
      mode == .lines ? split_lines : split_document, limits.item, limits.envelope, !isVectorized)
    guard let splitter else { preconditionFailure("There is no memory for a splitter.") }
    self.splitter = splitter
  }

  deinit { splitter_destroy(splitter) }

  /// Reads on, handing out each item that is complete.
  ///
  /// Throws `JSONError`, or what `onItem` throws; after that every further call throws the same.
  package func feed(
    _ chunk: UnsafeRawBufferPointer, onItem: (SplitItem) throws -> Void
  ) throws {
    if let failure { throw failure }
    do {
      splitter_feed(
        splitter, chunk.assumingMemoryBound(to: UInt8.self).baseAddress, chunk.count)
      while let item = try nextItem() { try onItem(item) }
    } catch {
      failure = error
      throw error
    }
  }

  /// Says that the input is over: its envelope, or null for an input by lines.
  ///
  /// Throws `JSONError` where the input was not whole or its envelope is not valid JSON.
  package func finish() throws -> ConfigurationValue {
    if let failure { throw failure }
    guard splitter_finish(splitter) == split_more else { throw currentError }
    guard mode == .document else { return .null }
    do {
      return try parser.parse(envelope)
    } catch {
      throw JSONError(error.kind, at: error.offset.map { splitter_origin(splitter, Int($0)) })
    }
  }

  /// The members of the top-level object that stand before the items handed out now, for use in
  /// `onItem`; an empty object where there is no top-level object.
  package func membersSoFar() throws(JSONError) -> ConfigurationValue {
    var length = 0
    guard let start = splitter_members(splitter, &length), length > 0 else { return .object([:]) }
    return try parser.parse(Array(UnsafeBufferPointer(start: start, count: length)) + [0x5D, 0x7D])
  }

  private func nextItem() throws(JSONError) -> SplitItem? {
    var item = split_item_bytes()
    switch splitter_next(splitter, &item) {
    case split_item: break
    case split_more: return nil
    default: throw currentError
    }
    if item.array != member.array { member = (item.array, try memberName()) }
    return SplitItem(
      member: member.name, bytes: UnsafeRawBufferPointer(start: item.bytes, count: item.length),
      offset: item.offset, ordinal: Int(item.ordinal))
  }

  private var currentError: JSONError {
    var offset: UInt64 = 0
    let failure = splitter_failure(splitter, &offset)
    return JSONError(failure, at: offset, limits: limits)
  }

  private var envelope: UnsafeRawBufferPointer {
    var length = 0
    let start = splitter_envelope(splitter, &length)
    return UnsafeRawBufferPointer(start: start, count: length)
  }

  private func memberName() throws(JSONError) -> String {
    var length = 0
    guard let start = splitter_member(splitter, &length) else { return "" }
    let quote = [UInt8(ascii: "\"")]
    let quoted = quote + Array(UnsafeBufferPointer(start: start, count: length)) + quote
    return try parser.parse(quoted).string ?? ""
  }
}
