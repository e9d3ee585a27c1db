/// How fast the calls of one family are sent: as fast as it goes until AWS says that they come too fast, then
/// at a rate that falls with each jam and grows again with each answer.
///
/// The SDKs' adaptive mode has the same aim (botocore's retries/throttling.py). This one keeps a call from being
/// throttled again and again: after a jam nothing is sent for a moment, calls that were throttled go first, and
/// none is sent in a burst. Pure: times are given, in seconds of a clock that nobody sets.
package struct Pace: Hashable, Sendable {
  /// When a call may be sent.
  package struct Turn: Hashable, Sendable {
    /// In seconds of a clock that nobody sets.
    package let at: Double
    /// The number of jams before it. After another one the turn no longer counts.
    fileprivate let era: Int
  }

  /// A jam leaves this part of the rate that AWS took before it.
  private static let fall = 0.7
  /// Each answer adds so many calls a second: 3 % a second, whatever the rate.
  private static let growth = 0.03
  private static let lowestRate = 0.5
  /// Above this the program's own limits are lower.
  private static let highestRate = 200.0
  private static let (firstPause, longestPause) = (1.0, 5.0)

  /// Calls a second; nil as long as AWS never said that they come too fast.
  package private(set) var rate: Double?
  private var next = -Double.infinity
  private var era = 0
  /// Jams since the last answer.
  private var jams = 0
  /// When calls were answered within the last second.
  private var answers: [Double] = []

  /// `rate` is what an earlier run learnt.
  package init(rate: Double? = nil) {
    self.rate = rate.map { max(Self.lowestRate, $0) }
  }

  /// The turn of a call that is ready now.
  package mutating func turn(now: Double) -> Turn {
    let at = max(now, next)
    if let rate { next = at + 1 / rate }
    return Turn(at: at, era: era)
  }

  /// Whether a turn still counts. One from before a jam does not: it came from a rate that was too high.
  package func counts(_ turn: Turn) -> Bool { turn.era == era }

  /// A call was answered, if only with an error that is no throttle.
  package mutating func answered(now: Double) {
    jams = 0
    answers.removeAll { $0 <= now - 1 }
    answers.append(now)
    guard let rate else { return }
    self.rate = rate < Self.highestRate ? rate + Self.growth : nil
  }

  /// A call that was sent in this turn came too fast. Those that were under way together count as one jam.
  /// `retryAfter` is for how long AWS asks not to be called; `random` is in 0..<1.
  package mutating func throttled(
    _ turn: Turn, now: Double, retryAfter: Double? = nil, random: Double
  ) {
    next = max(next, now + (retryAfter ?? 0))
    guard counts(turn) else { return }
    era += 1
    let taken = Double(answers.count { $0 > now - 1 })
    rate = max(Self.lowestRate, min(rate ?? .infinity, max(taken, 1)) * Self.fall)
    let pause = min(Self.longestPause, Self.firstPause * Double(1 << min(jams, 10)))
    jams += 1
    next = now + max(pause * (0.75 + random / 2), retryAfter ?? 0)
  }
}
