import ConfigurationModel

extension Finding {
  /// The finding as the contract writes it.
  var json: JSONTree {
    [
      "id": .string(id),
      "status": .string(status.word.rawValue),
      "statusDetail": status.detail,
      "severity": .string(severity.word),
      "resource": resource.json,
      "change": .string(change.rawValue),
      "edits": .list(edits.map(\.json)),
      "firstSeen": .time(firstSeen),
      "lastSeen": .time(lastSeen),
      "occurred": occurred.json,
      "actors": .list(people.map(JSONTree.string)),
      "nearMisses": .list(
        nearMisses.map { ["record": .string($0.record), "lacks": .string($0.lacks)] }),
      "notes": .list(notes.map(JSONTree.string)),
      "life": .list(life.map(\.json)),
    ]
  }
}

extension FindingGroup {
  /// What its findings say, and which they are.
  var json: JSONTree {
    let ids = members.map(\.resource.id)
    return [
      "finding": .string(leader.id), "findings": .list(members.map { .string($0.id) }),
      "type": .string(leader.resource.id.type.name), "change": .string(leader.change.rawValue),
      "severity": .string(leader.severity.word),
      "accounts": .count(Set(ids.map(\.account)).count),
      "regions": .count(Set(ids.map(\.region)).count),
      "edits": .list(edits.map(\.edit.json)),
      "otherSideOf": .optional(side?.of),
    ]
  }
}

extension Finding.Step {
  /// The step; `snapshot`, `until`, `record` and `ignore` are null where it has none.
  var json: JSONTree {
    var (snapshot, until, record, ignore): (Int?, Timestamp?, String?, String?)
    switch what {
    case .opened(let number), .reopened(let number), .reverted(let number): snapshot = number
    case .accepted(let end): until = end
    case .approved(let number): record = number
    case .ignored(let name): ignore = name
    case .acknowledged, .promoted: break
    }
    return [
      "at": .time(at), "what": .string(what.word), "by": .optional(by),
      "reason": .optional(reason), "snapshot": snapshot.map(JSONTree.count) ?? .null,
      "until": until.map(JSONTree.time) ?? .null, "record": .optional(record),
      "ignore": .optional(ignore),
    ]
  }
}

extension Finding.Status {
  /// Who set the status, until or since when, and why; null for an open finding.
  fileprivate var detail: JSONTree {
    switch self {
    case .open: .null
    case .acknowledged(let by, let at, let note):
      ["by": .string(by), "at": .time(at), "note": .optional(note)]
    case .accepted(let by, let until, let reason):
      ["by": .string(by), "until": .time(until), "note": .string(reason)]
    case .resolved(let resolution, let at):
      ["resolution": .string(resolution.word), "at": .time(at)] + resolution.detail
    }
  }
}

extension Finding.Resolution {
  fileprivate var detail: JSONTree {
    switch self {
    case .reverted: .object([])
    case .approved(let record): ["record": .string(record)]
    case .promoted(let by, let reason): ["by": .string(by), "note": .string(reason)]
    case .ignored(let by): ["ignore": .string(by)]
    }
  }
}

extension DriftReport.ResourceEdit {
  /// The edit with the resource it is of.
  var json: JSONTree {
    [
      "record": .optional(judged.verdict.recordName), "resource": resource.json,
      "change": .string(change.rawValue), "edit": judged.json,
    ]
  }
}

extension Resource {
  var json: JSONTree {
    [
      "account": .string(id.account), "region": .string(id.region),
      "type": .string(id.type.name), "id": .string(id.id), "name": .optional(name),
    ]
  }
}

extension Edit {
  fileprivate var json: JSONTree {
    let values = [("old", old), ("new", new)].compactMap { key, value in
      value.map { JSONTree.Field(key: key, value: .value($0)) }
    }
    let head: JSONTree = ["path": .string(path.text), "change": .string(word.rawValue)]
    return head + .object(values)
  }
}

extension JudgedEdit {
  fileprivate var json: JSONTree {
    edit.json + [
      "verdict": .string(verdict.word.rawValue),
      "timeCorroborated": verdict.timeCorroborated,
      "record": .optional(verdict.recordName),
      "ignore": .optional(verdict.ignoreName),
      "severity": .string(severity.word),
      "sentence": .optional(sentence),
      "occurred": occurred.json, "attribution": attribution?.json ?? .null,
    ] + (passage.map { ["passage": $0.json] } ?? .object([]))
  }
}

extension Passage {
  fileprivate var json: JSONTree {
    [
      "opened": opened.json, "closed": closed.json, "closedExactly": .bool(isClosedExactly),
      "undoing": .bool(isUndoing), "undone": undone?.json ?? .null,
    ]
  }
}

extension Passage.Call {
  fileprivate var json: JSONTree { ["event": .string(id), "at": .time(at)] }
}

extension EditAttribution {
  fileprivate var json: JSONTree {
    ["grade": .string(grade.rawValue), "events": .list(events.map(\.json))]
  }
}

extension EditAttribution.Event {
  fileprivate var json: JSONTree {
    [
      "id": .string(id), "at": .time(at), "call": .string(call), "actor": .string(actor),
      "person": .optional(person),
    ]
  }
}

extension Verdict {
  /// Whether the window of the record that covers the edit holds all of the time in which it
  /// happened; null for an edit that no record covers.
  fileprivate var timeCorroborated: JSONTree {
    switch self {
    case .approved(_, let isCorroborated): .bool(isCorroborated)
    case .approvedOnPaper: .bool(false)
    case .ignored, .unapproved: .null
    }
  }
}
