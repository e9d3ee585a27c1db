/// Edits that are left out of findings, with an owner, a reason and an end.
package struct Ignore: Hashable, Sendable {
  /// The name reports count it under: where it stands, such as `ignores.yaml#2`.
  package let name: String
  /// Which resources it speaks of.
  package let resource: ResourceSelector
  /// Which paths; nil for every edit of the resources, their creation and deletion included.
  package let path: PathPattern?
  /// What the new value (the old one where removed) must be; nil for any.
  package let predicate: Predicate?
  /// Who answers for it.
  package let owner: String
  /// Why these edits may be left out.
  package let reason: String
  /// The moment from which it no longer works.
  package let until: Timestamp

  /// Makes an ignore of what its document says; a path of nil leaves out every edit.
  package init(
    name: String, resource: ResourceSelector, path: PathPattern?, predicate: Predicate? = nil,
    owner: String, reason: String, until: Timestamp
  ) {
    self.name = name
    self.resource = resource
    self.path = path
    self.predicate = predicate
    self.owner = owner
    self.reason = reason
    self.until = until
  }
}

extension Ignore {
  /// The same under another name.
  package func named(_ name: String) -> Ignore {
    Ignore(
      name: name, resource: resource, path: path, predicate: predicate, owner: owner,
      reason: reason, until: until)
  }
}

/// A time in which a change needs a record that names the freeze.
package struct Freeze: Hashable, Sendable {
  /// The name by which a change record may pass it.
  package let name: String
  /// When it holds; an open end is without limit.
  package let window: Window
  /// Which resources; nil for all.
  package let resource: ResourceSelector?

  /// Makes a freeze over the resources that are selected, or over all.
  package init(name: String, window: Window, resource: ResourceSelector? = nil) {
    self.name = name
    self.window = window
    self.resource = resource
  }
}
