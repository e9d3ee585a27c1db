package import ChangeDocuments
package import ConfigurationModel

/// What filters ask of a call that one alert rule names.
package struct AlertedCall: Hashable, Sendable {
  /// What the rule says.
  package let severity: Severity
  /// Whether the rule ships with the program, so that nobody here wrote it.
  package let isByShippedRule: Bool
  /// Every name that is known of who made it, in words.
  package let callers: [String]
  /// Those of the names that whoever calls cannot choose.
  package let fixedNames: [String]
  /// What it changed, as its event names it: what is empty of it, the event does not say. Where it names nothing, one
  /// without type and id. At least one.
  package let resources: [Resource]

  /// Makes what filters ask.
  package init(
    severity: Severity, isByShippedRule: Bool, callers: [String], fixedNames: [String],
    resources: [Resource]
  ) {
    self.severity = severity
    self.isByShippedRule = isByShippedRule
    self.callers = callers
    self.fixedNames = fixedNames
    self.resources = resources
  }
}

extension NoticeDestination {
  /// Whether it is told of a call that an alert rule names. Of what the call changed tags and names are not known: what
  /// may be meant is told. A rule that ships is told of only where a filter in `only` asks for alerts by their class.
  package func wants(_ call: AlertedCall) -> Bool {
    let mayBeMeant = only.contains { filter in
      filter.means(call, by: call.callers)
        && (filter.classes.contains(.alert) || !call.isByShippedRule)
        && call.resources.contains { filter.resource?.mayMean($0) ?? true }
    }
    let isExcepted = except.contains { filter in
      filter.means(call, by: call.fixedNames)
        && call.resources.allSatisfy { filter.resource?.selects($0, tags: nil) ?? true }
    }
    let isMeant = only.isEmpty ? !call.isByShippedRule : mayBeMeant
    return news.contains(.opened) && isMeant && !isExcepted
  }
}

extension NoticeFilter {
  /// Whether a call by somebody of these names is what it means, but for what it changed.
  fileprivate func means(_ call: AlertedCall, by names: [String]) -> Bool {
    (severity.map { call.severity >= $0 } ?? true)
      && (classes.isEmpty || classes.contains(.alert))
      && (actor.map { glob in names.contains { glob.matches($0) } } ?? true)
  }
}

extension ResourceSelector {
  /// Whether it may mean a resource of which type, id, account or region are empty where they are not known, as of what a
  /// call changed. Tags are not known.
  func mayMean(_ resource: Resource) -> Bool {
    let id = resource.id
    return ResourceSelector(
      type: id.type.name.isEmpty ? nil : type, account: id.account.isEmpty ? nil : account,
      region: id.region.isEmpty ? nil : region, id: id.id.isEmpty ? nil : self.id, name: name,
      tags: tags
    ).maySelect(resource, tags: nil)
  }
}
