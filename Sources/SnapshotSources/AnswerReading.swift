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
  private let operation: Operation?
  private let signs: PagingSigns
  private let parser = JSONParser()
  private var end = FileEnd()
  /// The first member that says what could not be answered.
  private var errorMember: String?
  /// The beginning of the file, in which an answer that is an error is found.
  private var start: [UInt8] = []

  static let wholeLimit = 16 << 20

  init(_ file: PlannedFile, _ lists: [ItemList], needsList: Bool) {
    self.file = file
    self.lists = lists
    self.needsList = needsList
    operation = file.call.flatMap(OperationTable.operation)
    signs = PagingSigns(operation)
  }

  /// An error of the caller's, told apart from those of the file.
  private struct Passed: Error { let error: any Error }

  func readLists(_ onItem: (RawItem) throws -> Void) throws -> FileEnd {
    try ended {
      let envelope = try split(.document, onItem)
      let answer = envelope.answer
      try readMembers(of: answer, isSplit: envelope.recordedAnswer == nil, onItem)
      if case .list = answer { end.counts["", default: 0] += 0 }
      end.token = end.token ?? signs.sign(in: answer)
      if envelope.failedStatus != nil {
        end.failure = ErrorAnswer(envelope).map { .callFailed(file.path, $0) }
      }
      guard needsList else { return }
      if end.counts.isEmpty {
        throw end.failure ?? .missingMember(file.path, members: lists.compactMap(\.member))
      }
      let stranger = ErrorMember.stranger(in: answer, of: operation)
      if let member = errorMember ?? ErrorMember.first(in: answer) ?? stranger
        ?? ErrorMember.narrowing(in: answer)
      {
        throw Problem.partialAnswer(file.path, member: member)
      }
    }
  }

  func readLines(_ onItem: (RawItem) throws -> Void) throws -> FileEnd {
    try ended {
      _ = try split(.lines, onItem)
      if end.counts.isEmpty { throw Problem.noDocuments(file.path) }
    }
  }

  /// The configuration items in events of AWS Config, one event or a list of them, or one a line.
  func readEvents(_ onItem: (RawItem) throws -> Void) throws -> FileEnd {
    try ended {
      let bytes = try wholeBytes(of: file.path)
      var items: [ConfigurationValue] = []
      do {
        items = try parser.parse(bytes).itemsOfEvent
      } catch let error as JSONError where error.kind == .trailingContent {
        try bytes.withUnsafeBytes { bytes in
          let splitter = ItemSplitter(mode: .lines)
          try splitter.feed(bytes) { items += try parser.parse($0.bytes).itemsOfEvent }
          _ = try splitter.finish()
        }
      }
      let list = lists.first { $0.member == nil }
      for (ordinal, item) in items.enumerated() { try give(list, "", item, ordinal, onItem) }
    }
  }

  /// The whole answer as one item, with its bytes as they are.
  func readWhole(_ onItem: (RawItem) throws -> Void) throws -> FileEnd {
    try ended {
      let bytes = try wholeBytes(of: file.path)
      start = bytes.count <= 1 << 16 ? bytes : []
      let value = try parser.parse(bytes)
      guard case .object(let fields) = value.answer, ErrorAnswer(value) == nil,
        operation?.isWhole != true || fields.keys.contains(where: { operation?.members[$0] != nil })
      else { throw Problem.notAnAnswer(file.path, call: file.call?.description ?? "any call") }
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
    guard let list else {
      if errorMember == nil, ErrorMember.isOne(member) { errorMember = member }
      return
    }
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
      case .object where !isList(member):
        try readWrapped(value, of: list, member, onItem)
      case .null: continue
      case .object, .bool, .number, .string, .elements:
        end.failure =
          end.failure ?? .wrongForm(file.path, Misfit(member, value, wanted: .list(.any)))
      }
    }
  }

  /// An object that is an item itself, or that stands around the list and says how many it has.
  private func readWrapped(
    _ value: ConfigurationValue, of list: ItemList, _ member: String,
    _ onItem: (RawItem) throws -> Void
  ) throws {
    end.token = end.token ?? signs.sign(in: value)
    let name = operation?.wrapped[member]
    let quantity = value["Quantity"]?.scalarText.flatMap(Int.init)
    let inner = value[name ?? "Items"] ?? .null
    if let items = inner.members {
      end.counts[member] = 0
      try giveAll(items, of: list, member, onItem)
      if let quantity, quantity > items.count, end.token == nil {
        end.failure = end.failure ?? .fewerThanSaid(file.path, quantity, has: items.count)
      }
    } else if inner == .null, quantity == 0 {
      // CloudFront leaves its list out where there are none.
      end.counts[member] = 0
    } else if let name {
      end.failure =
        end.failure
        ?? (inner == .null
          ? .missingMember(file.path, members: ["\(member).\(name)"])
          : .wrongForm(file.path, Misfit("\(member).\(name)", inner, wanted: .list(.any))))
    } else {
      end.counts[member] = 0
      try giveAll([value], of: list, member, onItem)
    }
  }

  private func isList(_ member: String) -> Bool {
    guard case .list? = operation?.members[member] else { return false }
    return true
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
    guard needsList, end.counts.values.allSatisfy({ $0 == 0 }) else {
      end.failure = problem
      return
    }
    if saysNone(problem) {
      for list in lists { end.counts[list.member ?? ""] = 0 }
    } else if let error = ErrorAnswer(start) {
      end.failure = .callFailed(file.path, error)
      end.errorCode = error.code
    } else {
      end.failure = end.failure ?? problem
    }
  }

  /// Whether what is no list says all the same that there is none: of what an account can have one of,
  /// or of a call that answers with nothing.
  private func saysNone(_ problem: Problem) -> Bool {
    guard let call = file.call else { return false }
    if let error = ErrorAnswer(start) {
      return error.isOf(call) && !lists.isEmpty && lists.allSatisfy { $0.says(none: error) }
    }
    let isNothing = start.filter { ![9, 10, 13, 32].contains($0) }
    return OperationTable.answersNothing(call)
      && (isNothing.isEmpty || isNothing == Array("{}".utf8))
  }
}

extension ItemList {
  /// Whether an error says that there is none of what stands in the list.
  fileprivate func says(none error: ErrorAnswer) -> Bool {
    parts?.kind.none.contains { $0.fits(code: error.code, message: error.message) } ?? false
  }
}

/// The bytes of an answer that is read whole.
func wholeBytes(of path: String) throws(Problem) -> [UInt8] {
  let limit = AnswerReading.wholeLimit
  let (bytes, isWhole) = try InputBytes.prefix(of: path, limit: limit)
  guard isWhole else { throw .fileTooLarge(path, limit: limit) }
  return bytes
}
