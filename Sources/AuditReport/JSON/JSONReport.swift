import ConfigurationModel

extension DriftReport {
  /// The report as JSON; the contract is Documentation/report.schema.json. A key whose value does
  /// not exist is `null`, save `old` and `new`, which are absent then: `null` is a value there.
  package var json: String {
    let head: JSONTree = [
      "schemaVersion": "1",
      "snapshot": snapshot.map(JSONTree.count) ?? .null,
      "period": period.json,
      "at": .time(at),
      "store": .string(store),
      "baseline": .optional(baseline),
      "coverage": coverage.json,
      "summary": summary,
      "findings": .list(findings.map(\.json)),
      "groups": .list(groups.filter { $0.isMany || $0.side != nil }.map(\.json)),
    ]
    let rest: JSONTree = [
      "approved": .list(approved.map(\.json)),
      "approvedOnPaper": .list(approvedOnPaper.map(\.json)),
      "underDelivered": .list(underDelivered.map(\.json)),
      "ignored": .list(ignored.map(\.json)),
      "fulfilments": .list(fulfilments.map(\.json)),
      "debts": .list(debts.map(\.json)),
      "alerts": .list(alerts.map(\.json)),
      "guardrails": guardrails.json,
      "firstReadings": .list(firstReadings.map(\.json)),
      "timeline": .list(timeline.map(\.json)),
      "warnings": .list(warnings.map(JSONTree.string)),
      "since": since?.json ?? .null,
      "ledger": ledger?.json ?? .null,
    ]
    return (head + rest + told).text + "\n"
  }

  /// Who was told: of a report on a finding alone.
  private var told: JSONTree {
    switch subject {
    case .audit, .period: [:]
    case .finding: ["told": .list(tellings.map(\.json))]
    }
  }

  /// The snapshot an audit is of.
  private var snapshot: Int? {
    switch subject {
    case .audit(let snapshot): snapshot
    case .period, .finding: nil
    }
  }

  private var summary: JSONTree {
    func bySeverity(_ count: (Severity) -> Int) -> JSONTree {
      .object(Severity.worstFirst.map { .init(key: $0.word, value: .count(count($0))) })
    }
    return [
      "verdict": .string(verdictSentence),
      "unapproved": .count(unapproved.count),
      "bySeverity": bySeverity { severity in unapproved.count { $0.severity == severity } },
      "accepted": .count(accepted.count),
      "resolved": .count(resolved.count),
      "approved": .count(approved.count),
      "approvedOnPaper": .count(approvedOnPaper.count),
      "contradicted": .count(contradictions.count),
      "strict": .bool(isStrict),
      "ignored": .count(ignoredCount),
      "underDelivered": .count(underDelivered.count),
      "debts": .count(debts.count),
      "alerts": .count(alerts.count),
      "guardrails": .count(guardrails.findings.count),
      "guardrailsBySeverity": bySeverity { severity in
        guardrails.findings.count { $0.severity == severity }
      },
      "guardrailsStrict": .bool(isGuardrailStrict),
    ]
  }
}

extension Coverage {
  /// The value for programs; the same wherever coverage is written as JSON.
  var json: JSONTree {
    let head: JSONTree = [
      "complete": .bool(isComplete),
      "read": .count(readCount),
      "total": .count(wantedCount),
      "unread": .list(unread.map { ["scope": $0.scope.json, "problem": $0.problem.json] }),
      "seen": .list(cells.compactMap(\.seen)),
      "unreadParts": .list(partTexts.map(JSONTree.string)),
    ]
    let rest: JSONTree = [
      "parts": .list(unreadParts.map { $0.part.json(in: $0.scope) }),
      "partsNeverLookedAt": .list(withPartsNeverLookedAt.map(\.neverLookedAtJSON)),
      "unreadSources": .list(unreadSources.map(\.json)),
      "retired": .list(retired.compactMap(\.retiredJSON)),
      "ahead": .list(ahead.map(\.json)),
      "unjudged": .count(unjudged),
      "unagreed": .count(unagreed),
      "unagreedParts": .count(unagreedParts),
      "unaudited": .count(unaudited),
      "unreadDocuments": .list(unreadDocuments.map(\.json)),
      "scopes": .list(cells.map(\.json)),
    ]
    return head + rest
  }
}

extension Coverage.UnreadDocument {
  fileprivate var json: JSONTree {
    ["path": .string(path), "problem": problem.json, "since": .time(since)]
  }
}

extension Coverage.Cell {
  /// The scope and its count, where only some of its resources were seen.
  fileprivate var seen: JSONTree? {
    switch state {
    case .seen(_, let count): ["scope": scope.json, "count": .count(count)]
    case .read, .stale, .unread, .neverLookedAt, .retired: nil
    }
  }

  /// The parts that nobody has ever asked for.
  fileprivate var neverLookedAtJSON: JSONTree {
    ["scope": scope.json, "parts": .list(partsNeverLookedAt.map(JSONTree.string))]
  }

  fileprivate var retiredJSON: JSONTree? {
    retirement.map { retirement in
      [
        "scope": scope.json, "by": .string(retirement.by), "at": .time(retirement.at),
        "reason": .string(retirement.reason),
      ]
    }
  }

  fileprivate var json: JSONTree {
    [
      "scope": scope.json, "state": .string(word.rawValue),
      "lastRead": lastRead.map(JSONTree.time) ?? .null,
      "firstRead": firstRead.map(JSONTree.time) ?? .null,
      "since": since.map(JSONTree.time) ?? .null,
      "snapshots": rhythm.map { .count($0.count) } ?? .null,
      "longestGap": rhythm.map(\.longestGap.json) ?? .null,
    ]
  }

  /// Since when it is not read.
  private var since: Timestamp? {
    switch state {
    case .unread(_, let since): since
    case .read, .stale, .seen, .neverLookedAt, .retired: nil
    }
  }
}

extension Coverage.Part {
  fileprivate func json(in scope: Scope) -> JSONTree {
    [
      "scope": scope.json, "part": .string(name), "count": .count(count),
      "resources": .list(resources.map(JSONTree.string)), "problem": problem.json,
      "since": .time(since), "lastRead": lastRead.map(JSONTree.time) ?? .null,
    ]
  }
}

extension Coverage.Span {
  fileprivate var json: JSONTree {
    ["from": .time(from), "until": .time(until), "seconds": .count(Int(seconds))]
  }
}

extension Coverage.UnreadSource {
  fileprivate var json: JSONTree {
    [
      "source": .string(name), "wasRead": .bool(wasRead), "problem": problem.json,
      "since": since.map(JSONTree.time) ?? .null,
    ]
  }
}

extension Coverage.AheadSnapshot {
  fileprivate var json: JSONTree { ["snapshot": .count(number), "taken": .time(takenAt)] }
}

extension DriftReport.FirstReading {
  fileprivate var json: JSONTree {
    [
      "scope": scope.json, "resource": .optional(resource?.id.id), "part": .optional(part),
      "at": .time(at), "resources": .count(count),
    ]
  }
}

extension Scope {
  fileprivate var json: JSONTree {
    ["account": .string(account), "region": .string(region), "type": .string(type.name)]
  }
}

extension Problem {
  fileprivate var json: JSONTree {
    ["code": .string(code), "message": .string(message), "hint": .optional(hint)]
  }
}

extension Occurrence {
  /// `{"after": …, "until": …}`.
  var json: JSONTree {
    ["after": after.map(JSONTree.time) ?? .null, "until": .time(until)]
  }
}

extension DriftReport.IgnoreUse {
  fileprivate var json: JSONTree {
    [
      "name": .string(name), "owner": .optional(ignore?.owner),
      "reason": .optional(ignore?.reason), "until": ignore.map { .time($0.until) } ?? .null,
      "count": .count(count), "formerly": .count(formerly), "expired": .bool(isExpired),
    ]
  }
}

extension DriftReport.UnderDelivery {
  fileprivate var json: JSONTree {
    [
      "record": .string(record), "title": .optional(title), "expected": .string(expected),
      "until": .time(until),
    ]
  }
}

extension DriftReport.Fulfilment {
  var json: JSONTree {
    [
      "record": .string(record), "title": .optional(title), "state": .string(state),
      "outcome": .optional(outcome?.word),
      "done": .count(done), "total": .count(total), "edits": .count(edits),
      "waitsFor": .optional(waitsFor),
      "requestedBy": .optional(requestedBy),
      "approvals": .list(approvals.map { ["by": .string($0.by), "at": .time($0.at)] }),
      "window": window.map { window in
        [
          "from": window.from.map(JSONTree.time) ?? .null,
          "until": window.until.map(JSONTree.time) ?? .null,
        ]
      } ?? .null,
      "reference": .optional(reference),
    ]
  }
}

extension DriftReport.Since {
  var json: JSONTree {
    [
      "made": .time(made),
      "entries": .list(
        entries.map {
          ["about": .string($0.about), "at": .time($0.at), "words": .string($0.words)]
        }),
      "ledger": ledger?.json ?? .null,
    ]
  }
}

extension DriftReport.LedgerMark {
  fileprivate var json: JSONTree {
    ["size": .count(size), "root": .string(root), "store": .string(store)]
  }
}

extension DriftReport.EmergencyDebt {
  fileprivate var json: JSONTree {
    [
      "record": .string(record), "title": .optional(title), "due": .time(due),
      "overdue": .bool(isOverdue), "findings": .list(findings.map { .string("F-\($0)") }),
    ]
  }
}

extension DriftReport.Day {
  fileprivate var json: JSONTree {
    [
      "date": .string(date), "approved": .count(approved),
      "approvedOnPaper": .count(approvedOnPaper), "ignored": .count(ignored),
      "unapproved": .count(unapproved),
    ]
  }
}

extension Telling {
  fileprivate var json: JSONTree {
    [
      "destination": .string(destination), "what": .string(kind.rawValue), "at": .time(at),
      "state": .string(state.rawValue), "settled": settledAt.map(JSONTree.time) ?? .null,
    ]
  }
}
