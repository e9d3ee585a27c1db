package import ConfigurationDiff
import ConfigurationModel

extension ResourceKind {
  /// `AWS::SQS::Queue`. Its attributes are texts, whatever they hold. `list-queues` gives URLs only.
  package static let sqsQueue = ResourceKind(
    "AWS::SQS::Queue",
    listings: [
      Listing(
        "sqs", "get-queue-attributes", "Attributes",
        parameters: ["attribute-names": .list([.string("All")])],
        // A queue is deleted within 60 seconds (SQS API Reference, "DeleteQueue"): its list may go on to name it.
        each: Parent(
          "list-queues", "QueueUrls", field: nil, parameter: "queue-url",
          gone: ["AWS.SimpleQueueService.NonExistentQueue", "QueueDoesNotExist"]))
    ],
    details: [
      // Without tags the answer has no member (SQS API Reference, "ListQueueTags").
      Detail(
        "sqs", "list-queue-tags", parameter: "queue-url", field: "Tags", member: "Tags",
        none: .empty)
    ],
    identity: Identity(
      id: ["QueueArn"], name: ["QueueName"], arn: "QueueArn", incarnation: "CreatedTimestamp"),
    facets: facets,
    always: ["DelaySeconds", "VisibilityTimeout"],
    columns: ["MaximumMessageSize", "MessageRetentionPeriod", "ReceiveMessageWaitTimeSeconds"],
    rules: rules, assess: assessing { watches.assess($0) ?? assessQueuePolicy($0) },
    inPlace: assessPolicies(["Policy": .resource("queue")]))

  // The call gives only the attributes it was asked for.
  private static let facets = [
    "ContentBasedDeduplication", "CreatedTimestamp", "DeduplicationScope", "DelaySeconds",
    "FifoQueue",
    "FifoThroughputLimit", "KmsDataKeyReusePeriodSeconds", "KmsMasterKeyId", "MaximumMessageSize",
    "MessageRetentionPeriod", "Policy", "QueueArn", "ReceiveMessageWaitTimeSeconds",
    "RedriveAllowPolicy", "RedrivePolicy", "SqsManagedSseEnabled", "Tags", "VisibilityTimeout",
  ]

  // Asked for all, it gives every attribute but those that are not set.
  private static let rules: [NormalizationRule] =
    [
      .completed(
        by: "DelaySeconds+VisibilityTimeout",
        [
          "KmsDataKeyReusePeriodSeconds": .null, "KmsMasterKeyId": .null, "Policy": .null,
          "RedriveAllowPolicy": .null,
          "RedrivePolicy": .null,
        ])
    ]
    + [
      "ApproximateNumberOfMessages", "ApproximateNumberOfMessagesDelayed",
      "ApproximateNumberOfMessagesNotVisible", "LastModifiedTimestamp",
      "QueueName", "QueueUrl",
    ].map { .dropped(FieldPath($0)) } + [
      .text("*"), .policy("Policy"), .document("RedrivePolicy"), .text("RedrivePolicy.*"),
      .document("RedriveAllowPolicy"), .set("RedriveAllowPolicy.sourceQueueArns"), .tags("Tags"),
    ]

  private static let watches = [
    Watch("KmsMasterKeyId", .high, "Messages are encrypted with another key, or with none"),
    Watch(
      "SqsManagedSseEnabled", .leaves(.string("true")), .high,
      "Messages are no longer encrypted with the key of SQS"),
    Watch("MessageRetentionPeriod", .falls, .medium, "Messages are kept for less time"),
    Watch("RedrivePolicy", .medium, "Where messages go that can not be handled differs"),
  ]

  private static func assessQueuePolicy(_ edit: Edit) -> Assessment? {
    guard edit.path.steps.first == .key("Policy") else { return nil }
    return assessPolicy(edit, .resource("queue"))
  }
}
