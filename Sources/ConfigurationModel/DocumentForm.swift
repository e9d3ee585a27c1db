/// Whose spelling a stored document has.
package enum DocumentForm: String, Hashable, Sendable, CaseIterable {
  /// As the AWS CLI prints it.
  case cli
  /// An AWS Config configuration item: `{configuration, supplementaryConfiguration, tags}`.
  case config
  /// The project's own: a one-resource document, or a normalized value written out.
  case document
}
