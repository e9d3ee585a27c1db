import AuditReport
import AuditStore
import ConfigurationModel

/// How two states differ, and of what nothing can be said because one of them did not read it.
struct Comparison {
  /// One of the states, and the moment that it speaks for.
  struct Side {
    let state: ComparedState
    let moment: Timestamp
    /// The number of a snapshot; nil for a baseline.
    let snapshot: Int?
    /// The name of a baseline; nil for a snapshot.
    let baseline: String?
    /// Whether the moment is that of the snapshot, and not the present.
    let isPast: Bool

    init(state: ComparedState, moment: Timestamp, isPast: Bool = false) {
      self.state = state
      self.moment = moment
      self.isPast = isPast
      switch state {
      case .snapshot(let number): (snapshot, baseline) = (number, nil)
      case .baseline(let name): (snapshot, baseline) = (nil, name)
      }
    }
  }

  private var differences: [ResourceDifference]
  private var unread: [DifferenceReport.Unread]
  private let neverLookedAt: [Scope: Set<String>]

  init(from old: Side, to new: Side, in store: AuditStore, demand: CoverageDemand) throws(Problem) {
    let unread = try ComparedCoverage(old, new, in: store, demand: demand)
    let all = try DiffConfigurations(store: store).difference(from: old.state, to: new.state)
    // What one side never looked at is not created or deleted between them.
    differences = all.filter { !unread.isUnknown($0.resource.id.scope) && !$0.edits.isEmpty }
    let parts = all.flatMap { difference in
      difference.unreadParts.map { (difference.resource.id, $0) }
    }
    self.unread = unread.all + unread.withoutNamed(.partsOnOneSide(parts))
    neverLookedAt = unread.neverLookedAt
  }

  /// What of the files could not be read, of no scope that is known.
  mutating func add(refused: [Problem]) {
    unread += refused.map { DifferenceReport.Unread(scope: nil, problem: $0) }
  }

  func report(_ title: String) -> DifferenceReport {
    DifferenceReport(
      title: title,
      entries: differences.map {
        DifferenceReport.Entry(resource: $0.resource, change: $0.change, edits: $0.edits)
      }, unread: unread, neverLookedAt: neverLookedAt)
  }
}

/// A part of resources of a scope.
private struct ScopePart: Hashable {
  let scope: Scope
  let part: String
}

extension [DifferenceReport.Unread] {
  /// How many resources are named that lack a part.
  private static let told = 3

  /// Parts of resources that only one of two states read; each part of a scope once.
  static func partsOnOneSide(_ parts: [(resource: ResourceID, part: String)]) -> Self {
    let groups = Dictionary(grouping: parts) { ScopePart(scope: $0.resource.scope, part: $0.part) }
    return groups.sorted { ($0.key.scope, $0.key.part) < ($1.key.scope, $1.key.part) }.map {
      key, members in
      let names = members.prefix(told).map(\.resource.id).joined(separator: ", ")
      let more = members.count > told ? ", …" : ""
      let which = members.count == 1 ? names : "\(members.count) (\(names)\(more))"
      return DifferenceReport.Unread(
        scope: key.scope, part: "\(key.part) of \(which)", problem: .partReadOnOneSide())
    }
  }
}

/// What of two states was not read, made from the coverage at each.
private struct ComparedCoverage {
  private let sides: [Coverage]
  /// The scopes that the comparison is about.
  private let pairs: [Pair]
  /// What a baseline expects, and nobody has agreed to.
  private let unagreed: [DifferenceReport.Unread]
  /// Scopes that one of two snapshots never looked at.
  private let unknown: Set<Scope>

  init(
    _ old: Comparison.Side, _ new: Comparison.Side, in store: AuditStore, demand: CoverageDemand
  ) throws(Problem) {
    let baseline = old.baseline ?? new.baseline
    let sides = try Self.sides([old, new], baseline, store, demand)
    let isWhole = try Self.isWhole(baseline, sides, store)
    let pairs = Self.pairs(sides, isOneState: old.snapshot == new.snapshot)
      .filter { baseline == nil || isWhole || $0.cell.isInBaseline }
    unagreed = try Self.unagreed(baseline, store)
    unknown = Set(pairs.filter(\.isUnknown).map(\.cell.scope))
    self.sides = sides
    self.pairs = pairs
  }

  /// Everything of which nothing can be said, each once, in order.
  var all: [DifferenceReport.Unread] {
    (nothing + found + parts.map { .init($0.scope, $0.part) } + unagreed + ofNoScope).unique
  }

  /// What the newer state may lack of which nobody knows the scopes.
  private var ofNoScope: [DifferenceReport.Unread] {
    guard let newest = sides.last else { return [] }
    let sources = newest.unreadSources.map { source in
      Problem(source.problem.code, source.words, hint: source.problem.hint)
    }
    return (sources + newest.ahead.map { .snapshotAhead($0.words) })
      .map { DifferenceReport.Unread(scope: nil, problem: $0) }
  }

  /// The parts that the newer state was never given, of scopes that were read. What only the older one lacks
  /// is read on one side.
  var neverLookedAt: [Scope: Set<String>] {
    let scopes = Set(pairs.map(\.cell.scope)).subtracting(found.compactMap(\.scope))
    return (sides.last?.partsNeverLookedAt ?? [:]).filter { scopes.contains($0.key) }
  }

  private var found: [DifferenceReport.Unread] {
    pairs.compactMap { pair in
      pair.problem.map { DifferenceReport.Unread(scope: pair.cell.scope, part: nil, problem: $0) }
    }
  }

  /// The parts that were not read, of scopes that were.
  private var parts: [(scope: Scope, part: Coverage.Part)] {
    let scopes = Set(found.map(\.scope))
    return sides.flatMap(\.unreadParts).filter { !scopes.contains($0.scope) }
  }

  private var nothing: [DifferenceReport.Unread] {
    let isNothing = sides.last.map { $0.wantedCount == 0 } ?? false
    return isNothing ? [DifferenceReport.Unread(scope: nil, problem: .nothingCounts())] : []
  }

  /// What is known of each side that is a snapshot.
  private static func sides(
    _ sides: [Comparison.Side], _ baseline: String?, _ store: AuditStore, _ demand: CoverageDemand
  ) throws(Problem) -> [Coverage] {
    let compose = ComposeCoverage(store: store, demand: demand)
    var coverages: [(of: Coverage, snapshot: Int)] = []
    for side in sides {
      guard let snapshot = side.snapshot else { continue }
      coverages.append(
        (
          try compose.coverage(
            to: snapshot, at: side.moment, baseline: baseline, isPast: side.isPast), snapshot
        ))
    }
    let listed = Set(coverages.flatMap(\.of.cells).filter { $0.lastRead != nil }.map(\.scope))
    var counted: [Coverage] = []
    for (coverage, snapshot) in coverages {
      counted.append(try coverage.countingSeen(in: snapshot, besides: listed, store))
    }
    return counted
  }

  /// A baseline of documents is about what they name; one of a snapshot is about all there is, also where
  /// nothing of it could be read.
  private static func isWhole(_ baseline: String?, _ sides: [Coverage], _ store: AuditStore)
    throws(Problem) -> Bool
  {
    let tookScopes = try store.baselines().contains { $0.name == baseline && $0.scopes > 0 }
    return tookScopes || !sides.contains { $0.cells.contains(where: \.isInBaseline) }
  }

  /// What a baseline expects only as it was first read: that it does not differ says nothing before
  /// somebody has agreed to it.
  private static func unagreed(_ baseline: String?, _ store: AuditStore) throws(Problem)
    -> [DifferenceReport.Unread]
  {
    guard let baseline else { return [] }
    return try store.adoptions(baseline: baseline, in: .everything)
      .filter { $0.part != nil || $0.count > 0 }.map { adoption in
        let what = adoption.resource.map { "\(adoption.part ?? "all") of \($0.title)" }
        return DifferenceReport.Unread(
          scope: adoption.scope, part: what, problem: .agreedToByNobody(adoption.at))
      }
  }

  func isUnknown(_ scope: Scope) -> Bool { unknown.contains(scope) }

  /// The parts of resources that are not named already, with their scope's.
  func withoutNamed(_ parts: [DifferenceReport.Unread]) -> [DifferenceReport.Unread] {
    let named = Dictionary(grouping: self.parts, by: \.scope).mapValues { $0.map(\.part.name) }
    return parts.filter { part in
      let names = part.scope.flatMap { named[$0] } ?? []
      return !names.contains { part.part?.hasPrefix($0 + " of ") == true }
    }
  }

  /// One scope on both sides.
  private struct Pair {
    let cell: Coverage.Cell
    let problem: Problem?
    /// Whether one side never looked at it.
    let isUnknown: Bool
  }

  private static func pairs(_ sides: [Coverage], isOneState: Bool) -> [Pair] {
    guard let new = sides.last else { return [] }
    guard sides.count == 2, let old = sides.first else {
      return new.cells.map { Pair(cell: $0, problem: $0.problem, isUnknown: false) }
    }
    let before = Dictionary(old.cells.map { ($0.scope, $0) }) { first, _ in first }
    let after = Dictionary(new.cells.map { ($0.scope, $0) }) { first, _ in first }
    return Set(before.keys).union(after.keys).sorted().compactMap { scope in
      pair(before[scope], after[scope], isOneState: isOneState)
    }
  }

  private static func pair(_ old: Coverage.Cell?, _ new: Coverage.Cell?, isOneState: Bool) -> Pair?
  {
    guard let cell = new ?? old, !cell.isRetired else { return nil }
    guard let old, old.wasLookedAt else {
      return Pair(cell: cell, problem: new?.problem ?? .scopeOnOneSide(), isUnknown: true)
    }
    guard let new, new.wasLookedAt else {
      return Pair(cell: cell, problem: new?.problem ?? .scopeOnOneSide(), isUnknown: true)
    }
    if let problem = new.problem ?? old.lastingProblem {
      return Pair(cell: cell, problem: problem, isUnknown: false)
    }
    let isSame = !isOneState && old.lastLook == new.lastLook
    return Pair(
      cell: cell, problem: isSame ? .scopeNotLookedAtBetween(new.lastLook) : nil, isUnknown: false)
  }
}

extension Coverage {
  /// With each scope of which this snapshot saw every resource that stands, one by one: what both of
  /// two states saw can be compared. Where the other one listed all of them, what only that one has may have been
  /// there.
  func countingSeen(in snapshot: Int, besides listed: Set<Scope> = [], _ store: AuditStore)
    throws(Problem) -> Coverage
  {
    guard cells.contains(where: { $0.word == .seen }) else { return self }
    let standing = try store.standingCounts(in: snapshot)
    var coverage = self
    coverage.cells = cells.map { cell in
      guard case .seen(let at, let count) = cell.state, count >= standing[cell.scope] ?? 0,
        !listed.contains(cell.scope)
      else { return cell }
      return Cell(
        scope: cell.scope, state: .read(at: at, count: count), lastRead: at, parts: cell.parts,
        isInBaseline: cell.isInBaseline)
    }
    return coverage
  }
}

extension Coverage.Cell {
  var wasLookedAt: Bool { lastLook != nil }

  /// When any of it was last read.
  fileprivate var lastLook: Timestamp? {
    switch state {
    case .seen(let at, _): at
    case .read, .stale, .unread, .neverLookedAt, .retired: lastRead
    }
  }

  /// Why the older state is not known; that it was old already is no reason.
  var lastingProblem: Problem? { word == .stale ? nil : problem }
}

extension DifferenceReport.Unread {
  init(_ scope: Scope, _ part: Coverage.Part) {
    let names = part.resources.isEmpty ? "" : " (\(part.resources.joined(separator: ", ")))"
    self.init(
      scope: scope, part: "\(part.name) of \(part.count)\(names)", problem: part.problem)
  }
}

extension [DifferenceReport.Unread] {
  /// Each once, in order.
  fileprivate var unique: Self {
    var seen: Set<DifferenceReport.Unread> = []
    return filter { seen.insert($0).inserted }
  }
}

extension Problem {
  static func snapshotAhead(_ words: String) -> Problem { Problem("snapshot-ahead", words) }

  static func nothingCounts() -> Problem {
    Problem("nothing-counts", "no scope counts: every scope is retired")
  }

  static func agreedToByNobody(_ read: Timestamp) -> Problem {
    Problem(
      "agreed-to-by-nobody", "expected as it was first read, \(read.minuteText)",
      hint: "Agree to it: 'plumb baseline set latest --baseline NAME'.")
  }

  static func scopeOnOneSide() -> Problem {
    Problem("scope-on-one-side", "only one of the two states looked at it")
  }

  static func scopeNotLookedAtBetween(_ last: Timestamp?) -> Problem {
    Problem(
      "scope-not-looked-at",
      "not looked at between the two states" + (last.map { "; last \($0.minuteText)" } ?? ""))
  }

  static func partReadOnOneSide() -> Problem {
    Problem("part-on-one-side", "only one of the two states read it")
  }
}
