import AuditReport
import AuditService
import AuditStore
import ChangeAudit
import ConfigurationModel
import Testing

/// A bucket that is listed in one region and lies in another: its calls stand where it lies.
@Suite struct CallRegionTests {
  private let shop: Shop

  init() throws { shop = try Shop() }

  private func write(_ text: String, _ name: String) throws {
    _ = try shop.temporary.write(text, to: "exports/111122223333/eu-west-1/\(name).json")
  }

  /// A bucket whose versioning ends between the first and the fourth day.
  ///
  /// - Parameters:
  ///   - location: As `GetBucketLocation` gives it, in JSON; nil where nobody asked.
  ///   - later: As it gives it on the fourth day; nil for the same.
  private func suspend(location: String?, later: String? = nil) throws {
    try write(#"{"Buckets":[{"Name":"b"}],"Owner":{"ID":"x"}}"#, "s3api-list-buckets")
    if let location {
      try write(#"{"LocationConstraint":\#(location)}"#, "s3api-get-bucket-location/b")
    }
    try write(#"{"Status":"Enabled"}"#, "s3api-get-bucket-versioning/b")
    try shop.take(1, "10.0.1.0/24")
    try shop.setBaseline("default", to: "1", on: 1)
    try write(#"{"Status":"Suspended"}"#, "s3api-get-bucket-versioning/b")
    if let later {
      try write(#"{"LocationConstraint":\#(later)}"#, "s3api-get-bucket-location/b")
    }
    try shop.take(4, "10.0.1.0/24")
    try shop.audit(on: 4)
  }

  /// Keeps quiet hours of a region, four of each day.
  private func cover(_ region: String, _ days: ClosedRange<Int> = 1...4) throws {
    for day in days {
      for hour in ["00", "06", "12", "18"] {
        try shop.keep(
          [], as: "111122223333_CloudTrail_\(region)_2026110\(day)T\(hour)05Z_a.json", on: 5)
      }
    }
  }

  private func grades() throws -> Set<EditAttribution.Grade?> {
    Set(
      try ListFindings(store: shop.store, at: shop.day(6)).report(on: "F-1").findings
        .flatMap(\.edits).map { $0.attribution?.grade })
  }

  @Test(arguments: [(#""eu-central-1""#, "eu-central-1"), ("null", "us-east-1")])
  func `an edit of a bucket is unexplained where activity of the region is kept in which it lies`(
    location: String, region: String
  ) throws {
    try suspend(location: location)
    try cover("eu-west-1")
    #expect(try grades() == [.notCovered])
    try cover(region)
    #expect(try grades() == [.unexplained])
  }

  @Test func `of a bucket that was made again elsewhere activity of both regions has to be kept`()
    throws
  {
    try suspend(location: #""eu-central-1""#, later: "null")
    try cover("eu-central-1")
    #expect(try grades() == [.notCovered])
    try cover("us-east-1")
    #expect(try grades() == [.unexplained])
  }

  @Test func `where nobody knows where a bucket lies every region counts of which any is kept`()
    throws
  {
    try suspend(location: nil)
    try cover("eu-central-1")
    #expect(try grades() == [.notCovered], "of the region where it is listed none is kept")
    try cover("eu-west-1")
    #expect(try grades() == [.unexplained])
    try cover("us-east-1", 1...1)
    #expect(try grades() == [.notCovered])
  }
}
