package import ConfigurationDiff
import ConfigurationModel

extension ResourceKind {
  /// `AWS::CloudWatch::CompositeAlarm`: an alarm of alarms.
  package static let compositeAlarm = ResourceKind(
    "AWS::CloudWatch::CompositeAlarm",
    listings: [alarms("CompositeAlarms")],
    identity: Identity(id: ["AlarmName"], arn: "AlarmArn"),
    always: ["ActionsEnabled", "AlarmRule"],
    leftOut: [
      "ActionsSuppressor": .null, "ActionsSuppressorExtensionPeriod": .null,
      "ActionsSuppressorWaitPeriod": .null, "AlarmDescription": .null,
    ],
    rules: alarmRules, assess: assessAlarm)
}
