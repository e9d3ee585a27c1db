package import ConfigurationDiff
import ConfigurationModel

extension ResourceKind {
  /// `AWS::Logs::ResourcePolicy`: who may write to, or read, the log groups of a region.
  package static let logsResourcePolicy = ResourceKind(
    "AWS::Logs::ResourcePolicy",
    listings: [Listing("logs", "describe-resource-policies", "resourcePolicies")],
    identity: Identity(id: ["policyName"]),
    facets: ["policyScope", "resourceArn"], always: ["policyDocument"],
    rules: [.dropped("lastUpdatedTime"), .dropped("revisionId"), .policy("policyDocument")],
    assess: assessing { assessLogsPolicy($0) },
    inPlace: assessPolicies(["policyDocument": .resource("log group")]))

  private static func assessLogsPolicy(_ edit: Edit) -> Assessment? {
    guard edit.path.steps.first == .key("policyDocument") else { return nil }
    return assessPolicy(edit, .resource("log group"))
  }
}
