package import ConfigurationModel

/// A run of a source: when it was due, and what became of it.
package struct SourceRun: Hashable, Sendable {
  /// The number of the run; later runs have higher ones.
  package let id: Int64
  /// The source's name.
  package let source: String
  /// The moment for which it was begun: by schedule, or when somebody asked.
  package let due: Timestamp
  /// When it began.
  package let started: Timestamp
  /// The process that holds, or held, it: `HOST:PID:START`.
  package let holder: String
  /// Until when nobody else runs the source.
  package let leaseUntil: Timestamp
  /// What it was asked for; nil where nobody wrote it down.
  package let question: String?
  /// Nil while it goes on.
  package let end: End?

  /// How a run ended.
  package struct End: Hashable, Sendable {
    /// When it ended.
    package let at: Timestamp
    /// What became of it.
    package let outcome: Outcome
    /// What it met.
    package let counts: Counts
    /// Why it ended as it did; nil where it is complete.
    package let problem: Problem?

    /// Makes an end; without a problem it says no more than its outcome.
    package init(
      at: Timestamp, outcome: Outcome, counts: Counts = Counts(), problem: Problem? = nil
    ) {
      self.at = at
      self.outcome = outcome
      self.counts = counts
      self.problem = problem
    }
  }

  /// What became of a run. The moment at which one was due that was stopped or abandoned is caught up;
  /// that of any other is done with.
  package enum Outcome: String, Hashable, Sendable, CaseIterable {
    /// All that was asked for was read.
    case complete
    /// A snapshot was taken, and something could not be read.
    case incomplete
    /// No snapshot was taken.
    case failed
    /// It was told to stop with the program, before its snapshot was stored.
    case stopped
    /// Its process went away before it ended.
    case abandoned
  }

  /// What a run met.
  package struct Counts: Hashable, Sendable {
    /// The last snapshot it took; nil where it took none.
    package var snapshot: Int?
    /// How many resources the scopes have that it looked at.
    package var resources = 0
    /// How many scopes it could not read.
    package var unreadScopes = 0
    /// How many edits its snapshots show.
    package var edits = 0
    /// Requests sent to AWS, and the answers among them that asked to slow down.
    package var requests = 0
    /// How many of the answers asked to slow down.
    package var throttles = 0

    /// Makes counts; without arguments of a run that met nothing.
    package init(
      snapshot: Int? = nil, resources: Int = 0, unreadScopes: Int = 0, edits: Int = 0,
      requests: Int = 0, throttles: Int = 0
    ) {
      self.snapshot = snapshot
      self.resources = resources
      self.unreadScopes = unreadScopes
      self.edits = edits
      self.requests = requests
      self.throttles = throttles
    }
  }
}

extension SourceRun {
  init(_ row: SQLRow) throws {
    id = try row.get("id")
    source = try row.get("source")
    due = try row.get("due_at")
    started = try row.get("started_at")
    holder = try row.get("holder")
    leaseUntil = try row.get("lease_until")
    question = try row.get("question")
    end = try End(row)
  }
}

extension SourceRun.End {
  fileprivate init?(_ row: SQLRow) throws {
    guard try row.get("outcome") as String? != nil else { return nil }
    let outcome: SourceRun.Outcome = try row.word("outcome")
    at = try row.get("ended_at")
    self.outcome = outcome
    counts = try SourceRun.Counts(row)
    let code: String? = try row.get("problem_code")
    let message: String? = try row.get("problem_message")
    problem = code.map { Problem($0, message ?? "") }
  }
}

extension SourceRun.Counts {
  fileprivate init(_ row: SQLRow) throws {
    snapshot = try row.get("snapshot")
    resources = try row.get("resource_count")
    unreadScopes = try row.get("unread_count")
    edits = try row.get("edit_count")
    requests = try row.get("request_count")
    throttles = try row.get("throttle_count")
  }
}
