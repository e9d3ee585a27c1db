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

  /// Findings with who made each of their edits; as they are where no activity of their times is kept.
  func attributed(_ findings: [Finding]) throws(Problem) -> [Finding] {
    guard try store.hasActivity(knownBy: knownBy) else { return findings }
    return try findings.map { finding throws(Problem) in try attributed(finding) }
  }

  /// A finding with who made each of its edits.
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
    var replay = Replay(
      ResourceKind.of(resource.id.type),
      NormalizationContext(account: resource.id.account, partition: resource.id.partition),
      before: before)
    for (entry, steps) in events { replay.take(entry.id, steps) }
    let told = Dictionary(
      uniqueKeysWithValues: try events.map { event throws(Problem) in
        (event.entry.id, try self.told(event.entry))
      })
    return Dictionary(
      edits.map { edit in
        let (grade, ids) = replay.attribution(of: edit)
        return (edit, EditAttribution(grade, ids.compactMap { told[$0] }))
      }
    ) { first, _ in first }
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
    let kept = try store.activity(
      of: resource.id.type, named: names, account: resource.id.account, in: interval,
      knownBy: knownBy)
    return try kept.map { entry throws(Problem) in
      let effects = try parsed(entry).effects.filter {
        $0.type == resource.id.type && names.contains($0.resource)
      }
      return (entry, effects.flatMap(\.steps))
    }
  }

  private func parsed(_ entry: StoredActivity) throws(Problem) -> ActivityEvent {
    let record: ConfigurationValue
    do {
      record = try parser.parse(entry.body)
    } catch {
      throw .invalidJSON(
        error, at: Problem.Place(file: "stored event \(entry.id)"), hint: "Run 'plumb verify'.")
    }
    return try ActivityEvent(record)
  }

  private func told(_ entry: StoredActivity) throws(Problem) -> EditAttribution.Event {
    EditAttribution.Event(
      id: entry.id, at: entry.at, call: entry.name,
      actor: [entry.actor, entry.means].compactMap { $0 }.joined(separator: ", "),
      person: try person(behind: entry))
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
