import AuditReport
package import AuditStore
package import ConfigurationModel
import Guardrails

extension AuditStore {
  /// The number of the newest snapshot taken at a moment or before; nil where there is none.
  ///
  /// Throws `snapshot-pruned` where nothing is held of it.
  package func keptSnapshot(at moment: Timestamp) throws(Problem) -> Int? {
    guard let number = try snapshot(at: moment) else { return nil }
    if let pruned = try snapshots().first(where: { $0.number == number })?.prunedAt {
      throw .snapshotPruned(number, at: pruned)
    }
    return number
  }

  /// The numbers of the snapshots up to one of which nothing is held, in order, without those that were taken back.
  func prunedSnapshots(upTo last: Int) throws(Problem) -> [Int] {
    guard try !prunings().isEmpty else { return [] }
    return try standingSnapshots().filter { $0.number <= last && $0.prunedAt != nil }.map(\.number)
  }
}

extension Guardrail.Subject {
  /// What a guardrail cannot know because snapshots were pruned; nil where none were.
  ///
  /// - Parameter numbers: The numbers of the pruned snapshots, in order.
  func words(ofPruned numbers: [Int]) -> String? {
    guard !numbers.isEmpty else { return nil }
    let snapshots = counted(numbers.count, "pruned snapshot")
    return switch self {
    case .state: "not all that stood in \(snapshots) is known: \(numbers.rangesText)"
    case .transition: "changes in \(snapshots) are not known: \(numbers.rangesText)"
    }
  }

  /// The same as a sentence for a terminal.
  func sentence(ofPruned numbers: [Int]) -> String? {
    words(ofPruned: numbers).map { "\($0.prefix(1).uppercased())\($0.dropFirst())." }
  }
}

extension Problem {
  /// That a report cannot tell which changes of its time broke guardrails; nil where no snapshots were pruned.
  static func changesPruned(_ numbers: [Int]) -> Problem? {
    Guardrail.Subject.transition.sentence(ofPruned: numbers).map { sentence in
      Problem(
        "snapshot-pruned", sentence,
        hint: "Nobody can say any more whether they broke a guardrail.")
    }
  }
}
