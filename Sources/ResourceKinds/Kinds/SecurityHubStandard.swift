package import ConfigurationDiff
import ConfigurationModel

extension ResourceKind {
  /// `AWS::SecurityHub::Standard`: a standard that Security Hub holds the region against.
  package static let securityHubStandard = ResourceKind(
    "AWS::SecurityHub::Standard",
    listings: [
      Listing(
        "securityhub", "get-enabled-standards", "StandardsSubscriptions",
        none: [ErrorSign("InvalidAccessException", saying: "is not subscribed to")])
    ],
    identity: Identity(id: ["StandardsSubscriptionArn"], arn: "StandardsSubscriptionArn"),
    always: ["StandardsArn", "StandardsStatus"],
    // Security Hub API Reference, `StandardsSubscription`, StandardsStatus.
    endStates: EndStates("StandardsStatus", "DELETING"),
    rules: [
      .dropped("StandardsStatus"), .dropped("StandardsStatusReason"),
      .dropped("StandardsControlsUpdatable"),
    ],
    assess: assessing(
      removal: Assessment(.high, "The region is no longer held against this standard")
    ) { _ in nil })
}
