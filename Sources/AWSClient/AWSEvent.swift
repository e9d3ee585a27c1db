/// What a client tells of its work, for counters and progress.
package enum AWSEvent: Hashable, Sendable {
  /// A request is sent: the first, or a retry.
  case sent(AWSRequest, attempt: Int)
  /// AWS said that calls come too fast.
  case throttled(AWSRequest)
  /// The client waits so many seconds before it sends.
  case waits(AWSRequest, seconds: Double)
}
