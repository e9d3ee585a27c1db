import AuditStore
import ConfigurationModel
import SnapshotSources

/// One thing that the reading of an import's files came to.
enum ImportStep {
  /// What became of one raw item.
  case outcome(ItemOutcome)
  /// Items of a file that need no preparation by workers.
  case items([PreparedItem], PlannedFile)
  /// The reading of a file is over.
  case end(PlannedFile, FileEnd)
  /// What a file was taken for.
  case report(ImportOutcome.FileReport)
  /// What could not be read, and no listing is unread for it.
  case refused(Problem)
}

/// Reads the files of a plan but its histories, and hands out step by step what that comes to: to the transaction that
/// stores it, or to a draft before it.
struct ImportReading {
  let request: ImportSnapshot
  let plan: SnapshotPlan
  let reader: SnapshotReader
  let dictionaries: DictionaryBook
  let earlier: EarlierTokens

  /// Throws what `take` throws, and what the import's checkpoints throw.
  ///
  /// - Parameters:
  ///   - standing: By these an item is recognized that did not change.
  ///   - take: Called on this thread, in an order that depends on the files only.
  func run(
    by standing: StandingHeads, _ take: @escaping (ImportStep) throws -> Void
  ) throws {
    let known = KnownDigests(
      single: standing.positions, several: standing.sharedPositions,
      repeated: try repeated(standing))
    let preparation = ItemPreparation(
      secrets: earlier.secrets, known: known, dictionaries: dictionaries)
    let pipeline = ImportPipeline(preparation) { outcome in
      try request.checkpoint()
      try take(.outcome(outcome.settled(by: earlier)))
    }
    for file in plan.files.filter({ !$0.isTimeline }).sorted(by: Self.isRicher) {
      try request.checkpoint()
      if let problem = request.lateness()?.at(Problem.Place(file: file.path)) {
        // A listing is unread then; of what else it may hold nothing else would say that it is missing.
        try take(file.listing == nil ? .refused(problem) : .end(file, FileEnd(failure: problem)))
        continue
      }
      try take(.report(report(of: file, try read(file, pipeline, take))))
    }
    try pipeline.finish()
  }

  private func report(of file: PlannedFile, _ end: FileEnd) -> ImportOutcome.FileReport {
    .init(
      path: file.path, items: file.isTaken ? end.counts.values.reduce(0, +) : nil,
      words: file.words)
  }

  private func read(
    _ file: PlannedFile, _ pipeline: ImportPipeline, _ take: (ImportStep) throws -> Void
  ) throws -> FileEnd {
    if case .yamlDocument = file.role {
      let items = try YAMLDocuments(path: file.path).items(file: file, earlier)
      try take(.items(items, file))
      let end = FileEnd(counts: ["": items.count])
      try take(.end(file, end))
      return end
    }
    let end = try reader.readItems(file) { try pipeline.add($0) }
    try take(.end(file, end))
    return end
  }

  /// The heads of which several files of AWS Config may speak.
  private func repeated(_ standing: StandingHeads) throws -> Set<Int32> {
    let captures = RepeatedCaptures(plan.files)
    if captures.areItemsRepeated { return Set(standing.positions.values) }
    return captures.areGlobalsRepeated ? try earlier.store.globalPositions(of: standing) : []
  }

  /// The better of two sources of the same resource comes first.
  private static func isRicher(_ left: PlannedFile, _ right: PlannedFile) -> Bool {
    (-left.rank, left.index) < (-right.rank, right.index)
  }
}

/// Writes the steps of a reading into a snapshot, and keeps what is told of them.
final class StepWriter {
  private let state: SnapshotImport
  private(set) var files: [ImportOutcome.FileReport] = []
  private(set) var refused: [Problem] = []

  init(_ state: SnapshotImport) { self.state = state }

  func take(_ step: ImportStep) throws {
    switch step {
    case .outcome(let outcome): try state.write(outcome)
    case .items(let items, let file): try state.write(items, file: file)
    case .end(let file, let end): state.finish(file, end)
    case .report(let report): files.append(report)
    case .refused(let problem): refused.append(problem)
    }
  }
}
