package import ConfigurationDiff
import ConfigurationModel

extension ResourceKind {
  /// `AWS::EC2::FlowLog`. `DeliverLogsStatus` is kept: a log that is not delivered is none.
  package static let flowLog = ResourceKind(
    "AWS::EC2::FlowLog",
    listings: [Listing("ec2", "describe-flow-logs", "FlowLogs")],
    identity: Identity(id: ["FlowLogId"]),
    facets: [
      "DeliverLogsStatus", "DestinationOptions", "LogDestination", "LogDestinationType",
      "LogFormat",
      "MaxAggregationInterval",
    ],
    always: ["ResourceId", "TrafficType"],
    rules: [
      .withoutNulls(""), .dropped("CreationTime"), .dropped("FlowLogStatus"),
      .dropped("DeliverLogsErrorMessage"), .tags("Tags"),
    ],
    assess: assessor(changes: { edit in
      switch (edit.steps.first, edit.word) {
      case (nil, .removed): Assessment(.high, "traffic is no longer logged here")
      case ("TrafficType", .changed) where edit.oldText == "ALL":
        Assessment(.high, "only \(edit.newText) traffic is logged now")
      case ("DeliverLogsStatus", .changed) where edit.sets("FAILED"):
        Assessment(.high, "the log is no longer delivered")
      case ("LogDestination", .changed), ("LogGroupName", .changed):
        Assessment(.high, "the log now goes to \(edit.newText)")
      default: nil
      }
    }))
}
