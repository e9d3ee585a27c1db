import Activity
import AuditStore
import ConfigurationModel

/// Tells who stands behind calls by what nobody who calls can choose: the identity, and who opened its session, through
/// every role that was taken on the way, as far as the activity that is kept tells. It holds what it found of each
/// session: what is kept must not change meanwhile.
final class CallOrigins {
  private let store: AuditStore
  /// The event of the log by which activity was known.
  private let knownBy: Int64
  private let stored = StoredEvents()
  private var openers: [String: [Actor]] = [:]
  private var counted: [String: String] = [:]

  init(store: AuditStore, knownBy event: Int64 = .max) {
    self.store = store
    knownBy = event
  }

  /// Who made a call.
  struct Origin {
    /// The person behind it: who opened the session, or whom the event names; nil where there is no telling.
    let person: String?
    /// The person whom the session's name says, where it is another one.
    let claimed: String?
    /// The names that no caller chooses.
    let names: [String]
    /// Every person whom the call, or the opening of its session, names.
    let people: [String]
  }

  func origin(of entry: StoredActivity) throws(Problem) -> Origin {
    let actor = try stored.event(entry).actor
    let openers = try openers(of: actor.accessKey)
    let behind =
      openers.first { !$0.isNamedBySession && $0.person != nil }?.person
      ?? openers.lazy.compactMap(\.person).first
    let person = actor.isNamedBySession ? behind ?? entry.person : entry.person ?? behind
    return Origin(
      person: person, claimed: entry.person == person ? nil : entry.person,
      names: names(of: actor, openedBy: openers), people: ([actor] + openers).flatMap(\.people))
  }

  /// What calls of an event's actor are counted by.
  ///
  /// - Parameter kept: Read only where its session is a new one.
  func counted(_ kept: KeptEvent) throws(Problem) -> String {
    // A key is of one session; who it is in words guards against an event that names another's.
    let session = kept.accessKey.map { "\($0) \(kept.actor)" }
    if let known = session.flatMap({ counted[$0] }) { return known }
    let actor = Actor(of: try stored.value(kept.body, of: kept.id))
    let openers = try openers(of: actor.accessKey)
    let name = (openers.last(where: \.isBehindSessions) ?? actor).countedName
    if let session { counted[session] = name }
    return name
  }

  private func names(of actor: Actor, openedBy openers: [Actor]) -> [String] {
    let names = ([actor] + openers).flatMap(\.fixedNames)
    guard let identity = actor.sourceIdentity else { return names }
    // Who opens a session without having a source identity himself chooses the one that it gets.
    let isChosen = openers.contains { $0.sourceIdentity == nil && !$0.isOfProvider }
    return isChosen ? names : names + [identity]
  }

  /// Who opened the session of a key, who opened theirs, and so on.
  private func openers(of key: String?) throws(Problem) -> [Actor] {
    guard let key else { return [] }
    if let known = openers[key] { return known }
    var (all, next): ([Actor], String?) = ([], key)
    var seen: Set<String> = []
    while let key = next, seen.insert(key).inserted,
      let opened = try store.activity(opening: key, knownBy: knownBy)
    {
      let actor = try stored.event(opened).actor
      all.append(actor)
      next = actor.accessKey
    }
    openers[key] = all
    return all
  }
}
