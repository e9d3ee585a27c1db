package import ConfigurationDiff
import ConfigurationModel

extension ResourceKind {
  /// `AWS::Macie::Session`: whether Macie looks for sensitive data in a region.
  package static let macieSession = ResourceKind(
    "AWS::Macie::Session",
    listings: [
      Listing(
        "macie2", "get-macie-session", nil,
        none: [
          ErrorSign("AccessDeniedException", saying: "Macie is not enabled"),
          ErrorSign("ResourceNotFoundException"),
        ])
    ],
    identity: Identity(id: [], only: "Session"),
    facets: ["serviceRole"], always: ["status"],
    rules: [
      .withoutNulls(""), .dropped("createdAt"), .dropped("updatedAt"),
      .renamed("Status", to: "status"),
      .renamed("FindingPublishingFrequency", to: "findingPublishingFrequency"),
    ],
    assess: assessing(
      removal: Assessment(.high, "Macie no longer looks for sensitive data here")
    ) { watches.assess($0) })

  private static let watches = [
    Watch("status", .becomes(.string("PAUSED")), .high, "Macie is paused here"),
    Watch("findingPublishingFrequency", .medium, "How often findings are published differs"),
  ]
}
