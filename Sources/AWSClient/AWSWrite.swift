/// A call that changes something or takes something away. Everything else that the program sends to AWS reads.
///
/// This list is the whole of it. Each is sent only where the settings ask for it by name: a notice to a topic, and what a
/// queue takes that tells of new events.
package enum AWSWrite: String, Hashable, Sendable, CaseIterable {
  case publish = "sns:Publish"
  /// Hides the messages that it gives for a while.
  case receiveMessages = "sqs:ReceiveMessage"
  case deleteMessages = "sqs:DeleteMessageBatch"
  case hideMessages = "sqs:ChangeMessageVisibilityBatch"

  /// The service as botocore names it.
  package var service: String { String(rawValue.prefix { $0 != ":" }) }
  /// The operation as the API names it.
  package var operation: String { String(rawValue.drop { $0 != ":" }.dropFirst()) }
  /// What an IAM policy allows it by: of several messages at a time, what allows it of one (Amazon SQS Developer Guide,
  /// "Amazon SQS API permissions").
  package var action: String {
    rawValue.hasSuffix("Batch") ? String(rawValue.dropLast("Batch".count)) : rawValue
  }
}
