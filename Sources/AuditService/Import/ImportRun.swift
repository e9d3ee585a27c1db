import AuditReport
import AuditStore
import ConfigurationDiff
import ConfigurationModel
import ResourceKinds
import SnapshotSources

/// One import at work, within the transaction of its writer.
struct ImportRun {
  private let request: ImportSnapshot
  private let plan: SnapshotPlan
  private let writer: SnapshotWriter
  /// What was read before the transaction; nil to read it now.
  private let draft: ImportDraft?
  private let dictionaries: DictionaryBook
  /// Resources of which nothing is written, with the reason.
  private let disputes: [ResourceID: Problem]
  private let earlier: EarlierTokens
  private let order: ScopeOrder
  /// The scopes that turned out to be older than what is known of them, and why.
  private let late: [Scope: Problem]

  init(
    _ request: ImportSnapshot, _ plan: SnapshotPlan, _ writer: SnapshotWriter,
    without left: LeftOut = LeftOut(), from draft: ImportDraft? = nil
  ) throws {
    (disputes, late) = (left.disputes, left.late)
    var times = request.times
    times.others = times.others ?? request.capturedAt.map { ReadingTime($0) }
    order = ScopeOrder(writer, times, late: Set(left.late.keys))
    self.request = request
    self.plan = plan
    self.writer = writer
    self.draft = draft
    dictionaries = DictionaryBook(try writer.store.dictionaries())
    earlier = try draft?.earlier ?? EarlierTokens(writer.store)
  }

  func run() throws -> ImportOutcome {
    let reader =
      try draft?.reader
      ?? SnapshotReader(plan) { try !request.isAsked && writer.standingCount(in: $0) > 0 }
    var outcome = ImportOutcome(takenAt: request.now)
    let past = try Timeline(plan, reader, writer, dictionaries, earlier, request).write(&outcome)
    // That nothing is there, or could be read, is a reading too.
    if plan.files.contains(where: { $0.isTaken && !$0.isTimeline }) || !request.coverage.isEmpty {
      try writeState(reader, past, &outcome)
    }
    return outcome
  }

  /// Everything but the past: one snapshot.
  private func writeState(
    _ reader: SnapshotReader, _ past: Set<ResourceID>, _ outcome: inout ImportOutcome
  ) throws {
    // The moment is not known before the items are read, and the snapshot's row is written first:
    // it is corrected below, within the same transaction.
    let number = try writer.begin(takenAt: request.capturedAt ?? request.now, source: source)
    let state = SnapshotImport(
      writer, plan, dictionaries, order, disputed: Set(disputes.keys), isAsked: request.isAsked,
      draft?.documents ?? DocumentReader())
    let steps = StepWriter(state)
    if let draft {
      try draft.replay(steps.take)
    } else {
      try ImportReading(
        request: request, plan: plan, reader: reader, dictionaries: dictionaries, earlier: earlier
      ).run(by: writer.standing, steps.take)
    }
    try state.flush()
    outcome.files += steps.files
    outcome.refused += steps.refused
    try conclude(state, number, reader, &outcome)
  }

  private func conclude(
    _ state: SnapshotImport, _ number: Int, _ reader: SnapshotReader,
    _ outcome: inout ImportOutcome
  ) throws {
    let conclusion = state.ledger.conclusion
    let problems = conclusion.problems + state.problems
    guard problems.isEmpty else { throw Problems(problems) }
    guard state.disputes.isEmpty else { throw LeftOut(disputes: state.disputes) }
    let takenAt = request.capturedAt ?? conclusion.capturedAt ?? request.now
    try writer.correct(takenAt: takenAt)
    var readings = try request.coverage.applied(
      to: doubted(conclusion.readings)
        .mapValues { completed($0, refused: conclusion.refused.first) },
      refused: conclusion.refused.first)
    for (id, problem) in disputes { readings[id.scope] = .unread(problem) }
    for (scope, reading) in readings {
      readings[scope] = try unreadWhereOnceWhole(reading, of: scope)
    }
    let unreadParts =
      reader.unreadParts + leftOver(reader, readings) + state.unreadItems + disputedItems
    for part in reader.unreadParts {
      // Parts of what no file lists: nothing is known of the scope.
      if let scope = part.scope, readings[scope] == nil { readings[scope] = .unread(part.problem) }
    }
    readings = try inOrder(readings, at: takenAt, &outcome)
    state.unreadParts.note(unreadParts, in: Set(readings.keys))
    for (scope, reading) in readings.sorted(by: { $0.key < $1.key }) {
      try state.finish(scope, reading, at: request.times.of(scope))
      guard reading.isRead, !request.isAsked else { continue }
      try state.note(partsNeverLookedAt: reader.partsNotGiven[scope] ?? [], in: scope)
    }
    outcome.snapshots.append(number)
    outcome.takenAt = takenAt
    outcome.readings.merge(readings) { $1 }
    outcome.edits += state.editCount
    outcome.warnings += state.warnings
    outcome.refused += request.coverage.problems + conclusion.refused
    outcome.unreadParts += state.unreadParts.texts
    var told: Set<String> = []
    outcome.warnings += unreadParts.map(\.words).filter { told.insert($0).inserted }
  }

  /// Answers and resources that do not fit together. Of what was not read whole, that is told already.
  private func leftOver(_ reader: SnapshotReader, _ readings: [Scope: ScopeReading]) -> [UnreadPart]
  {
    reader.leftOverParts.compactMap { part in
      let own = part.scope.flatMap { readings[$0] == nil ? nil : $0 }
      let account = part.scope?.account
      let concerned = readings.keys.filter {
        $0.type == part.type && account ?? $0.account == $0.account
      }
      guard let scope = own ?? concerned.min(), readings[scope]?.isRead ?? false else { return nil }
      return UnreadPart(
        type: part.type, field: part.field, problem: part.problem, scope: scope,
        resource: part.resource)
    }
  }

  private var disputedItems: [UnreadPart] {
    disputes.sorted { $0.key < $1.key }.map { id, problem in
      UnreadPart(
        type: id.type, field: "configuration", problem: problem, scope: id.scope, resource: id.id)
    }
  }

  /// The readings that are not older than what is known of their scopes. Throws `out-of-order` where there is none.
  private func inOrder(
    _ readings: [Scope: ScopeReading], at moment: Timestamp, _ outcome: inout ImportOutcome
  ) throws -> [Scope: ScopeReading] {
    let found = try order.late(among: readings.keys, at: moment)
    guard found.isEmpty else { throw LeftOut(late: found) }
    let kept = try readings.filter { try !order.passesOver($0.key) }
    let passed = order.passedOver
    guard let first = passed.first else { return kept }
    guard !kept.isEmpty else { throw Problems([try problem(of: first, at: moment)]) }
    outcome.warnings.append(
      "\(counted(passed.count, "scope")) was passed over, for it was read later already: "
        + passed.prefix(3).map { "\($0)" }.joined(separator: ", ")
        + (passed.count > 3 ? ", …" : ""))
    return kept
  }

  private func problem(of scope: Scope, at moment: Timestamp) throws -> Problem {
    if let known = late[scope] { return known }
    guard let last = try writer.lastReading(of: scope) else {
      preconditionFailure("A scope is older than a reading that is not there: \(scope)")
    }
    let time = request.times.of(scope) ?? ReadingTime(moment)
    return .outOfOrder(time.began, latest: last.ended, number: last.snapshot)
  }

  /// The readings, where answers of IAM look filtered.
  private func doubted(_ readings: [Scope: ScopeReading]) throws -> [Scope: ScopeReading] {
    guard !request.isAsked else { return readings }
    var readings = readings
    for file in plan.files {
      try doubtPolicies(file, &readings)
      if let listing = file.listing, listing.kinds.count > 1 { try doubt(file, listing, &readings) }
    }
    for (scope, reading) in readings where reading.isRead {
      guard let slicing = ResourceKind.of(scope.type).slicing,
        let lost = try missing(slicing, of: scope)
      else { continue }
      readings[scope] = .unread(.sliceNotListed(lost, of: scope.type))
    }
    return readings
  }

  /// The part of which the store knows some, and which no list of the import has; nil where there is none.
  private func missing(_ slicing: ResourceKind.Slicing, of scope: Scope) throws -> String? {
    let unseen = try writer.unseen(in: scope)
    guard !unseen.isEmpty else { return nil }
    func words(_ resources: [Resource]) throws -> [String] {
      try resources.compactMap { try standing($0)?[slicing.field]?.string }
    }
    let named = plan.files.filter { $0.scopes.contains(scope) }.compactMap(\.parameters)
    let listed = try Set(named + words(writer.seen(in: scope)))
    return try words(unseen).filter { !listed.contains($0) }.min { $0.precedes($1) }
  }

  /// The configuration that a resource has, or had before this import; nil where it has none.
  private func standing(_ resource: Resource) throws -> ConfigurationValue? {
    let version: Int64? =
      switch try writer.find(resource.id.id, in: writer.row(of: resource.id.scope)) {
      case .standing(let head, _): head.version
      case .seen(let row): try writer.standingVersion(of: row)
      case .new, .gone: nil
      }
    return try version.map {
      try DocumentReader().value(writer.document(of: $0), of: resource.id)
    }
  }

  /// `--filter` leaves lists empty, and so does `describe-alarms` without `--alarm-types`: one that is empty where
  /// the store knew others is not believed, unless another file lists that kind too.
  private func doubt(
    _ file: PlannedFile, _ listing: ListingContext, _ readings: inout [Scope: ScopeReading]
  ) throws {
    guard let account = file.account?.value else { return }
    let lists = try listing.kinds.compactMap {
      kind -> (member: String, scope: Scope, isLost: Bool)? in
      guard let scope = file.scope(of: kind, account) else { return nil }
      let isLost =
        try readings[scope] == .read(count: 0) && writer.standingCount(in: scope) > 0
        && !plan.files.contains { $0.scopes.contains(scope) && $0.listing?.kinds.count == 1 }
      return (member: kind.member ?? "", scope: scope, isLost: isLost)
    }
    for (member, scope, isLost) in lists where isLost {
      readings[scope] = .unread(.filtered(file.path, member: member))
    }
    try doubtOwnPolicies(lists.filter(\.isLost).map(\.scope), file, &readings)
  }

  /// Policies of the account and those of AWS are two filters: where other lists were filtered away, nothing
  /// says that these were not.
  private func doubtOwnPolicies(
    _ lost: [Scope], _ file: PlannedFile, _ readings: inout [Scope: ScopeReading]
  ) throws {
    for scope in file.scopes where scope.type == "AWS::IAM::Policy" && !lost.isEmpty {
      guard case .read? = readings[scope], try !writer.unseen(in: scope).isEmpty else { continue }
      readings[scope] = .unread(.filtered(file.path, member: "Policies"))
    }
  }

  /// `--scope Local` and `--filter LocalManagedPolicy` leave the policies of AWS away, of which there are always
  /// some: they are not deleted.
  private func doubtPolicies(_ file: PlannedFile, _ readings: inout [Scope: ScopeReading]) throws {
    for scope in file.scopes where scope.type == "AWS::IAM::Policy" {
      guard case .read? = readings[scope],
        try writer.unseen(in: scope).contains(where: \.isOfAWS),
        try !writer.seen(in: scope).contains(where: \.isOfAWS)
      else { continue }
      readings[scope] = .unread(.withoutPoliciesOfAWS(file.path))
    }
  }

  /// Documents are all there is of their scopes where the user says so, and none was refused: of that
  /// one nobody knows the scope.
  private func completed(_ reading: ScopeReading, refused: Problem?) -> ScopeReading {
    switch reading {
    case .seen(let count) where request.isComplete:
      refused.map { .unread($0) } ?? .read(count: count)
    case .seen, .read, .unread: reading
    }
  }

  /// What this source has listed whole and now shows in part is unread: an answer to a narrower question, a listing
  /// that stayed away. Another source counts for itself.
  private func unreadWhereOnceWhole(_ reading: ScopeReading, of scope: Scope) throws -> ScopeReading
  {
    guard case .seen(let count) = reading, let last = try writer.lastListing(of: scope),
      last.source.withoutMoments.isIdentical(to: source.withoutMoments)
    else { return reading }
    return .unread(.scopeNoLongerListed(count: count, lastRead: last.at))
  }

  private var source: String { request.name }
}

extension Resource {
  /// Whether AWS itself owns it, as it does managed policies.
  fileprivate var isOfAWS: Bool { id.id.hasPrefix("arn:") && id.id.contains(":iam::aws:policy/") }
}

extension UnreadPart {
  /// `The Policy of an AWS::S3::Bucket could not be read: The call was answered with …`.
  fileprivate var words: String {
    "The \(field) of an \(type.name) could not be read: \(problem.message)"
  }
}
