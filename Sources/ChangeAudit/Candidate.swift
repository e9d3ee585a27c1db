package import ConfigurationModel

/// Who made an edit, as far as what was recorded of calls tells.
package enum Authorship: Hashable, Sendable {
  /// Who makes a call.
  package struct Caller: Hashable, Sendable {
    /// The ARN of the identity, or the name of a service.
    package let principal: String
    /// The ARN of the role whose session it is, with its path; nil where it is none or that is not known.
    package let role: String?

    /// Makes a caller of an ARN or a service's name.
    package init(_ principal: String, role: String? = nil) {
      self.principal = principal
      self.role = role
    }
  }

  /// Nothing says it.
  case unknown
  /// Calls said it that were pruned since.
  case notKept
  /// One call made it; nil where its caller is not known.
  case made(by: Caller?, at: Timestamp)
  /// One of these made it, as far as the calls are known that change the resource.
  case oneOf([Caller])
}

/// One edit to be judged, with what the rules look at.
package struct Candidate: Hashable, Sendable {
  /// The resource, by the name that its expected configuration gives it.
  package let resource: Resource
  /// The tags of the expected configuration, so that an edit of a tag cannot choose its own rule; of
  /// the observed one where the resource was created. Nil where nobody read them.
  package let tags: [String: String]?
  /// What became of the resource as a whole.
  package let change: ResourceChange
  /// Where the resource was created or deleted, one edit `added` or `removed` at the root path.
  package let edit: Edit
  /// When it happened, as far as readings tell.
  package let occurred: Occurrence
  /// Who made it, and when, as far as calls tell.
  package let authorship: Authorship
  /// The normalized configurations that the edit stands between; nil for the one where there was no
  /// resource, or where it is not known. Without them a record's values have to be spelled as the
  /// edit's are.
  package let before: ConfigurationValue?
  /// The one after the edit, under the same conditions.
  package let after: ConfigurationValue?

  /// Makes a candidate; what nobody knows of its author and configurations is left out.
  package init(
    resource: Resource, tags: [String: String]? = [:], change: ResourceChange, edit: Edit,
    occurred: Occurrence, authorship: Authorship = .unknown,
    before: ConfigurationValue? = nil,
    after: ConfigurationValue? = nil
  ) {
    self.resource = resource
    self.tags = tags
    self.change = change
    self.edit = edit
    self.occurred = occurred
    self.authorship = authorship
    self.before = before
    self.after = after
  }

  /// Whether the edit is one that such a change can have: the whole resource where it was created or
  /// deleted, and anything but that where it was modified.
  var isConsistent: Bool {
    switch (change, edit.word) {
    case (.created, .added), (.deleted, .removed): edit.path == .root
    case (.created, _), (.deleted, _): false
    case (.modified, .added), (.modified, .removed): edit.path != .root
    case (.modified, .changed): true
    }
  }

  /// When the edit happened, as exactly as its author's call tells.
  var happened: Occurrence {
    switch authorship {
    case .unknown, .notKept, .oneOf: occurred
    case .made(_, let at): occurred.around(at)
    }
  }

  /// The value that predicates are about: the new one, or the old one where it was removed.
  var value: ConfigurationValue? { edit.new ?? edit.old }
}

extension ResourceChange {
  /// What an allowance must allow for this change.
  var action: ResourceAction {
    switch self {
    case .created: .create
    case .deleted: .delete
    case .modified: .modify
    }
  }
}

extension Occurrence {
  /// The second of a call, as far as it lies within the time. The time of an event is when its request was
  /// completed, without fractions (CloudTrail User Guide, "eventTime").
  fileprivate func around(_ moment: Timestamp) -> Occurrence {
    let start = Timestamp(microseconds: moment.microseconds - 1)
    return Occurrence(
      after: after.map { max($0, start) } ?? start,
      until: min(until, Timestamp(microseconds: moment.microseconds + 999_999)))
  }
}
