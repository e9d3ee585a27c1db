import AuditStore
package import ConfigurationModel

/// The readings of a scope go one way: what an import read before the last reading of a scope had ended is passed
/// over, and nothing of that scope is written. Sources overlap, so that this is no error; which of two readings that
/// overlap is newer, nobody can say, and an older one would take back what is known.
final class ScopeOrder {
  private let writer: SnapshotWriter
  private let times: ReadingTimes
  /// Scopes that are passed over, whatever their time.
  private let late: Set<Scope>
  private var known: [Scope: Bool] = [:]

  init(_ writer: SnapshotWriter, _ times: ReadingTimes, late: Set<Scope>) {
    self.writer = writer
    self.times = times
    self.late = late
  }

  /// Whether a scope is passed over. False for one whose time is not known before all is read: `late` asks again.
  func passesOver(_ scope: Scope) throws -> Bool {
    if let answer = known[scope] { return answer }
    let answer = try late.contains(scope) || times.of(scope).map { try isLate(scope, $0) } ?? false
    known[scope] = answer
    return answer
  }

  /// The scopes that were passed over.
  var passedOver: [Scope] { known.filter(\.value).map(\.key).sorted() }

  /// Those that ought to have been, by times that are known now.
  func late(among scopes: some Sequence<Scope>, at moment: Timestamp) throws -> [Scope: Problem] {
    var late: [Scope: Problem] = [:]
    for scope in scopes where try !passesOver(scope) {
      let time = times.of(scope) ?? ReadingTime(moment)
      if try isLate(scope, time), let last = try writer.lastReading(of: scope) {
        late[scope] = .outOfOrder(time.began, latest: last.ended, number: last.snapshot)
      }
    }
    return late
  }

  private func isLate(_ scope: Scope, _ time: ReadingTime) throws -> Bool {
    try writer.lastReading(of: scope).map { time.began < $0.ended } ?? false
  }
}

/// When scopes were read, as whoever read them knows.
package struct ReadingTimes: Sendable {
  /// Of those that have a time of their own.
  package var scopes: [Scope: ReadingTime] = [:]
  /// Of all others; nil for the moment of the import.
  package var others: ReadingTime?

  /// Makes times of scopes; without arguments all were read at the moment of the import.
  package init(_ scopes: [Scope: ReadingTime] = [:], others: ReadingTime? = nil) {
    self.scopes = scopes
    self.others = others
  }

  func of(_ scope: Scope) -> ReadingTime? { scopes[scope] ?? others }
}
