import AuditService
package import AuditStore
package import ChangeDocuments
package import ConfigurationModel
package import Dispatch

/// Makes messages of what destinations are to be told, and delivers them: at least once each, those of one destination
/// in order, and no destination waits for another.
package struct DeliverNotices: Sendable {
  private let outbox: Outbox
  private let notices: Settings.Notices
  private let courier: Courier
  private let now: @Sendable () -> Timestamp
  /// In 0..<1.
  private let random: @Sendable () -> Double

  /// Makes the delivery of what waits in an outbox.
  ///
  /// `random` gives numbers in 0..<1, by which the pauses after failed attempts differ.
  package init(
    outbox: Outbox, notices: Settings.Notices, courier: Courier,
    now: @escaping @Sendable () -> Timestamp,
    random: @escaping @Sendable () -> Double = { Double.random(in: 0..<1) }
  ) {
    self.outbox = outbox
    self.notices = notices
    self.courier = courier
    self.now = now
    self.random = random
  }

  /// What became of messages.
  package struct Tally: Hashable, Sendable {
    /// Messages that their destinations took.
    package var sent = 0
    /// Attempts after which a message waits for another one.
    package var failed = 0
    /// Messages that are given up: they were refused, or not taken for too long.
    package var dead = 0
    /// What went wrong, a sentence each.
    package var problems: [String] = []

    /// Makes a tally; without arguments of no message.
    package init(sent: Int = 0, failed: Int = 0, dead: Int = 0, problems: [String] = []) {
      self.sent = sent
      self.failed = failed
      self.dead = dead
      self.problems = problems
    }

    /// The messages of both, with the problems of the left one first.
    package static func + (left: Tally, right: Tally) -> Tally {
      Tally(
        sent: left.sent + right.sent, failed: left.failed + right.failed,
        dead: left.dead + right.dead, problems: left.problems + right.problems)
    }
  }

  /// Makes messages and delivers them, until nothing is due any more.
  package func run() async throws -> Tally {
    var tally = Tally()
    while true {
      tally = tally + (try await gather(isFollowingUp: true))
      let due = try await ready()
      guard !due.isEmpty else { return tally }
      tally = try await withThrowingTaskGroup(of: Tally.self) { group in
        for destination in due { group.addTask { try await drain(destination) } }
        return try await group.reduce(tally, +)
      }
    }
  }

  /// Makes messages of what destinations are to be told. Says what waits for destinations that there are none of any more.
  ///
  /// - Parameter isFollowingUp: Whether it is looked for what has to be told again, or otherwise, too.
  @discardableResult
  package func gather(isFollowingUp: Bool) async throws -> Tally {
    let (notices, now) = (notices, now())
    return try await outbox.writing { store in
      var tally = Tally()
      if isFollowingUp {
        let lost = try PassOnNotices(store: store, notices: notices, at: now).run()
        tally = Tally(failed: lost.waiting, dead: lost.dead, problems: lost.problems)
        try RewriteMessages(store: store, notices: notices, at: now).run()
        try FollowUpNotices(store: store, notices: notices, at: now).run()
      }
      guard try store.hasNoticesWaiting(for: notices.destinations.map(\.name)) else {
        return tally
      }
      _ = try GatherNotices(store: store, notices: notices, at: now).run()
      return tally
    }
  }

  /// The destinations to which a message is due.
  package func ready() async throws -> [NoticeDestination] {
    let (notices, now) = (notices, now())
    return try await outbox.writing { store in
      let next = try NextMessages(store: store, notices: notices, at: now).all()
      let due = Set(next.filter { $0.isDue(at: now) }.map(\.message.destination))
      return notices.destinations.filter { due.contains($0.name) }
    }
  }

  /// Delivers to a destination what is due, until nothing is, an attempt fails, or it is told to stop.
  package func drain(_ destination: NoticeDestination) async throws -> Tally {
    var tally = Tally()
    while !Task.isCancelled, let (message, reference) = try await claim(destination) {
      // What is on its way may arrive: an attempt that has begun ends by itself.
      let delivery = await Task {
        await courier.deliver(message.message, to: destination, reference: reference)
      }.value
      let outcome = outcome(of: delivery, message, giveUpAfter: destination.giveUpAfter)
      let settled = now()
      try await outbox.writing { store in
        try store.settle(message.number, outcome, attempt: message.attempts + 1, at: settled)
      }
      let name = "message \(message.number) to \(destination.name)"
      switch outcome {
      case .sent: tally.sent += 1
      case .later(_, let problem):
        tally.failed += 1
        tally.problems.append("\(name): \(problem)")
        return tally
      case .dead(let problem):
        tally.dead += 1
        tally.problems.append("\(name) was given up: \(problem)")
      }
    }
    return tally
  }

  /// Seconds beyond the longest attempt after which a message that a process took on counts as not sent.
  private static let grace: Int64 = 15

  /// The next message of a destination, taken on; nil where none is due, or another process has it.
  private func claim(_ destination: NoticeDestination) async throws
    -> (StoredMessage, reference: String?)?
  {
    let (notices, now) = (notices, now())
    let lease = now.advanced(bySeconds: Int64(courier.longestAttempt) + Self.grace)
    return try await outbox.writing { store in
      let next = try NextMessages(store: store, notices: notices, at: now).message(
        for: destination)
      guard let next, next.isDue(at: now), try store.claim(next, until: lease) else { return nil }
      let isFirst = next.message.thread == next.message.key
      return (next, isFirst ? nil : try store.reference(ofThread: next.message.thread))
    }
  }

  private func outcome(of delivery: Delivery, _ message: StoredMessage, giveUpAfter: Int64)
    -> MessageOutcome
  {
    switch delivery {
    case .taken(let reference): return .sent(reference: reference)
    case .refused(let problem): return .dead(problem: problem)
    case .later(let seconds, let problem):
      let now = now()
      guard now.seconds - message.message.madeAt.seconds < giveUpAfter else {
        return .dead(problem: "not taken for too long; last: \(problem)")
      }
      let pause = Self.pause(after: message.attempts + 1, asked: seconds, random: random())
      return .later(at: now.advanced(bySeconds: Int64(pause.rounded(.up))), problem: problem)
    }
  }

  /// Seconds until the next attempt: doubled from 5 up to 15 minutes, and a day at most where the receiver asked.
  package static func pause(after attempts: Int, asked: Double?, random: Double) -> Double {
    if let asked { return min(max(1, asked), Double(StoredMessage.longestPause)) }
    let doubled = 5 * Double(1 << min(attempts - 1, 10))
    return min(doubled, 900) * (0.75 + random / 2)
  }
}

extension Courier {
  /// Seconds.
  fileprivate var longestAttempt: Double { surroundings.patience * 4 + 5 }
}

/// The store as messages need it: opened for each step, and left alone while a receiver is waited for.
package struct Outbox: Sendable {
  private let open: @Sendable () throws -> AuditStore
  /// On which this process writes the store, one thing after the other.
  private let queue: DispatchQueue

  /// Makes an outbox; `open` is called on the queue, at each step.
  package init(queue: DispatchQueue, open: @escaping @Sendable () throws -> AuditStore) {
    self.queue = queue
    self.open = open
  }

  /// What `work` gives with the store.
  package func writing<Value: Sendable>(_ work: @escaping @Sendable (AuditStore) throws -> Value)
    async throws -> Value
  {
    let open = open
    return try await queue.performing { try work(try open()) }
  }
}
