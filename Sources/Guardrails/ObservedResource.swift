package import ConfigurationDiff
package import ConfigurationModel

/// A resource as it was read, for the rows of views.
package struct ObservedResource: Sendable {
  /// The resource itself.
  package let resource: Resource
  /// Normalized.
  package let configuration: ConfigurationValue
  /// Parts that another source of knowledge says were not read, whatever the document holds of them.
  package let unreadParts: Set<String>
  private let given: Set<String>

  /// Makes it of a normalized configuration; the kind says which fields every whole reading gives.
  package init(
    _ resource: Resource, _ configuration: ConfigurationValue, kind: ResourceKind,
    unreadParts: Set<String> = []
  ) {
    self.resource = resource
    self.configuration = configuration
    self.unreadParts = unreadParts
    given = Set(kind.facets + kind.always + kind.columns)
  }

  /// Whether a top-level field was not read: a call gives it of every resource, and it is not here.
  package func isUnread(_ part: String) -> Bool {
    unreadParts.contains(part) || (configuration[part] == nil && given.contains(part))
  }
}
