package import AuditStore
package import ChangeAudit
package import ConfigurationModel
import ConfigurationDiff
import ResourceKinds

/// What types are called that a filter may name: those that the program or AWS Config knows, and those of a store.
package struct KnownTypes {
  private let names: [String]

  /// Those of the program, and those of which a store has resources.
  package init(in store: AuditStore? = nil) throws(Problem) {
    let stored = try store?.knownPlaces().types ?? []
    names = Set(ResourceKind.all.map(\.type.name) + stored).sorted()
  }

  /// Whether a pattern fits any.
  func isKnown(_ pattern: Glob) -> Bool {
    RecordedTypes.isKnown(pattern) || names.contains(where: pattern.matches)
  }

  /// Throws `no-such-type` where a pattern fits none: what it leaves out would be left out without a word.
  package func check(_ patterns: [Glob]) throws(Problem) {
    for pattern in patterns where !isKnown(pattern) {
      throw Problem(
        "no-such-type", "No resource type is called '\(pattern)'.",
        hint: nearest(pattern).map { "Did you mean '\($0)'?" }
          ?? "Write it as CloudFormation does, AWS::EC2::SecurityGroup, with * for any text.")
    }
  }

  /// The type that was probably meant: one that is called nearly so, or that ends so.
  func nearest(_ pattern: Glob) -> String? {
    let text = pattern.pattern
    if let nearest = text.nearest(of: names) { return nearest }
    let last = text.split(separator: ":").last.map { $0.lowercased() } ?? ""
    let ends = names.filter { $0.split(separator: ":").last?.lowercased() == last }
    return ends.count == 1 ? ends[0] : nil
  }
}

/// What is probably a mistake in what people write of resources: a type that nobody knows, and a field that is called
/// nearly as one that the type has.
package struct DoubtfulNames {
  private let types: KnownTypes

  /// Goes by the types of the program and of a store.
  package init(in store: AuditStore? = nil) throws(Problem) { types = try KnownTypes(in: store) }

  /// What is doubtful in a change record, a sentence each.
  package func sentences(of record: ChangeRecord) -> [String] {
    record.allows.flatMap { allowance in
      sentences(
        of: allowance.resource, allowance.edits.map(\.path), "The change record \(record.number)")
    }
  }

  /// What is doubtful in an ignore, a sentence each.
  package func sentences(of ignore: Ignore) -> [String] {
    sentences(of: ignore.resource, [ignore.path].compactMap(\.self), "The ignore '\(ignore.name)'")
  }

  /// What is doubtful in the ignores that an audit goes by, a sentence each.
  package func sentences(ofIgnoresIn book: RuleBook) -> [String] {
    book.ignores.flatMap { sentences(of: $0) }
  }

  private func sentences(
    of selector: ResourceSelector, _ paths: [PathPattern], _ what: String
  ) -> [String] {
    guard let type = selector.type else { return [] }
    guard types.isKnown(type) else {
      let nearest = types.nearest(type).map { ": did you mean '\($0)'?" } ?? "."
      return ["\(what) names the type '\(type)', which nobody knows\(nearest)"]
    }
    guard let name = type.literalText else { return [] }
    let fields = ResourceKind.of(ResourceType(name)).knownFields
    return paths.compactMap { path in
      let first = String(path.text.prefix { !".[*".contains($0) })
      guard !first.isEmpty, !fields.contains(first), let nearest = first.nearest(of: fields) else {
        return nil
      }
      return
        "\(what) names the path '\(path)', and \(name) has a field '\(nearest)': is that meant?"
    }
  }
}

extension ResourceKind {
  /// Top-level fields that it knows of by name; there are more.
  fileprivate var knownFields: [String] {
    Array(Set(facets + always + columns + gathered.flatMap(\.self) + leftOut.keys)).sorted()
  }
}
