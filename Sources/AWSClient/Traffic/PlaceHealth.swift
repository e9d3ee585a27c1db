/// A service of a region, whoever calls it: what is one host to all accounts.
struct ServicePlace: Hashable, Sendable {
  let region: String
  let service: String

  init(_ lane: CallGate.Lane) {
    region = lane.region
    service = lane.service
  }
}

/// Whether a service of one region answers anybody. Where it is dead it is so for all accounts, and a run of three
/// hundred would wait three hundred times as long as it takes to see that. So what was learnt for some counts for
/// the others, but for one short try of each: what comes back meanwhile is read. Pure.
///
/// Calls count here, with all their attempts: a network that is away for half a minute ends no run.
struct PlaceHealth: Hashable, Sendable {
  /// So many calls in a row that were given up without an answer between them, of whichever accounts, and it is down.
  static let patience = 3
  /// How long a call may take where it is down, in seconds: a place that answers does so within it.
  static let shortWait = 10.0

  private struct Miss: Hashable, Sendable {
    let account: String
    let request: AWSRequest
  }

  private var unanswered: Set<Miss> = []
  private var isDeadForSomebody = false

  var isDown: Bool { isDeadForSomebody || unanswered.count >= Self.patience }

  /// Somebody was answered, if only with an error.
  mutating func answered() { self = PlaceHealth() }

  /// A call of an account was given up without an answer.
  mutating func missed(_ request: AWSRequest, by account: String) {
    if !isDown { unanswered.insert(Miss(account: account, request: request)) }
  }

  /// An account has given it up.
  mutating func givenUp() { isDeadForSomebody = true }
}
