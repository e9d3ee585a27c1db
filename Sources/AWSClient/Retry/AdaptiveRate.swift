import Foundation

/// How fast calls are sent in the mode `adaptive`: slower by 0.7 after a throttle, then faster along
/// a cubic curve (the SDKs' client-side rate limiter, as in botocore's retries/throttling.py). Pure:
/// times are given, in seconds of any clock.
package struct AdaptiveRate: Hashable, Sendable {
  private static let (beta, scale, smoothing) = (0.7, 0.4, 0.8)
  private static let (lowestRate, lowestCapacity) = (0.5, 1.0)

  package private(set) var isEnabled = false
  /// Calls a second that are let through.
  package private(set) var rate = 0.0
  private var capacity = 0.0
  private var tokens = 0.0
  private var refilled: Double?
  private var measured = 0.0
  private var measuredUntil: Double
  private var count = 0
  private var lastMaximum = 0.0
  private var lastThrottle: Double

  package init(now: Double) {
    measuredUntil = (now * 2).rounded(.down) / 2
    lastThrottle = now
  }

  /// How long the next call waits, in seconds. The call is counted as sent after that.
  package mutating func wait(now: Double) -> Double {
    guard isEnabled else { return 0 }
    refill(now)
    tokens -= 1
    return tokens >= 0 ? 0 : -tokens / rate
  }

  /// Learns from an answer.
  package mutating func update(isThrottle: Bool, now: Double) {
    measure(now)
    let next: Double
    if isThrottle {
      lastMaximum = isEnabled ? min(measured, rate) : measured
      lastThrottle = now
      isEnabled = true
      next = lastMaximum * Self.beta
    } else {
      let window = cbrt(lastMaximum * (1 - Self.beta) / Self.scale)
      let time = now - lastThrottle - window
      next = Self.scale * time * time * time + lastMaximum
    }
    guard isEnabled else { return }
    refill(now)
    rate = max(min(next, 2 * measured), Self.lowestRate)
    capacity = max(min(next, 2 * measured), Self.lowestCapacity)
    tokens = min(tokens, capacity)
  }

  private mutating func refill(_ now: Double) {
    tokens = min(capacity, tokens + max(0, now - (refilled ?? now)) * rate)
    refilled = now
  }

  private mutating func measure(_ now: Double) {
    count += 1
    let until = (now * 2).rounded(.down) / 2
    guard until > measuredUntil else { return }
    let current = Double(count) / (until - measuredUntil)
    measured = current * Self.smoothing + measured * (1 - Self.smoothing)
    (count, measuredUntil) = (0, until)
  }
}
