import AuditReport
import AuditService
import AuditStore
import ChangeAudit
import ConfigurationModel
import SnapshotSources
import Testing

/// A trail that says itself that it records nothing more, or less than before.
@Suite struct TrailSilenceTests {
  private let shop: Shop

  init() throws { shop = try Shop() }

  /// A group that was opened between two snapshots, with log files of four quiet hours of each day.
  private func prepare() throws {
    try shop.take(1, "10.0.1.0/24")
    try shop.setBaseline("default", to: "1", on: 1)
    try shop.take(4, "0.0.0.0/0")
    try shop.audit(on: 4)
    for day in 1...4 {
      for hour in ["00", "06", "12", "18"] {
        _ = try read([], as: "111122223333_CloudTrail_eu-west-1_2026110\(day)T\(hour)05Z_x.json")
      }
    }
    #expect(try grades() == [.unexplained])
  }

  private func read(_ events: [String], as name: String) throws -> ImportActivity.Outcome {
    let path = try shop.temporary.write(
      #"{"Records":[\#(events.joined(separator: ","))]}"#, to: "trail/\(name)")
    return try ImportActivity(store: shop.store, paths: [path], at: shop.day(5)).run()
  }

  /// A call on a trail, some minutes after the second day began.
  private func call(
    _ name: String, at minutes: Int64 = 20, on trail: String = "main", _ more: String = ""
  ) -> String {
    shop.call(
      "\(name) \(minutes)", afterMinutes: minutes, name,
      request: #"{"name":"\#(trail)","trailName":"\#(trail)"}"#, more
    ).replacing("ec2.amazonaws.com", with: "cloudtrail.amazonaws.com")
  }

  private func grades() throws -> Set<EditAttribution.Grade?> {
    Set(
      try ListFindings(store: shop.store, at: shop.day(6)).report(on: "F-1").findings
        .flatMap(\.edits).map { $0.attribution?.grade })
  }

  /// What is kept and what is not, each with its times.
  private func coverage() throws -> [String] {
    try ListActivity(store: shop.store).coverage().rows.map { row in
      row.dropFirst(2).map(\.text).joined(separator: " ")
        .replacing("2026-11-", with: "").replacing(":00Z", with: "")
    }
  }

  @Test(arguments: ["StopLogging", "DeleteTrail", "UpdateTrail", "PutEventSelectors"])
  func `what a trail no longer records is not known until a file comes again`(name: String) throws {
    try prepare()
    #expect(try coverage() == ["kept 01T00:00 04T19:00"])
    _ = try read([call(name)], as: "calls.json")
    #expect(try grades() == [.notCovered])
    #expect(
      try coverage() == [
        "kept 01T00:00 02T00:20", "gap 02T00:20 02T06:00", "kept 02T06:00 04T19:00",
      ])
  }

  @Test(
    arguments: [
      (50, ["kept 01T00:00 02T00:50", "gap 02T00:50 02T06:00", "kept 02T06:00 04T19:00"]),
      (300, ["kept 01T00:00 02T01:00", "gap 02T01:00 02T06:00", "kept 02T06:00 04T19:00"]),
    ] as [(Int64, [String])])
  func `a time without files in which a trail was stopped is no quiet one`(
    minutes: Int64, times: [String]
  ) throws {
    try prepare()
    _ = try read([call("StopLogging", at: minutes)], as: "calls.json")
    #expect(try coverage() == times)
  }

  @Test func `a file of the hour in which a trail was stopped tells of what was called before`()
    throws
  {
    try prepare()
    _ = try read(
      [call("StopLogging", at: 50)], as: "111122223333_CloudTrail_eu-west-1_20261102T0105Z_x.json")
    let (before, after) = ("kept 01T00:00 02T00:50", "kept 02T06:00 04T19:00")
    #expect(try coverage() == [before, "gap 02T00:50 02T06:00", after])
    _ = try read([], as: "111122223333_CloudTrail_eu-west-1_20261102T0205Z_x.json")
    #expect(try coverage() == [before, "gap 02T00:50 02T02:00", "kept 02T02:00 04T19:00"])
  }

  @Test func `a trail that was started again records since then`() throws {
    try prepare()
    let stop = call("StopLogging", on: "arn:aws:cloudtrail:eu-west-1:111122223333:trail/main")
    _ = try read([stop, call("StartLogging", at: 30, on: "other")], as: "calls.json")
    let stopped = try coverage()
    #expect(stopped.contains("gap 02T00:20 02T06:00"))
    _ = try read([call("StartLogging", at: 40)], as: "later.json")
    #expect(
      try coverage() == [
        "kept 01T00:00 02T00:20", "gap 02T00:20 02T00:40", "kept 02T00:40 04T19:00",
      ])
    #expect(try grades() == [.notCovered])
  }

  @Test func `a trail that was not stopped is silent at no time`() throws {
    try prepare()
    let refused = call("StopLogging", #","errorCode":"AccessDenied""#)
    _ = try read([refused, call("StartLogging"), call("AddTags")], as: "calls.json")
    #expect(try grades() == [.unexplained] && coverage() == ["kept 01T00:00 04T19:00"])
  }

  @Test(arguments: [nil, true, false])
  func `a trail of another account is silent here if it may be an organization's`(
    isOrganizations: Bool?
  ) throws {
    if let isOrganizations {
      _ = try shop.temporary.write(
        """
        {"trailList":[{"Name":"main","HomeRegion":"eu-west-1","S3BucketName":"b",\
        "TrailARN":"arn:aws:cloudtrail:eu-west-1:444455556666:trail/main",\
        "IsMultiRegionTrail":true,"IncludeGlobalServiceEvents":true,\
        "LogFileValidationEnabled":true,"IsOrganizationTrail":\(isOrganizations)}]}
        """, to: "exports/444455556666/eu-west-1/cloudtrail-describe-trails.json")
    }
    try prepare()
    let stop = call("StopLogging").replacing("111122223333", with: "444455556666")
    _ = try read([stop], as: "calls.json")
    #expect(try grades() == [isOrganizations == false ? .unexplained : .notCovered])
  }
}
