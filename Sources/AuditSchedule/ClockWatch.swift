package import ConfigurationModel

/// Notices that the clock was set, by one that only goes on. After it went ahead nothing is begun
/// before it has been steady for a while: what is written at a moment that is yet to come stays.
package struct ClockWatch: Sendable {
  /// The seconds for which it must be steady.
  package static let patience: Double = 60

  private var last: (moment: Timestamp, uptime: Double)?
  /// Since when, by the steady clock, it has not been set; nil where it is trusted.
  private var setAt: Double?
  /// How far it is ahead of where it was before it was set.
  private var lead: Double = 0

  /// Trusts the clock as it is at the first look.
  package init() {}

  /// Looks at both clocks, in seconds of the steady one. Returns by how many seconds the clock was
  /// set since the last look, where that is more than clocks may differ.
  package mutating func look(_ moment: Timestamp, uptime: Double) -> Double? {
    defer { last = (moment, uptime) }
    if let since = setAt, uptime - since >= ClockWatch.patience { (setAt, lead) = (nil, 0) }
    guard let last else { return nil }
    let passed = Double(moment.microseconds - last.moment.microseconds) / 1_000_000
    let jump = passed - (uptime - last.uptime)
    guard abs(jump) > Double(Timestamp.clockTolerance) else { return nil }
    lead += jump
    // Where it is back where it was, all is well.
    setAt = lead > Double(Timestamp.clockTolerance) ? uptime : nil
    if setAt == nil { lead = 0 }
    return jump
  }

  /// Whether what is written now is written at a moment that can be trusted.
  package var isTrusted: Bool { setAt == nil }
}
