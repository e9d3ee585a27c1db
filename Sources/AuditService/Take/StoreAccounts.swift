import AWSCollection
import ConfigurationModel
import Synchronization

/// Stores accounts while others are still read: what is done is kept, whatever becomes of the rest.
///
/// Those that are done by the time the store is free make one snapshot together, as many as it can hold in memory.
/// Storing takes a fifth of the time at most, as each snapshot looks at all that stands; where more wait than one holds,
/// it goes on.
struct StoreAccounts: Sendable {
  let target: SnapshotTarget
  let folder: AnswerFiles
  /// All that are read.
  let accounts: [String]
  /// Why there may be accounts that nobody knows of.
  let problem: Problem?

  typealias Sinks = @Sendable (String) -> AccountCollector.Sink
  typealias Done = @Sendable (ReadAccounts.Reading) -> Void

  /// How many answers a snapshot is made of at most, but for those of one account: each is some ten kilobytes while it
  /// is stored.
  private static let mostAnswers = 8000

  /// How many times as long as the last snapshot took to store the next one waits, and at most how many seconds.
  private static let (patience, longest) = (4.0, 60.0)

  /// Stores what `read` gives. Throws what it throws; what was stored by then stays.
  func run(_ read: @escaping @Sendable (@escaping Sinks, @escaping Done) async throws -> Void)
    async throws -> ImportOutcome
  {
    let files = Dictionary(accounts.map { ($0, folder.ofAccount()) }) { first, _ in first }
    let done = DoneAccounts()
    let (signals, signal) = AsyncStream.makeStream(
      of: Void.self, bufferingPolicy: .bufferingNewest(1))
    return try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        defer { signal.finish() }
        try await read({ (files[$0] ?? folder).sink }) { reading in
          done.append(reading, answers: (files[reading.account] ?? folder).count)
          signal.yield()
        }
      }
      var outcome = ImportOutcome(takenAt: target.now())
      var free = ContinuousClock.now
      for await _ in signals {
        guard ContinuousClock.now >= free || done.answers >= Self.mostAnswers else {
          let wait = free - ContinuousClock.now
          Task {
            try? await Task.sleep(for: wait)
            signal.yield()
          }
          continue
        }
        let began = ContinuousClock.now
        try await store(done.taken(atMost: Self.mostAnswers), files, &outcome)
        let took = (ContinuousClock.now - began) / .seconds(1)
        free = .now.advanced(by: .seconds(min(Self.longest, Self.patience * took)))
        if done.answers > 0 { signal.yield() }
      }
      // What was read by then is kept, whatever ended the reading.
      let end = await group.nextResult()
      while done.answers > 0, !Task.isCancelled {
        try await store(done.taken(atMost: Self.mostAnswers), files, &outcome)
      }
      try end?.get()
      try Task.checkCancellation()
      if let problem, accounts.count > 1 || outcome.snapshots.isEmpty {
        outcome.refused.append(problem)
      }
      return outcome
    }
  }

  // MARK: Storing

  private func store(
    _ readings: [ReadAccounts.Reading], _ files: [String: AnswerFiles],
    _ outcome: inout ImportOutcome
  ) async throws {
    guard !readings.isEmpty else { return }
    do {
      outcome.add(try await take(readings, files))
    } catch let problems as Problems where problems.all.first?.code == "out-of-order" {
      outcome.warnings.append(contentsOf: Self.passedOver(readings))
    } catch let problems as Problems where accounts.count > 1 && !Task.isCancelled {
      // One of them cannot be stored: it costs no other.
      guard let first = readings.first, readings.count == 1 else {
        for reading in readings { try await store([reading], files, &outcome) }
        return
      }
      outcome.add(try await refuse(first, problems))
    }
    for reading in readings { folder.remove(reading.account) }
  }

  private func take(_ readings: [ReadAccounts.Reading], _ files: [String: AnswerFiles]) async throws
    -> ImportOutcome
  {
    // Where all stand in one snapshot, the run ends with it.
    let target = readings.count == accounts.count ? target : target.withoutConclusion
    var problems = readings.count == accounts.count ? [problem].compactMap(\.self) : []
    problems += readings.compactMap(\.problem)
    for reading in readings where files[reading.account]?.hasAnswer == false {
      problems.append(
        .nothingCollected("the account \(reading.account)", files[reading.account]?.refusal))
    }
    return try await target.take(
      readings.map { folder.folder(of: $0.account) }, capturedAt: target.now(),
      coverage: KnownCoverage(problems: problems), times: Self.times(readings))
  }

  /// Says that nothing of an account can be stored, and why. Throws where not even that can be.
  private func refuse(_ reading: ReadAccounts.Reading, _ problems: Problems) async throws
    -> ImportOutcome
  {
    guard let problem = problems.all.first else { throw problems }
    let unread = reading.times.mapValues { _ in problem }
    do {
      return try await target.withoutConclusion.take(
        [try folder.emptyFolder()], capturedAt: target.now(),
        coverage: KnownCoverage(unread: unread, problems: problems.all),
        times: Self.times([reading]))
    } catch _ as Problems {
      throw problems
    }
  }

  private static func times(_ readings: [ReadAccounts.Reading]) -> ReadingTimes {
    let times = readings.reduce(into: [:]) { $0.merge($1.times) { $0.joined(with: $1) } }
    let all = times.values.reduce(nil as ReadingTime?) { $0?.joined(with: $1) ?? $1 }
    return ReadingTimes(times, others: all)
  }

  private static func passedOver(_ readings: [ReadAccounts.Reading]) -> [String] {
    readings.map { "All of the account \($0.account) was read later already, by another source." }
  }
}

/// The accounts that were read and are not stored yet.
final class DoneAccounts: Sendable {
  private let waiting = Mutex<[(reading: ReadAccounts.Reading, answers: Int)]>([])

  /// How many answers they have; none where no account waits.
  var answers: Int { waiting.withLock { $0.reduce(0) { $0 + $1.answers } } }

  func append(_ reading: ReadAccounts.Reading, answers: Int) {
    // One of which nothing is known waits too.
    waiting.withLock { $0.append((reading, max(1, answers))) }
  }

  /// The first of them, taken out: as many as have no more answers than that together, or one.
  func taken(atMost answers: Int) -> [ReadAccounts.Reading] {
    waiting.withLock { waiting in
      var (count, sum) = (0, 0)
      while count < waiting.count, count == 0 || sum + waiting[count].answers <= answers {
        sum += waiting[count].answers
        count += 1
      }
      defer { waiting.removeFirst(count) }
      return waiting.prefix(count).map(\.reading)
    }
  }
}
