package import ConfigurationDiff
import ConfigurationModel

extension ResourceKind {
  /// `AWS::IAM::SAMLProvider`, with its metadata: who vouches for users, and with which certificates.
  package static let iamSAMLProvider = ResourceKind(
    "AWS::IAM::SAMLProvider", isGlobal: true,
    listings: [Listing("iam", "list-saml-providers", "SAMLProviderList")],
    details: [
      Detail(
        "iam", "get-saml-provider", parameter: "saml-provider-arn", field: "Provider",
        none: .beside("SAMLMetadataDocument"))
    ],
    identity: Identity(id: ["Arn"], arn: "Arn", incarnation: "SAMLProviderUUID"),
    facets: [
      "AssertionEncryptionMode", "PrivateKeyList", "SAMLMetadataDocument", "SAMLProviderUUID",
      "Tags",
      "ValidUntil",
    ],
    gathered: [
      [
        "AssertionEncryptionMode", "PrivateKeyList", "SAMLMetadataDocument", "SAMLProviderUUID",
        "Tags",
      ], ["ValidUntil"],
    ],
    configRules: plainConfigRules + [
      .renamed("SamlMetadataDocument", to: "SAMLMetadataDocument"), .dropped("Name"),
    ],
    rules: [
      .defaulted("Provider", field: "Tags", .list([])),
      .defaulted("Provider", field: "AssertionEncryptionMode", .null),
      .defaulted("Provider", field: "PrivateKeyList", .list([])), .lifted("Provider"),
      .dropped("CreateDate"), .dropped("PrivateKeyList[].Timestamp"),
      .keyed("PrivateKeyList", by: ["KeyId"]),
      // The metadata says until when it holds.
      .superseded("ValidUntil", by: "SAMLMetadataDocument"), .tags("Tags"),
    ],
    assess: assessingProvider(watches))

  private static let watches = [
    Watch(
      "SAMLMetadataDocument", .high,
      "Another identity provider, or another certificate, may vouch for users"),
    Watch("SAMLProviderUUID", .high, "The provider was deleted and made anew under the same name"),
    Watch("PrivateKeyList[*]", .any, .medium, "Which keys open assertions differs"),
  ]
}
