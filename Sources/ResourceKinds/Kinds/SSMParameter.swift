package import ConfigurationDiff
import ConfigurationModel

extension ResourceKind {
  /// `AWS::SSM::Parameter`: that it has another value, never which.
  package static let ssmParameter = ResourceKind(
    "AWS::SSM::Parameter",
    listings: [Listing("ssm", "describe-parameters", "Parameters")],
    identity: Identity(id: ["Name"], arn: "ARN"),
    facets: ["DataType", "Tier"],
    always: ["Type", "Version"],
    // A parameter that is no secure string has no key, and few have patterns or policies.
    leftOut: [
      "AllowedPattern": .null, "Description": .null, "KeyId": .null, "Policies": .list([]),
    ],
    rules: [
      .dropped("ARN"), .dropped("LastModifiedDate"), .dropped("LastModifiedUser"),
      .dropped("Policies[].PolicyStatus"), .keyed("Policies", by: ["PolicyType"]),
    ],
    assess: assessing(removal: Assessment(.high, "The parameter is gone")) { watches.assess($0) })

  private static let watches = [
    Watch("Version", .medium, "The parameter has another value, or is described otherwise"),
    Watch(
      "Type", .leaves(.string("SecureString")), .critical, "The parameter is no longer encrypted"),
    Watch("KeyId", .high, "The parameter is encrypted with another key, or with none"),
    Watch("Policies[*]", .any, .medium, "When the parameter expires differs"),
    Watch("Description", .any, .low),
  ]
}
