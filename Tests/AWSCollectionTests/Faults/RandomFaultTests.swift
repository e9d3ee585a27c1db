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

    /// Meanwhile each description of a security group in eu-west-1 changes every time.
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
        #expect(count > 0)
        let standing = try bench.store.standingCounts()
        for round in 1...rounds {
          let damage = Damage(seed: seed &+ round)
          bench.proxy.set { damage.fault(of: $0, changing: round) }
          let faulty = try await bench.take(bench.client(timeout: 20))
          let reading = faulty.readings.first { $0.key.isAlike(groups) }?.value
          let isRead = reading == .read(count: count)
          #expect(faulty.edits == (isRead ? count : 0), "round \(round), seed \(seed)")
          #expect(isRead || reading?.isUnread == true, "round \(round), seed \(seed)")
          #expect(try bench.store.standingCounts() == standing, "round \(round), seed \(seed)")
          for (scope, reading) in faulty.readings where !reading.isUnread {
            #expect(reading == first.readings[scope], "\(scope), round \(round), seed \(seed)")
          }
        }
      }
    }
  }
}

/// What is done to each call, the same each time it is made: one in eight is damaged.
private struct Damage: Sendable {
  let seed: Int

  private static let errors = [
    (403, "AccessDenied"), (400, "Throttling"), (503, "ServiceUnavailable"),
    (500, "InternalFailure"),
    (400, "ExpiredToken"), (404, "NoSuchBucket"), (400, "NotFoundException"),
    (400, "AWS.SimpleQueueService.NonExistentQueue"), (200, "AccessDeniedException"),
  ]

  func fault(of request: ProxiedRequest, changing round: Int) -> Fault {
    let text = "\(request.service) \(request.region) \(request.operation) \(request.body)"
    let number = digest(text)
    guard request.service != "sts", number % 8 == 0 else { return change(request, round) }
    let choice = number / 8
    switch choice % 6 {
    case 0: return .cut
    case 1: return .text(status: 200, "")
    case 2: return .text(status: [204, 206, 302][choice % 3], "")
    case 3: return .edited { String($0.prefix($0.count / 2)) }
    case 4 where lists(request):
      return .edited {
        $0.replacing(/\[[^\[\]]*\]/, with: "\"none\"", maxReplacements: 1)
          .replacing("{}", with: #"{"message":"none"}"#)
      }
    case 4: return .text(status: 200, "<html><body>log in</body></html>")
    default:
      let (status, code) = Self.errors[choice % Self.errors.count]
      return .error(status: status, code: code)
    }
  }

  /// Whether a call lists, in JSON: a list of its own is what it must have.
  private func lists(_ request: ProxiedRequest) -> Bool {
    ["ListTables", "ListKeys", "ListSecrets"].contains(request.operation)
  }

  private func change(_ request: ProxiedRequest, _ round: Int) -> Fault {
    guard request.operation == "DescribeSecurityGroups", request.region == "eu-west-1" else {
      return .none
    }
    return .edited {
      $0.replacing("</groupDescription>", with: " \(round)</groupDescription>")
    }
  }

  /// FNV-1a, 64 bits (RFC draft-eastlake-fnv): the same in every process.
  private func digest(_ text: String) -> Int {
    let value = "\(seed) \(text)".utf8.reduce(UInt64(0xcbf2_9ce4_8422_2325)) {
      ($0 ^ UInt64($1)) &* 0x100_0000_01b3
    }
    return Int(value >> 16)
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
