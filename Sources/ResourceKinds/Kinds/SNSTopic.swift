package import ConfigurationDiff
import ConfigurationModel

extension ResourceKind {
  /// `AWS::SNS::Topic`. Its attributes are texts, whatever they hold.
  package static let snsTopic = ResourceKind(
    "AWS::SNS::Topic",
    listings: [
      Listing("sns", "list-topics", "Topics"), Listing("sns", "get-topic-attributes", "Attributes"),
    ],
    details: [
      Detail(
        "sns", "get-topic-attributes", parameter: "topic-arn", field: "Attributes",
        member: "Attributes"),
      Detail(
        "sns", "list-tags-for-resource", parameter: "resource-arn", field: "Tags", member: "Tags"),
      // The list of all subscriptions has the account's own: those of others to its topics are in this one (SNS API
      // Reference, "ListSubscriptions", "ListSubscriptionsByTopic").
      Detail(
        "sns", "list-subscriptions-by-topic", parameter: "topic-arn", field: "Subscriptions",
        member: "Subscriptions"),
    ],
    identity: Identity(id: ["TopicArn"], arn: "TopicArn", owner: "Owner"),
    facets: ["Policy", "DisplayName", "Owner", "DeliveryPolicy", "Tags", "Subscriptions"],
    always: ["Owner", "Policy"],
    gathered: [["Policy", "DisplayName", "Owner", "DeliveryPolicy"]], rules: rules,
    assess: assessing { watches.assess($0) ?? assessTopicPolicy($0) ?? assessSubscription($0) },
    inPlace: assessPolicies(["Policy": .resource("topic")]))

  private static let rules: [NormalizationRule] =
    [.lifted("Attributes"), .completed(by: "SubscriptionsConfirmed", ["DeliveryPolicy": .null])]
    + [
      "EffectiveDeliveryPolicy", "SubscriptionsConfirmed", "SubscriptionsDeleted",
      "SubscriptionsPending",
    ].map { .dropped(FieldPath($0)) } + [
      .dropped("Subscriptions[].TopicArn"), .keyed("Subscriptions", by: ["Protocol+Endpoint"]),
      .text("*"), .policy("Policy"), .document("DeliveryPolicy"), .document("ArchivePolicy"),
      .tags("Tags"),
    ]

  private static let watches = [
    Watch("KmsMasterKeyId", .high, "Messages are encrypted with another key, or with none"),
    Watch("DisplayName", .any, .low),
  ]

  private static func assessSubscription(_ edit: Edit) -> Assessment? {
    guard edit.path.steps.first == .key("Subscriptions"),
      case .element(let place)? = edit.path.steps.dropFirst().first, edit.path.steps.count == 2
    else { return nil }
    return edit.new == nil
      ? Assessment(.medium, "The topic's messages no longer go to \(place)")
      : Assessment(.high, "Copies of the topic's messages now go to \(place)")
  }

  private static func assessTopicPolicy(_ edit: Edit) -> Assessment? {
    guard edit.path.steps.first == .key("Policy") else { return nil }
    return assessPolicy(edit, .resource("topic"))
  }
}
