package import ConfigurationDiff
import ConfigurationModel

extension ResourceKind {
  /// `AWS::SecretsManager::Secret`: who may read it and how it is renewed, never what it is.
  package static let secretsManagerSecret = ResourceKind(
    "AWS::SecretsManager::Secret",
    listings: [Listing("secretsmanager", "list-secrets", "SecretList")],
    details: [
      Detail(
        "secretsmanager", "get-resource-policy", parameter: "secret-id", field: "ResourcePolicy",
        member: "ResourcePolicy", none: .beside("ARN"))
    ],
    identity: Identity(id: ["ARN"], name: ["Name"], arn: "ARN"),
    facets: ["ResourcePolicy", "OwningService", "PrimaryRegion", "Type", "VersionStages"],
    always: ["Name"],
    // A secret that no service manages and that is not replicated has neither.
    leftOut: ["OwningService": .null, "PrimaryRegion": .null], gathered: [["VersionStages"]],
    configRules: configRules, rules: rules,
    assess: assessing(removal: Assessment(.high, "The secret is gone")) {
      watches.assess($0) ?? assessSecretPolicy($0)
    }, inPlace: { assessValue($0) ?? assessPolicies(["ResourcePolicy": .resource("secret")])($0) })

  private static let configRules: [NormalizationRule] =
    plainConfigRules + [
      .renamed("KMSKeyId", to: "KmsKeyId"), .dropped("Deleted"),
      .dropped("RotationOccurringAsScheduled"), .dropped("RotationRules.AutomaticallyAfterHours"),
      .renamed("RotationRules.RotationDuration", to: "Duration"),
      .renamed("RotationRules.RotationScheduleExpression", to: "ScheduleExpression"),
    ]

  private static let rules: [NormalizationRule] =
    [
      "CreatedDate", "LastAccessedDate", "LastChangedDate", "LastRotatedDate", "NextRotationDate",
    ].map { .dropped(FieldPath($0)) } + [
      // Which version is current is the trace of a value that was replaced: the moment of the last change moves with
      // every tag. The other two stages follow from it.
      .renamed("SecretVersionsToStages", to: "VersionStages"),
      .renamed("VersionIdsToStages", to: "VersionStages"), .inverted("VersionStages"),
      .dropped("VersionStages.AWSPREVIOUS"), .dropped("VersionStages.AWSPENDING"),
      .defaulted("", field: "RotationEnabled", .bool(false)), .moment("DeletedDate"),
      .policy("ResourcePolicy"), .tags("Tags"),
    ]

  private static let watches = [
    Watch("RotationEnabled", .leaves(.bool(true)), .high, "The secret is no longer renewed"),
    Watch("RotationRules", .medium, "How often the secret is renewed differs"),
    Watch("RotationLambdaARN", .high, "Other code renews the secret"),
    Watch("KmsKeyId", .high, "The secret is encrypted with another key"),
    Watch("DeletedDate", .added, .critical, "The secret will be deleted"),
    Watch("Description", .any, .low),
  ]

  /// Of a secret that is renewed by rotation, and was before, another value is what is expected.
  private static func assessValue(_ place: EditInPlace) -> Assessment? {
    guard place.edit.path.steps == [.key("VersionStages"), .key("AWSCURRENT")],
      place.edit.word == .changed
    else { return nil }
    let isRotated = [place.old, place.new].allSatisfy { $0?["RotationEnabled"] == .bool(true) }
    return isRotated
      ? Assessment(.medium, "The secret has another value: by its rotation, or by hand")
      : Assessment(.high, "The secret has another value")
  }

  private static func assessSecretPolicy(_ edit: Edit) -> Assessment? {
    guard edit.path.steps.first == .key("ResourcePolicy") else { return nil }
    return assessPolicy(edit, .resource("secret"))
  }
}
