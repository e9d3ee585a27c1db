package import ConfigurationModel

/// A message to a destination, as it was made: every attempt sends the same bytes.
package struct OutgoingMessage: Hashable, Sendable {
  /// The name of the destination that it goes to.
  package let destination: String
  /// The kind of destination that the body was written for.
  package let channel: String
  /// The same for every attempt, and for no other message.
  package let key: String
  /// The key of the message that first told of the same findings; its own where this one does.
  package let thread: String
  /// What it does with what its thread is about.
  package let act: NoticeAct
  /// One line.
  package let subject: String
  /// The body as the destination takes it: the bytes that are sent, and signed where that is asked
  /// for.
  package let body: String
  /// When it was made.
  package let madeAt: Timestamp

  /// Makes a message; the first of a thread has its own key as the thread.
  package init(
    destination: String, channel: String, key: String, thread: String, act: NoticeAct,
    subject: String,
    body: String, madeAt: Timestamp
  ) {
    self.destination = destination
    self.channel = channel
    self.key = key
    self.thread = thread
    self.act = act
    self.subject = subject
    self.body = body
    self.madeAt = madeAt
  }

  init(_ row: SQLRow) throws {
    try self.init(
      destination: row.get("destination"), channel: row.get("channel"), key: row.get("key"),
      thread: row.get("thread"), act: row.word("act"), subject: row.get("subject"),
      body: row.get("body"), madeAt: row.get("made_at"))
  }
}

/// A message in the outbox.
package struct StoredMessage: Hashable, Sendable {
  /// What became of it.
  package enum State: String, Hashable, Sendable, CaseIterable {
    case waiting, sent
    /// It was given up: the receiver refused it, or did not take it for too long.
    case dead
  }

  /// Messages to one destination are sent in the order of their numbers.
  package let number: Int64
  /// The message as it was made.
  package let message: OutgoingMessage
  /// What became of it.
  package let state: State
  /// How many attempts were made at it.
  package let attempts: Int
  /// When it is sent, or sent again.
  package let dueAt: Timestamp
  /// When it was sent or given up; nil while it waits.
  package let settledAt: Timestamp?
  /// Why the last attempt failed; nil where it did not, or there was none.
  package let problem: String?
  /// What the receiver calls what it made of it; nil where it says none.
  package let reference: String?

  /// The longest pause between two attempts, in seconds.
  package static let longestPause: Int64 = 86_400

  /// Whether it may be sent at a moment. What is due later than after the longest pause was put off by a clock that was
  /// ahead.
  package func isDue(at now: Timestamp) -> Bool {
    dueAt <= now || dueAt > now.advanced(bySeconds: Self.longestPause)
  }

  init(_ row: SQLRow) throws {
    number = try row.get("id")
    message = try OutgoingMessage(row)
    state = try row.word("state")
    attempts = try row.get("attempts")
    dueAt = try row.get("due_at")
    settledAt = try row.get("settled_at")
    problem = try row.get("problem")
    reference = try row.get("reference")
  }
}

/// How an attempt at a message ended.
package enum MessageOutcome: Hashable, Sendable {
  /// The receiver has it; with what it calls it.
  case sent(reference: String?)
  /// It may take it later.
  case later(at: Timestamp, problem: String)
  /// It never will.
  case dead(problem: String)
}
