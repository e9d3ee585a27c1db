import ConfigurationModel
import SnapshotSources

/// The parts of resources that an import did not read, by scope and field.
struct UnreadParts {
  private var tallies: [Scope: [String: UnreadTally]] = [:]

  /// The parts of a scope, by field.
  func of(_ scope: Scope) -> [String: UnreadTally] { tallies[scope] ?? [:] }

  /// Each part with how many resources of which type lack it: `Policy of 1 AWS::S3::Bucket`.
  var texts: [String] {
    var counts: [String: [String: Int]] = [:]
    for (scope, parts) in tallies {
      for (part, tally) in parts {
        counts[scope.type.name, default: [:]][part, default: 0] += tally.count
      }
    }
    return counts.sorted { $0.key < $1.key }.flatMap { type, parts in
      parts.sorted { $0.key < $1.key }.map { "\($0) of \($1) \(type)" }
    }
  }

  /// A part that is as it was last seen, because the files do not give it.
  mutating func carry(_ part: String, of id: ResourceID) {
    tallies[id.scope, default: [:]][part, default: UnreadTally()].carry(id.id)
  }

  /// Answers about parts that were not read, whatever the reason: also of resources whose part was
  /// never read before. One that says no scope is counted in every scope of its type.
  mutating func note(_ unread: [UnreadPart], in scopes: Set<Scope>) {
    for part in unread {
      let concerned = part.scope.map { [$0] } ?? scopes.filter { $0.type == part.type }
      for scope in concerned {
        tallies[scope, default: [:]][part.field, default: UnreadTally()]
          .note(part.resource, part.problem)
      }
    }
  }
}

/// The resources of a scope of which one part was not read.
struct UnreadTally {
  /// Those that are as they were last seen, by id.
  private var carried: Set<String> = []
  /// Those whose answer could not be read, as their files name them.
  private var answered: Set<String> = []
  private var unnamed = 0
  /// Why: what was answered, where anything was.
  private(set) var problem: Problem?

  /// So many are named; all are counted.
  private static let named = 10

  /// A resource that is carried may stand among the answers under another name.
  var count: Int { max(carried.count, answered.count + unnamed) }

  var first: [String] {
    let most = carried.count > answered.count ? carried : answered
    return Array(most.sorted().prefix(UnreadTally.named))
  }

  mutating func carry(_ resource: String) { carried.insert(resource) }

  mutating func note(_ resource: String?, _ problem: Problem) {
    if let resource { answered.insert(resource) } else { unnamed += 1 }
    self.problem = self.problem ?? problem
  }
}

extension Problem {
  static func partNotGiven() -> Problem {
    Problem("part-not-given", "the files do not contain it, so it stays as it was last seen")
  }
}
