package import ConfigurationDiff
import ConfigurationModel

extension ResourceKind {
  /// `AWS::KMS::Key`.
  package static let kmsKey = ResourceKind(
    "AWS::KMS::Key",
    listings: [
      Listing("kms", "list-keys", "Keys"), Listing("kms", "describe-key", "KeyMetadata"),
    ],
    details: [
      Detail(
        "kms", "describe-key", parameter: "key-id", field: "KeyMetadata", member: "KeyMetadata"),
      Detail("kms", "get-key-policy", parameter: "key-id", field: "Policy", member: "Policy"),
      Detail(
        "kms", "get-key-rotation-status", parameter: "key-id", field: "KeyRotationStatus",
        absent: [ErrorSign("UnsupportedOperationException")], none: .beside("KeyRotationEnabled")),
      Detail("kms", "list-resource-tags", parameter: "key-id", field: "Tags", member: "Tags"),
      Detail("kms", "list-grants", parameter: "key-id", field: "Grants", member: "Grants"),
      Detail(
        ofAll: "kms", "list-aliases", field: "Aliases", member: "Aliases", namedBy: "TargetKeyId",
        none: .unnamed),
    ],
    identity: Identity(id: ["KeyId"], arn: "Arn", owner: "AWSAccountId"),
    facets: facets, gathered: gathered, configRules: configRules, rules: rules,
    assess: assessing { watches.assess($0) ?? assessKeyPolicy($0) ?? assessGrant($0) },
    inPlace: assessPolicies(["Policy": .resource("key")]))

  // `list-keys` gives only the id: all that `describe-key` gives is a facet.
  private static let facets = [
    "Policy", "KeyRotationStatus", "KeyRotationEnabled", "RotationPeriodInDays", "Tags", "Grants",
    "Aliases", "Description", "Enabled", "KeyManager", "KeySpec", "KeyState", "KeyUsage", "Origin",
    "EncryptionAlgorithms", "SigningAlgorithms", "MacAlgorithms", "KeyAgreementAlgorithms",
    "MultiRegion", "MultiRegionConfiguration",
  ]

  private static let gathered = [
    [
      "Description", "Enabled", "KeyManager", "KeySpec", "KeyState", "KeyUsage", "Origin",
      "EncryptionAlgorithms", "SigningAlgorithms", "MacAlgorithms", "KeyAgreementAlgorithms",
      "MultiRegion", "MultiRegionConfiguration",
    ], ["KeyRotationStatus", "KeyRotationEnabled", "RotationPeriodInDays"],
  ]

  private static let configRules: [NormalizationRule] =
    [
      .renamed("supplementaryConfiguration.KeyRotationStatus", to: "KeyRotationEnabled"),
      .capitalized("supplementaryConfiguration.Tags", except: []),
    ] + plainConfigRules

  private static let rules: [NormalizationRule] =
    [
      .lifted("KeyMetadata"),
      // A key that is not rotated has no period.
      .defaulted("KeyRotationStatus", field: "RotationPeriodInDays", .null),
      .lifted("KeyRotationStatus"), .policy("Policy"),
    ]
    + [
      "AWSAccountId", "Arn", "AwsaccountId", "CreationDate", "CurrentKeyMaterialId", "KeyArn",
      "NextRotationDate", "OnDemandRotationStartDate",
    ].map { .dropped(FieldPath($0)) } + [
      // The older of two names for one fact, still given beside the newer.
      .renamed("CustomerMasterKeySpec", to: "KeySpec"), .dropped("CustomerMasterKeySpec"),
      .set("EncryptionAlgorithms"), .set("SigningAlgorithms"), .set("MacAlgorithms"),
      .set("KeyAgreementAlgorithms"), .keyed("MultiRegionConfiguration.ReplicaKeys", by: ["Arn"]),
      .moment("DeletionDate"), .moment("ValidTo"), .tags("Tags"),
      // EBS grants itself the use of a key for each volume that is attached, under a role whose name no customer can
      // give (Amazon EBS User Guide, "Amazon EBS encryption").
      .without("Grants", field: "GranteePrincipal", holding: [":assumed-role/aws:"]),
      .dropped("Grants[].KeyId"), .dropped("Grants[].CreationDate"),
      .keyed("Grants", by: ["GrantId"]), .set("Grants[].Operations"),
      .picked("Aliases[]", ["AliasName"]), .set("Aliases"),
    ]

  private static let watches = [
    Watch(
      "KeyState", .becomes(.string("PendingDeletion")), .critical,
      "The key will be deleted, and what it encrypted can then not be read"),
    Watch(
      "Enabled", .becomes(.bool(false)), .high, "What the key encrypted can not be read for now"),
    Watch(
      "KeyRotationEnabled", .leaves(.bool(true)), .medium, "The key's material is no longer renewed"
    ),
    Watch("RotationPeriodInDays", .rises, .medium, "The key's material is renewed less often"),
    Watch("Aliases[*]", .added, .medium, "What asks for this name is encrypted with this key now"),
    Watch("Aliases[*]", .removed, .medium, "What asks for this name no longer finds this key"),
  ]

  /// Who a grant lets use the key, past its policy. AWS's services take them for the resources that they encrypt.
  private static func assessGrant(_ edit: Edit) -> Assessment? {
    guard edit.path.steps.first == .key("Grants"), edit.path.steps.count >= 2 else { return nil }
    guard edit.path.steps.count == 2 else { return Assessment(.high, "A grant differs") }
    guard let grant = edit.new else {
      return Assessment(.medium, "A grant of the key's use is gone")
    }
    let who = grant["GranteePrincipal"]?.string ?? "Somebody"
    let deeds = grant["Operations"]?.members?.compactMap(\.string).joined(separator: ", ") ?? ""
    return Assessment(
      who.hasSuffix(".amazonaws.com") ? .medium : .high,
      "\(who) may now use the key, past its policy: \(deeds)")
  }

  private static func assessKeyPolicy(_ edit: Edit) -> Assessment? {
    guard edit.path.steps.first == .key("Policy") else { return nil }
    return assessPolicy(edit, .resource("key"))
  }
}
