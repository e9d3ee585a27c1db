import ArgumentParser
import AuditReport
import AuditService
import AuditStore
import ConfigurationModel
import Foundation

/// `plumb verify`.
struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Check every row of the store against its ledger, and recompute derived rows.",
    discussion: """
      Finds rows that were changed, added or removed without the store's key. A head that was kept \
      elsewhere also shows changes made with the key, and an older copy that was put back. Derived \
      rows (edits of snapshots, expected configurations, deviations) are computed again.

      EXAMPLE: plumb verify
      EXAMPLE: plumb verify --head >> heads.txt
      EXAMPLE: plumb verify --since heads.txt

      \(ExitStatus.discussion)
      """)

  @Flag(
    help: "Only print the ledger's head: the number of events, their root, the store's name.")
  var head = false
  @Option(
    help: """
      A head that was kept, SIZE:ROOT, or a file with one on each line: the store must still begin \
      with everything that each head covers.
      """) var since: String?
  @Option(help: "text or json.") var format = VerificationFormat.text
  @OptionGroup var store: StoreOptions

  func validate() throws {
    guard head, since != nil else { return }
    throw ValidationError(
      "--head prints the head only and --since holds the store against one: give one of them.")
  }

  func run() throws {
    let store = try store.open(.reading)
    let isJSON = format == .json
    if head {
      let head = try store.head()
      try Console.write(isJSON ? head.json.text + "\n" : head.text + "\n")
      return
    }
    let heads = try since.map(Self.heads) ?? []
    let result = try VerifyStore(store: store, since: heads).run()
    guard result.problems.isEmpty else { throw Problems(result.problems) }
    try Console.write(isJSON ? result.json.text + "\n" : result.text(heads))
  }

  /// The heads that an option gives: one, or a file of them.
  private static func heads(_ text: String) throws -> [LedgerHead] {
    if let head = try? LedgerHead(parsing: text) { return [head] }
    guard text.contains("/") || FileManager.default.fileExists(atPath: text) else {
      return [try LedgerHead(parsing: text)]
    }
    guard let data = FileManager.default.contents(atPath: text) else {
      throw Problem(
        "head-file-unreadable", "The file '\(text)' cannot be read.",
        hint: "Check that it exists and that you may read it.")
    }
    let lines = String(decoding: data, as: UTF8.self).split(whereSeparator: \.isNewline)
    let heads = try lines.filter { !$0.allSatisfy(\.isWhitespace) }.map {
      try LedgerHead(parsing: String($0))
    }
    return heads.isEmpty ? [try LedgerHead(parsing: "")] : heads
  }
}

/// How `plumb verify` writes.
enum VerificationFormat: String, ExpressibleByArgument, CaseIterable { case text, json }

extension VerifyStore.Result {
  fileprivate func text(_ heads: [LedgerHead]) -> String {
    var lines = [
      "The store is sound: \(counted(versions, "version")), \(counted(edits, "edit")), "
        + "\(counted(expectations, "expectation")), \(counted(deviations, "standing deviation")) "
        + "and \(counted(revisions, "revision")) of change records recomputed, "
        + "\(counted(rows, "row")) held against the ledger."
    ]
    if earlier > 0 {
      lines.append(
        "Earlier \(counted(earlier, "row")) of edits and expectations were derived by an earlier "
          + "version of the program in another way. The ledger covers them; they are not computed again."
      )
    }
    if let head { lines.append("Ledger  \(head.text)") }
    if let provenSince {
      lines.append(
        "Proven  since event \(provenSince.event), \(provenSince.at): what was in the store before was "
          + "taken as it was.")
    }
    if let newest = heads.max(by: { $0.size < $1.size }) {
      lines.append(
        "Since   \(counted(newest.size, "event")) of the head in hand, all there unchanged.")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  fileprivate var json: JSONTree {
    [
      "sound": .bool(problems.isEmpty), "versions": .count(versions), "edits": .count(edits),
      "expectations": .count(expectations), "earlier": .count(earlier),
      "deviations": .count(deviations), "revisions": .count(revisions), "rows": .count(rows),
      "ledger": head?.json ?? .null,
      "provenSince": provenSince.map { since in
        ["event": .count(Int(since.event)), "at": .time(since.at)]
      } ?? .null,
    ]
  }
}

extension LedgerHead {
  fileprivate var json: JSONTree {
    ["size": .count(size), "root": .string(root), "store": .optional(store)]
  }
}
