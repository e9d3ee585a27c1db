package import AuditStore
package import ChangeAudit
import ChangeDocuments
import ConfigurationDiff
import ConfigurationModel
import ResourceKinds

/// Brings together what an audit goes by: the change records of the store, and the documents of
/// ignores and freezes.
package struct LoadRules {
  /// Files and folders of ignores.
  package let ignorePaths: [String]
  /// Files and folders of freezes.
  package let freezePaths: [String]

  /// Makes a loader; without arguments it gives the change records of the store alone.
  package init(ignorePaths: [String] = [], freezePaths: [String] = []) {
    self.ignorePaths = ignorePaths
    self.freezePaths = freezePaths
  }

  /// Throws `Problem`, or `Problems` with everything that is wrong with the documents.
  package func load(from store: AuditStore) throws -> RuleBook {
    let (ignores, freezes) = try documents()
    let named = ignores.withShortNames
    let revisions = try store.allRevisions()
    let histories = try Self.histories(of: revisions)
    return RuleBook(
      records: histories.sorted { $0.key.precedes($1.key) }
        .compactMap { $0.value.revisions.last?.record }, ignores: named,
      freezes: freezes, registered: histories.mapValues(\.registeredTimes),
      asOf: revisions.map(\.event).max() ?? 0, meaning: LoadRules.meaning)
  }

  /// The documents that the files and folders hold. Throws `Problems` with everything that is wrong with them.
  func documents() throws(Problems) -> (ignores: [Ignore], freezes: [Freeze]) {
    var problems: [Problem] = []
    let ignores = ignorePaths.flatMap { path in
      gather(&problems) { () throws(Problems) in try Ignore.read(at: path) }
    }
    let freezes = freezePaths.flatMap { path in
      gather(&problems) { () throws(Problems) in try Freeze.read(at: path) }
    }
    guard problems.isEmpty else { throw Problems(problems) }
    return (ignores, freezes)
  }

  /// Revisions as the histories of their records, by number.
  static func histories(of revisions: [StoredChangeRecord]) throws -> [String: RecordHistory] {
    let records = try revisions.mapOnAllCores { try $0.record() }
    return Dictionary(grouping: zip(revisions, records), by: \.0.number).mapValues { revisions in
      // Numbers in other characters may be one key: what was registered last counts.
      RecordHistory(
        revisions.sorted { $0.0.event < $1.0.event }.map { stored, record in
          .init(
            record: record, registered: stored.known, isDocument: stored.origin == .document,
            actor: stored.actor)
        })
    }
  }

  /// What a document of a resource means, by the rules of its kind.
  package static let meaning: Meaning = { document, id in
    ResourceKind.of(id.type).normalized(
      document, form: .document,
      context: NormalizationContext(account: id.account, partition: id.partition))
  }

  private func gather<Value>(
    _ problems: inout [Problem], _ read: () throws(Problems) -> [Value]
  ) -> [Value] {
    do {
      return try read()
    } catch {
      problems += error.all
      return []
    }
  }
}

extension [Ignore] {
  /// Each under the last part of its file's name, `ignores.yaml#1`, or the whole path where two have
  /// the same.
  fileprivate var withShortNames: [Ignore] {
    let counts = Dictionary(grouping: self, by: \.name.fileName).mapValues(\.count)
    return map { counts[$0.name.fileName] == 1 ? $0.named($0.name.fileName) : $0 }
  }
}

extension RuleBook {
  /// The records as their newest revisions say.
  init(
    of histories: [String: RecordHistory], ignores: [Ignore] = [], freezes: [Freeze] = []
  ) {
    self.init(
      records: histories.sorted { $0.key.precedes($1.key) }
        .compactMap { $0.value.revisions.last?.record }, ignores: ignores, freezes: freezes,
      registered: histories.mapValues(\.registeredTimes), meaning: LoadRules.meaning)
  }

  /// What an audit goes by besides the records, as it is kept.
  var given: [GivenRule] {
    ignores.map {
      GivenRule(
        .ignore, name: $0.name, owner: $0.owner, reason: $0.reason, until: $0.until,
        document: $0.yaml)
    } + freezes.map { GivenRule(.freeze, name: $0.name, document: $0.yaml) }
  }
}

extension GivenRule {
  /// The ignore that it says; nil where it cannot be read any more.
  var ignore: Ignore? {
    try? Ignore.read(document, file: "stored rule \(name)").first?.named(name)
  }
}

extension GivenRule {
  /// The freeze that it says; nil where it is an ignore, or cannot be read any more.
  var freeze: Freeze? {
    guard kind == .freeze else { return nil }
    return try? Freeze.read(document, file: "stored rule \(name)").first
  }
}

extension [Int64: GivenRule] {
  /// In the order in which they were first given.
  var inOrder: [GivenRule] { sorted { $0.key < $1.key }.map(\.value) }
}

extension AuditStore {
  /// The revisions of every change record up to an event, by its number.
  func recordHistories(until event: Int64 = .max) throws -> [String: RecordHistory] {
    try LoadRules.histories(of: allRevisions(until: event))
  }
}

extension StoredChangeRecord {
  /// The record that the stored document says.
  func record() throws(Problems) -> ChangeRecord {
    let documents = try RecordDocument.read(
      document, file: "stored record \(number)", isStored: true)
    guard let first = documents.first else {
      throw Problems([.emptyStoredRecord(number)])
    }
    return first.record
  }
}

extension Problem {
  static func emptyStoredRecord(_ number: String) -> Problem {
    Problem("store-damaged", "The stored change record \(number) is empty.")
  }
}
