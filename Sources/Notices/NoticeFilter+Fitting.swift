package import ChangeDocuments
package import ConfigurationModel

extension NoticeDestination {
  /// Whether it is told of a finding, whose resource rules know by these tags; nil where they were not read. What may
  /// be meant is told.
  package func wants(_ finding: Finding, tags: [String: String]?) -> Bool {
    let mayBeMeant = only.contains { filter in
      filter.fits(finding) { $0.maySelect(finding.resource, tags: tags) }
    }
    let isExcepted = except.contains { filter in
      filter.fits(finding) { $0.selects(finding.resource, tags: tags) }
    }
    return (only.isEmpty || mayBeMeant) && !isExcepted
  }

  /// Whether it is told that this happened.
  package func wants(_ kind: NoticeKind) -> Bool { news.contains(kind.news) }
}

extension NoticeFilter {
  /// Whether a finding is one of those it means, by what is said of selectors.
  fileprivate func fits(_ finding: Finding, isSelected: (ResourceSelector) -> Bool) -> Bool {
    let actors = finding.unapproved.flatMap { $0.attribution?.events ?? [] }
    return (severity.map { finding.severity >= $0 } ?? true)
      && (classes.isEmpty || !classes.isDisjoint(with: finding.noticeClasses))
      && (resource.map(isSelected) ?? true)
      && (actor.map { glob in
        actors.contains { glob.matches($0.actor) || ($0.person.map(glob.matches) ?? false) }
      } ?? true)
  }
}

extension Finding {
  fileprivate var noticeClasses: Set<NoticeFilter.Class> {
    var classes: Set<NoticeFilter.Class> =
      switch change {
      case .created: [.created]
      case .deleted: [.deleted]
      case .modified: [.modified]
      }
    if isPassing { classes.insert(.passing) }
    if nearMisses.contains(where: \.isFurther) { classes.insert(.further) }
    if nearMisses.contains(where: \.awaitsApproval) { classes.insert(.waiting) }
    return classes
  }
}

extension NoticeKind {
  /// As people choose among it.
  package var news: NoticeDestination.News {
    switch self {
    case .opened, .reopened, .escalated: .opened
    case .changed: .changed
    case .acknowledged, .accepted: .decided
    case .reverted, .approved, .promoted, .ignored: .ended
    }
  }
}
