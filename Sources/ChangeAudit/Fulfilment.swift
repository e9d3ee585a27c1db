package import ConfigurationModel

/// What of a change record happened.
package struct Fulfilment: Hashable, Sendable {
  /// The record's number.
  package let record: String
  /// What the record is about; nil where it does not say it.
  package let title: String?
  /// Where the record stands.
  package let state: ChangeRecord.State
  /// Clauses, and allowances without clauses, that covered an edit; and all there are.
  package let done: Int
  /// All clauses, and allowances without clauses, of the record.
  package let total: Int
  /// Edits it covered in all; a created or deleted resource is one.
  package let edits: Int
}

/// A part of a record that was approved, whose window is over, and that covered no edit.
package struct UnderDelivery: Hashable, Sendable {
  /// Which part of which record it is.
  package let cover: Cover
  /// What the record is about; nil where it does not say it.
  package let title: String?
  /// Where the record stands: approved or closed.
  package let state: ChangeRecord.State
  /// `added IpPermissions of AWS::EC2::SecurityGroup sg-1 in 111122223333 eu-west-1`.
  package let expected: String
  /// When the window was over.
  package let until: Timestamp
}

/// What did not happen, and what nobody can know about.
package struct Delivery: Hashable, Sendable {
  /// What did not happen, though what it is about was read after the window's end; by record and
  /// place.
  package let underDelivered: [UnderDelivery]
  /// Where what it is about was not read after the window's end.
  package let unknown: [UnderDelivery]
}

extension RuleBook {
  /// What of each record happened, by number.
  package func fulfilments(_ usage: Usage) -> [Fulfilment] {
    records.map { record in
      let parts = record.parts
      return Fulfilment(
        record: record.number, title: record.title, state: record.state,
        done: parts.count { usage[$0.cover] > 0 }, total: parts.count,
        edits: record.allows.indices.reduce(0) { $0 + record.edits(coveredBy: $1, usage) })
    }.sorted { $0.record.precedes($1.record) }
  }

  /// The parts of approved and closed records whose window ended before `now` and that covered
  /// nothing, by record and place. `isReadAfter` says whether all that an allowance, or one clause of it,
  /// may be about was read after a moment: of what was not read, nothing is claimed. Nil where the
  /// allowance is about nothing that is judged: it is left out.
  package func delivery(
    _ usage: Usage, at now: Timestamp, isReadAfter: (Allowance, Clause?, Timestamp) -> Bool?
  ) -> Delivery {
    var (missing, unknown): ([UnderDelivery], [UnderDelivery]) = ([], [])
    for record in records where record.state == .approved || record.state == .closed {
      guard let until = record.window?.until, until < now else { continue }
      for part in record.parts where usage[part.cover] == 0 {
        let under = UnderDelivery(
          cover: part.cover, title: record.title, state: record.state, expected: part.text,
          until: until)
        switch isReadAfter(part.allowance, part.clause, until) {
        case true?: missing.append(under)
        case false?: unknown.append(under)
        case nil: break
        }
      }
    }
    return Delivery(
      underDelivered: missing.sorted { $0.cover < $1.cover },
      unknown: unknown.sorted { $0.cover < $1.cover })
  }
}

/// A clause, or an allowance without clauses.
private struct RecordPart {
  let allowance: Allowance
  let clause: Clause?
  let cover: Cover

  var text: String {
    let what = clause?.summaryWithWord ?? allowance.action.rawValue
    return "\(what) of \(allowance.resource.text)"
  }
}

extension Clause {
  fileprivate var summaryWithWord: String {
    let own = "\(word.rawValue) \(path.text.orWhole)"
    return summary == own ? own : "\(own): \(summary)"
  }
}

extension ChangeRecord {
  fileprivate var parts: [RecordPart] {
    allows.enumerated().flatMap { position, allowance -> [RecordPart] in
      // What may be in a created resource is no promise that it will be.
      let isWhole = allowance.action != .modify || allowance.edits.isEmpty
      let clauses = isWhole ? [nil] : allowance.edits.indices.map(Optional.some)
      return clauses.map { clause in
        RecordPart(
          allowance: allowance, clause: clause.map { allowance.edits[$0] },
          cover: Cover(record: number, allowance: position, clause: clause))
      }
    }
  }

  fileprivate func edits(coveredBy position: Int, _ usage: Usage) -> Int {
    let whole = Cover(record: number, allowance: position, clause: nil)
    guard allows[position].action == .modify else { return usage[whole] }
    return allows[position].edits.indices.reduce(0) {
      $0 + usage[Cover(record: number, allowance: position, clause: $1)]
    }
  }
}

extension ResourceSelector {
  /// The selector in words: `AWS::EC2::SecurityGroup sg-1 in 111122223333 eu-west-1`.
  fileprivate var text: String {
    let names = [type?.pattern ?? "any resource", id?.pattern, name.map { "called \($0)" }]
    let labels = tags.inKeyOrder.map { "tagged \($0.key)=\($0.value)" }
    let places = [account, region].compactMap { $0?.pattern }
    let place = places.isEmpty ? [] : ["in " + places.joined(separator: " ")]
    return (names.compactMap { $0 } + labels + place).joined(separator: " ")
  }
}
