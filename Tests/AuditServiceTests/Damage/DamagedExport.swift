import ConfigurationJSON
import ConfigurationModel
import PlumblineTestSupport

/// An export, and what was done to it.
struct DamagedExport {
  /// What the exporter wrote before, and what another account's exporter writes.
  struct Others {
    let older: [String: String]
    let foreign: [String: String]
  }

  private(set) var files: [String: [UInt8]]
  private(set) var done: [String] = []
  /// The files as texts, until their bytes are no longer those of a text.
  private var texts: [String: String]
  private let others: Others

  init(_ files: [String: String], _ others: Others) {
    texts = files
    self.files = files.mapValues { Array($0.utf8) }
    self.others = others
  }

  // Where a good answer is empty, emptiness says something; so does `{}`.
  private static func answersNothing(_ name: String) -> Bool {
    name.contains("get-bucket-logging")
  }

  private static func isListing(_ name: String) -> Bool { name.split(separator: "/").count == 2 }

  private static func call(_ name: String) -> String {
    String(name.split(separator: "/").dropFirst().first ?? "").split(separator: ".").first.map(
      String.init) ?? ""
  }

  private mutating func put(_ text: String, in name: String) {
    texts[name] = text
    files[name] = Array(text.utf8)
  }

  private mutating func put(bytes: [UInt8], in name: String) {
    texts[name] = nil
    files[name] = bytes
  }

  private mutating func remove(_ name: String) {
    texts[name] = nil
    files[name] = nil
  }

  mutating func damage(using random: inout SeededGenerator, kinds: [Damage] = Damage.allCases) {
    guard let name = texts.keys.sorted().randomElement(using: &random), let text = texts[name],
      let kind = kinds.randomElement(using: &random)
    else { return }
    done.append("\(kind) \(name)")
    switch kind {
    case .drop, .empty, .error, .json, .cut, .cutAtBlock, .zeroTail, .token, .errorBeside:
      fail(kind, name, text, using: &random)
    case .crlf, .byteOrderMark, .wideCharacters, .warningBefore, .conflict, .twice, .gzipped,
      .gzipCut:
      redirect(kind, name, text, using: &random)
    case .sortedKeys, .listsToTexts, .query, .lines, .slurped, .concatenated, .merged, .yaml,
      .text, .table, .unwrapped:
      rewrite(kind, name, text, using: &random)
    case .filterDetails, .narrow, .nullColumn, .nullList, .nullItem, .emptyItem:
      take(kind, name, text, using: &random)
    case .duplicate, .staleDuplicate, .swap, .swapOfOneCall, .swapOfRegions, .staleCopy,
      .ofOtherAccount, .ofOtherRegion:
      misplace(kind, name, text, using: &random)
    }
  }

  // MARK: What was answered, or not

  private mutating func fail(
    _ kind: Damage, _ name: String, _ text: String, using random: inout SeededGenerator
  ) {
    switch kind {
    case .drop: remove(name)
    case .error: put(Damage.errors.any(using: &random), in: name)
    // A recording of an empty answer is one.
    case .json where !Self.answersNothing(name):
      put(Damage.answers.any(using: &random), in: name)
    case .empty where !Self.answersNothing(name):
      put(["", "\n", "{}", " {} \n"].any(using: &random), in: name)
    case .cut: cut(name, text, to: Int.random(in: 0..<max(1, text.utf8.count), using: &random))
    case .cutAtBlock: cut(name, text, to: 512)
    case .zeroTail where text.utf8.count > 20:
      let bytes = Array(text.utf8)
      let kept = Int.random(in: 0..<bytes.count - 10, using: &random)
      put(bytes: bytes.prefix(kept) + Array(repeating: 0, count: bytes.count - kept), in: name)
    case .token:
      edit(name, text) {
        $0[["NextToken", "nextToken", "Marker", "NextMarker"].any(using: &random)] = .string("t")
      }
    case .errorBeside:
      edit(name, text) {
        $0[["Errors", "failures", "UnprocessedItems"].any(using: &random)] =
          .list([.object(["Code": .string("Throttling")])])
      }
    default: return
    }
  }

  private mutating func cut(_ name: String, _ text: String, to count: Int) {
    let bytes = Array(text.utf8)
    // A whole text without its last white space is still whole.
    let end = bytes.lastIndex { ![10, 32].contains($0) } ?? 0
    // An error's text that is cut after its code still says it.
    guard count < end, text.hasPrefix("{"), count > 0 || !Self.answersNothing(name) else { return }
    put(String(decoding: bytes[..<count], as: UTF8.self), in: name)
  }

  // MARK: What redirections and editors do

  private mutating func redirect(
    _ kind: Damage, _ name: String, _ text: String, using random: inout SeededGenerator
  ) {
    switch kind {
    case .crlf:
      guard let value = try? ConfigurationValue(json: text) else {
        return put(text.replacing("\n", with: "\r\n"), in: name)
      }
      put(value.prettyJSON(lineEnd: "\r\n"), in: name)
    case .byteOrderMark: put(bytes: [0xEF, 0xBB, 0xBF] + Array(text.utf8), in: name)
    case .wideCharacters:
      let isMarked = Bool.random(using: &random)
      let units = (isMarked ? [0xFEFF] : []) + Array(text.utf16)
      put(bytes: units.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }, in: name)
    case .warningBefore where text.hasPrefix("{"):
      put(
        "urllib3/connectionpool.py:1064: InsecureRequestWarning\n  warnings.warn(\n" + text,
        in: name)
    case .conflict where text.hasPrefix("{"):
      let old = others.older[name] ?? "{}"
      put("<<<<<<< HEAD\n\(text)\n=======\n\(old)\n>>>>>>> export\n", in: name)
    case .twice where text.hasPrefix("{"):
      let old = others.older[name] ?? text
      put([text + old, old + text, text + "\n" + text].any(using: &random), in: name)
    case .gzipped, .gzipCut:
      let packed = gzip(Array(text.utf8))
      let isNamed = Bool.random(using: &random)
      let kept =
        kind == .gzipped
        ? packed.count : Int.random(in: 1..<packed.count, using: &random)
      remove(name)
      put(bytes: Array(packed.prefix(kept)), in: isNamed ? name + ".gz" : name)
    default: return
    }
  }

  // MARK: What tools make of an answer

  private mutating func rewrite(
    _ kind: Damage, _ name: String, _ text: String, using random: inout SeededGenerator
  ) {
    guard let value = try? ConfigurationValue(json: text), case .object(let fields) = value else {
      return
    }
    let lists = fields.values.compactMap(\.members)
    switch kind {
    case .sortedKeys: put(value.prettyJSON(lineEnd: "\n"), in: name)
    case .listsToTexts: put(value.cutBelow(3).canonicalJSON, in: name)
    case .query:
      let inner = fields.values.sorted { $0.canonicalJSON < $1.canonicalJSON }
      guard let first = inner.first else { return }
      let items = first.members ?? [first]
      put([first, .list(items), items.first ?? .null].any(using: &random).canonicalJSON, in: name)
    case .lines where !lists.joined().isEmpty:
      put(lists.joined().map(\.canonicalJSON).joined(separator: "\n"), in: name)
    case .slurped: put("[\(text)]", in: name)
    case .concatenated: concatenate(name, text, using: &random)
    case .merged: merge(name, fields, using: &random)
    case .yaml: put(value.yaml(), in: name)
    case .text: put(value.plainText, in: name)
    case .table: put(value.table(of: Self.call(name)), in: name)
    case .unwrapped: edit(name, text) { fields in fields = fields.mapValues(\.unwrapped) }
    default: return
    }
  }

  private mutating func concatenate(
    _ name: String, _ text: String, using random: inout SeededGenerator
  ) {
    guard let other = texts.keys.sorted().randomElement(using: &random), other != name,
      let more = texts[other], more.hasPrefix("{")
    else { return }
    done.append("  with \(other)")
    remove(other)
    put(text + "\n" + more, in: name)
  }

  /// Two answers in one object, as `jq -s add` makes them; pages become one.
  private mutating func merge(
    _ name: String, _ fields: [String: ConfigurationValue], using random: inout SeededGenerator
  ) {
    guard let other = texts.keys.sorted().randomElement(using: &random), other != name,
      let text = texts[other], case .object(let more)? = try? ConfigurationValue(json: text),
      Set(fields.keys).isDisjoint(with: more.keys)
    else { return }
    done.append("  with \(other)")
    remove(other)
    put(ConfigurationValue.object(fields.merging(more) { $1 }).canonicalJSON, in: name)
  }

  // MARK: What is taken out of it

  private mutating func take(
    _ kind: Damage, _ name: String, _ text: String, using random: inout SeededGenerator
  ) {
    switch kind {
    case .filterDetails where name.contains("authorization-details"):
      let lists = ["UserDetailList", "GroupDetailList", "RoleDetailList", "Policies"]
      let gone = lists.filter { _ in Bool.random(using: &random) }
      edit(name, text) { fields in for list in gone { fields[list] = .list([]) } }
    case .narrow, .nullColumn:
      guard let known = Damage.columns.first(where: { name.contains($0.key) }) else { return }
      let column = known.value.any(using: &random)
      done.append("  \(column)")
      edit(name, text) { fields in
        fields = fields.mapValues { $0.replacing(column, by: kind == .narrow ? nil : .null) }
      }
    // Where a good answer is empty null says the same.
    case .nullList where !Self.answersNothing(name):
      edit(name, text) { fields in
        if let list = fields.keys.sorted().randomElement(using: &random) { fields[list] = .null }
      }
    case .nullItem, .emptyItem:
      let item: ConfigurationValue = kind == .nullItem ? .null : .object([:])
      editList(name, text, using: &random) { items, random in
        guard !items.isEmpty else { return }
        items[Int.random(in: items.indices, using: &random)] = item
      }
    default: return
    }
  }

  // MARK: What is in it twice, or in another file's place

  private mutating func misplace(
    _ kind: Damage, _ name: String, _ text: String, using random: inout SeededGenerator
  ) {
    switch kind {
    // What is twice in a list within an answer is another list.
    case .duplicate where Self.isListing(name):
      editList(name, text, using: &random) { items, random in
        if let item = items.randomElement(using: &random) { items.append(item) }
      }
    case .staleDuplicate where Self.isListing(name):
      let old = others.older[name].flatMap { try? ConfigurationValue(json: $0) }
      editList(name, text, using: &random) { items, random in
        let known = old?.firstList ?? []
        guard let item = known.randomElement(using: &random), !items.contains(item) else { return }
        // What is gone and stands there all the same is a listing of before.
        guard items.contains(where: { $0.isSame(as: item) }) else { return }
        items.insert(item, at: Bool.random(using: &random) ? 0 : items.count)
      }
    case .swap: swap(name, text, using: &random) { Self.call($0) != Self.call(name) }
    case .swapOfOneCall:
      let bound = ["get-bucket-policy/", "lambda-get-policy/", "get-key-rotation-status/"]
      guard bound.contains(where: name.contains), text.hasPrefix("{") else { return }
      swap(name, text, using: &random) { other in
        other != name && Self.call(other) == Self.call(name)
      }
    case .swapOfRegions where name.hasPrefix("us-east-1"):
      swap(name, text, using: &random) {
        $0.hasPrefix("eu-west-1") && Self.call($0) == Self.call(name)
      }
    case .staleCopy: addCopy(of: name, using: &random)
    // What another account shares is listed with its owner's account.
    case .ofOtherAccount where !["subnets", "vpcs", "route-tables"].contains(where: name.contains):
      guard let foreign = others.foreign[name], foreign.contains("111122223333") else { return }
      put(foreign.replacing("111122223333", with: "444455556666"), in: name)
    case .ofOtherRegion:
      guard let foreign = others.foreign[name], foreign.contains("eu-west-1") else { return }
      put(foreign.replacing("eu-west-1", with: "ap-south-1"), in: name)
    default: return
    }
  }

  private mutating func swap(
    _ name: String, _ text: String, using random: inout SeededGenerator,
    _ isChosen: (String) -> Bool
  ) {
    guard let other = texts.keys.sorted().filter(isChosen).randomElement(using: &random),
      let content = texts[other]
    else { return }
    // An empty answer is a good one of some calls, and `none` of a call about one of its resources.
    guard !text.isEmpty, !content.isEmpty, !(text + content).contains("[ERROR]") else { return }
    done.append("  with \(other)")
    put(content, in: name)
    put(text, in: other)
  }

  private mutating func addCopy(of name: String, using random: inout SeededGenerator) {
    guard let old = others.older[name], Self.isListing(name) else { return }
    let folder = name.prefix { $0 != "/" }
    let base = name.dropFirst(folder.count + 1).replacing(".json", with: "")
    let plain = base.replacing(".page1", with: "").replacing(".page2", with: "")
    let copy = [
      "\(folder)/\(base)-old.json", "\(folder)/copy-of-\(base).json", "\(folder)/\(base) (1).json",
      "\(folder)/\(base).json~", "\(folder)/\(base).json.bak", "old/\(folder)/\(base).json",
      "\(folder)/\(plain).json", "\(folder)/\(plain)_1.json", "\(folder)/\(plain).page3.json",
      "\(folder)/\(base).20261127.json", "\(folder)/\(base)-2026-11-27.json",
      "\(folder)/Kopie von \(base).json", "\(folder)/\(base) 2.json", "\(folder)/\(base).json.1",
      "\(folder)/#\(base).json#", "\(folder)/\(base).json.orig",
      "2026-11-27/\(folder)/\(base).json",
    ].any(using: &random)
    done.append("  as \(copy)")
    if files[copy] == nil { put(old, in: copy) }
  }

  // MARK: Editing

  private mutating func edit(
    _ name: String, _ text: String, _ change: (inout [String: ConfigurationValue]) -> Void
  ) {
    guard let value = try? ConfigurationValue(json: text), case .object(var fields) = value else {
      return
    }
    change(&fields)
    put(ConfigurationValue.object(fields).canonicalJSON, in: name)
  }

  /// Edits the first list of an answer.
  private mutating func editList(
    _ name: String, _ text: String, using random: inout SeededGenerator,
    _ change: (inout [ConfigurationValue], inout SeededGenerator) -> Void
  ) {
    edit(name, text) { fields in
      guard let list = fields.keys.sorted().first(where: { fields[$0]?.members != nil }),
        var items = fields[list]?.members
      else { return }
      change(&items, &random)
      fields[list] = .list(items)
    }
  }
}
