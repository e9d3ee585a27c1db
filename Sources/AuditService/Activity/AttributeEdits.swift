import Activity
import AuditStore
import ChangeAudit
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
    var activity: [Occurrence: ResourceActivity] = [:]
    for interval in Set(finding.edits.map(\.occurred)) {
      activity[interval] = try self.activity(of: finding.resource, in: interval)
    }
    return finding.attributed { activity[$0.occurred]?.attribution(of: $0.edit) }
  }

  /// What was done to a resource within an interval; nil where no activity of its account in that time is
  /// kept.
  func activity(of resource: Resource, in interval: Occurrence) throws(Problem)
    -> ResourceActivity?
  {
    guard
      try store.hasActivity(of: resource.id.account, in: interval, knownBy: knownBy)
    else { return nil }
    let before = try value(of: resource.id, at: interval.after) ?? .object([:])
    var activity = ResourceActivity(
      replay: Replay(
        ResourceKind.of(resource.id.type),
        NormalizationContext(account: resource.id.account, partition: resource.id.partition),
        before: before))
    let names = resource.namesInEvents + before.associations
    for (entry, actor, steps) in try events(of: resource, named: names, in: interval) {
      activity.replay.take(entry.id, steps)
      activity.told[entry.id] = try told(entry, actor)
    }
    return activity
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
    throws(Problem) -> [(entry: StoredActivity, actor: Actor, steps: [CallEffect.Step])]
  {
    let kept = try store.activity(
      of: resource.id.type, named: names, account: resource.id.account, in: interval,
      knownBy: knownBy)
    return try kept.map { entry throws(Problem) in
      let event = try parsed(entry)
      let effects = event.effects.filter {
        $0.type == resource.id.type && names.contains($0.resource)
      }
      return (entry, event.actor, effects.flatMap(\.steps))
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

  private func told(_ entry: StoredActivity, _ actor: Actor) throws(Problem)
    -> EditAttribution.Event
  {
    EditAttribution.Event(
      id: entry.id, at: entry.at, call: entry.name,
      actor: [entry.actor, entry.means].compactMap { $0 }.joined(separator: ", "),
      person: try person(behind: entry), principal: actor.principal)
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

/// What was done to a resource within an interval.
struct ResourceActivity {
  fileprivate var replay: Replay
  fileprivate var told: [String: EditAttribution.Event] = [:]

  /// Who made an edit of the resource.
  func attribution(of edit: Edit) -> EditAttribution {
    let (grade, ids) = replay.attribution(of: edit)
    return EditAttribution(grade, ids.compactMap { told[$0] })
  }
}

extension EditAttribution {
  /// What rules hold against a record: who made the edit and when, where a call says it.
  var authorship: Authorship {
    switch grade {
    case .exact: events.first.map { .made(by: $0.principal, at: $0.at) } ?? .unknown
    case .byResourceAndTime:
      // Of a caller who is not known nobody can say that it was none of the others.
      events.allSatisfy { $0.principal != nil } ? .oneOf(events.compactMap(\.principal)) : .unknown
    case .unexplained: .unknown
    }
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
