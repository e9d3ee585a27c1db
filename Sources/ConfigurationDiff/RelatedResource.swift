package import ConfigurationModel

extension ResourceKind {
  /// Which other resources of its account and region say what an edit means.
  package enum Related: Hashable, Sendable {
    /// Those of a type that have these ids.
    case named(ResourceType, ids: [String])
    /// Those of these types whose configuration names the resource itself.
    case naming([ResourceType])
  }
}

/// Another resource beside the one that an edit is of, as it was seen by then.
package struct RelatedResource: Sendable {
  /// The other resource.
  package let resource: Resource
  /// Its normalized configuration.
  package let configuration: ConfigurationValue

  /// Makes it of a resource and its normalized configuration.
  package init(_ resource: Resource, _ configuration: ConfigurationValue) {
    self.resource = resource
    self.configuration = configuration
  }
}
