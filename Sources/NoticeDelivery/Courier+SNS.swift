import AWSClient
import AuditStore
import ChangeDocuments
import ConfigurationJSON
import ConfigurationModel

extension Courier {
  /// A FIFO topic takes a message of one deduplication id once within five minutes, and those of one group in order (SNS
  /// API Reference, `Publish`). A refusal for what the message is, is one; everything else may be put right.
  func deliver(_ message: OutgoingMessage, to topic: NoticeDestination.Topic) async throws
    -> Delivery
  {
    guard case .object(var parameters) = try JSONParser().parse(message.body) else {
      return .refused(problem: "its body is no message for SNS")
    }
    parameters["TopicArn"] = .string(topic.arn)
    if topic.arn.hasSuffix(".fifo") {
      parameters["MessageGroupId"] = .string("plumb")
      parameters["MessageDeduplicationId"] = .string(message.key)
    }
    let client = surroundings.aws(topic.profile)
    do {
      let answer = try await client.call(
        AWSRequest(writing: .publish, region: topic.region, parameters))
      return .taken(reference: answer.value["MessageId"]?.string)
    } catch let error as AWSError {
      let problem = "SNS answered with \(error.code): \(error.message)".visible
      let isRefused = ["InvalidParameter", "InvalidParameterValue", "ValidationException"]
        .contains(error.code)
      return isRefused ? .refused(problem: problem) : .later(seconds: nil, problem: problem)
    }
  }
}
