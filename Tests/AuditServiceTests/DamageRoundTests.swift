import AuditReport
import AuditService
import AuditStore
import ConfigurationJSON
import ConfigurationModel
import Foundation
import PlumblineTestSupport
import Testing

/// What can happen to an export between AWS and the import. No damage here makes a file say something
/// else that AWS could have said.
private enum Damage: CaseIterable {
  case drop, cut, error, empty, json, listsToTexts, swap, staleCopy, filterDetails, narrow, token
  case errorBeside

  static let errors = [
    "An error occurred (AccessDenied) when calling the Describe operation: no",
    "\naws: [ERROR]: An error occurred (ThrottlingException) when calling the Describe operation: slow\n\nAdditional error details:\nType: User\n",
    "Could not connect to the endpoint URL: \"https://ec2.eu-west-1.amazonaws.com/\"\n",
    "\nUnable to locate credentials. You can configure credentials by running \"aws configure\".\n",
    "aws: [ERROR]: You must specify a region.\n",
    "Connection was closed before we received a valid response",
    "Code: AccessDenied\nMessage: no\n", "AccessDenied\tno\n", "| Code | AccessDenied |\n",
    "<html><head><title>502</title></head></html>",
    "<?xml version=\"1.0\"?>\n<Error><Code>SlowDown</Code><Message>no</Message></Error>",
    "Traceback (most recent call last):\nbotocore.exceptions.ClientError: An error occurred (Throttling) when calling the X operation: no",
    "partial text", "null", "\"\"", "[]", "7",
  ]

  static let answers = [
    #"{"Error":{"Code":"AccessDenied","Message":"no"}}"#,
    #"{"Code":"AccessDenied","Message":"no"}"#,
    #"{"message":"Rate exceeded"}"#, #"{"Message":"no","Type":"User"}"#,
    #"{"__type":"ThrottlingException","message":"slow"}"#,
    #"{"error":{"code":"X","message":"no"}}"#,
    #"{"error":"later"}"#, #"{"fault":{"faultstring":"no"}}"#, #"{"errors":[{"code":"X"}]}"#,
    #"{"ResponseMetadata":{"HTTPStatusCode":503}}"#,
    #"{"ResponseMetadata":{"HTTPStatusCode":206}}"#,
    #"{"status_code":403,"data":{"Error":{"Code":"AccessDenied"}}}"#,
    #"{"Errors":[{"Code":"InternalError"}]}"#, #"{"Unknown":[]}"#,
  ]
}

/// An export, and what was done to it.
private struct DamagedExport {
  private(set) var files: [String: String]
  private(set) var done: [String] = []
  private let older: [String: String]

  init(_ files: [String: String], older: [String: String]) {
    self.files = files
    self.older = older
  }

  // Where a good answer is empty, emptiness says something; so does `{}`.
  private static func answersNothing(_ name: String) -> Bool {
    name.contains("get-bucket-logging")
  }

  private static func call(_ name: String) -> String {
    String(name.split(separator: "/").dropFirst().first ?? "").split(separator: ".").first.map(
      String.init) ?? ""
  }

  mutating func damage(using random: inout SeededGenerator) {
    let names = files.keys.sorted()
    guard let name = names.randomElement(using: &random), let text = files[name],
      let kind = Damage.allCases.randomElement(using: &random)
    else { return }
    done.append("\(kind) \(name)")
    switch kind {
    case .drop: files[name] = nil
    case .cut:
      let bytes = Array(text.utf8)
      // A whole text without its last white space is still whole.
      let end = bytes.lastIndex { ![10, 32].contains($0) } ?? 0
      guard end > 0 else { return }
      let kept = Int.random(in: 0..<end, using: &random)
      guard kept > 0 || !Self.answersNothing(name) else { return }
      // An error's text that is cut after its code still says it.
      guard text.hasPrefix("{") else { return }
      files[name] = String(decoding: bytes[..<kept], as: UTF8.self)
    case .error: files[name] = Damage.errors.randomElement(using: &random)
    case .json: files[name] = Damage.answers.randomElement(using: &random)
    case .empty:
      guard !Self.answersNothing(name) else { return }
      files[name] = ["", "\n", "{}"].randomElement(using: &random)
    case .listsToTexts: files[name] = Self.cutDeep(text)
    case .swap: swap(name, text, using: &random)
    case .staleCopy: addCopy(of: name, using: &random)
    case .filterDetails:
      guard name.contains("authorization-details") else { return }
      let kept = ["UserDetailList", "GroupDetailList", "RoleDetailList"].any(using: &random)
      files[name] = Self.edited(text) { fields in
        for list in ["UserDetailList", "GroupDetailList", "RoleDetailList", "Policies"]
        where list != kept { fields[list] = .list([]) }
      }
    case .narrow: narrow(name, text, using: &random)
    case .token:
      files[name] = Self.edited(text) {
        $0[
          ["NextToken", "nextToken", "Marker", "NextMarker"].any(using: &random)] =
          .string("t")
      }
    case .errorBeside:
      files[name] = Self.edited(text) {
        $0[["Errors", "failures", "UnprocessedItems"].any(using: &random)] =
          .list([.object(["Code": .string("Throttling")])])
      }
    }
  }

  private mutating func swap(_ name: String, _ text: String, using random: inout SeededGenerator) {
    let others = files.keys.sorted().filter { Self.call($0) != Self.call(name) }
    guard let other = others.randomElement(using: &random), let content = files[other] else {
      return
    }
    let both = text + content
    // An empty answer is a good one of some calls.
    guard !text.isEmpty, !content.isEmpty, !both.contains("[ERROR]") else { return }
    done.append("  with \(other)")
    files[name] = content
    files[other] = text
  }

  private mutating func addCopy(of name: String, using random: inout SeededGenerator) {
    guard let old = older[name], name.split(separator: "/").count == 2 else { return }
    let folder = name.prefix { $0 != "/" }
    let base = name.dropFirst(folder.count + 1).replacing(".json", with: "")
    let plain = base.replacing(".page1", with: "").replacing(".page2", with: "")
    let copy = [
      "\(folder)/\(base)-old.json", "\(folder)/copy-of-\(base).json", "\(folder)/\(base) (1).json",
      "\(folder)/\(base).json~", "\(folder)/\(base).json.bak", "old/\(folder)/\(base).json",
      "\(folder)/\(plain).json", "\(folder)/\(plain)_1.json", "\(folder)/\(plain).page3.json",
    ].any(using: &random)
    done.append("  as \(copy)")
    guard files[copy] == nil else { return }
    files[copy] = old
  }

  /// Columns that every answer has are taken away, of all items.
  private mutating func narrow(
    _ name: String, _ text: String, using random: inout SeededGenerator
  ) {
    let columns = [
      "ec2-describe-security-groups": ["IpPermissions", "Description"],
      "ec2-describe-route-tables": ["Routes", "Associations"],
      "ec2-describe-vpcs": ["CidrBlock"], "ec2-describe-volumes": ["VolumeType", "Encrypted"],
      "ec2-describe-addresses": ["Domain"], "lambda-list-functions": ["CodeSha256", "Role"],
    ]
    guard let known = columns.first(where: { name.contains($0.key) }) else { return }
    let column = known.value.any(using: &random)
    files[name] = Self.edited(text) { fields in
      for (key, value) in fields {
        guard case .list(let items) = value else { continue }
        fields[key] = .list(
          items.map { item in
            guard case .object(var inner) = item else { return item }
            inner[column] = nil
            return .object(inner)
          })
      }
    }
  }

  private static func edited(
    _ text: String, _ edit: (inout [String: ConfigurationValue]) -> Void
  ) -> String {
    guard let value = try? ConfigurationValue(json: text), case .object(var fields) = value else {
      return text
    }
    edit(&fields)
    return ConfigurationValue.object(fields).canonicalJSON
  }

  /// As PowerShell's ConvertTo-Json writes what is deeper than its -Depth of 2.
  private static func cutDeep(_ text: String) -> String {
    guard let value = try? ConfigurationValue(json: text) else { return text }
    return cut(value, 3).canonicalJSON
  }

  private static func cut(_ value: ConfigurationValue, _ depth: Int) -> ConfigurationValue {
    switch value {
    case .object(let fields):
      guard depth > 0 else {
        return .string(
          "@{" + fields.keys.sorted().map { "\($0)=" }.joined(separator: "; ") + "}")
      }
      return .object(fields.mapValues { cut($0, depth - 1) })
    case .list(let values):
      guard depth > 0 else { return .string(values.isEmpty ? "" : "System.Object[]") }
      return .list(values.map { cut($0, depth - 1) })
    case .null, .bool, .number, .string, .elements: return value
    }
  }
}

/// One damaged export after a whole one.
private struct DamageRound {
  let seed: UInt64

  private func write(_ files: [String: String], _ store: TemporaryStore) throws -> String {
    for (name, text) in files { _ = try store.write(text, to: "export/111122223333/\(name)") }
    return store.folder + "/export"
  }

  private static let start = Timestamp(microseconds: 1_800_000_000_000_000)
  private static let later = Timestamp(microseconds: 1_800_086_400_000_000)

  private func importing(_ files: [String: String], _ store: TemporaryStore, _ moment: Timestamp)
    throws -> ImportOutcome
  {
    try? FileManager.default.removeItem(atPath: store.folder + "/export")
    let path = try write(files, store)
    return try ImportSnapshot(store: store.store, paths: [path], capturedAt: moment, now: moment)
      .run()
  }

  /// The edits of the newest snapshot.
  private func edits(_ store: TemporaryStore) throws -> Set<String> {
    Set(
      try store.store.query("SELECT type, id, change, path FROM edits WHERE snapshot = 2").rows
        .map { "\($0)" })
  }

  private func deletions(_ store: TemporaryStore) throws -> Set<String> {
    Set(
      try store.store.query(
        "SELECT type, id FROM edits WHERE snapshot = 2 AND change = 'removed' AND path = ''"
      ).rows.map { "\($0)" })
  }

  /// As `plumb audit` ends.
  private func status(_ store: TemporaryStore) throws -> Int {
    let rules = try LoadRules().load(from: store.store).rules
    let moment = Self.later.advanced(bySeconds: 60)
    _ = try RunAudit(store: store.store, baseline: "default", rules: rules, at: moment).run()
    let report = try ComposeReport(
      store: store.store, baseline: "default", rules: rules, at: moment
    ).audit()
    return report.unapproved.isEmpty ? (report.coverage.isComplete ? 0 : 2) : 1
  }

  func run() throws {
    var random = SeededGenerator(seed: seed)
    var account = Account(using: &random)
    let before = account.files
    account.edit(using: &random)
    let after = account.files
    let base = try TemporaryStore()
    let first = try importing(before, base, Self.start)
    #expect(
      !first.hasUnread, "seed \(seed): \(first.readings) \(first.unreadParts) \(first.warnings)")
    _ = try ManageBaselines(store: base.store, name: "default", at: Self.start)
      .set(to: "latest", choosing: ResourceSelector(), by: "erin@example.com", reason: "first")
    let whole = try TemporaryStore(copying: base)
    let outcome = try importing(after, whole, Self.later)
    #expect(!outcome.hasUnread, "seed \(seed): \(outcome.readings) \(outcome.unreadParts)")
    let (truth, gone) = try (edits(whole), deletions(whole))
    #expect(try status(whole) == (truth.isEmpty ? 0 : 1), "seed \(seed)")
    for _ in 0..<10 {
      var export = DamagedExport(after, older: before)
      for _ in 0..<Int.random(in: 1...3, using: &random) { export.damage(using: &random) }
      try check(export, base, truth, gone)
    }
  }

  private func check(
    _ export: DamagedExport, _ base: TemporaryStore, _ truth: Set<String>, _ gone: Set<String>
  ) throws {
    let words = "seed \(seed): \(export.done)"
    let store = try TemporaryStore(copying: base)
    let outcome: ImportOutcome
    do { outcome = try importing(export.files, store, Self.later) } catch is Problems { return }
    guard !outcome.snapshots.isEmpty else { return }
    let (found, removed) = try (edits(store), deletions(store))
    #expect(removed.subtracting(gone) == [], "\(words): a deletion that did not happen")
    #expect(found.subtracting(truth) == [], "\(words): an edit that did not happen")
    let status = try status(store)
    if status == 0 { #expect(truth == found, "\(words): missed with status 0") }
    if status == 0, found.isEmpty { #expect(truth.isEmpty, "\(words): missed with status 0") }
  }
}

@Suite struct DamageRoundTests {
  private static let rounds =
    ProcessInfo.processInfo.environment["PLUMB_DAMAGE_ROUNDS"].flatMap(Int.init) ?? 100
  private static let seed =
    ProcessInfo.processInfo.environment["PLUMB_DAMAGE_SEED"].flatMap(UInt64.init) ?? 1

  /// Each seed damages ten copies of one account's export; every failure prints its seed.
  @Test(arguments: seed..<seed + UInt64(max(1, rounds / 10)))
  func `a damaged export makes no clean bill and invents no change`(seed: UInt64) throws {
    try DamageRound(seed: seed).run()
  }
}
