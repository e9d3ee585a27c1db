package import AuditStore
package import ChangeDocuments
package import ConfigurationModel

/// How a source stands: what its last run came to, and whether it runs as it should.
package struct SourceStanding: Hashable, Sendable {
  /// In one word; the first that holds.
  package enum State: String, Hashable, Sendable, CaseIterable {
    /// It stands in the settings, and nobody ever ran it.
    case never
    /// No snapshot came of its last run.
    case failed
    /// The process of its last run went away, and nobody has caught it up.
    case abandoned
    /// Its last run began longer ago than its schedule allows.
    case late
    /// Its last run stored something, and could not read everything.
    case incomplete
    case complete
    /// Its first run has not ended.
    case running
    /// It no longer stands in the settings.
    case removed

    /// Whether somebody has to look.
    package var isFailing: Bool {
      switch self {
      case .never, .failed, .abandoned, .late: true
      case .incomplete, .complete, .running, .removed: false
      }
    }
  }

  /// The source's name in the settings, or in the store.
  package let name: String
  /// How it stands, in one word.
  package let state: State
  /// Whether a run goes on.
  package let isRunning: Bool
  /// What the store knows of it; nil where it never ran.
  package let known: StoreStatus.SourceStatus?

  /// Of all sources of the settings and of the store, in the order of the settings, then of their names. Without
  /// settings those of the store are taken as they are.
  package static func all(_ status: StoreStatus, settings: Settings?, at now: Timestamp)
    -> [SourceStanding]
  {
    let known = Dictionary(status.sources.map { ($0.last.source, $0) }) { first, _ in first }
    let sources = settings?.sources ?? []
    let own = sources.map { SourceStanding($0.name, known[$0.name], source: $0, at: now) }
    let names = Set(sources.map(\.name))
    let others = status.sources.filter { !names.contains($0.last.source) }.map { other in
      settings == nil
        ? SourceStanding(other.last.source, other, source: nil, at: now)
        : SourceStanding(removed: other)
    }
    return own + others
  }

  private init(
    _ name: String, _ known: StoreStatus.SourceStatus?, source: SnapshotSource?, at now: Timestamp
  ) {
    self.name = name
    self.known = known
    isRunning = known.map { $0.last.end == nil && !RunHolder.isGone($0.last.holder) } ?? false
    state = Self.state(known, source, isRunning: isRunning, at: now)
  }

  private init(removed known: StoreStatus.SourceStatus) {
    (name, self.known) = (known.last.source, known)
    isRunning = known.last.end == nil && !RunHolder.isGone(known.last.holder)
    state = .removed
  }

  private static func state(
    _ known: StoreStatus.SourceStatus?, _ source: SnapshotSource?, isRunning: Bool,
    at now: Timestamp
  ) -> State {
    guard let known else { return .never }
    if known.last.end == nil, !isRunning { return .abandoned }
    if let age = source?.allowedAge(at: now), now > age.after(known.last.started) { return .late }
    let last = known.last.end?.outcome
    // What was stopped says nothing: the run before it does.
    switch last == .stopped ? known.ended?.end?.outcome : last ?? known.ended?.end?.outcome {
    case .complete?: return .complete
    case .incomplete?: return .incomplete
    case .failed?: return .failed
    case .abandoned?: return .abandoned
    case .stopped?, nil: return .running
    }
  }
}
