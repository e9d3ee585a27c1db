package import AuditStore
package import ConfigurationModel

/// A resource as people name it: its id, its name, or `account/region/type/id`.
package struct ResourceName {
  private let text: String

  package init(_ text: String) { self.text = text }

  /// The one resource of this name.
  package func resource(in store: AuditStore) throws(Problem) -> Resource {
    let found = try store.resources(named: text)
    guard let first = found.first else { throw .unknownResource(text) }
    guard found.count == 1 else { throw .ambiguousResource(text, found) }
    return first
  }
}

extension Problem {
  static func unknownResource(_ text: String) -> Problem {
    Problem(
      "unknown-resource", "The store knows no resource '\(text)'.",
      hint: "Name it by its id, its name, or account/region/type/id; "
        + "plumb query \"SELECT id, name FROM resources\" lists them.")
  }

  static func ambiguousResource(_ text: String, _ found: [Resource]) -> Problem {
    let names = found.prefix(5).map(\.id.description).joined(separator: ", ")
    return Problem(
      "ambiguous-resource", "'\(text)' is the name of \(found.count) resources.",
      hint: "Name one of them whole: \(names)\(found.count > 5 ? ", …" : "").")
  }
}
