import AuditReport
import AuditStore
import ConfigurationModel

extension WatchGuardrails.Standing {
  var statusJSON: JSONTree {
    [
      "at": .time(at), "asked": .count(asked), "passed": .count(passed),
      "broken": .object(
        Severity.allCases.map { .init(key: $0.word, value: .count(broken[$0] ?? 0)) }),
      "changes": .count(changes), "notObserved": .count(notObserved),
      "unanswered": .count(unanswered),
    ]
  }
}

extension StoreStatus.BaselineStatus {
  var statusJSON: JSONTree {
    [
      "name": .string(name), "audited": audited.map(JSONTree.time) ?? .null,
      "open": .object(
        Severity.allCases.map { .init(key: $0.word, value: .count(findings[$0] ?? 0)) }),
      "unaudited": [
        "snapshots": .count(unaudited?.snapshots ?? 0), "calls": .count(unaudited?.calls ?? 0),
        "since": unaudited.map { .time($0.since) } ?? .null,
      ],
    ]
  }
}

extension DaemonNote.Failure {
  var statusJSON: JSONTree {
    ["at": .time(at), "code": .string(code), "message": .string(message)]
  }
}

extension SourceStanding {
  var statusJSON: JSONTree {
    [
      "name": .string(name), "state": .string(state.rawValue), "isFailing": .bool(state.isFailing),
      "isRunning": .bool(isRunning), "last": known?.last.statusJSON ?? .null,
      "lastEnded": known?.ended?.statusJSON ?? .null,
      "lastComplete": known?.complete?.statusJSON ?? .null,
    ]
  }
}

extension SourceRun {
  var statusJSON: JSONTree {
    let begun: JSONTree = [
      "due": .time(due), "started": .time(started), "ended": end.map { .time($0.at) } ?? .null,
      "outcome": .optional(end?.outcome.rawValue),
    ]
    guard let end else { return begun }
    let counts = end.counts
    return begun + [
      "snapshot": counts.snapshot.map(JSONTree.count) ?? .null,
      "resources": .count(counts.resources),
      "unreadScopes": .count(counts.unreadScopes), "edits": .count(counts.edits),
      "requests": .count(counts.requests), "throttles": .count(counts.throttles),
      "problem": end.problem.map { problem -> JSONTree in
        ["code": .string(problem.code), "message": .string(problem.message)]
      } ?? .null,
    ]
  }
}
