package import ConfigurationDiff
import ConfigurationModel

extension ResourceKind {
  /// `AWS::S3::AccountPublicAccessBlock`: what the account refuses of all its buckets and access points. An account that has
  /// none refuses nothing.
  package static let s3AccountPublicAccessBlock = ResourceKind(
    "AWS::S3::AccountPublicAccessBlock", isGlobal: true,
    listings: [
      Listing(
        "s3control", "get-public-access-block", "PublicAccessBlockConfiguration",
        parameters: ["account-id": thisAccount],
        none: [ErrorSign("NoSuchPublicAccessBlockConfiguration")])
    ],
    identity: Identity(id: [], only: "PublicAccessBlock"), always: blocks.map(\.0),
    rules: [.lifted("PublicAccessBlockConfiguration")],
    assess: assessing(
      removal: Assessment(.critical, "The account no longer refuses to make buckets public")
    ) { watches.assess($0) })

  private static let blocks = [
    ("BlockPublicAcls", "ACLs that make objects public are no longer refused in the account"),
    ("IgnorePublicAcls", "ACLs that make buckets public have effect again in the account"),
    (
      "BlockPublicPolicy",
      "Policies that make buckets public are no longer refused in the account"
    ),
    ("RestrictPublicBuckets", "Public policies of the account's buckets let everybody in again"),
  ]

  private static let watches = blocks.map { field, sentence in
    Watch(field, .becomes(.bool(false)), .critical, sentence)
  }
}
