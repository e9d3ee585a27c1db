package import AuditReport
package import AuditStore
package import ConfigurationModel

/// Tells who did what as a timeline, with the findings that each call has to do with.
package struct ShowTimeline {
  /// The store that is read.
  package let store: AuditStore
  /// The moment for which findings are told as they stand.
  package let at: Timestamp

  /// Makes the question; nothing is read before `timeline` is called.
  package init(store: AuditStore, at: Timestamp) {
    self.store = store
    self.at = at
  }

  /// What a filter chooses, oldest first.
  package func timeline(_ filter: ActivityFilter) throws(Problem) -> ActivityTimeline {
    let entries = try ListActivity(store: store).entries(filter)
    let attribute = try AttributeEdits(store: store, at: at)
    let findings = try findings(attribute, of: entries)
    let calls = try entries.map { entry throws(Problem) in
      ActivityTimeline.Call(
        at: entry.at, actor: try attribute.told(entry).whoInWords, name: entry.call,
        resources: entry.namesInWords, errorCode: entry.errorCode,
        findings: findings[entry.id] ?? [], id: entry.id)
    }
    let subject = [filter.name, filter.resource, filter.actor.map { "what \($0) did" }]
      .compactMap(\.self)
    return ActivityTimeline(of: subject.isEmpty ? nil : subject.joined(separator: ", "), calls)
  }

  /// What calls have to do with findings, by the ids of their events.
  private func findings(_ attribute: AttributeEdits, of entries: [StoredActivity]) throws(Problem)
    -> [String: [String]]
  {
    guard let first = entries.first, let last = entries.last else { return [:] }
    var said: [String: [String]] = [:]
    func say(_ words: String, of attribution: EditAttribution?) {
      for event in attribution?.events ?? [] where said[event.id]?.contains(words) != true {
        said[event.id, default: []].append(words)
      }
    }
    for (finding, _) in try ListFindings(store: store, at: at).all() {
      let occurred = finding.occurred
      guard occurred.until >= first.at,
        occurred.after.map({ $0 <= last.at.advanced(bySeconds: 1) }) ?? true
      else { continue }
      for edit in try attribute.attributed(finding).unapproved {
        let isExact = edit.attribution?.grade == .exact
        say("\(isExact ? "made" : "perhaps made") \(finding.id)", of: edit.attribution)
        let undone = edit.passage?.undone
        say("\(undone?.grade == .exact ? "undid" : "perhaps undid") \(finding.id)", of: undone)
      }
    }
    return said
  }
}

extension EditAttribution.Event {
  /// `role Deploy, session 17, with Terraform: alice`.
  fileprivate var whoInWords: String {
    guard let person, !actor.contains(person) else { return actor }
    return "\(actor): \(person)"
  }
}
