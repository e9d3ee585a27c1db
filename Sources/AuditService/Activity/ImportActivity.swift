import Activity
package import AlertRules
package import AuditStore
package import ConfigurationModel
import ConfigurationDiff
import ResourceKinds
package import SnapshotSources

/// Which events are kept beside those that changed something, that opened sessions, or that were refused.
package struct ActivitySelection: Sendable {
  /// Those that a rule names.
  package let alerts: AlertRuleBook
  /// All that only read, too.
  package let keepsReading: Bool

  /// Makes a selection; without arguments only the usual events are kept.
  package init(alerts: AlertRuleBook = AlertRuleBook(), keepsReading: Bool = false) {
    self.alerts = alerts
    self.keepsReading = keepsReading
  }
}

/// Keeps what CloudTrail recorded: of the events in files those that changed something, that opened sessions, that
/// were refused, or that an alert rule names.
package struct ImportActivity {
  /// What became of an import.
  package struct Outcome: Sendable {
    /// Events that are kept now, and were not before.
    package var new = 0
    /// Events that were kept already, or stood twice in the files.
    package var known = 0
    /// Events that only read: they are counted, and left away.
    package var reading = 0
    /// Events that only read, and are kept because an alert rule names them; counted among the new and the known.
    package var named = 0
    /// The ids of events of which a queue had told otherwise than CloudTrail's own file says; counted among the known.
    package var corrected: [String] = []
    /// What was read of the files, with what was left away and what could not be read.
    package var files = ActivityReading()
    /// The damaged files that stand as unread.
    var unread: [UnreadActivity] = []
    /// What could not be read, and that a queue told otherwise.
    package var problems: [Problem] {
      files.problems + (corrected.isEmpty ? [] : [.toldOtherwise(corrected)])
    }
    /// How many files held events.
    package var fileCount: Int { files.files }

    /// Adds what became of another import.
    mutating func add(_ other: Outcome) {
      new += other.new
      known += other.known
      reading += other.reading
      named += other.named
      corrected += other.corrected
      files.files += other.files.files
      files.skipped += other.files.skipped
      files.strangers += other.files.strangers
      files.passedOver += other.files.passedOver
      files.problems += other.files.problems
      unread += other.unread
    }
  }

  /// The store that keeps the events.
  package let store: AuditStore
  /// Files and folders.
  package let paths: [String]
  /// The moment at which the events are kept.
  package let at: Timestamp
  /// Which further events are kept.
  package let keeping: ActivitySelection
  /// This machine's clock, which calls are held against while they are read, whatever the moment of the import.
  let clock: () -> Timestamp
  /// What the files are, where they are copies of something else; nil for the paths themselves.
  var source: String?
  /// The object that the copy at a path is of; nil for none. Of copies only those stand as unread that have one.
  var original: (_ path: String) -> UnreadActivity.Subject? = { _ in nil }
  /// The source of the settings whose files they are: what is damaged stands under its name.
  var name = "activity import"
  /// Times that they tell of besides those in their names.
  var spans: [ActivitySpan] = []
  /// Whether folders are passed over that were read whole before and did not change since.
  package var onlyNew = false
  /// Called again and again while it works; what it throws ends it, and what was kept by then stays.
  var checkpoint: () throws -> Void = {}

  /// Whether messages of a queue tell them: CloudTrail's own files are believed more.
  var isTold = false

  /// Is shown every event, kept or not.
  var observe: (ActivityEvent) -> Void = { _ in }

  /// Makes an import of files and folders into a store.
  ///
  /// - Parameter clock: This machine's clock; nil where it stands at the moment of the import.
  package init(
    store: AuditStore, paths: [String], keeping: ActivitySelection = ActivitySelection(),
    at: Timestamp, clock: (() -> Timestamp)? = nil
  ) {
    self.clock = clock ?? { at }
    self.store = store
    self.paths = paths
    self.keeping = keeping
    self.at = at
  }

  /// So many are written at once.
  private static let batch = 5000

  /// Reads the files and keeps what is new; a second time it writes nothing. A file that is damaged stands as unread until
  /// it was read whole.
  package func run() throws -> Outcome {
    var outcome = Outcome()
    var waiting: [StoredActivity] = []
    let files = ActivityFiles(paths).held(against: clock)
    let states = onlyNew ? files.folderStates : [:]
    let known = onlyNew ? try store.delivered(to: Self.folderSource) : [:]
    let unchanged = Set(states.filter { known[$0.key] == $0.value }.keys)
    outcome.files = try files.without(folders: unchanged).read { record, event in
      try checkpoint()
      observe(event)
      if !keeping.keepsReading, !event.isKept {
        // Rules see the event as it was delivered: what is kept has no secrets.
        guard keeping.alerts.names(record) else {
          outcome.reading += 1
          return
        }
        outcome.named += 1
      }
      waiting.append(StoredActivity(event, record))
      if waiting.count >= Self.batch { try keep(&waiting, [], &outcome) }
    }
    // Before the hours are known: one that holds a damaged file is not known whole. Also where nothing else was read.
    try noteDamaged(&outcome)
    if source == nil { try requireActivity(in: outcome.files) }
    try keep(&waiting, outcome.files.hours.spans + spans, &outcome)
    try noteUnfound(&outcome)
    try store.endUnread(
      files: outcome.files.wholeFiles, from: source ?? paths.first ?? "", at: at)
    try note(states.filter { !unchanged.contains($0.key) }, outcome.files.problems)
    return outcome.telling(last: Set(outcome.unread.map(\.problem)))
  }

  /// Writes down what is damaged, and names copies by what they are copies of.
  private func noteDamaged(_ outcome: inout Outcome) throws {
    let isCopy = source != nil
    outcome.unread = outcome.files.damagedFiles.compactMap { file in
      guard isCopy else { return file.unread }
      return original(file.path).map {
        UnreadActivity($0, file.named { original($0)?.objectName }.problem.placed)
      }
    }
    if isCopy { outcome.files.nameFiles { original($0)?.objectName ?? source } }
    if !outcome.unread.isEmpty { _ = try store.noteUnread(outcome.unread, of: name, at: at) }
  }

  /// Writes down log files that digests name and nobody read: of times that would count as quiet for lack of files, and of
  /// hours of which other files lie beside the digests. Of other hours they may have been read before.
  private func noteUnfound(_ outcome: inout Outcome) throws {
    var times: [[String]: (read: [ActivitySpan], quiet: [ActivitySpan])] = [:]
    let beside = outcome.files.unfound.isEmpty ? [] : outcome.files.logHours.spans
    for log in outcome.files.unfound.sorted(by: { $0.object.precedes($1.object) }) {
      let (account, region, moment) = (log.name.account, log.name.region, log.name.moment)
      if times[[account, region]] == nil {
        let spans = try store.activitySpans(of: account, in: region)
        times[[account, region]] = (read: spans.merged.without(beside), quiet: spans.joined)
      }
      guard let known = times[[account, region]], known.quiet.hold(moment),
        !known.read.hold(moment)
      else { continue }
      outcome.files.problems.append(log.problem)
      outcome.unread.append(
        UnreadActivity(.file(log.object, account: account, region: region), log.problem.placed))
    }
    if !outcome.unread.isEmpty { _ = try store.noteUnread(outcome.unread, of: name, at: at) }
  }

  /// Throws where nothing of CloudTrail's is in the paths: an empty folder, or files of something else, tell of no hour.
  private func requireActivity(in files: ActivityReading) throws {
    guard !files.hasActivity else { return }
    guard files.problems.isEmpty else { throw Problems(files.problems) }
    throw Problem.noActivity(in: paths, files)
  }

  /// Under what is noted down how folders stood when they were read whole.
  private static let folderSource = "folders of activity"

  /// What could not be read is read again.
  private func note(_ states: [String: String], _ problems: [Problem]) throws {
    let damaged = Set(problems.compactMap { $0.place?.file.folder })
    let whole = states.filter { !damaged.contains($0.key) }
    if !whole.isEmpty { try store.setDelivered(to: Self.folderSource, whole) }
  }

  private func keep(
    _ waiting: inout [StoredActivity], _ spans: [ActivitySpan], _ outcome: inout Outcome
  ) throws {
    let more = paths.count > 1 ? " and \(paths.count - 1) more" : ""
    let (new, corrected) = try store.addActivity(
      waiting, of: spans, from: source ?? (paths.first ?? "") + more, isTold: isTold, at: at)
    outcome.new += new
    outcome.known += waiting.count - new
    outcome.corrected += corrected
    waiting = []
  }
}

extension ImportActivity.Outcome {
  /// The same with what stands as unread at the end: the first problem is that of the run, and these stand by themselves.
  ///
  /// - Parameter noted: The problems of what stands as unread; others of the same files go with them.
  func telling(last noted: Set<Problem>) -> ImportActivity.Outcome {
    let own = Set(
      files.problems.filter { noted.contains($0.placed) }.compactMap { $0.place?.file })
    func isNoted(_ problem: Problem) -> Bool {
      noted.contains(problem.placed) || problem.place.map { own.contains($0.file) } ?? false
    }
    var outcome = self
    outcome.files.problems =
      files.problems.filter { !isNoted($0) } + files.problems.filter(isNoted)
    return outcome
  }
}

extension [ActivitySpan] {
  /// Whether one of the times has a moment.
  fileprivate func hold(_ moment: Timestamp) -> Bool {
    contains { $0.from <= moment && moment < $0.until }
  }
}

extension UnreadActivity.Subject {
  /// An object as people name it; nil for everything else.
  fileprivate var objectName: String? {
    switch self {
    case .object(let bucket, let key, _, _): "s3://\(bucket)/\(key)"
    case .message, .file, .scope: nil
    }
  }
}

extension DamagedFile {
  /// As it stands as unread.
  fileprivate var unread: UnreadActivity {
    UnreadActivity(.file(rootedPath, account: account, region: region), problem.placed)
  }
}

extension ActivityEvent {
  /// Whether the event tells of a change, of who stands behind a session, or of what was refused.
  fileprivate var isKept: Bool {
    switch outcome {
    case .failed: isReadOnly != true
    case .succeeded: mayHaveChanged || opensSession || kind == .consoleSignIn
    }
  }
}

extension StoredActivity {
  /// An event as it is kept: secrets never reach the store, whatever CloudTrail wrote.
  fileprivate init(_ event: ActivityEvent, _ record: ConfigurationValue) {
    let secrets = SecretReplacement(FieldPathSet([])) { _, _ in "(secret)" }
    let code: String? =
      switch event.outcome {
      case .failed(let code, _): code
      case .succeeded: nil
      }
    self.init(
      id: event.id, at: event.time, account: event.account, region: event.region,
      source: event.source, name: event.name, actor: event.actor.name,
      means: event.actor.means,
      person: event.actor.person, accessKey: event.actor.accessKey,
      openedKey: event.openedAccessKey, errorCode: code,
      body: (secrets.replaced(record) ?? record).canonicalJSON,
      resources: event.effects.flatMap { effect in
        effect.names.map { Resource(type: effect.type, name: $0) }
      })
  }
}

extension Problem {
  fileprivate static func noActivity(in paths: [String], _ files: ActivityReading) -> Problem {
    var reasons = files.strangers.prefix(3).map { "\($0.words): holds no list of events" }
    if files.strangers.count > reasons.count {
      reasons.append("\(files.strangers.count - reasons.count) more")
    }
    if files.passedOver > 0 {
      reasons.append("\(files.passedOver) passed over whose names do not end as JSON's do")
    }
    return Problem(
      "nothing-to-import",
      "Nothing in \(paths.joined(separator: ", ")) is activity that can be read"
        + (reasons.isEmpty ? ": there is no file." : ": \(reasons.joined(separator: "; "))."),
      hint: "See 'plumb activity import --help' for the files that are understood.")
  }

  fileprivate static func toldOtherwise(_ ids: [String]) -> Problem {
    let named = ids.prefix(3).joined(separator: ", ") + (ids.count > 3 ? ", …" : "")
    return Problem(
      "told-otherwise",
      "A queue had told \(ids.count) events otherwise than CloudTrail's own files: \(named).",
      hint: "What the files say holds now. Look at who may send to the queue, and audit again.")
  }
}
