package import AuditStore
package import ChangeAudit
package import ChangeDocuments
package import ConfigurationModel
import Foundation

/// Registers the change records in the folders of the settings before an audit. A file that cannot be read stops no
/// other; the store keeps that it was not read, so that no audit is complete meanwhile: it may take an approval back.
package struct RegisterFolders {
  /// The store that keeps the records.
  package let store: AuditStore
  /// The moment of the registration.
  package let at: Timestamp

  /// What became of the files.
  package struct Outcome: Sendable {
    /// What became of the records that could be read.
    package var registrations: [Registration] = []
    /// What could not be registered, and where it stands.
    package var problems: [Problem] = []
    /// Approved records that these folders held and no file holds any more that could be read, in the order of their
    /// numbers: what was registered stays.
    package var missing: [String] = []

    /// Warnings of what was registered or revised now and covers no edit, and of approvals of it that do not count, or
    /// not yet: a sentence each.
    package var discounts: [String] = []

    /// What was registered or revised now, a line each.
    package var news: [String] { registrations.filter { $0.revision != nil }.map(\.words) }

    /// Sentences for whoever reads the audit.
    package var warnings: [String] {
      guard !missing.isEmpty else { return [] }
      let told = missing.prefix(Self.told).joined(separator: ", ")
      let more = missing.count > Self.told ? " and \(missing.count - Self.told) more" : ""
      return [
        "No file in the folders of 'changes' that could be read holds \(told)\(more): what was "
          + "registered stays approved until a revision or 'plumb change cancel' ends it."
      ]
    }

    private static let told = 10
  }

  /// Makes the registration; nothing is read before `run`.
  package init(store: AuditStore, at: Timestamp) {
    self.store = store
    self.at = at
  }

  /// Registers what can be read. Throws only where the store cannot be written.
  ///
  /// - Parameter changes: Nil where the settings name no folders: nothing is unread then.
  package func run(_ changes: Settings.ChangeFolders?) throws -> Outcome {
    var outcome = Outcome()
    guard let changes else {
      try store.setUnreadDocuments([:], at: at)
      return outcome
    }
    var unread: [String: Problem] = [:]
    func keep(_ file: String, _ problems: [Problem]) {
      let path = Self.rooted(file)
      if unread[path] == nil { unread[path] = Self.summary(of: problems) }
    }
    func leave(_ file: String, _ problems: [Problem]) {
      outcome.problems += problems
      keep(file, problems)
    }
    var documents: [RecordDocument] = []
    var empty: [String] = []
    for folder in changes.folders {
      let files = RecordDocument.readEach(at: folder)
      if files.isEmpty { empty.append(folder) }
      for (file, result) in files {
        switch result {
        case .success(let read): documents += read
        case .failure(let problems): leave(file, problems.all)
        }
      }
    }
    let places = Dictionary(grouping: documents, by: \.record.number).mapValues { $0.map(\.place) }
    for (number, places) in places.sorted(by: { $0.key < $1.key }) where places.count > 1 {
      // It is told once, with all its places, and kept of each of the files.
      let problem = Problem.recordTwice(number, places)
      outcome.problems.append(problem)
      for file in Set(places.map(\.file)).sorted() { keep(file, [problem]) }
    }
    let registrar = ManageChangeRecords(store: store, at: at)
    let (registered, refused) = try registrar.registerEach(
      documents.filter { places[$0.record.number]?.count == 1 }, by: changes.actor)
    outcome.registrations = registered
    // What is unchanged was told when it came: the daemon would say it again each round.
    outcome.discounts = try registrar.discounts(of: registered.compactMap(\.revision?.number))
    for (document, problem) in refused { leave(document.place.file, [problem]) }
    outcome.missing = try missing(besides: Set(places.keys), by: changes.actor)
    if !outcome.missing.isEmpty {
      // A share that is not mounted looks like that: nobody knows what its files say by now.
      for folder in empty { leave(folder, [.folderEmptied(outcome.missing, at: folder)]) }
    }
    try store.setUnreadDocuments(unread, at: at)
    return outcome
  }

  private func missing(besides numbers: Set<String>, by actor: String) throws -> [String] {
    let revisions = Dictionary(grouping: try store.allRevisions(), by: \.number)
    return revisions.filter { number, revisions in
      revisions.last?.state == ChangeRecord.State.approved.rawValue && !numbers.contains(number)
        && revisions.last { $0.origin == .document }?.actor == actor
    }.keys.sorted { $0.precedes($1) }
  }

  /// A path means the same wherever a process works.
  private static func rooted(_ path: String) -> String {
    URL(fileURLWithPath: path).standardizedFileURL.path
  }

  /// What is wrong with a file, as the store keeps it: the first problem with what to do, and how many more there are.
  private static func summary(of problems: [Problem]) -> Problem {
    guard let first = problems.first else {
      return Problem("document-unreadable", "It could not be read.")
    }
    let line = first.place?.line.map { "line \($0): " } ?? ""
    let hint = first.hint.map { " \($0)" } ?? ""
    let more = problems.count > 1 ? " (and \(problems.count - 1) more)" : ""
    return Problem(first.code, line + first.message + hint + more)
  }
}

extension Problem {
  /// A folder of change records that holds no file any more, though approved records came from the settings' folders.
  ///
  /// - Parameter records: Their numbers; at least one.
  static func folderEmptied(_ records: [String], at folder: String) -> Problem {
    let told = records.prefix(3).joined(separator: ", ")
    let more = records.count > 3 ? " and \(records.count - 3) more" : ""
    return Problem(
      "changes-emptied",
      "The folder holds no file, and no other one holds \(told)\(more), approved.",
      hint: "Put the files back, or end the records with 'plumb change cancel'.",
      at: Problem.Place(file: folder))
  }
}
