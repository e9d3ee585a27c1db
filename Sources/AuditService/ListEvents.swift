package import AuditReport
package import AuditStore
package import ConfigurationModel

/// Tells what happened to a store: every event, by whom, when and why.
package struct ListEvents {
  /// The store that is read.
  package let store: AuditStore

  /// Makes the list of a store, which it only reads.
  package init(store: AuditStore) { self.store = store }

  /// The events between two moments, oldest first.
  ///
  /// - Parameters:
  ///   - by: Whose; any spelling of the name.
  ///   - about: A finding, change record, snapshot, baseline or scope, or a resource by any of its names.
  package func table(
    from: Timestamp? = nil, until: Timestamp? = nil, by: String? = nil, about: String? = nil
  ) throws(Problem) -> ResultTable {
    let person = by.map(PersonName.init)
    let names = try about.map(names(of:))
    let events = try store.events(from: from, until: until).filter { event in
      let isTheirs = person.map { name in
        event.actor.map { PersonName($0).mayBe(name) } ?? false
      }
      let isAbout = names.map { names in
        event.subjects.contains { names.contains($0.name.lowercased()) }
      }
      return isTheirs ?? true && isAbout ?? true
    }
    return ResultTable(
      columns: ["at", "what", "by", "about", "reason"],
      rows: events.map { event in
        [
          .text("\(event.at)"), .text(event.words),
          event.actor.map { .text($0) } ?? .null, .text(event.about(besides: names)),
          event.reason.map { .text($0) } ?? .null,
        ]
      })
  }

  /// What an event may call what a person named. A resource is told by its findings and its scope.
  private func names(of text: String) throws(Problem) -> Set<String> {
    let own: Set<String> = [text.lowercased()]
    if Finding.number(parsing: text) != nil, text.contains("-") { return own }
    let known = try store.events(from: nil, until: nil).contains { event in
      event.subjects.contains { $0.name.lowercased() == text.lowercased() }
    }
    guard !known else { return own }
    if let number = Int(text) { return ["snapshot \(number)"] }
    let resource = try ResourceName(text).resource(in: store)
    let findings = try ListFindings(store: store, at: Timestamp(microseconds: .max)).all()
      .filter { $0.finding.resource.id == resource.id }.map { $0.finding.id.lowercased() }
    return Set(findings).union([resource.id.scope.name.lowercased()])
  }
}

extension Scope {
  /// `111122223333/eu-west-1/AWS::EC2::VPC`, as commands take it.
  fileprivate var name: String { "\(account)/\(region)/\(type.name)" }
}

extension StoredEvent {
  /// How many subjects are told one by one.
  private static let told = 5

  /// What was done, in a word or two.
  fileprivate var words: String {
    switch kind {
    case "change record": "change registered"
    case "change transition": "change \(subjects.first?.words ?? "moved")"
    case "promote": "promoted"
    case "pruned": "pruned"
    case "sealed": "ledger begun"
    default: kind
    }
  }

  /// What it was about, in one line: the first few, and how many more; those asked for come first.
  fileprivate func about(besides names: Set<String>?) -> String {
    let asked = subjects.filter { names?.contains($0.name.lowercased()) ?? false }
    let ordered = asked + subjects.filter { !(names?.contains($0.name.lowercased()) ?? false) }
    let texts = ordered.prefix(Self.told).map {
      $0.words.isEmpty ? $0.name : "\($0.name) \($0.words)"
    }
    let rest = ordered.count - texts.count
    return (texts + (rest > 0 ? ["\(rest) more"] : [])).joined(separator: ", ")
  }
}
