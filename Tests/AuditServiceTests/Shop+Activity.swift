import AuditReport
import AuditService
import ChangeAudit
import ConfigurationModel

/// What CloudTrail tells of the shop's groups.
extension Shop {
  /// Two readings that look the same, on the first and the fourth day; the first is the baseline.
  func readTwice() throws {
    try take(1, "10.0.1.0/24")
    try setBaseline("default", to: "1", on: 1)
    try take(4, "10.0.1.0/24")
  }

  /// A call of EC2 that a user made some minutes after the second day began.
  ///
  /// - Parameters:
  ///   - request: As JSON; `answer` too, nil for none.
  ///   - more: Further fields of the event, each after a comma.
  func call(
    _ id: String, afterMinutes minutes: Int64, _ name: String, request: String,
    answer: String? = nil, by user: String = "alice", _ more: String = ""
  ) -> String {
    let time = day(2).advanced(bySeconds: minutes * 60)
    let answered = answer.map { #","responseElements":\#($0)"# } ?? ""
    return """
      {"eventVersion":"1.08","eventID":"\(id)","eventTime":"\(time)",\
      "eventSource":"ec2.amazonaws.com","eventName":"\(name)","awsRegion":"eu-west-1",\
      "recipientAccountId":"111122223333","readOnly":false,\
      "userIdentity":{"type":"IAMUser","userName":"\(user)","arn":"arn:aws:iam::111122223333:user/\(user)"},\
      "requestParameters":\(request)\(answered)\(more)}
      """
  }

  /// The request that opens a port of a group to everybody, or closes it again.
  func openPort(_ port: Int = 22, of group: String) -> String {
    """
    {"groupId":"\(group)","ipPermissions":{"items":[{"ipProtocol":"tcp","fromPort":\(port),\
    "toPort":\(port),"ipRanges":{"items":[{"cidrIp":"0.0.0.0/0"}]}}]}}
    """
  }

  /// Keeps events that stand in one file.
  func keep(_ events: [String], as name: String, on day: Int) throws {
    let path = try temporary.write(
      #"{"Records":[\#(events.joined(separator: ","))]}"#, to: "activity/\(name)")
    _ = try ImportActivity(store: store, paths: [path], at: self.day(day)).run()
  }

  /// Audits, and tells what came of it.
  func report(_ records: [ChangeRecord], ignores: [Ignore], on day: Int) throws -> DriftReport {
    let rules = RuleBook(records: records, ignores: ignores)
    _ = try RunAudit(store: store, baseline: "default", rules: rules, at: self.day(day)).run()
    return try ComposeReport(
      store: store, baseline: "default", rules: rules, at: self.day(day)
    ).audit()
  }
}
