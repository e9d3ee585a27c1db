package import ConfigurationDiff
import ConfigurationModel

extension ResourceKind {
  /// `AWS::Config::ConfigRule`.
  package static let configRule = ResourceKind(
    "AWS::Config::ConfigRule",
    listings: [Listing("configservice", "describe-config-rules", "ConfigRules")],
    identity: Identity(
      id: ["ConfigRuleName"], arn: "ConfigRuleArn", incarnation: "ConfigRuleId"),
    facets: ["EvaluationModes"],
    always: ["ConfigRuleState", "Source"],
    leftOut: ["InputParameters": .null, "MaximumExecutionFrequency": .null, "Scope": .null],
    // AWS Config API Reference, `ConfigRule`, ConfigRuleState.
    endStates: EndStates("ConfigRuleState", "DELETING"),
    rules: [
      .dropped("ConfigRuleArn"), .dropped("ConfigRuleState"), .document("InputParameters"),
      .set("Scope.ComplianceResourceTypes"), .set("Source.SourceDetails"),
      .keyed("EvaluationModes", by: ["Mode"]),
    ],
    assess: assessing(removal: Assessment(.high, "AWS Config no longer checks this")) {
      watches.assess($0)
    })

  private static let watches = [
    Watch("Source", .high, "The rule is judged by other code"),
    Watch("InputParameters", .high, "What the rule demands differs"),
    Watch("Scope", .high, "What the rule is about differs"),
    Watch("MaximumExecutionFrequency", .medium, "How often the rule is asked differs"),
    Watch("Description", .any, .low),
  ]
}
