package import AuditStore
package import ConfigurationModel
import ResourceKinds
package import SnapshotSources

/// Imports exported configurations as a snapshot; what AWS Config tells of the past becomes a
/// snapshot for each moment of it.
package struct ImportSnapshot {
  private let openStore: () throws -> AuditStore
  /// Files and folders.
  package let paths: [String]
  /// What the person says of the files beside what they say themselves.
  package let options: SourceOptions
  /// When the configurations were captured; nil to take what the files say, otherwise `now`.
  package let capturedAt: Timestamp?
  /// The moment of the import.
  package let now: Timestamp
  /// Whether one-resource documents are all there is of their scopes.
  package let isComplete: Bool
  /// What the snapshot says of where it is from; nil for the paths.
  package var source: String?
  /// What is known of scopes besides what the files say.
  package var coverage = KnownCoverage()
  /// When scopes were read, where that is not the moment of the import.
  package var times = ReadingTimes()
  /// Whether the answers are those of whole questions that this program asked: nothing narrowed them, and
  /// an empty list says that there are none.
  package var isAsked = false
  /// How many bytes of new or changed items are kept in memory until they are stored; with more of them all is read within
  /// the transaction.
  package var draftLimit = 32 << 20
  /// Why no further file is read; nil while there is time.
  package var lateness: @Sendable () -> Problem? = { nil }
  /// Called again and again while it works; what it throws ends the import, and nothing is stored.
  package var checkpoint: @Sendable () throws -> Void = {}
  /// Writes what belongs to the snapshots into their own transaction.
  package var conclude: (SnapshotWriter, ImportOutcome) throws -> Void = { _, _ in }

  /// - Parameter openStore: Called only when there is something to import, so that a mistyped path leaves
  ///   no store behind.
  package init(
    paths: [String], options: SourceOptions = SourceOptions(), capturedAt: Timestamp? = nil,
    now: Timestamp, isComplete: Bool = false, into openStore: @escaping () throws -> AuditStore
  ) {
    self.openStore = openStore
    self.paths = paths
    self.options = options
    self.capturedAt = capturedAt
    self.now = now
    self.isComplete = isComplete
  }

  /// Makes an import into a store that is open.
  package init(
    store: AuditStore, paths: [String], options: SourceOptions = SourceOptions(),
    capturedAt: Timestamp? = nil, now: Timestamp, isComplete: Bool = false
  ) {
    self.init(
      paths: paths, options: options, capturedAt: capturedAt, now: now, isComplete: isComplete
    ) { store }
  }

  /// Reads, and writes in one transaction; reads before it where it can. Throws `Problems` with everything that is wrong with what is
  /// read at once, and `Problem` where the store cannot be written; nothing is stored then. A resource of which two answers say different things is left as it was.
  ///
  /// What is older than the last reading of its scope is passed over, with a warning. Throws `out-of-order` where
  /// that is all there is.
  package func run() throws -> ImportOutcome {
    let plan = SnapshotPlan(paths, options: options)
    guard plan.problems.isEmpty else { throw Problems(plan.problems) }
    guard plan.files.contains(where: \.isTaken) || !coverage.isEmpty else {
      throw Problems(plan.refused.isEmpty ? [.nothingToImport(paths, plan.files)] : plan.refused)
    }
    // What is said of a resource twice, and the moment of some exports, is known when all was read: then all is
    // stored anew, without it. Each time there is at least one more of them, and all else is tried a few times, so
    // this ends.
    var attempt = ImportAttempt(plan, coverage)
    while true {
      if let outcome = try stored(plan, &attempt) { return outcome }
    }
  }

  /// The same for what a person imports. Where it fails, the store that is there knows that its source was tried in
  /// vain: the next audit says so.
  ///
  /// - Parameter standing: Opens the store for writing; nil where there is none.
  package func runOnRecord(in standing: () -> AuditStore?) throws -> ImportOutcome {
    do {
      let outcome = try run()
      try standing()?.noteImport(of: name, failedFor: nil, at: triedAt)
      return outcome
    } catch let problems as Problems {
      try standing()?.noteImport(of: name, failedFor: problems.all.first, at: triedAt)
      throw problems
    }
  }

  /// When an import was tried: what is said to be of a moment that is yet to come was tried now.
  private var triedAt: Timestamp { min(capturedAt ?? now, now) }

  /// What the snapshot says of where it is from.
  var name: String { source ?? paths.joined(separator: " ") }

  /// Nil where it is to be tried another way, as `attempt` then says.
  private func stored(_ plan: SnapshotPlan, _ attempt: inout ImportAttempt) throws
    -> ImportOutcome?
  {
    let store = try openStore()
    if attempt.mayDraft, attempt.draft == nil {
      attempt.draft = try ofInput { try ImportDraft(self, plan, of: attempt.accounts, store) }
      attempt.mayDraft = attempt.draft != nil
    }
    let (draft, left) = (attempt.draft, attempt.left)
    var stopped: (any Error)?
    func write(_ writer: SnapshotWriter) throws -> ImportOutcome {
      do {
        let outcome = try ofInput {
          try ImportRun(self, plan, writer, without: left, from: draft).run()
        }
        try conclude(writer, outcome)
        return outcome
      } catch {
        stopped = error
        throw error
      }
    }
    do {
      guard let draft else {
        return try store.writeSnapshots(now: now, of: attempt.accounts, write)
      }
      let outcome = try store.writeSnapshots(now: now, over: draft.standing, write)
      if outcome == nil { attempt.headsMoved() }
      return outcome
    } catch {
      switch stopped {
      case let more as LeftOut: attempt.left.add(more)
      case is HeadsNotLoaded: attempt.goByAllHeads()
      case let problems as Problems: throw problems
      case .some, nil: throw error
      }
      return nil
    }
  }

  /// A moment that cannot be, or an order that is not kept, is a problem of what is imported.
  private func ofInput<Value>(_ work: () throws -> Value) throws -> Value {
    do {
      return try work()
    } catch let problem as Problem where !problem.isOfStore {
      throw Problems([problem])
    }
  }
}

extension Problem {
  /// Whether the store itself is what is wrong: no input is to blame then, and none may be stored as
  /// unread for it.
  fileprivate var isOfStore: Bool {
    code.hasPrefix("store-") || code.hasPrefix("ledger-")
      || ["digest-mismatch", "row-altered", "schema-altered", "key-mismatch"].contains(code)
  }
}

/// What whoever read the files knows of scopes that the files do not say.
package struct KnownCoverage: Sendable {
  /// Scopes of which the files hold every resource, also none.
  package var complete: Set<Scope> = []
  /// Scopes of which it cannot be told what is missing.
  package var unread: [Scope: Problem] = [:]
  /// What else could not be read, of no scope that can be named.
  package var problems: [Problem] = []

  /// Makes what is known beside the files; without arguments nothing is.
  package init(
    complete: Set<Scope> = [], unread: [Scope: Problem] = [:], problems: [Problem] = []
  ) {
    self.complete = complete
    self.unread = unread
    self.problems = problems
  }

  /// Whether nothing is known besides.
  var isEmpty: Bool { complete.isEmpty && unread.isEmpty }

  /// The readings of an import, with what is known besides. Where an item was refused of which nobody
  /// knows the scope, none is complete.
  func applied(to readings: [Scope: ScopeReading], refused: Problem?) -> [Scope: ScopeReading] {
    var readings = readings
    if let refused {
      for scope in complete { readings[scope] = .unread(refused) }
      return readings.merging(unread.mapValues { .unread($0) }) { $1 }
    }
    for scope in complete {
      switch readings[scope] {
      case .seen(let count)?: readings[scope] = .read(count: count)
      case .read?, .unread?: break
      case nil: readings[scope] = .read(count: 0)
      }
    }
    for (scope, problem) in unread { readings[scope] = .unread(problem) }
    return readings
  }
}

/// What an import stored.
package struct ImportOutcome: Sendable {
  /// The snapshots it made, oldest first.
  package var snapshots: [Int] = []
  /// When the last of them was taken.
  package var takenAt: Timestamp
  /// Each scope that was read or asked for, with how many resources it has or why it is unread.
  package var readings: [Scope: ScopeReading] = [:]
  /// Parts of resources that are as they were last seen, because they were not read: `Policy of 1
  /// AWS::S3::Bucket`.
  package var unreadParts: [String] = []
  /// Why items were refused that the rest of the import did without: their listings are unread.
  package var refused: [Problem] = []
  /// How many edits were stored.
  package var edits = 0
  /// Sentences that the person should read, such as what was passed over as too old.
  package var warnings: [String] = []
  /// Each file of the import, also those that were not taken.
  package var files: [FileReport] = []
  /// What was kept of activity; nil where none was looked for.
  package var activity: ImportActivity.Outcome?

  /// What one file was taken for.
  package struct FileReport: Sendable {
    /// The file's path.
    package let path: String
    /// Items read from it; nil where it was not taken.
    package let items: Int?
    /// In words: what it was taken for, or why it was not.
    package let words: String
  }
}

extension ImportOutcome {
  /// Adds what a later import of the same run stored. Not its files: they are the program's own, and a run over many
  /// accounts has hundreds of thousands.
  package mutating func add(_ later: ImportOutcome) {
    snapshots += later.snapshots
    takenAt = later.takenAt
    readings.merge(later.readings) { $1 }
    unreadParts += later.unreadParts
    refused += later.refused
    edits += later.edits
    warnings += later.warnings
    if var sum = activity, let more = later.activity {
      sum.add(more)
      activity = sum
    } else {
      activity = activity ?? later.activity
    }
  }
}

extension PlannedFile {
  /// Whether the file gives anything to an import.
  var isTaken: Bool {
    switch role {
    case .skipped, .refused: false
    case .listing, .detail, .authorizationDetails, .configSnapshot, .configHistory, .configItems,
      .documents, .yamlDocument:
      true
    }
  }

  /// Whether a person or another program wrote it, resource by resource: no listing of it could be unread. Standard
  /// input is not read twice.
  var isWritten: Bool {
    switch role {
    case .documents, .yamlDocument: true
    case .listing, .detail, .authorizationDetails, .configSnapshot, .configHistory, .configItems,
      .skipped, .refused:
      path == "-"
    }
  }

  /// Which of two files to believe that hold the same resource: the greater.
  var rank: Int { listing?.rank ?? 2 }

  /// Whether its items are observations at their own moments.
  var isTimeline: Bool {
    switch role {
    case .configHistory: true
    case .listing, .detail, .authorizationDetails, .configSnapshot, .configItems, .documents,
      .yamlDocument, .skipped, .refused:
      false
    }
  }

  /// What the file is, in words.
  var words: String {
    switch role {
    case .listing(let listing):
      "listing of " + listing.kinds.map(\.type.name).joined(separator: ", ")
    case .detail: "parts of resources"
    case .authorizationDetails: "IAM authorization details"
    case .configSnapshot: "AWS Config snapshot"
    case .configHistory: "AWS Config history"
    case .configItems: "AWS Config items"
    case .documents, .yamlDocument: "resource documents"
    case .skipped(let reason): "skipped: \(reason)"
    case .refused(let problem): "refused: \(problem.message)"
    }
  }
}

extension Problem {
  static func nothingToImport(_ paths: [String], _ files: [PlannedFile]) -> Problem {
    let reasons = files.prefix(3).map { "\($0.path): \($0.words)" }.joined(separator: "; ")
    return Problem(
      "nothing-to-import",
      "Nothing in \(paths.joined(separator: ", ")) is an export that can be read"
        + (reasons.isEmpty ? "." : ": \(reasons)" + (reasons.hasSuffix(".") ? "" : ".")),
      hint: "See 'plumb snapshot import --help' for the layouts that are understood.")
  }
}
