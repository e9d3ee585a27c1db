/// How often queues may have something read again: a burst of calls must not use up what AWS grants the account.
actor ReadingPace {
  private var past = RecentReadings()
  private let uptime: @Sendable () -> Double

  init(uptime: @escaping @Sendable () -> Double) { self.uptime = uptime }

  /// Waits until the next reading may begin, and counts it.
  func wait() async throws {
    while true {
      let delay = past.begin(at: uptime())
      guard delay > 0 else { return }
      try await Task.sleep(for: .seconds(delay))
    }
  }
}

/// When the readings of the last minute began.
struct RecentReadings: Hashable, Sendable {
  /// So many may begin within a minute.
  static let most = 60
  private var beginnings: [Double] = []

  /// Counts a reading that begins now, and gives 0; where there were too many of late, counts none and gives the seconds
  /// until the next may begin.
  mutating func begin(at now: Double) -> Double {
    // A clock that was set counts nothing twice.
    beginnings.removeAll { $0 <= now - 60 || $0 > now }
    if beginnings.count >= Self.most, let first = beginnings.first { return first + 60 - now }
    beginnings.append(now)
    return 0
  }
}
