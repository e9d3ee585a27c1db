import AuditReport
package import AuditStore
package import ChangeDocuments
package import ConfigurationModel
import Notices

/// Gives up what waits for destinations that the settings do not have any more, as those that were renamed, and tells
/// the others of the findings that stand: a finding of which nobody hears would be lost.
package struct PassOnNotices {
  private let store: AuditStore
  private let notices: Settings.Notices
  private let at: Timestamp

  /// Makes the passing on of a moment.
  package init(store: AuditStore, notices: Settings.Notices, at: Timestamp) {
    self.store = store
    self.notices = notices
    self.at = at
  }

  /// What was found to wait for nobody.
  package struct Outcome: Sendable {
    /// Messages that were given up.
    package var dead = 0
    /// Messages and news that go on waiting: the settings have no destination at all.
    package var waiting = 0
    /// What happened, a sentence each.
    package var problems: [String] = []
  }

  /// Settings without any destination give nothing up: they may be the wrong ones.
  package func run() throws -> Outcome {
    let known = Set(notices.destinations.map(\.name))
    guard try !store.strandedNotices(without: known).isEmpty else { return Outcome() }
    return try store.writing {
      let stranded = try store.strandedNotices(without: known)
      guard !known.isEmpty else {
        return Outcome(
          waiting: stranded.messages.count + stranded.notices.count,
          problems: stranded.destinations.map(Self.sentence))
      }
      let heirs = try passOn(stranded)
      for message in stranded.messages {
        try store.settle(
          message.number, .dead(problem: Self.sentence(message.message.destination)),
          attempt: message.attempts, at: at)
      }
      try store.leaveUntold(stranded.notices.map(\.id))
      let told = heirs.isEmpty ? "" : "; told instead: \(heirs.joined(separator: ", "))"
      return Outcome(
        dead: stranded.messages.count,
        problems: stranded.destinations.map { Self.sentence($0) + told })
    }
  }

  /// Tells each destination that wants to know of the findings that stand and does not know yet. Returns their names.
  private func passOn(_ stranded: StrandedNotices) throws -> [String] {
    var findings = Set(stranded.notices.map(\.finding))
    for message in stranded.messages {
      findings.formUnion(try store.notices(toldBy: message.number).map(\.finding))
    }
    let told = try ToldFindings(store: store, at: at)
    try told.read(findings)
    var pairs: [(finding: Int, destination: String)] = []
    for number in findings.sorted() {
      guard let finding = told[number], finding.status.word != .resolved else { continue }
      for destination in notices.destinations
      where destination.wants(finding, tags: told.tags(of: number)) {
        guard try !store.isTold(destination.name, of: number) else { continue }
        pairs.append((number, destination.name))
      }
    }
    try store.passOn(pairs, at: at)
    return Set(pairs.map(\.destination)).sorted()
  }

  /// That nobody takes what waits for a destination.
  package static func sentence(_ destination: String) -> String {
    "the settings have no destination '\(destination)' any more"
  }
}
