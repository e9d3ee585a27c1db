import AuditReport
import AuditService
import AuditStore
import ChangeAudit
import ConfigurationModel
import Testing

/// A trail that records some calls only: that no file tells of others does not mean that none was.
@Suite struct TrailSelectionTests {
  private let shop: Shop

  init() throws { shop = try Shop() }

  /// A group that was opened between two snapshots, with log files of four quiet hours of each day.
  ///
  /// - Parameter selectors: Those of the trails on the fourth day; nil for the same as before.
  private func prepare(then selectors: [String]? = nil) throws {
    try shop.take(1, "10.0.1.0/24")
    try shop.setBaseline("default", to: "1", on: 1)
    if let selectors { try export(selectors) }
    try shop.take(4, "0.0.0.0/0")
    try shop.audit(on: 4)
    for day in 1...4 {
      for hour in ["00", "06", "12", "18"] {
        try shop.keep(
          [], as: "111122223333_CloudTrail_eu-west-1_2026110\(day)T\(hour)05Z_x.json", on: 5)
      }
    }
  }

  /// Exports trails, each with the fields of its selectors.
  private func export(_ selectors: [String]) throws {
    let folder = "exports/111122223333/eu-west-1"
    let trails = selectors.indices.map { place in
      """
      {"Name":"t\(place)","HomeRegion":"eu-west-1","S3BucketName":"b","IsMultiRegionTrail":true,\
      "TrailARN":"arn:aws:cloudtrail:eu-west-1:111122223333:trail/t\(place)",\
      "IncludeGlobalServiceEvents":true,"LogFileValidationEnabled":true,\
      "IsOrganizationTrail":false}
      """
    }
    _ = try shop.temporary.write(
      #"{"trailList":[\#(trails.joined(separator: ","))]}"#,
      to: "\(folder)/cloudtrail-describe-trails.json")
    for (place, text) in selectors.enumerated() {
      _ = try shop.temporary.write(
        """
        {"TrailARN":"arn:aws:cloudtrail:eu-west-1:111122223333:trail/t\(place)",\(text)}
        """, to: "\(folder)/cloudtrail-get-event-selectors-t\(place).json")
    }
  }

  private func grades() throws -> Set<EditAttribution.Grade?> {
    Set(
      try ListFindings(store: shop.store, at: shop.day(6)).report(on: "F-1").findings
        .flatMap(\.edits).map { $0.attribution?.grade })
  }

  private static func basic(
    _ access: String = "All", management: Bool = true, without sources: String = ""
  ) -> String {
    #""EventSelectors":[{"ReadWriteType":"\#(access)","IncludeManagementEvents":\#(management),"#
      + #""DataResources":[],"ExcludeManagementEventSources":[\#(sources)]}]"#
  }

  private static func advanced(_ category: String, _ more: String = "") -> String {
    let own = #"{"Field":"eventCategory","Equals":["\#(category)"]}"#
    return #""AdvancedEventSelectors":[{"Name":"a","FieldSelectors":[\#(own)\#(more)]}]"#
  }

  @Test(arguments: [
    ([], true), ([basic()], true), ([basic("WriteOnly")], true), ([basic("ReadOnly")], false),
    ([basic(management: false)], false), ([basic(without: #""kms.amazonaws.com""#)], true),
    ([basic(without: #""ec2.amazonaws.com""#)], false), ([advanced("Management")], true),
    ([advanced("Data")], false),
    ([advanced("Management", #",{"Field":"readOnly","Equals":["true"]}"#)], false),
    ([advanced("Management", #",{"Field":"readOnly","Equals":["false"]}"#)], true),
    (
      [advanced("Management", #",{"Field":"eventSource","NotEquals":["ec2.amazonaws.com"]}"#)],
      false
    ),
    (
      [advanced("Management", #",{"Field":"eventSource","NotEquals":["kms.amazonaws.com"]}"#)],
      true
    ),
    ([advanced("Management", #",{"Field":"userIdentity.arn","NotEquals":["a"]}"#)], false),
    ([basic(), basic(management: false)], true),
    ([basic(), basic(without: #""ec2.amazonaws.com""#)], false),
  ])
  func `what a trail leaves away is not known`(selectors: [String], isKnown: Bool) throws {
    if !selectors.isEmpty { try export(selectors) }
    try prepare()
    #expect(try grades() == [isKnown ? .unexplained : .notCovered])
  }

  @Test func `what a trail leaves away a call may say that chose it`() throws {
    try prepare()
    func choose(_ access: String, on day: Int64) throws {
      let call = shop.call(
        access, afterMinutes: (day - 2) * 24 * 60, "PutEventSelectors",
        request: #"{"trailName":"t0","eventSelectors":[{"readWriteType":"\#(access)"}]}"#
      ).replacing("ec2.amazonaws.com", with: "cloudtrail.amazonaws.com")
      try shop.keep([call], as: "\(access).json", on: 5)
    }
    try choose("ReadOnly", on: -2)
    #expect(try grades() == [.notCovered])
    try choose("All", on: -1)
    #expect(try grades() == [.unexplained])
  }

  @Test func `a trail that left nothing away at the beginning may have done so since`() throws {
    try export([Self.basic()])
    try prepare(then: [Self.basic("ReadOnly")])
    #expect(try grades() == [.notCovered])
  }
}
