/// A call that changes something or takes something away. Everything else that the program sends to AWS reads.
///
/// This list is the whole of it. Each is sent only where the settings ask for it by name: a notice to a topic.
package enum AWSWrite: String, Hashable, Sendable, CaseIterable {
  case publish = "sns:Publish"

  /// The service as botocore names it.
  package var service: String { String(rawValue.prefix { $0 != ":" }) }
  /// The operation as the API names it.
  package var operation: String { String(rawValue.drop { $0 != ":" }.dropFirst()) }
  /// What an IAM policy allows it by.
  package var action: String { rawValue }
}
