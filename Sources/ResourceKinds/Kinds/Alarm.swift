package import ConfigurationDiff
import ConfigurationModel

extension ResourceKind {
  /// `AWS::CloudWatch::Alarm`: what is looked at, and who is told. Its state is no configuration.
  package static let alarm = ResourceKind(
    "AWS::CloudWatch::Alarm",
    listings: [alarms("MetricAlarms")],
    identity: Identity(id: ["AlarmName"], arn: "AlarmArn"),
    facets: ["EvaluationCriteria", "EvaluationInterval", "Metrics", "Tags", "ThresholdMetricId"],
    always: ["ActionsEnabled", "AlarmActions"],
    configRules: plainConfigRules + [.named("", ["OKActions"]), .dropped("CreationId")],
    rules: alarmRules + [
      .defaulted("", field: "AlarmDescription", .null),
      .defaulted("", field: "TreatMissingData", .null), .withoutNulls("Metrics"), .tags("Tags"),
      .keyed("Dimensions", by: ["Name"]),
      .keyed("Metrics", by: ["Id"]), .keyed("Metrics[].MetricStat.Metric.Dimensions", by: ["Name"]),
    ],
    assess: assessAlarm)

  /// One call lists alarms of both kinds, where it is asked for both.
  static func alarms(_ member: String) -> Listing {
    Listing(
      "cloudwatch", "describe-alarms", member,
      parameters: ["alarm-types": .list([.string("CompositeAlarm"), .string("MetricAlarm")])])
  }

  /// What an alarm found is not how it is set up.
  static let alarmRules: [NormalizationRule] =
    [
      "ActionsSuppressedBy", "ActionsSuppressedReason", "AlarmArn",
      "AlarmConfigurationUpdatedTimestamp", "EvaluationState", "StateReason", "StateReasonData",
      "StateTransitionedTimestamp", "StateUpdatedTimestamp", "StateValue",
    ].map { .dropped(FieldPath($0)) } + [
      .set("AlarmActions"), .set("OKActions"), .set("InsufficientDataActions"),
    ]

  static let assessAlarm = assessing(removal: Assessment(.high, "The alarm is gone")) {
    alarmWatches.assess($0)
  }

  private static let alarmWatches = [
    Watch("ActionsEnabled", .becomes(.bool(false)), .critical, "The alarm tells nobody any more"),
    Watch("AlarmActions[*]", .removed, .high, "The alarm no longer tells this place"),
    Watch("AlarmActions[*]", .added, .medium, "The alarm tells this place too"),
    Watch("Threshold", .high, "The alarm goes off at another value"),
    Watch("ComparisonOperator", .high, "The alarm goes off at other values"),
    Watch("MetricName", .high, "The alarm looks at something else"),
    Watch("Namespace", .high, "The alarm looks at something else"),
    Watch("Dimensions", .any, .high, "The alarm looks at something else"),
    Watch("Metrics", .any, .high, "The alarm looks at something else"),
    Watch("AlarmRule", .high, "The alarm goes off otherwise"),
    Watch("ActionsSuppressor", .any, .high, "Something else may silence the alarm"),
    Watch("TreatMissingData", .medium, "What the alarm makes of missing data differs"),
    Watch("EvaluationPeriods", .rises, .medium, "The alarm goes off later"),
    Watch("AlarmDescription", .any, .low),
  ]
}
