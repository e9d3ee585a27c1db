import AWSClient
import AWSTestSupport
import AuditService
import AuditStore
import ConfigurationModel
import Foundation
import Testing

extension FaultTests {
  /// Answers that are damaged at random. `PLUMB_FAULT_ROUNDS` says how many snapshots are damaged,
  /// `PLUMB_FAULT_SEED` how; 6 and 20261128 where they do not.
  @Suite struct RandomDamage {
    private static func setting(_ name: String, _ value: Int) -> Int {
      ProcessInfo.processInfo.environment[name].flatMap(Int.init) ?? value
    }

    /// The edits of the newest snapshot that nobody made.
    private static func otherEdits(_ store: AuditStore) throws -> [String] {
      try store.query(
        """
        SELECT region || ' ' || type || ' ' || id || ' ' || path || ': ' || coalesce(old, '-') || ', '
          || coalesce(new, '-') FROM edits WHERE snapshot = (SELECT max(snapshot) FROM edits)
          AND NOT (type = 'AWS::EC2::SecurityGroup' AND region = 'eu-west-1' AND path = 'Description')
          AND snapshot = (SELECT max(snapshot) FROM snapshots)
        """
      ).rows.map { "\($0)" }
    }

    /// Meanwhile each description of a security group in eu-west-1 changes every time, and they come on several
    /// pages.
    @Test
    func `whatever is damaged, no edit is missed that was said to be read, and none is made up`()
      async throws
    {
      let seed = Self.setting("PLUMB_FAULT_SEED", 20_261_128)
      let rounds = Self.setting("PLUMB_FAULT_ROUNDS", 6)
      print("damage at random: \(rounds) rounds, seed \(seed)")
      let groups = Scope.groups
      try await FaultBench.run { bench in
        let first = try await bench.takeWhole()
        let reading = try #require(first.readings.first { $0.key.isAlike(groups) }?.value)
        let count = reading.count
        #expect(count > 1)
        let standing = try bench.store.standingCounts()
        for round in 1...rounds {
          let damage = RandomFault(seed: seed &+ round)
          let words = "round \(round), seed \(seed), groups \(damage.page)"
          bench.proxy.set { damage.fault(of: $0, changing: round) }
          let faulty = try await bench.take(bench.client(timeout: damage.timeout))
          let reading = faulty.readings.first { $0.key.isAlike(groups) }?.value
          let isRead = reading == .read(count: count)
          // What was read of a listing that was not read whole is compared all the same.
          #expect(isRead ? faulty.edits == count : faulty.edits <= count, "\(words)")
          #expect(isRead || reading?.isUnread == true, "\(words)")
          #expect(!damage.page.isWhole || reading?.isUnread != true || damage.touches, "\(words)")
          let others = try Self.otherEdits(bench.store)
          #expect(others == [], "\(words)")
          #expect(try bench.store.standingCounts() == standing, "\(words)")
          for (scope, reading) in faulty.readings where !reading.isUnread {
            #expect(reading == first.readings[scope], "\(scope), \(words)")
          }
        }
      }
    }
  }
}

extension Scope {
  fileprivate static let groups = Scope(
    account: "", region: "eu-west-1", type: "AWS::EC2::SecurityGroup")

  /// Whether it is of the same region and type.
  fileprivate func isAlike(_ other: Scope) -> Bool { region == other.region && type == other.type }
}

extension ScopeReading {
  fileprivate var count: Int {
    switch self {
    case .read(let count): count
    case .seen, .unread: 0
    }
  }

  fileprivate var isUnread: Bool {
    switch self {
    case .unread: true
    case .read, .seen: false
    }
  }
}
