package import AWSClient
import ConfigurationModel

/// Takes messages out of a queue of SQS (API Reference: `ReceiveMessage`, `DeleteMessageBatch`,
/// `ChangeMessageVisibilityBatch`). A message that is not deleted comes back by itself.
package struct QueueReader: Sendable {
  /// A message as it was received.
  package struct Message: Hashable, Sendable {
    /// What SQS calls it (`MessageId`): the same each time that it is received.
    package let id: String
    /// By which it is deleted; each time that it is received another one.
    package let receipt: String
    /// What was sent, as text.
    package let body: String
    /// How often it was received, this time too.
    package let count: Int
  }

  private let client: AWSClient
  private let url: String
  private let region: String

  /// For so many seconds nobody else gets a message that was received, unless it is hidden again.
  private let hiding: Int

  /// Seconds: long enough for what a batch touches to be read again.
  package static let usualHiding = 120
  /// So many are received, hidden or deleted by one call.
  private static let most = 10

  /// Makes a reader of one queue; `hiding` is in seconds.
  package init(
    _ client: AWSClient, url: String, region: String, hiding: Int = QueueReader.usualHiding
  ) {
    (self.client, self.url, self.region, self.hiding) = (client, url, region, hiding)
  }

  /// Up to ten messages; waits so many seconds, up to 20, for the first.
  package func receive(waiting seconds: Int) async throws -> [Message] {
    let answer = try await client.call(
      AWSRequest(
        writing: .receiveMessages, region: region,
        [
          "QueueUrl": .string(url), "MaxNumberOfMessages": .number("\(Self.most)"),
          "WaitTimeSeconds": .number("\(seconds)"),
          "VisibilityTimeout": .number("\(hiding)"),
          "AttributeNames": .list([.string("ApproximateReceiveCount")]),
        ]))
    return (answer.value["Messages"]?.members ?? []).compactMap { message in
      guard let id = message["MessageId"]?.string, let receipt = message["ReceiptHandle"]?.string
      else { return nil }
      let count = message["Attributes"]?["ApproximateReceiveCount"]?.scalarText.flatMap { Int($0) }
      return Message(
        id: id, receipt: receipt, body: message["Body"]?.string ?? "", count: count ?? 1)
    }
  }

  /// Takes messages away for good. Those that AWS does not delete come back: their number is returned.
  package func delete(_ messages: [Message]) async throws -> Int {
    try await batches(messages, writing: .deleteMessages, [:])
  }

  /// What `work` gives; meanwhile nobody else gets the messages.
  package func holding<Value: Sendable>(
    _ messages: [Message], _ work: @escaping @Sendable () async throws -> Value
  ) async throws -> Value {
    try await withThrowingTaskGroup(of: Value?.self) { group in
      group.addTask { try await work() }
      group.addTask {
        while true {
          try await client.pause(seconds: Double(hiding) / 3)
          // What cannot be hidden may come to somebody else too, who finds its events known.
          _ = try? await batches(
            messages, writing: .hideMessages, ["VisibilityTimeout": .number("\(hiding)")])
        }
      }
      defer { group.cancelAll() }
      while let value = try await group.next() {
        if let value { return value }
      }
      throw CancellationError()
    }
  }

  /// Returns how many were refused.
  private func batches(
    _ messages: [Message], writing write: AWSWrite, _ more: [String: ConfigurationValue]
  ) async throws -> Int {
    let starts = stride(from: 0, to: messages.count, by: Self.most)
    return try await Array(starts).concurrentMap(width: 4) { start in
      let some = messages[start..<min(start + Self.most, messages.count)]
      let entries = some.enumerated().map { index, message -> ConfigurationValue in
        .object(
          ["Id": .string("\(index)"), "ReceiptHandle": .string(message.receipt)]
            .merging(more) { own, _ in own })
      }
      let answer = try await client.call(
        AWSRequest(
          writing: write, region: region,
          ["QueueUrl": .string(url), "Entries": .list(entries)]))
      return answer.value["Failed"]?.members?.count ?? 0
    }.reduce(0, +)
  }
}

extension QueueReader {
  /// How many messages wait, about. Reads, and takes none.
  package func waiting() async throws -> Int {
    let answer = try await client.call(
      AWSRequest(
        "sqs", "get-queue-attributes", region: region,
        [
          "QueueUrl": .string(url),
          "AttributeNames": .list([.string("ApproximateNumberOfMessages")]),
        ]))
    return answer.value["Attributes"]?["ApproximateNumberOfMessages"]?.scalarText
      .flatMap { Int($0) } ?? 0
  }

  /// An object of a bucket, whose region AWS says where it is another one.
  package func object(bucket: String, key: String) async throws -> [UInt8] {
    try await DeliveryBucket(client: client, name: bucket, prefix: "", region: region).object(key)
  }
}
