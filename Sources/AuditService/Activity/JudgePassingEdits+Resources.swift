import Activity
import AuditStore
import ChangeAudit
import ConfigurationModel

extension JudgePassingEdits {
  /// Makes resources known that calls named so made and deleted and that no snapshot ever showed: each is looked at
  /// between the readings of where it would have stood.
  ///
  /// - Parameter known: The resources of the place that are known.
  /// - Returns: Those that were not, with their rows.
  func addUnseen(
    _ names: Set<String>, in place: Place, beside known: [(row: Int64, resource: Resource)]
  ) throws -> [(row: Int64, resource: Resource)] {
    // A rule of a security group is a part of its group, which is looked at itself.
    guard let account = place.account, place.type != "AWS::EC2::SecurityGroupRule",
      let scope = try session.scopeRead(of: place.type, in: account, region: place.region)
    else { return [] }
    let new = names.subtracting(known.map(\.resource.id.id)).sorted()
    return try new.filter { scope.mayHold(arn: $0) }.compactMap {
      name -> (row: Int64, resource: Resource)? in
      let id = ResourceID(account: account, region: scope.region, type: place.type, id: name)
      guard try judge.attribute.isMadeAndDeleted(id) else { return nil }
      return (try session.row(ofUnseen: id), Resource(id, name: nil))
    }
  }

  /// Judges what calls made and deleted between two readings of which neither shows it.
  ///
  /// A record that covers its making has to allow the whole of it, and to cover each call on it. Where one does, its
  /// deletion is another change.
  func judgeUnseen(_ stored: StoredResource, _ expected: Expectation, _ interval: Interval) throws {
    guard case .absent = expected.state,
      try session.observed(stored.row, in: interval.later.snapshot) == nil
    else { return }
    let traits = ResourceTraits(name: stored.resource.name, tags: nil)
    for unseen in try judge.attribute.unseen(stored.resource.id, in: interval.time) {
      guard let opened = unseen.calls.first else { continue }
      let call = opened.entry.id
      let current = try session.passingFinding(of: stored.row, openedBy: call)
      // What somebody agreed to, or a record covers, is not asked again; calls that came to light since are.
      let isNews = try session.isAnyNew(ofCalls: (unseen.calls + [unseen.deleted]).map(\.entry.id))
      if let current, current.isOver, !isNews { continue }
      let known = isNews ? [] : try session.passing(of: stored.row, openedBy: call)
      func judged(_ edit: Edit, _ change: ResourceChange, by calls: [AttributeEdits.MadeCall])
        throws -> Judged
      {
        try self.judged(
          edit, of: stored, change: change, traits, known, interval, before: edit.old,
          after: edit.new, made: calls.map { ($0.authorship, .second(of: $0.entry.at)) },
          Passage(
            opened: opened.call, closed: unseen.deleted.call, isClosedExactly: true,
            isUndoing: change == .deleted))
      }
      let value = unseen.configuration
      var all = [try judged(Edit(.root, .added(value)), .created, by: unseen.calls)]
      if all[0].verdict.word.isCovered {
        all.append(try judged(Edit(.root, .removed(value)), .deleted, by: [unseen.deleted]))
      }
      try write(all, of: stored, traits, call, current, interval)
    }
  }
}
