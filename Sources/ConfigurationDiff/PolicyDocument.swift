import ConfigurationModel

/// An IAM policy document by what it means (IAM User Guide, "Grammar of the IAM JSON policy
/// language"), from an object, JSON text or URL-encoded JSON text.
///
/// Statements are elements under their Sid, or under their content; where the grammar takes one text
/// or a list of texts there is a set; the version that an absent `Version` means is written out.
/// What is no policy document is compared as it is written, and the context is told. Null and the
/// empty text are no document.
func normalizedPolicy(_ value: ConfigurationValue, _ context: NormalizationContext)
  -> ConfigurationValue
{
  if value == .null || value == .string("") { return .null }
  let opened = value.openedDocument
  switch validStatements(of: opened) {
  case .failure(let reason):
    context.warn("A policy document \(reason.text): it is compared as it is written.")
    return opened
  case .success(let statements): return normalized(opened, statements, context)
  }
}

/// A policy document whose statements were read already.
private func normalized(
  _ document: ConfigurationValue, _ statements: [[String: ConfigurationValue]],
  _ context: NormalizationContext
) -> ConfigurationValue {
  guard case .object(var fields) = document else { return document }
  if (fields["Version"] ?? .null) == .null { fields["Version"] = .string("2008-10-17") }
  if let id = fields["Id"], id == .null || id == .string("") { fields["Id"] = nil }
  fields["Statement"] = ConfigurationValue.list(
    statements.map { normalizedStatement($0, in: context.partition) }
  )
  .labelled(by: statementLabel)
  return .object(fields)
}

extension ConfigurationValue {
  /// The normalized policy document that this is, as object or as JSON text: it has statements, and each of them allows
  /// or denies. Itself where it is none.
  func normalizedIfPolicy(_ context: NormalizationContext) -> ConfigurationValue {
    let document: ConfigurationValue
    switch self {
    case .object(let fields) where fields["Statement"] != nil: document = self
    case .string(let text) where text.contains("Statement"): document = openedDocument
    case .null, .bool, .number, .list, .elements, .object, .string: return self
    }
    guard case .success(let statements) = validStatements(of: document), !statements.isEmpty else {
      return self
    }
    return normalized(document, statements, context)
  }
}

private struct Invalid: Error { let text: String }

private func validStatements(of document: ConfigurationValue)
  -> Result<[[String: ConfigurationValue]], Invalid>
{
  guard case .object(let fields) = document else {
    return .failure(Invalid(text: "is not a JSON object"))
  }
  guard let members = fields.value(exactly: "Statement")?.statements else {
    return .failure(Invalid(text: "has no statements"))
  }
  var statements: [[String: ConfigurationValue]] = []
  for case .object(let statement) in members { statements.append(statement) }
  guard statements.count == members.count else {
    return .failure(Invalid(text: "has a statement that is not an object"))
  }
  let unknown = statements.first { !["Allow", "Deny"].contains($0["Effect"]?.string) }
  if let unknown {
    let effect = unknown["Effect"]?.label ?? "none"
    return .failure(Invalid(text: "has a statement of unknown effect (\(effect))"))
  }
  return .success(statements)
}

extension ConfigurationValue {
  /// The members of a `Statement`: a list, one statement, or elements written out as an object from
  /// label to statement. A statement's own `Effect` is a text, a label's value never is.
  fileprivate var statements: [ConfigurationValue]? {
    switch self {
    case .list, .elements: members
    case .object(let fields) where fields["Effect"]?.string != nil: [self]
    case .object(let fields) where !fields.isEmpty:
      fields.allSatisfy { $0.value["Effect"] != nil } ? fields.inKeyOrder.map(\.value) : nil
    case .null, .bool, .number, .string, .object: nil
    }
  }
}
