import AWSClient
package import AuditStore
package import ChangeDocuments
import ConfigurationDiff
package import ConfigurationModel
import ResourceKinds

/// How old readings may be and what should be looked at, as settings and options say.
package struct CoverageDemand: Sendable {
  /// The age that a person demands; holds for every scope. Nil for what settings and runs say.
  package var maxAge: Age?
  /// The settings; nil where there are none.
  package var settings: Settings?

  /// Makes a demand; without arguments nothing is asked beyond what the runs in the store say.
  package init(maxAge: Age? = nil, settings: Settings? = nil) {
    self.maxAge = maxAge
    self.settings = settings
  }

  /// The rules for what a store knows.
  ///
  /// - Parameter isPast: Whether the moment is that of a snapshot of the past, or the end of a period that is over.
  func rules(for past: CoveragePast, at moment: Timestamp, isPast: Bool = false) -> CoverageRules {
    var rules = rules(of: past, at: moment)
    rules.sources = sources(past, isPast: isPast)
    // What the settings ask for now they did not ask for then.
    if !isPast { rules.unanswered = unanswered(past) }
    return rules
  }

  private func rules(of past: CoveragePast, at moment: Timestamp) -> CoverageRules {
    if let maxAge { return CoverageRules(maxAge: maxAge, wanted: wanted(past)) }
    var ages = past.sourceAges
    for source in settings?.sources ?? [] { ages[source.name] = source.allowedAge(at: moment) }
    return CoverageRules(
      maxAge: settings?.maxAge ?? CoverageRules.usualAge, sourceAges: ages, wanted: wanted(past))
  }

  /// What the settings ask sources for that no run has answered: they were changed since its last one, or name types
  /// that there are none of.
  private func unanswered(_ past: CoveragePast) -> [String: Problem] {
    var unanswered: [String: Problem] = [:]
    let types = Set(past.scopes.map(\.scope.type.name))
    for source in settings?.sources ?? [] {
      if let question = past.sources[source.name]?.question,
        !question.isIdentical(to: source.question)
      {
        unanswered[source.name] = .sourceChanged()
      } else if let pattern = source.types.first(where: { pattern in
        !types.contains(where: pattern.matches) && !RecordedTypes.isKnown(pattern)
      }) {
        unanswered[source.name] = .noSuchType(pattern)
      }
    }
    return unanswered
  }

  /// The sources that should have been read: those of the settings or, where there are none, those that ran by a
  /// schedule. What ran first only later was not asked for then.
  private func sources(_ past: CoveragePast, isPast: Bool) -> Set<String> {
    guard let settings else { return Set(past.sources.filter(\.value.isScheduled).keys) }
    return Set(settings.sources.map(\.name)).filter { name in
      past.sources[name] != nil || !isPast && !past.laterSources.contains(name)
    }
  }

  /// The scopes that the settings ask for, by the accounts and regions that they name. Where they
  /// name no accounts, those that the source has read; where they name no regions, nobody but AWS
  /// can say which of its APIs has an answer, and of AWS Config those that the source has read.
  private func wanted(_ past: CoveragePast) -> [Scope: String] {
    var wanted: [Scope: String] = [:]
    for source in settings?.sources ?? [] {
      guard let wish = source.wanted else { continue }
      let known = past.scopes.filter { ($0.read ?? $0.seen)?.source == source.name }.map(\.scope)
      let regions = Set(known.map(\.region)).subtracting([Scope.global]).sorted()
      let scopes = wish.scopes(
        in: Set(known.map(\.account)).sorted(), source.isOfAPIs ? [] : regions,
        of: source.isOfAPIs ? CoverageDemand.liveTypes : source.namedTypes
      ) { ResourceKind.of($0).isGlobal }
      for scope in scopes where !source.isOfAPIs || scope.isOffered {
        wanted[scope] = "the source '\(source.name)'"
      }
    }
    return wanted
  }

  /// The types that are read live, each in every region that is named. Those that one call lists over
  /// all regions are read in the regions in which they are found.
  private static let liveTypes = ResourceKind.all.filter { kind in
    kind.listings.first.map { $0.regionField == nil } ?? false
  }.map(\.type)
}

extension Scope {
  /// Whether AWS has the service there whose call lists the type.
  fileprivate var isOffered: Bool {
    ResourceKind.of(type).listings.first.map {
      region == Scope.global || Partition.of(region: region).offers($0.service, in: region)
    } ?? true
  }
}

extension SnapshotSource {
  /// Whether each type is asked for by calls of its own.
  fileprivate var isOfAPIs: Bool {
    switch origin {
    case .aws: true
    case .recorder, .delivery, .exports, .activity: false
    }
  }

  /// The types that the settings name one by one: what AWS Config records besides, it says itself.
  fileprivate var namedTypes: [ResourceType] {
    types.filter(\.isLiteral).map { ResourceType($0.pattern) }
  }
}

/// Puts together how far the world is known at a moment, from a store.
package struct ComposeCoverage {
  /// The store that is read.
  package let store: AuditStore
  /// How old readings may be, and what should be looked at.
  package let demand: CoverageDemand

  /// Makes the question; nothing is read before it is asked for a moment.
  package init(store: AuditStore, demand: CoverageDemand = CoverageDemand()) {
    self.store = store
    self.demand = demand
  }

  /// What is known at a moment by the snapshots up to one.
  ///
  /// - Parameter isPast: Whether the moment is that of the snapshot: what ran or was asked for later says nothing of it.
  package func coverage(
    to snapshot: Int, at moment: Timestamp, baseline: String? = nil, isPast: Bool = false
  ) throws(Problem) -> Coverage {
    let past = try store.coveragePast(
      to: snapshot, at: moment, baseline: baseline, isPast: isPast)
    return Coverage(
      of: past.scopes, failedRuns: past.failedRuns, sources: past.sources,
      rules: demand.rules(for: past, at: moment, isPast: isPast), at: moment, ahead: past.ahead,
      unreadActivity: past.unreadActivity)
  }

  /// What is known now, by all snapshots, and which change records could not be read.
  package func now(_ moment: Timestamp) throws(Problem) -> Coverage {
    var coverage = try coverage(to: .max, at: moment)
    coverage.unreadDocuments = try store.unreadDocuments()
    return coverage
  }

  /// What is known at the end of a period, and how often each scope was read in it.
  func coverage(of period: StoredPeriod, at moment: Timestamp, baseline: String) throws(Problem)
    -> Coverage
  {
    let past = try store.coveragePast(
      to: period.to, at: moment, period: period, baseline: baseline)
    return Coverage(
      of: past.scopes, failedRuns: past.failedRuns, sources: past.sources,
      rules: demand.rules(for: past, at: moment, isPast: period.isPast), at: moment,
      from: period.start, ahead: past.ahead, unreadActivity: past.unreadActivity)
  }
}

extension Problem {
  /// A source of the settings was changed, and has not run since.
  static func sourceChanged() -> Problem {
    Problem(
      "source-changed", "the settings now ask for something else than at its last run",
      hint: "Run it: 'plumb snapshot take --source NAME'.")
  }

  static func noSuchType(_ pattern: Glob) -> Problem {
    Problem(
      "no-such-type", "no resource type is known that '\(pattern)' stands for",
      hint: "Correct 'types' of the source in the settings.")
  }
}
