import Activity
import AuditStore
import ChangeAudit
import ConfigurationDiff
import ConfigurationJSON
import ConfigurationModel
import ResourceKinds
import SnapshotSources

/// Tells who made edits, from the activity that is kept. It holds the activity of the resource that was asked about
/// last: edits of one resource are asked about one after the other, and what is kept must not change meanwhile.
final class AttributeEdits {
  private let store: AuditStore
  /// The event of the log by which activity was known: what came later tells nothing of what was told then.
  private let knownBy: Int64
  /// The moment at which it is told.
  private let at: Timestamp
  /// Whether any activity is kept at all.
  let hasActivity: Bool
  private let hasPruned: Bool
  private let reader = DocumentReader()
  private let stored = StoredEvents()
  private let origins: CallOrigins
  private let tokens: ItemSecrets
  private let findParts: FindParts
  private let namesInEvents: NamesInEvents
  private let unexplained: UnexplainedEdits
  private let naming: NamingCalls
  private var last: (resource: ResourceID, activity: [Occurrence: ResourceActivity?])?
  private var lastPruned: (resource: ResourceID, interval: Occurrence, isPruned: Bool)?
  private var lastBeginning: (resource: ResourceID, interval: Occurrence, found: Beginning)?

  /// What a resource was like at the beginning of an interval, and what events of it may call it.
  private typealias Beginning = (value: ConfigurationValue?, names: Set<String>)

  init(store: AuditStore, knownBy event: Int64 = .max, at: Timestamp) throws(Problem) {
    self.store = store
    self.at = at
    knownBy = event
    origins = CallOrigins(store: store, knownBy: event)
    tokens = ItemSecrets(key: store.key, notesEarlier: false)
    namesInEvents = NamesInEvents(store: store)
    unexplained = UnexplainedEdits(store: store, knownBy: event, at: at)
    naming = NamingCalls(store: store, knownBy: event)
    findParts = FindParts(store: store, knownBy: event, reader: reader, stored: stored)
    hasPruned = try store.hasPrunedActivity(knownBy: event)
    hasActivity = hasPruned ? true : try store.hasActivity(knownBy: event)
  }

  /// A finding with who made each of its edits; as it is where no activity is kept at all.
  func attributed(_ finding: Finding) throws(Problem) -> Finding {
    guard hasActivity else { return finding }
    return try finding.attributed { judged throws(Problem) in
      try attributed(judged, of: finding.resource)
    }
  }

  /// An edit of a resource with who made it, and who undid it where no reading shows it.
  func attributed(_ judged: JudgedEdit, of resource: Resource) throws(Problem) -> JudgedEdit {
    var judged = judged
    guard let passage = judged.passage else {
      judged.attribution = try attribution(of: judged.edit, to: resource, in: judged.occurred)
      return judged
    }
    let opened = try attribution(to: passage.opened, .exact)
    let closed = try attribution(
      to: passage.closed, passage.isClosedExactly ? .exact : .byResourceAndTime)
    judged.attribution = passage.isUndoing ? closed : opened
    judged.passage?.undone = passage.isUndoing ? nil : closed
    return judged
  }

  /// What is known of a call by which an edit was made or undone.
  private func attribution(to call: Passage.Call, _ grade: EditAttribution.Grade) throws(Problem)
    -> EditAttribution?
  {
    guard let entry = try store.activity(call.id) else { return nil }
    return EditAttribution(grade, [try told(entry)])
  }

  /// A call, who made it and when.
  struct MadeCall {
    let entry: StoredActivity
    let caller: Authorship.Caller?
    /// Whether other calls of the time were pruned: that nobody else had a hand in it, nobody can say.
    let isBesidePruned: Bool

    var call: Passage.Call { Passage.Call(id: entry.id, at: entry.at) }
    var authorship: Authorship { isBesidePruned ? .notKept : .made(by: caller, at: entry.at) }
  }

  /// An edit that was made and undone unseen, with the calls.
  struct Passing {
    let edit: PassingEdit
    let opened: MadeCall
    let closed: MadeCall
    /// Those that may have undone it.
    let closers: [MadeCall]

    /// Whose undoing it is: that of one call where it says so.
    var undoing: Authorship {
      guard !edit.isClosedExactly, !closed.isBesidePruned else { return closed.authorship }
      let callers = closers.map(\.caller)
      return callers.contains(nil) ? .unknown : .oneOf(callers.compactMap { $0 })
    }
  }

  /// What calls made and undid within an interval between two readings of a resource.
  ///
  /// - Parameters:
  ///   - before: What the earlier reading showed.
  ///   - after: What the later one showed; nil where it showed no resource.
  ///   - compared: What of a configuration is looked at.
  func passing(
    _ resource: ResourceID, in interval: Occurrence, from before: ConfigurationValue,
    to after: ConfigurationValue?, compared: @escaping (ConfigurationValue) -> ConfigurationValue
  ) throws(Problem) -> [Passing] {
    guard try store.hasActivity(of: resource.account, in: interval, knownBy: knownBy) else {
      return []
    }
    let names = try namesInEvents.names(of: resource, before, by: interval.until)
    let events = try events(of: resource, named: names, in: interval)
    let calls = calls(in: events, besidePruned: try isPruned(resource, in: interval))
    return PassingEdits.passed(
      ResourceKind.of(resource.type),
      NormalizationContext(account: resource.account, partition: resource.partition),
      before: before, calls: events.map { $0.call(in: interval) }, observed: after,
      compared: compared
    ).compactMap { edit in
      guard let opened = calls[edit.opened], let closed = calls[edit.closed] else { return nil }
      let later = events.filter { $0.entry.at >= opened.entry.at && $0.entry.id != edit.opened }
      return Passing(
        edit: edit, opened: opened, closed: closed, closers: later.compactMap { calls[$0.entry.id] }
      )
    }
  }

  /// Whether the newest reading of a resource shows what calls did to it since a reading that began by a moment.
  func isShown(_ resource: ResourceID, since moment: Timestamp) throws(Problem) -> Bool {
    let (before, observed) = (try value(of: resource, at: moment), try value(of: resource, at: at))
    let events = try events(
      of: resource, named: try namesInEvents.names(of: resource, before ?? observed, by: at),
      in: Occurrence(after: moment, until: at))
    return ShownCalls.isShown(
      ResourceKind.of(resource.type),
      NormalizationContext(account: resource.account, partition: resource.partition),
      before: before, calls: events.map { ($0.entry.id, $0.steps) }, observed: observed)
  }

  /// A resource that was made and deleted unseen: the calls by which it was made and changed, in order, and the one that
  /// deleted it.
  typealias Unseen = (configuration: ConfigurationValue, calls: [MadeCall], deleted: MadeCall)

  /// Whether calls ever made a resource of this id, by its own name, and deleted it.
  func isMadeAndDeleted(_ resource: ResourceID) throws(Problem) -> Bool {
    let kept = try store.activity(
      of: resource, named: [resource.id], in: Occurrence(after: nil, until: at), knownBy: knownBy)
    let events = try kept.map { entry throws(Problem) in try stored.event(entry) }
    let effects = events.flatMap(\.effects)
      .filter { $0.type == resource.type && $0.resource.isIdentical(to: resource.id) }
    return effects.contains { $0.steps.contains(.create) }
      && effects.contains { $0.steps.contains(.delete) }
  }

  /// The resources of this id that calls made and deleted within an interval between two readings that show none.
  func unseen(_ resource: ResourceID, in interval: Occurrence) throws(Problem) -> [Unseen] {
    let names = try namesInEvents.names(of: resource, nil, by: interval.until)
    let events = try events(of: resource, named: names, in: interval)
    let calls = calls(in: events, besidePruned: try isPruned(resource, in: interval))
    return PassingResource.passed(
      ResourceKind.of(resource.type),
      NormalizationContext(account: resource.account, partition: resource.partition),
      calls: events.map { $0.call(in: interval) }
    ).compactMap { passing in
      guard let deleted = calls[passing.deleted] else { return nil }
      return (passing.configuration, passing.calls.compactMap { calls[$0] }, deleted)
    }
  }

  /// Who made an edit of a resource within an interval, with the persons behind the calls; nil where no activity is kept
  /// at all.
  func attribution(of edit: Edit, to resource: Resource, in interval: Occurrence) throws(Problem)
    -> EditAttribution?
  {
    guard hasActivity else { return nil }
    guard try !isPruned(resource.id, in: interval) else { return EditAttribution(.notCovered, []) }
    guard let activity = try activity(of: resource.id, in: interval) else {
      return EditAttribution(try unexplainedGrade(of: resource.id, in: interval), [])
    }
    let (grade, ids) = activity.replay.attribution(of: edit)
    guard grade != .unexplained else {
      let calls = try naming.calls(
        on: resource.id, named: try beginning(of: resource.id, in: interval).names, in: interval)
      guard calls.isEmpty else { return try perhaps(by: calls) }
      return EditAttribution(try unexplainedGrade(of: resource.id, in: interval), [])
    }
    let entries = ids.compactMap { activity.calls[$0]?.entry }
    return EditAttribution(grade, try entries.map { entry throws(Problem) in try told(entry) })
  }

  /// That one of some calls may have made an edit whose effects are not known: nobody is sure to be one of its callers.
  private func perhaps(by calls: [StoredActivity]) throws(Problem) -> EditAttribution {
    EditAttribution(
      .byResourceAndTime,
      try calls.map { entry throws(Problem) in try told(entry).withoutFixedNames })
  }

  /// What can be said of an edit that no call explains; where a bucket lies only its configuration tells.
  private func unexplainedGrade(of resource: ResourceID, in interval: Occurrence) throws(Problem)
    -> EditAttribution.Grade
  {
    guard resource.type.isNamedWorldwide else {
      return try unexplained.grade(of: resource, in: interval, from: nil, to: nil)
    }
    return try unexplained.grade(
      of: resource, in: interval, from: try beginning(of: resource, in: interval).value,
      to: try value(of: resource, at: interval.until))
  }

  /// CloudTrail delivers within some minutes, and makes no promise; its digest of the hour follows after it.
  static let settling: Int64 = 2 * 3600

  /// What rules hold against a record: who made an edit of a resource within an interval and when, where a call says it.
  func authorship(of edit: Edit, of resource: ResourceID, in interval: Occurrence) throws(Problem)
    -> Authorship
  {
    guard try !isPruned(resource, in: interval) else { return .notKept }
    return try activity(of: resource, in: interval)?.authorship(of: edit) ?? .unknown
  }

  /// Where a call on a resource wrote to within an interval; nil where nobody can say it.
  func writes(of event: String, on resource: ResourceID, in interval: Occurrence) throws(Problem)
    -> Set<ConfigurationPath>?
  {
    guard try !isPruned(resource, in: interval) else { return nil }
    return try activity(of: resource, in: interval)?.replay.writes(of: event)
  }

  /// What a call did, with the parts that it names by their ids as they were then.
  func effects(of record: ConfigurationValue) throws(Problem) -> [CallEffect] {
    var event = try ActivityEvent(record)
    guard let account = event.account, !event.namedParts.isEmpty else { return event.effects }
    var parts = PartNames()
    try findParts.learn(
      event, about: ResourceID(account: account, region: event.region, type: "", id: ""),
      into: &parts)
    event.parts = parts
    return event.effects
  }

  /// Whether calls on a resource within an interval were pruned: those that are left do not say who made what.
  private func isPruned(_ resource: ResourceID, in interval: Occurrence) throws(Problem) -> Bool {
    guard hasPruned else { return false }
    if let known = lastPruned, known.resource == resource, known.interval == interval {
      return known.isPruned
    }
    let names = try beginning(of: resource, in: interval).names.sorted()
    let isPruned = try store.hasPrunedActivity(
      of: resource, named: names, in: interval, knownBy: knownBy)
    lastPruned = (resource, interval, isPruned)
    return isPruned
  }

  /// What was done to a resource within an interval; nil where no activity of its account in that time is kept.
  private func activity(of resource: ResourceID, in interval: Occurrence) throws(Problem)
    -> ResourceActivity?
  {
    guard hasActivity else { return nil }
    if last?.resource != resource { last = (resource, [:]) }
    if let known = last?.activity[interval] { return known }
    let found = try replayed(resource, interval)
    last?.activity[interval] = .some(found)
    return found
  }

  private func replayed(_ resource: ResourceID, _ interval: Occurrence) throws(Problem)
    -> ResourceActivity?
  {
    guard try store.hasActivity(of: resource.account, in: interval, knownBy: knownBy) else {
      return nil
    }
    let (before, names) = try beginning(of: resource, in: interval)
    let events = try events(of: resource, named: names, in: interval)
    return ResourceActivity(
      replay: Replays(
        ResourceKind.of(resource.type),
        NormalizationContext(account: resource.account, partition: resource.partition),
        before: before ?? .object([:]), calls: events.map { $0.call(in: interval) }),
      calls: Dictionary(events.map { ($0.entry.id, ($0.entry, $0.actor)) }) { first, _ in first })
  }

  private func beginning(of resource: ResourceID, in interval: Occurrence) throws(Problem)
    -> Beginning
  {
    if let known = lastBeginning, known.resource == resource, known.interval == interval {
      return known.found
    }
    let before = try value(of: resource, at: interval.after)
    let found = (
      value: before, names: try namesInEvents.names(of: resource, before, by: interval.until)
    )
    lastBeginning = (resource, interval, found)
    return found
  }

  /// The resource as it stood when a reading of it began; nil where it was not there, or was not looked at.
  private func value(of resource: ResourceID, at moment: Timestamp?) throws(Problem)
    -> ConfigurationValue?
  {
    guard let moment, let version = try store.version(of: resource, asOf: moment) else {
      return nil
    }
    return try reader.value(version.document, of: resource)
  }

  /// A call as it is kept, and what it did to the resource that is asked about.
  private struct ReadCall {
    let entry: StoredActivity
    let actor: Actor
    let steps: [CallEffect.Step]

    /// CloudTrail tells whole seconds: in the second of a reading a call may have been before or after it.
    func call(in interval: Occurrence) -> TimedCall {
      let isBefore = interval.after.map { entry.at <= $0 } ?? false
      return TimedCall(
        id: entry.id, at: entry.at, steps: steps,
        isPerhaps: isBefore || entry.at.advanced(bySeconds: 1) > interval.until)
    }
  }

  /// By the ids of their events.
  private func calls(in events: [ReadCall], besidePruned: Bool) -> [String: MadeCall] {
    let made = events.map {
      MadeCall(entry: $0.entry, caller: $0.actor.caller, isBesidePruned: besidePruned)
    }
    return Dictionary(made.map { ($0.entry.id, $0) }) { first, _ in first }
  }

  private func events(of resource: ResourceID, named names: Set<String>, in interval: Occurrence)
    throws(Problem) -> [ReadCall]
  {
    let secrets = FieldPathSet(ResourceKind.of(resource.type).secrets)
    let (names, kept) = try kept(of: resource, named: names, in: interval)
    var parts = PartNames()
    return try kept.map { entry, read throws(Problem) in
      var event = read
      try findParts.learn(event, about: resource, into: &parts)
      event.parts = parts
      parts.learn(event)
      let effects = event.effects.filter {
        $0.type == resource.type && !names.isDisjoint(with: $0.names)
          && resource.mayBeCalled($0.resource)
      }
      // What the store holds of a secret is its token: what a call says of it is compared by that.
      let steps = effects.flatMap(\.steps).map { step in
        step.mapped { tokens.redacted($0, of: resource, secrets).value }
      }
      return ReadCall(entry: entry, actor: event.actor, steps: steps)
    }
  }

  /// What events of an interval call a resource, with the ids of associations that it was given in it, and these events.
  private func kept(of resource: ResourceID, named names: Set<String>, in interval: Occurrence)
    throws(Problem) -> (names: Set<String>, events: [(entry: StoredActivity, read: ActivityEvent)])
  {
    var names = names
    while true {
      let kept = try store.activity(
        of: resource, named: names.sorted(), in: interval, knownBy: knownBy
      ).map { entry throws(Problem) in (entry: entry, read: try stored.event(entry)) }
      let made = kept.flatMap { entry, event in
        event.effects.contains { $0.type == resource.type && names.contains($0.resource) }
          ? event.madeAssociations : []
      }
      guard !names.isSuperset(of: made) else { return (names, kept) }
      names.formUnion(made)
    }
  }

  /// A call in words, with the person behind it.
  func told(_ entry: StoredActivity) throws(Problem) -> EditAttribution.Event {
    let origin = try origins.origin(of: entry)
    return EditAttribution.Event(
      id: entry.id, at: entry.at, call: entry.name,
      actor: [entry.actor, entry.means].compactMap { $0 }.joined(separator: ", "),
      person: origin.person, claimed: origin.claimed, fixedNames: origin.names,
      people: origin.people)
  }
}

extension Actor {
  /// Whom rules know the caller by; nil where the event names nobody.
  var caller: Authorship.Caller? { principal.map { .init($0, role: role) } }
}
