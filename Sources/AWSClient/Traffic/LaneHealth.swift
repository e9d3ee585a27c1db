/// Whether a service of one region still answers one account. One that hangs or cannot be reached is given up
/// after a few calls, so that it costs those and not the whole run. Pure.
struct LaneHealth: Hashable, Sendable {
  /// So many different calls in a row without an answer between them, and it is given up: one call that hangs by
  /// itself takes no other with it.
  static let patience = 3

  private var unanswered: Set<AWSRequest> = []
  private var isTriedOnce = false

  var isGivenUp: Bool { isTriedOnce || unanswered.count >= Self.patience }

  /// Something answered, if only with an error.
  mutating func answered() { self = LaneHealth() }

  /// It had no answer either, where nobody has had one of late.
  mutating func missedWhereAllDo() { isTriedOnce = true }

  /// An attempt at a call had no answer in time, or none of its attempts reached anybody. A service that begins
  /// anew refuses connections for a moment: a single attempt that did not reach it does not count.
  mutating func missed(_ request: AWSRequest) {
    if !isGivenUp { unanswered.insert(request) }
  }
}
