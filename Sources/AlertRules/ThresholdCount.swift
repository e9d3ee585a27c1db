package import ConfigurationModel

/// Counts the events that match a rule, and tells of which of them it is told: of each, or of the one by which the
/// threshold is reached. Then nothing is told before the count falls below it again.
///
/// The period ends with each event, where an alarm of CloudWatch has periods that begin by the clock: what an alarm would
/// tell is told too, and also what lies across two of its periods.
package struct ThresholdCount {
  private let threshold: AlertRule.Threshold?
  private var groups: [String: Group] = [:]

  fileprivate struct Group {
    /// Those of the last period, oldest first.
    var moments: [Timestamp] = []
    var isReached = false
  }

  /// Begins to count from nothing; without a threshold each event is told.
  package init(of threshold: AlertRule.Threshold?) { self.threshold = threshold }

  /// Whether it asks who made a call.
  package var isByActor: Bool { threshold?.grouping == .actor }

  /// Counts an event that matches; says whether it is told.
  ///
  /// - Parameters:
  ///   - moment: Not before that of any event which was counted already.
  ///   - account: The account that the event is of; empty where it is not known.
  ///   - actor: Who made the call, by a name that nobody who calls can choose.
  package mutating func isTold(at moment: Timestamp, account: String, actor: String) -> Bool {
    guard let threshold else { return true }
    let name =
      switch threshold.grouping {
      case .all: ""
      case .account: account
      case .actor: "\(account) \(actor)"
      }
    return groups[name, default: Group()].note(moment, threshold)
  }
}

extension ThresholdCount.Group {
  fileprivate mutating func note(_ moment: Timestamp, _ threshold: AlertRule.Threshold) -> Bool {
    let start = moment.advanced(bySeconds: -threshold.period)
    moments.removeAll { $0 <= start }
    if moments.count < threshold.count { isReached = false }
    moments.append(moment)
    guard moments.count >= threshold.count, !isReached else { return false }
    isReached = true
    return true
  }
}
