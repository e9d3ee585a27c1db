package import ChangeDocuments
package import ConfigurationModel

extension NoticeDestination {
  /// Whether it is told of a finding, whose resource rules know by these tags; nil where they were not read. What may
  /// be meant is told.
  package func wants(_ finding: Finding, tags: [String: String]?) -> Bool {
    let mayBeMeant = only.contains { filter in
      filter.mayMean(finding) && filter.resource?.maySelect(finding.resource, tags: tags) ?? true
    }
    let isExcepted = except.contains { filter in
      filter.meansAll(of: finding) && filter.resource?.selects(finding.resource, tags: tags) ?? true
    }
    return (only.isEmpty || mayBeMeant) && !isExcepted
  }

  /// Whether it is told that this happened. What somebody else left to it is told whatever it wants to hear.
  package func wants(_ kind: NoticeKind) -> Bool { kind.news.map(news.contains) ?? true }
}

extension NoticeFilter {
  /// Whether any of a finding is what it means, but for the resource.
  fileprivate func mayMean(_ finding: Finding) -> Bool {
    isBadEnough(finding)
      && (classes.isEmpty || !classes.isDisjoint(with: finding.noticeClasses))
      && (actor.map { glob in
        finding.unapproved.contains { $0.callers.contains { glob.matches($0) } }
      } ?? true)
  }

  /// Whether all of a finding is what it means, but for the resource: an edit that it does not mean is hidden by none
  /// that it does.
  fileprivate func meansAll(of finding: Finding) -> Bool {
    let edits = finding.unapproved
    return isBadEnough(finding)
      && (classes.isEmpty || !classes.isDisjoint(with: [finding.change.noticeClass])
        || !edits.isEmpty && edits.allSatisfy { !classes.isDisjoint(with: $0.noticeClasses) })
      && (actor.map { glob in
        !edits.isEmpty && edits.allSatisfy { $0.isMade(by: glob) }
      } ?? true)
  }

  private func isBadEnough(_ finding: Finding) -> Bool {
    severity.map { finding.severity >= $0 } ?? true
  }
}

extension Finding {
  fileprivate var noticeClasses: Set<NoticeFilter.Class> {
    edits.reduce(into: [change.noticeClass]) { $0.formUnion($1.noticeClasses) }
  }
}

extension ResourceChange {
  fileprivate var noticeClass: NoticeFilter.Class {
    switch self {
    case .created: .created
    case .deleted: .deleted
    case .modified: .modified
    }
  }
}

extension JudgedEdit {
  /// What it is, but for what became of the resource.
  fileprivate var noticeClasses: Set<NoticeFilter.Class> {
    var classes: Set<NoticeFilter.Class> = passage == nil ? [] : [.passing]
    guard case .unapproved(let misses) = verdict else { return classes }
    if misses.contains(where: \.isFurther) { classes.insert(.further) }
    if misses.contains(where: \.awaitsApproval) { classes.insert(.waiting) }
    return classes
  }

  /// The identities and persons whose calls made it, or may have.
  fileprivate var callers: [String] {
    (attribution?.events ?? []).flatMap(\.names)
  }

  /// Whether a glob fits who made each call that may have made it, by a name that nobody who calls can choose; false
  /// where none is known.
  fileprivate func isMade(by glob: Glob) -> Bool {
    let events = attribution?.events ?? []
    return !events.isEmpty && events.allSatisfy { $0.fixedNames.contains { glob.matches($0) } }
  }
}

extension NoticeKind {
  /// As people choose among it; nil for what is told whatever they choose.
  package var news: NoticeDestination.News? {
    switch self {
    case .escalated: nil
    case .opened, .reopened, .alerted, .broken: .opened
    case .changed: .changed
    case .acknowledged, .accepted: .decided
    case .holds, .reverted, .approved, .promoted, .ignored: .ended
    }
  }
}
