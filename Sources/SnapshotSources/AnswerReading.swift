import ConfigurationDiff
import ConfigurationJSON
import ConfigurationModel

/// One list of an answer, and what its items are.
final class ItemList {
  /// The top-level member; nil for a top-level list, or where the whole answer is one item.
  let member: String?
  let context: ItemContext
  let parts: ItemParts?

  init(member: String?, context: ItemContext, parts: ItemParts?) {
    self.member = member
    self.context = context
    self.parts = parts
  }
}

/// The reading of one file.
final class AnswerReading {
  private let file: PlannedFile
  private let lists: [ItemList]
  /// Whether the file must have one of the lists, as an answer that lists must.
  private let needsList: Bool
  private let parser = JSONParser()
  private var end = FileEnd()
  /// The beginning of the file, in which an answer that is an error is found.
  private var start: [UInt8] = []

  static let wholeLimit = 16 << 20

  init(_ file: PlannedFile, _ lists: [ItemList], needsList: Bool) {
    self.file = file
    self.lists = lists
    self.needsList = needsList
  }

  /// An error of the caller's, told apart from those of the file.
  private struct Passed: Error { let error: any Error }

  func readLists(_ onItem: (RawItem) throws -> Void) throws -> FileEnd {
    try ended {
      let envelope = try split(.document, onItem)
      let answer = envelope.answer
      try readMembers(of: answer, isSplit: envelope.recordedAnswer == nil, onItem)
      if case .list = answer { end.counts["", default: 0] += 0 }
      end.token = end.token ?? answer.pagingToken
      if let status = envelope.failedStatus {
        end.failure = .callFailed(file.path, code: "HTTP \(status)")
      }
      if needsList, end.counts.isEmpty {
        throw Problem.missingMember(file.path, members: lists.compactMap(\.member))
      }
    }
  }

  func readLines(_ onItem: (RawItem) throws -> Void) throws -> FileEnd {
    try ended {
      _ = try split(.lines, onItem)
      if end.counts.isEmpty { throw Problem.noDocuments(file.path) }
    }
  }

  /// The whole answer as one item, with its bytes as they are.
  func readWhole(_ onItem: (RawItem) throws -> Void) throws -> FileEnd {
    try ended {
      let bytes = try wholeBytes(of: file.path)
      start = bytes.count <= 1 << 16 ? bytes : []
      let value = try parser.parse(bytes)
      guard case .object = value, ErrorAnswer.code(start) == nil else {
        throw Problem.notAnAnswer(file.path, call: file.call?.description ?? "any call")
      }
      let list = lists.first { $0.member == nil } ?? lists.first
      if let answer = value.recordedAnswer { return try give(list, "", answer, 0, onItem) }
      try bytes.withUnsafeBytes { bytes in try give(list, "", bytes, at: 0, 0, onItem) }
    }
  }

  private func split(_ mode: ItemSplitter.Mode, _ onItem: (RawItem) throws -> Void) throws
    -> ConfigurationValue
  {
    let input = try InputBytes(file.path)
    let splitter = ItemSplitter(mode: mode)
    while let chunk = try input.next() {
      if start.isEmpty { start = Array(chunk.prefix(1 << 16)) }
      try splitter.feed(chunk) { item in
        try give(
          list(of: item.member), item.member, item.bytes, at: item.offset, item.ordinal, onItem)
      }
    }
    return try splitter.finish()
  }

  // A list that someone cut out of its answer still holds the items of the one list there was.
  private func list(of member: String) -> ItemList? {
    guard member.isEmpty else {
      return lists.first { $0.member?.isIdentical(to: member) == true }
    }
    return lists.first { $0.member == nil } ?? (lists.count == 1 ? lists.first : nil)
  }

  private func give(
    _ list: ItemList?, _ member: String, _ bytes: UnsafeRawBufferPointer, at offset: UInt64?,
    _ ordinal: Int, _ onItem: (RawItem) throws -> Void
  ) throws {
    guard let list else { return }
    end.counts[member, default: 0] += 1
    let parts = try list.parts?.parts(of: bytes, parser) ?? [:]
    let item = RawItem(
      context: list.context, bytes: bytes, offset: offset, ordinal: ordinal, parts: parts)
    do { try onItem(item) } catch { throw Passed(error: error) }
  }

  // What is left of the answer when its lists were split: `Role` of `get-role` is an item, and so is
  // each of `DistributionList.Items`. Of a recording nothing was split.
  private func readMembers(
    of answer: ConfigurationValue, isSplit: Bool, _ onItem: (RawItem) throws -> Void
  ) throws {
    for list in lists {
      guard let member = list.member, let value = answer[member] else { continue }
      switch value {
      case .list(let items):
        end.counts[member, default: 0] += 0
        if !isSplit { try giveAll(items, of: list, member, onItem) }
      case .object:
        end.counts[member] = 0
        end.token = end.token ?? value.pagingToken
        try giveAll(value["Items"]?.members ?? [value], of: list, member, onItem)
      case .null, .bool, .number, .string, .elements: continue
      }
    }
  }

  private func giveAll(
    _ items: [ConfigurationValue], of list: ItemList, _ member: String,
    _ onItem: (RawItem) throws -> Void
  ) throws {
    for (ordinal, item) in items.enumerated() { try give(list, member, item, ordinal, onItem) }
  }

  private func give(
    _ list: ItemList?, _ member: String, _ item: ConfigurationValue, _ ordinal: Int,
    _ onItem: (RawItem) throws -> Void
  ) throws {
    var text = item.canonicalJSON
    try text.withUTF8 { utf8 in
      try give(list, member, UnsafeRawBufferPointer(utf8), at: nil, ordinal, onItem)
    }
  }

  /// What the file gave, with what was wrong with it.
  private func ended(_ read: () throws -> Void) throws -> FileEnd {
    do {
      try read()
    } catch let passed as Passed {
      throw passed.error
    } catch let problem as Problem {
      note(problem)
    } catch let error as JSONError {
      let place = Problem.Place(file: file.path)
      note(error.kind == .empty ? .emptyFile(file.path) : .invalidJSON(error, at: place))
    }
    return end
  }

  // A file that holds no answer is explained by the error it holds instead, where it is one.
  private func note(_ problem: Problem) {
    guard needsList, end.counts.values.allSatisfy({ $0 == 0 }),
      let code = ErrorAnswer.code(start)
    else {
      end.failure = problem
      return
    }
    // That an account has none of what it can have one of is an answer.
    if code == "NoSuchEntity", lists.allSatisfy({ $0.parts?.kind.identity.only != nil }) {
      for list in lists { end.counts[list.member ?? ""] = 0 }
    } else {
      end.failure = .callFailed(file.path, code: code, start)
      end.errorCode = code
    }
  }
}

/// The bytes of an answer that is read whole.
func wholeBytes(of path: String) throws(Problem) -> [UInt8] {
  let limit = AnswerReading.wholeLimit
  let (bytes, isWhole) = try InputBytes.prefix(of: path, limit: limit)
  guard isWhole else { throw .fileTooLarge(path, limit: limit) }
  return bytes
}
