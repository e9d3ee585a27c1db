package import ConfigurationDiff
import ConfigurationModel

extension ResourceKind {
  /// `AWS::CloudWatch::CompositeAlarm`: an alarm of alarms.
  package static let compositeAlarm = ResourceKind(
    "AWS::CloudWatch::CompositeAlarm",
    listings: [
      Listing(
        "cloudwatch", "describe-alarms", "CompositeAlarms",
        parameters: ["alarm-types": .list([.string("CompositeAlarm"), .string("MetricAlarm")])])
    ],
    identity: Identity(id: ["AlarmName"], arn: "AlarmArn"),
    always: ["ActionsEnabled", "AlarmRule"],
    leftOut: [
      "ActionsSuppressor": .null, "ActionsSuppressorExtensionPeriod": .null,
      "ActionsSuppressorWaitPeriod": .null, "AlarmDescription": .null,
    ],
    rules: alarmState.map { .dropped($0) } + [
      .set("AlarmActions"), .set("OKActions"), .set("InsufficientDataActions"),
    ],
    assess: assessing(removal: Assessment(.high, "The alarm is gone")) { alarmWatches.assess($0) })
}
