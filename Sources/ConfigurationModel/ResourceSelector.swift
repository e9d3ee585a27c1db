/// Which resources something speaks of. An absent field does not narrow; a present one is a glob
/// over the whole text.
package struct ResourceSelector: Hashable, Sendable {
  /// Over CloudFormation's type name.
  package let type: Glob?
  /// Over the account.
  package let account: Glob?
  /// Over the region, or `global`.
  package let region: Glob?
  /// Over the id in the service's words.
  package let id: Glob?
  /// Over the name; a resource without one is not selected.
  package let name: Glob?
  /// Tag keys, taken exactly, and globs over their values: all must be there.
  package let tags: [String: Glob]

  /// Makes a selector; without arguments it selects every resource.
  package init(
    type: Glob? = nil, account: Glob? = nil, region: Glob? = nil, id: Glob? = nil,
    name: Glob? = nil, tags: [String: Glob] = [:]
  ) {
    self.type = type
    self.account = account
    self.region = region
    self.id = id
    self.name = name
    self.tags = tags
  }

  /// One thing that keeps a resource from being selected: the field, what the selector wants and
  /// what the resource has.
  package struct Mismatch: Hashable, Sendable {
    /// The field by its name in documents: `region`, `tag team`.
    package let field: String
    /// The glob that does not fit.
    package let wanted: String
    /// What the resource has there; nil where it has nothing, or it was not read.
    package let found: String?

    /// Makes a mismatch; a record's near misses are worded from these.
    package init(field: String, wanted: String, found: String?) {
      self.field = field
      self.wanted = wanted
      self.found = found
    }
  }

  /// Every field in which the resource is not the selector's; empty where it is selected. Tags that were not read are none
  /// of its.
  package func mismatches(
    _ resource: Resource, tags resourceTags: [String: String]?
  ) -> [Mismatch] {
    let fields: [(String, Glob?, String?)] =
      [
        ("type", type, resource.id.type.name), ("account", account, resource.id.account),
        ("region", region, resource.id.region), ("id", id, resource.id.id),
        ("name", name, resource.name),
      ]
      + tags.inKeyOrder.map { ("tag \($0.key)", $0.value, resourceTags?.value(exactly: $0.key)) }
    return fields.compactMap { field, glob, found in
      guard let glob, !(found.map(glob.matches) ?? false) else { return nil }
      return Mismatch(field: field, wanted: glob.pattern, found: found)
    }
  }

  /// Whether the resource is the selector's in every field.
  ///
  /// - Parameter resourceTags: Nil where they were not read: a selector that names some does not select it.
  package func selects(_ resource: Resource, tags resourceTags: [String: String]?) -> Bool {
    func fits(_ glob: Glob?, _ text: @autoclosure () -> String?) -> Bool {
      guard let glob else { return true }
      return text().map(glob.matches) ?? false
    }
    return fits(type, resource.id.type.name) && fits(account, resource.id.account)
      && fits(region, resource.id.region) && fits(id, resource.id.id) && fits(name, resource.name)
      && tags.allSatisfy { fits($0.value, resourceTags?.value(exactly: $0.key)) }
  }

  /// Whether the resource may be the selector's: what was not read of it may be anything.
  package func maySelect(_ resource: Resource, tags resourceTags: [String: String]?) -> Bool {
    guard resourceTags == nil else { return selects(resource, tags: resourceTags) }
    // Many resources have their names from a tag.
    return ResourceSelector(
      type: type, account: account, region: region, id: id,
      name: resource.name == nil ? nil : name
    ).selects(resource, tags: [:])
  }

  /// How narrow the selector is: exact ids first, then names, then the rest.
  package var specificity: Int {
    func weight(_ glob: Glob?, _ exact: Int) -> Int {
      glob.map { $0.isLiteral ? exact : min($0.fixedCount, exact / 2) } ?? 0
    }
    return weight(id, 10_000) + weight(name, 4_000) + tags.count * 1_000 + weight(account, 400)
      + weight(region, 200) + weight(type, 100)
  }
}
