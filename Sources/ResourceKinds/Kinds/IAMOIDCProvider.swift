package import ConfigurationDiff
import ConfigurationModel

extension ResourceKind {
  /// `AWS::IAM::OIDCProvider`. Its URL is its ARN's end.
  package static let iamOIDCProvider = ResourceKind(
    "AWS::IAM::OIDCProvider", isGlobal: true,
    listings: [Listing("iam", "list-open-id-connect-providers", "OpenIDConnectProviderList")],
    details: [
      Detail(
        "iam", "get-open-id-connect-provider", parameter: "open-id-connect-provider-arn",
        field: "Provider", none: .beside("ClientIDList"))
    ],
    identity: Identity(id: ["Arn"], arn: "Arn"),
    facets: ["ClientIDList", "ThumbprintList", "Tags"],
    gathered: [["ClientIDList", "ThumbprintList", "Tags"]],
    configRules: plainConfigRules + [.renamed("ClientIdList", to: "ClientIDList")],
    rules: [
      // An answer without tags has no member of the name.
      .defaulted("Provider", field: "Tags", .list([])), .lifted("Provider"), .dropped("CreateDate"),
      .dropped("Url"), .set("ClientIDList"), .set("ThumbprintList"), .tags("Tags"),
    ],
    assess: assessingProvider(watches))

  private static let watches = [
    Watch("ClientIDList[*]", .added, .high, "Tokens that were issued for this client now count"),
    Watch(
      "ClientIDList[*]", .removed, .medium, "Tokens that were issued for this client count no more"),
    Watch("ThumbprintList[*]", .added, .high, "Another certificate may vouch for the provider"),
  ]
}
