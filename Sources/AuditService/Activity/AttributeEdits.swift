import Activity
import AuditStore
import ConfigurationDiff
import ConfigurationJSON
import ConfigurationModel
import ResourceKinds

/// Tells who made the edits of findings, from the activity that is kept.
struct AttributeEdits {
  let store: AuditStore
  /// The event of the log by which activity was known: what came later tells nothing of what was told then.
  let knownBy: Int64
  private let parser = JSONParser()
  private let reader = DocumentReader()

  init(store: AuditStore, knownBy event: Int64 = .max) {
    self.store = store
    knownBy = event
  }

  /// A finding with who made each of its edits; as it is where no activity of their times is kept.
  func attributed(_ finding: Finding) throws(Problem) -> Finding {
    let intervals = Set(finding.edits.map(\.occurred))
    var found: [Occurrence: [Edit: EditAttribution]] = [:]
    for interval in intervals {
      guard try store.hasActivity(of: finding.resource.id.account, in: interval, knownBy: knownBy)
      else { continue }
      let edits = finding.edits.filter { $0.occurred == interval }.map(\.edit)
      found[interval] = try attributions(of: edits, to: finding.resource, in: interval)
    }
    return finding.attributed { found[$0.occurred]?[$0.edit] }
  }

  private func attributions(of edits: [Edit], to resource: Resource, in interval: Occurrence)
    throws(Problem) -> [Edit: EditAttribution]
  {
    let before = try value(of: resource.id, at: interval.after) ?? .object([:])
    let names = resource.namesInEvents + before.associations
    let events = try events(of: resource, named: names, in: interval)
    guard !events.isEmpty else {
      return Dictionary(edits.map { ($0, EditAttribution(.unexplained, [])) }) { first, _ in first }
    }
    var replay = Replay(
      ResourceKind.of(resource.id.type),
      NormalizationContext(account: resource.id.account, partition: resource.id.partition),
      before: before)
    for (entry, steps) in events { replay.take(entry.id, steps) }
    var found: [Edit: EditAttribution] = [:]
    for edit in edits {
      found[edit] = try attribution(replay.attribution(of: edit), events.map(\.entry))
    }
    return found
  }

  /// The resource as it stood at a moment; nil where it was not there, or was not looked at.
  private func value(of resource: ResourceID, at moment: Timestamp?) throws(Problem)
    -> ConfigurationValue?
  {
    guard let moment else { return nil }
    let standing = try store.history(of: resource).last { entry in
      entry.from <= moment && entry.until.map { $0 > moment } ?? true
    }
    return try standing.map { entry throws(Problem) in
      try reader.valueOrProblem(entry.version.document, of: resource)
    }
  }

  private func events(of resource: Resource, named names: [String], in interval: Occurrence)
    throws(Problem) -> [(entry: StoredActivity, steps: [CallEffect.Step])]
  {
    try store.activity(
      of: resource.id.type, named: names, account: resource.id.account, in: interval,
      knownBy: knownBy
    ).compactMap { entry in
      guard let record = try? parser.parse(entry.body), let event = try? ActivityEvent(record)
      else { return nil }
      let steps = event.effects.filter {
        $0.type == resource.id.type && names.contains($0.resource)
      }.flatMap(\.steps)
      return steps.isEmpty ? nil : (entry, steps)
    }
  }

  private func attribution(_ found: Attribution, _ entries: [StoredActivity]) throws(Problem)
    -> EditAttribution
  {
    switch found {
    case .exact(let id): EditAttribution(.exact, try deeds(of: [id], entries))
    case .byResourceAndTime(let ids):
      EditAttribution(.byResourceAndTime, try deeds(of: ids, entries))
    case .none: EditAttribution(.unexplained, [])
    }
  }

  private func deeds(of ids: [String], _ entries: [StoredActivity]) throws(Problem)
    -> [EditAttribution.Deed]
  {
    var deeds: [EditAttribution.Deed] = []
    for entry in entries where ids.contains(entry.id) {
      deeds.append(
        .init(
          event: entry.id, at: entry.at, call: entry.name,
          actor: [entry.actor, entry.means].compactMap { $0 }.joined(separator: ", "),
          person: try person(behind: entry)))
    }
    return deeds
  }

  /// The person behind a call: whom its event names, or who opened its session, through as many roles as were taken
  /// on the way.
  private func person(behind entry: StoredActivity, depth: Int = 0) throws(Problem) -> String? {
    if let person = entry.person { return person }
    guard depth < 10, let key = entry.accessKey, let opened = try store.activity(opening: key),
      opened.id != entry.id
    else { return nil }
    return try person(behind: opened, depth: depth + 1)
  }
}

extension Resource {
  /// What events may call it: its id, its name, and what an ARN ends in.
  fileprivate var namesInEvents: [String] {
    let ends = [id.id].filter { $0.hasPrefix("arn:") }.flatMap { arn in
      [arn.split(separator: ":").last, arn.split(separator: "/").last].compactMap { $0 }
        .map(String.init)
    }
    return Array(Set([id.id, name].compactMap { $0 } + ends)).sorted()
  }
}

extension ConfigurationValue {
  /// The ids of a route table's or a network ACL's associations, by which events name it too.
  fileprivate var associations: [String] {
    (self["Associations"]?.members ?? []).flatMap { association in
      ["RouteTableAssociationId", "NetworkAclAssociationId"].compactMap {
        association[$0]?.string
      }
    }
  }
}
