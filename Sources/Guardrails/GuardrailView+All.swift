extension GuardrailView {
  /// Every view, in the order in which they are documented.
  package static let all: [GuardrailView] =
    networkViews + identityViews + storageViews + loggingViews + computeViews

  /// The view of this name; nil where there is none.
  package static func named(_ name: String) -> GuardrailView? { byName[name] }

  private static let byName = Dictionary(
    all.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
}
