import AuditStore
import ConfigurationDiff
import ConfigurationModel
import GuardrailConditions
import Guardrails
import ResourceKinds

/// Replays a guardrail over the states of a store, one account after the other.
///
/// Where it looks at one resource alone, what is left of a pruned snapshot is held against it too. Any other is held
/// against whole snapshots only: what seems not to be there in a pruned one may have been dropped.
struct ReplayGuardrail {
  private typealias Episode = BackTestGuardrail.Episode

  private let rule: CompiledGuardrail
  private let times: [Int: Timestamp]
  private let firstRead: [Scope: Int]
  private let doubts: ScopeDoubts?
  /// By the number of a snapshot the first from it on that is held against the guardrail; nil where there is none.
  private let held: [Int?]
  private let reader = DocumentReader()
  /// When resources broke it, account by account.
  private(set) var episodes: [BackTestGuardrail.Episode] = []
  /// How many resources nothing could be said of at the end.
  private(set) var notObserved = 0
  /// Why nothing could be said of the first of them.
  private(set) var why: String?
  /// Why the condition gave no answer somewhere.
  private(set) var problem: Problem?

  /// - Parameters:
  ///   - snapshots: Those that count, oldest first.
  ///   - firstRead: The first snapshot that read each scope.
  ///   - doubts: By how far scopes are read at the end; nil where all count.
  init(
    rule: CompiledGuardrail, snapshots: [SnapshotSummary], firstRead: [Scope: Int],
    doubts: ScopeDoubts?
  ) {
    self.rule = rule
    self.firstRead = firstRead
    self.doubts = doubts
    times = Dictionary(
      snapshots.map { ($0.number, $0.takenAt) }, uniquingKeysWith: { first, _ in first })
    let isOfOneResource = rule.isOfOneResource && rule.guardrail.atLeastOneIn == nil
    let whole = Set(
      snapshots.filter { isOfOneResource || $0.prunedAt == nil }.map(\.number))
    var held = [Int?](repeating: nil, count: (snapshots.last?.number ?? 0) + 1)
    var next: Int?
    for number in held.indices.reversed() {
      if whole.contains(number) { next = number }
      held[number] = next
    }
    self.held = held
  }

  /// Of some versions those that a snapshot shows that is held against the guardrail.
  func seen(of spans: [VersionSpan]) -> [VersionSpan] {
    spans.filter { span in
      heldSnapshot(from: span.first).map { $0 < span.until ?? .max } ?? false
    }
  }

  /// The first snapshot from a number on that is held against the guardrail; nil where there is none.
  private func heldSnapshot(from number: Int) -> Int? {
    held.indices.contains(number) ? held[number] : nil
  }

  /// The accounts of which something was read that a guardrail says has to be there: it may be that there is none.
  var accountsThatMayLack: Set<String> {
    guard rule.guardrail.atLeastOneIn != nil else { return [] }
    let scopes = firstRead.filter { heldSnapshot(from: $0.value) != nil }.keys
    return Set(scopes.filter { rule.guardrail.types.contains($0.type) }.map(\.account))
  }

  /// Replays it over the versions of an account that `seen` gave.
  mutating func run(_ spans: [VersionSpan], of account: String, store: AuditStore)
    throws(Problem)
  {
    let judge = try GuardrailJudge(GuardrailBook(of: rule), of: .state)
    let begun = Dictionary(grouping: spans) { heldSnapshot(from: $0.first) ?? 0 }
    var ended: [Int: [VersionSpan]] = [:]
    for span in spans {
      guard let end = span.until.flatMap({ heldSnapshot(from: $0) }) else { continue }
      ended[end, default: []].append(span)
    }
    var open: [ResourceID: (resource: Resource, rows: [String], first: Int)] = [:]
    var newest: GuardrailAnswer?
    var standing: Set<ResourceID> = []
    for snapshot in Set(begun.keys).union(ended.keys).union(looks(in: account)).sorted() {
      let new = begun[snapshot] ?? []
      let stays = Set(new.map(\.resource.id))
      for gone in ended[snapshot] ?? [] where !stays.contains(gone.resource.id) {
        judge.put(nil, at: gone.resource.id)
        standing.remove(gone.resource.id)
      }
      for span in new { try judge.put(observed(span, store), at: span.resource.id) }
      standing.formUnion(stays)
      var answers = judge.answers(isKeeping: true) { scope, _ in unread(scope, by: snapshot) }
      addMissing(in: account, besides: standing, by: snapshot, to: &answers)
      guard let answer = answers.first else { return }
      problem = problem ?? answer.problem
      close(&open, besides: Set(answer.failures.map(\.resource.id)), at: snapshot)
      for failure in answer.failures where open[failure.resource.id] == nil {
        open[failure.resource.id] = (failure.resource, failure.rows.map(\.text), snapshot)
      }
      newest = answer
    }
    close(&open, besides: [], at: nil)
    let unknown = (newest?.notObserved ?? []).filter { !isRetired($0.resource.id) }
    notObserved += unknown.count
    why = why ?? unknown.first?.why
  }

  /// The snapshots that first read what the condition reads besides, or what has to be there: it may be that there was
  /// none of it.
  private func looks(in account: String) -> [Int] {
    let needed = rule.guardrail.atLeastOneIn == nil ? [] : rule.guardrail.types
    let types = Set(rule.otherTypes.keys).union(needed)
    return firstRead.filter { $0.key.account == account && types.contains($0.key.type) }
      .compactMap { heldSnapshot(from: $0.value) }
  }

  /// Adds what has to be there and is not, of what was read by a snapshot.
  private func addMissing(
    in account: String, besides standing: Set<ResourceID>, by snapshot: Int,
    to answers: inout [GuardrailAnswer]
  ) {
    guard rule.guardrail.atLeastOneIn != nil else { return }
    let known = firstRead.filter { $0.key.account == account && $0.value <= snapshot }.keys
    MissingResources(
      scopes: { types in known.filter { types.contains($0.type) }.sorted() },
      unread: { _ in nil }, inhabited: Set(standing.map(\.scope))
    ).add(to: &answers)
  }

  private func observed(_ span: VersionSpan, _ store: AuditStore) throws(Problem)
    -> ObservedResource
  {
    let version = try store.version(in: span)
    let id = span.resource.id
    return ObservedResource(
      span.resource.called(version.name), try reader.value(version.document, of: id),
      kind: ResourceKind.of(id.type))
  }

  private func unread(_ scope: Scope, by snapshot: Int) -> String? {
    if let first = firstRead[scope], first <= snapshot { return nil }
    return "\(scope.type) was not read yet"
  }

  /// What breaks it no longer, or stands at the end.
  private mutating func close(
    _ open: inout [ResourceID: (resource: Resource, rows: [String], first: Int)],
    besides standing: Set<ResourceID>, at snapshot: Int?
  ) {
    for (id, episode) in open where !standing.contains(id) {
      open[id] = nil
      guard let from = times[episode.first] else { continue }
      episodes.append(
        Episode(
          resource: episode.resource, rows: episode.rows, first: episode.first, from: from,
          until: snapshot, isRetired: snapshot == nil && isRetired(id)))
    }
  }

  /// Whether nothing has to hold any more where a resource is, or of the types of a guardrail in the whole account.
  private func isRetired(_ id: ResourceID) -> Bool {
    guard let doubts else { return false }
    if doubts.isRetired(id.scope) { return true }
    return rule.guardrail.atLeastOneIn == .account && id.region == Scope.global
      && !doubts.scopes(of: rule.guardrail.types).contains { $0.account == id.account }
  }
}
