package import ConfigurationDiff
import ConfigurationModel

extension ResourceKind {
  /// `AWS::Logs::MetricFilter`: what alarms hear of a log group.
  package static let metricFilter = ResourceKind(
    "AWS::Logs::MetricFilter",
    listings: [Listing("logs", "describe-metric-filters", "metricFilters")],
    identity: Identity(id: ["filterName"], qualifier: .parent(["logGroupName"])),
    facets: ["applyOnTransformedLogs", "emitSystemFieldDimensions", "fieldSelectionCriteria"],
    always: ["filterPattern", "metricTransformations"],
    rules: [
      .dropped("creationTime"), .set("emitSystemFieldDimensions"),
      .keyed("metricTransformations", by: ["metricNamespace+metricName"]),
    ],
    assess: assessing(
      removal: Assessment(.high, "Alarms no longer hear of what the filter looked for")
    ) { watches.assess($0) })

  private static let watches = [
    Watch("filterPattern", .high, "Alarms hear of something else"),
    Watch("metricTransformations", .any, .high, "Which metric hears of it differs"),
  ]
}
