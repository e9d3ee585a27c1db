package import ConfigurationModel

/// By when the calls of a run must have ended, so that there is time to store what they gave. Calls that have no
/// answer by then fail with its problem; no call begins after it.
package struct CallDeadline: Sendable {
  /// Seconds that are left; none where it is over.
  package let secondsLeft: @Sendable () -> Double
  /// What a call fails with that the deadline ends.
  package let problem: Problem

  /// Makes a deadline of a clock; `secondsLeft` is asked before each call.
  package init(secondsLeft: @escaping @Sendable () -> Double, problem: Problem) {
    self.secondsLeft = secondsLeft
    self.problem = problem
  }

  /// Calls may take as long as they take.
  package static let never = CallDeadline(secondsLeft: { .infinity }, problem: .deadlinePassed())

  /// So many seconds from now, by a clock that nobody sets.
  package static func after(seconds: Double, _ problem: Problem = .deadlinePassed()) -> CallDeadline
  {
    let end = ContinuousClock.now.advanced(by: .seconds(seconds))
    return CallDeadline(
      secondsLeft: { (end - ContinuousClock.now) / .seconds(1) }, problem: problem)
  }

  /// Whether no second is left.
  package var isOver: Bool { secondsLeft() <= 0 }

  /// What `work` gives, unless the deadline comes first: then it is cancelled. Throws the problem.
  func bounding<Value: Sendable>(_ work: @escaping @Sendable () async throws -> Value) async throws
    -> Value
  {
    let left = secondsLeft()
    guard left < .infinity else { return try await work() }
    guard left > 0 else { throw problem }
    do {
      return try await HTTPTransport.within(left, work)
    } catch is TransportFailure where isOver {
      throw problem
    }
  }
}

extension Problem {
  /// The problem `deadline-passed`: something was not read because the run's time was over.
  package static func deadlinePassed() -> Problem {
    Problem(
      "deadline-passed", "The run's time was over before this was read.",
      hint: "Give it more time with 'deadline', or read less at a time.")
  }
}
