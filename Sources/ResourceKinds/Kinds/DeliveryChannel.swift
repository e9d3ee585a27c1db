package import ConfigurationDiff
import ConfigurationModel

extension ResourceKind {
  /// `AWS::Config::DeliveryChannel`: where AWS Config puts what it records.
  package static let deliveryChannel = ResourceKind(
    "AWS::Config::DeliveryChannel",
    listings: [Listing("configservice", "describe-delivery-channels", "DeliveryChannels")],
    identity: Identity(id: ["name"]),
    always: ["name", "s3BucketName"],
    leftOut: ["s3KeyPrefix": .null, "s3KmsKeyArn": .null, "snsTopicARN": .null],
    rules: [],
    assess: assessing(
      removal: Assessment(.critical, "AWS Config no longer delivers what it records here")
    ) { watches.assess($0) })

  private static let watches = [
    Watch("s3BucketName", .high, "AWS Config delivers to another bucket"),
    Watch("s3KeyPrefix", .medium, "AWS Config delivers to another place in its bucket"),
    Watch("s3KmsKeyArn", .high, "What AWS Config delivers is encrypted with another key, or none"),
    Watch("snsTopicARN", .medium, "AWS Config notifies another topic, or none"),
    Watch("configSnapshotDeliveryProperties", .medium, "How often AWS Config delivers differs"),
  ]
}
