import AuditReport
import AuditService
import AuditStore
import ChangeAudit
import ConfigurationModel
import Testing

/// Calls that name a resource by an ARN: only what is of the ARN's own place was changed by them.
@Suite struct ForeignARNTests {
  private static let own = "arn:aws:cloudtrail:eu-west-1:111122223333:trail/main"

  /// A trail that is stopped between two snapshots, for which a record names alice.
  private func report(_ calls: [(name: String, by: String)]) throws -> DriftReport {
    let temporary = try TemporaryStore()
    let store = temporary.store
    func day(_ number: Int64) -> Timestamp {
      Timestamp(seconds: 1_793_491_200 + (number - 1) * 86_400)
    }
    func take(on number: Int64, isLogging: Bool) throws {
      let folder = "exports/111122223333/eu-west-1"
      _ = try temporary.write(
        """
        {"trailList":[{"Name":"main","S3BucketName":"x","TrailARN":"\(Self.own)",
          "HomeRegion":"eu-west-1","IsMultiRegionTrail":false}]}
        """, to: "\(folder)/cloudtrail-describe-trails.json")
      _ = try temporary.write(
        #"{"IsLogging":\#(isLogging)}"#, to: "\(folder)/cloudtrail-get-trail-status-main.json")
      _ = try ImportSnapshot(
        store: store, paths: [temporary.folder + "/exports"], capturedAt: day(number),
        now: day(number)
      ).run()
    }
    try take(on: 1, isLogging: true)
    _ = try ManageBaselines(store: store, name: "default", at: day(1))
      .set(to: "1", choosing: ResourceSelector(), by: "ada", reason: "agreed")
    let record = try temporary.write(
      """
      change: CHG1
      kind: normal
      state: approved
      requestedBy: carol@example.com
      approvals: [{ by: bob@example.com, at: 2026-11-01T00:00:00Z }]
      implementers: ["arn:aws:iam::111122223333:user/alice"]
      allows:
        - resource: { type: AWS::CloudTrail::Trail }
          action: modify
          edits: [{ changed: IsLogging }]
      """, to: "changes/CHG1.yaml")
    _ = try ManageChangeRecords(store: store, at: day(1)).register(
      ManageChangeRecords.read([record]), by: "gitops@example.com")
    let events = calls.enumerated().map { place, call in
      """
      {"eventVersion":"1.08","eventID":"e\(place)","eventTime":"\(day(2).advanced(bySeconds: Int64(place) * 60))",
      "eventSource":"cloudtrail.amazonaws.com","eventName":"StopLogging","awsRegion":"eu-west-1",
      "recipientAccountId":"111122223333","readOnly":false,"userIdentity":{"type":"IAMUser",
      "userName":"\(call.by)","arn":"arn:aws:iam::111122223333:user/\(call.by)"},
      "requestParameters":{"name":"\(call.name)"}}
      """
    }
    let path = try temporary.write(
      #"{"Records":[\#(events.joined(separator: ","))]}"#, to: "activity/a.json")
    _ = try ImportActivity(store: store, paths: [path], at: day(3)).run()
    try take(on: 4, isLogging: false)
    let rules = try LoadRules().load(from: store)
    _ = try RunAudit(store: store, baseline: "default", rules: rules, at: day(4)).run()
    return try ComposeReport(store: store, baseline: "default", rules: rules, at: day(4)).audit()
  }

  @Test(arguments: [own, "main"])
  func `the own trail is stopped by its name and by its ARN`(name: String) throws {
    #expect(try report([(name, "alice")]).approved.count == 1)
  }

  @Test(
    arguments: [
      own.replacing("111122223333", with: "444455556666"),
      own.replacing("eu-west-1", with: "us-east-1"), own.replacing("arn:aws:", with: "arn:aws-cn:"),
    ])
  func `who stops another trail of the same name did not stop this one`(other: String) throws {
    let both = try report([(other, "alice"), ("main", "mallory")])
    #expect(both.approved.isEmpty)
    #expect(
      both.findings.flatMap(\.edits).compactMap { $0.attribution?.events.map(\.id) } == [["e1"]])
    let alone = try report([(other, "alice")])
    #expect(alone.findings.flatMap(\.edits).allSatisfy { $0.attribution?.events.isEmpty ?? true })
  }
}
