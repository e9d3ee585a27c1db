import Activity
import AuditStore
import ChangeAudit
import ConfigurationDiff
import ConfigurationModel

/// What was done to a resource within an interval.
struct ResourceActivity {
  let replay: Replays
  let calls: [String: (entry: StoredActivity, actor: Actor)]

  /// What rules hold against a record: who made the edit and when, where a call says it.
  ///
  /// That nothing else touched a new resource, nobody can say: there are calls whose effects are not known. One that is
  /// gone was deleted by the call that deleted it.
  func authorship(of edit: Edit) -> Authorship {
    let (grade, ids) = replay.attribution(of: edit)
    if grade == .exact, edit.path != .root || edit.new == nil,
      let (entry, actor) = ids.first.flatMap({ calls[$0] })
    {
      return .made(by: actor.caller, at: entry.at)
    }
    let able = replay.able(of: edit).map { calls[$0]?.actor.caller }
    // Of a caller who is not known nobody can say that it was none of the others.
    return able.isEmpty || able.contains(nil) ? .unknown : .oneOf(able.compactMap { $0 })
  }
}
