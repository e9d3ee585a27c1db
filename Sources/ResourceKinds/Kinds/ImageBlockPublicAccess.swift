package import ConfigurationDiff
import ConfigurationModel

extension ResourceKind {
  /// `AWS::EC2::ImageBlockPublicAccess`: whether images may be shared with everybody, in a region. The name is the
  /// project's own: neither CloudFormation nor AWS Config has a type for it.
  package static let imageBlockPublicAccess = ResourceKind(
    "AWS::EC2::ImageBlockPublicAccess",
    listings: [Listing("ec2", "get-image-block-public-access-state", nil)],
    identity: Identity(id: [], only: "ImageBlockPublicAccess"), facets: ["ManagedBy"],
    always: ["ImageBlockPublicAccessState"],
    rules: [.withoutNulls("")],
    assess: assessor { edit in
      // EC2 API reference, `GetImageBlockPublicAccessState`, ImageBlockPublicAccessState.
      switch (edit.steps, edit.newText) {
      case (["ImageBlockPublicAccessState"], "unblocked"):
        Assessment(.critical, "images of the region may be shared with everybody")
      case (["ImageBlockPublicAccessState"], "block-new-sharing"):
        Assessment(.low, "images of the region can no longer be shared with everybody")
      default: nil
      }
    })
}
