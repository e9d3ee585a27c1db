import Activity
import AuditStore
import ChangeAudit
import ConfigurationDiff
import ConfigurationJSON
import ConfigurationModel
import ResourceKinds
import SnapshotSources

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
    var told: [Occurrence: [Edit: EditAttribution]] = [:]
    for judged in finding.edits {
      guard let known = activity[judged.occurred] else { continue }
      told[judged.occurred, default: [:]][judged.edit] = try attribution(of: judged.edit, in: known)
    }
    return finding.attributed { told[$0.occurred]?[$0.edit] }
  }

  /// What was done to a resource within an interval; nil where no activity of its account in that time is
  /// kept.
  func activity(of resource: Resource, in interval: Occurrence) throws(Problem)
    -> ResourceActivity?
  {
    guard
      try store.hasActivity(of: resource.id.account, in: interval, knownBy: knownBy)
    else { return nil }
    let before = try value(of: resource.id, at: interval.after)
    var activity = ResourceActivity(
      replay: Replay(
        ResourceKind.of(resource.id.type),
        NormalizationContext(account: resource.id.account, partition: resource.id.partition),
        before: before ?? .object([:])))
    let names = try names(of: resource.id, before)
    for (entry, actor, steps) in try events(of: resource.id, named: names, in: interval) {
      activity.replay.take(entry.id, steps)
      activity.calls[entry.id] = (entry, actor)
    }
    return activity
  }

  /// Who made an edit, with the persons behind the calls.
  func attribution(of edit: Edit, in activity: ResourceActivity) throws(Problem)
    -> EditAttribution
  {
    let (grade, ids) = activity.replay.attribution(of: edit)
    let entries = ids.compactMap { activity.calls[$0]?.entry }
    return EditAttribution(grade, try entries.map { entry throws(Problem) in try told(entry) })
  }

  /// The resource as it stood when a reading of it began; nil where it was not there, or was not looked at.
  private func value(of resource: ResourceID, at moment: Timestamp?) throws(Problem)
    -> ConfigurationValue?
  {
    guard let moment, let version = try store.version(of: resource, asOf: moment) else {
      return nil
    }
    return try reader.valueOrProblem(version.document, of: resource)
  }

  /// What events may call a resource: its id, what an ARN ends in, the ids of its associations, and the name that its
  /// kind has, as it was before, where no other of its place was ever called so. A tag is no name: whoever sets it
  /// would choose whose calls count.
  private func names(of resource: ResourceID, _ before: ConfigurationValue?) throws(Problem)
    -> Set<String>
  {
    let own = before.flatMap { ResourceKind.of(resource.type).name(in: $0) }
    let isAlone = try own.map { name throws(Problem) in
      try store.isAlone(named: name, resource)
    }
    let names = [resource.id] + resource.ends + (before?.associations ?? [])
    return Set(names + (isAlone == true ? [own].compactMap { $0 } : []))
  }

  private func events(of resource: ResourceID, named names: Set<String>, in interval: Occurrence)
    throws(Problem) -> [(entry: StoredActivity, actor: Actor, steps: [CallEffect.Step])]
  {
    let kept = try store.activity(
      of: resource, named: names.sorted(), in: interval, knownBy: knownBy)
    return try kept.map { entry throws(Problem) in
      let event = try parsed(entry)
      let effects = event.effects.filter {
        $0.type == resource.type && !names.isDisjoint(with: $0.names)
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

/// What was done to a resource within an interval.
struct ResourceActivity {
  fileprivate var replay: Replay
  fileprivate var calls: [String: (entry: StoredActivity, actor: Actor)] = [:]

  /// What rules hold against a record: who made the edit and when, where a call says it.
  ///
  /// That nothing else touched a new resource, nobody can say: there are calls whose effects are not known.
  func authorship(of edit: Edit) -> Authorship {
    let (grade, ids) = replay.attribution(of: edit)
    if grade == .exact, edit.path != .root, let (entry, actor) = ids.first.flatMap({ calls[$0] }) {
      return .made(by: actor.caller, at: entry.at)
    }
    let able = replay.able(of: edit).map { calls[$0]?.actor.caller }
    // Of a caller who is not known nobody can say that it was none of the others.
    return able.isEmpty || able.contains(nil) ? .unknown : .oneOf(able.compactMap { $0 })
  }
}

extension Actor {
  fileprivate var caller: Authorship.Caller? { principal.map { .init($0, role: role) } }
}

extension ResourceID {
  /// What the ARN that is its id ends in: events call some resources by that.
  fileprivate var ends: [String] {
    guard id.hasPrefix("arn:") else { return [] }
    return [id.split(separator: ":").last, id.split(separator: "/").last].compactMap { $0 }
      .map(String.init)
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
