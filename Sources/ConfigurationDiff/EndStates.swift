/// The states from which a resource does not come back: AWS lists it for a while, and it is gone.
package struct EndStates: Hashable, Sendable {
  /// The field that says the state, as the CLI spells it; a point leads into an object.
  package let field: String
  /// In lower case.
  private let values: Set<String>

  /// Makes the states that a field says, in whatever case services write them.
  package init(_ field: String, _ values: String...) {
    self.field = field
    self.values = Set(values.map { $0.lowercased() })
  }

  /// The field as AWS Config spells it: each name with a small first letter.
  package var configField: String {
    field.split(separator: ".").map { $0.prefix(1).lowercased() + $0.dropFirst() }
      .joined(separator: ".")
  }

  /// Whether a state is one of them, however its letters are written: services differ from call to call.
  package func contains(_ state: String?) -> Bool {
    state.map { values.contains($0.lowercased()) } ?? false
  }
}
