import AuditReport
import AuditStore
import ConfigurationDiff
import ConfigurationModel
import SnapshotSources

/// The past that AWS Config's history files tell: an observation of one resource at each moment.
struct Timeline {
  private let plan: SnapshotPlan
  private let reader: SnapshotReader
  private let writer: SnapshotWriter
  private let dictionaries: DictionaryBook
  private let earlier: EarlierTokens
  private let request: ImportSnapshot

  init(
    _ plan: SnapshotPlan, _ reader: SnapshotReader, _ writer: SnapshotWriter,
    _ dictionaries: DictionaryBook, _ earlier: EarlierTokens, _ request: ImportSnapshot
  ) {
    self.plan = plan
    self.reader = reader
    self.writer = writer
    self.dictionaries = dictionaries
    self.earlier = earlier
    self.request = request
  }

  private struct Observation {
    let item: PreparedItem
    let place: Problem.Place
    let at: Timestamp
  }

  /// Writes a snapshot for each moment, oldest first, and returns the resources it knows.
  func write(_ outcome: inout ImportOutcome) throws -> Set<ResourceID> {
    let observations = try read(&outcome).sorted {
      ($0.at, $0.item.resource.id) < ($1.at, $1.item.resource.id)
    }
    for observation in observations {
      outcome.readings[observation.item.resource.id.scope] = .seen(count: 1)
    }
    // Histories are fetched again and again, and each holds what the last one held.
    var rest = try inOrder(observations.filter { try !isKnown($0) }, &outcome)[...]
    while let first = rest.first {
      let moment = rest.prefix { $0.at == first.at }
      rest = rest[moment.endIndex...]
      try write(Array(moment), at: first.at, &outcome)
    }
    return Set(observations.map(\.item.resource.id))
  }

  /// Those that are not older than the last reading of their scopes. Throws `out-of-order` where they all are, and
  /// there is nothing else to import.
  private func inOrder(_ observations: [Observation], _ outcome: inout ImportOutcome) throws
    -> [Observation]
  {
    var last: [Scope: (ended: Timestamp, snapshot: Int)?] = [:]
    for scope in Set(observations.map(\.item.resource.id.scope)) {
      last[scope] = try writer.lastReading(of: scope)
    }
    let kept = observations.filter { observation in
      (last[observation.item.resource.id.scope] ?? nil).map { observation.at >= $0.ended } ?? true
    }
    guard kept.count < observations.count, let first = observations.first else { return kept }
    if kept.isEmpty, plan.files.allSatisfy({ !$0.isTaken || $0.isTimeline }),
      let newest = last.values.compactMap(\.self).max(by: { $0.ended < $1.ended })
    {
      throw Problem.outOfOrder(first.at, latest: newest.ended, number: newest.snapshot)
    }
    outcome.warnings.append(
      "\(counted(observations.count - kept.count, "observation")) was passed over, for its scope was "
        + "read later already.")
    return kept
  }

  /// Whether the store holds the observation already.
  private func isKnown(_ observation: Observation) throws -> Bool {
    let item = observation.item
    switch (item.identified.presence, try writer.past(of: item.resource.id, at: observation.at)) {
    // It was known once: what it was compared with is no longer kept.
    case (_, .pruned): return true
    case (_, .unknown), (.present, .absent), (.deleted, .version): return false
    case (.notRecorded, _), (.elsewhere, _), (.deleted, .absent): return true
    case (.present, .version(let version)):
      let documents = DocumentReader()
      let known = try documents.value(writer.document(of: version), of: item.resource.id)
      let read = try documents.value(
        StoredDocument(form: item.form, body: item.body), of: item.resource.id)
      return read.difference(from: known).isEmpty
    }
  }

  private func read(_ outcome: inout ImportOutcome) throws -> [Observation] {
    let worker = ImportWorker()
    let preparation = ItemPreparation(
      secrets: earlier.secrets, known: KnownDigests(single: [:], several: [:]),
      dictionaries: dictionaries)
    var observations: [Observation] = []
    var problems: [Problem] = []
    for file in plan.files where file.isTimeline {
      if let problem = request.lateness() {
        outcome.refused.append(problem.at(Problem.Place(file: file.path)))
        continue
      }
      let end = try reader.readItems(file) { raw in
        switch preparation.outcome(of: raw, with: worker) {
        case .known: break
        case .failed(let problem, _) where problem.isOfName: outcome.refused.append(problem)
        case .failed(let problem, _): problems.append(problem)
        case .prepared(let items, _, let place, _):
          observations += try items.map {
            Observation(
              item: try earlier.settled($0), place: place,
              at: $0.identified.capturedAt ?? request.capturedAt ?? request.now)
          }
        }
      }
      if let failure = end.failure { problems.append(failure) }
      outcome.files.append(
        .init(path: file.path, items: end.counts.values.reduce(0, +), words: file.words))
    }
    guard problems.isEmpty else { throw Problems(problems) }
    return observations
  }

  private func write(_ moment: [Observation], at: Timestamp, _ outcome: inout ImportOutcome) throws
  {
    let number = try writer.begin(
      takenAt: at, source: request.source ?? request.paths.joined(separator: " "))
    let state = SnapshotImport(
      writer, plan, dictionaries, ScopeOrder(writer, ReadingTimes(), late: []))
    var counts: [Scope: Int] = [:]
    for observation in moment {
      counts[observation.item.resource.id.scope, default: 0] += 1
      try state.observe(observation.item, place: observation.place)
    }
    try state.flush()
    let problems = state.problems + state.disputes.sorted { $0.key < $1.key }.map(\.value)
    guard problems.isEmpty else { throw Problems(problems) }
    for (scope, count) in counts.sorted(by: { $0.key < $1.key }) {
      try state.finish(scope, .seen(count: count))
      outcome.readings[scope] = .seen(count: count)
    }
    outcome.snapshots.append(number)
    outcome.takenAt = at
    outcome.edits += state.editCount
    outcome.warnings += state.warnings
  }
}
