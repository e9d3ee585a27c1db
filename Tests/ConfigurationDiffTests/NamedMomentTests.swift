import ConfigurationDiff
import ConfigurationModel
import PlumblineTestSupport
import Testing

private func spelled(_ json: String) throws -> ConfigurationValue {
  try fixture(json).spellingNamedMoments
}

@Suite struct NamedMomentTests {
  /// 2024-05-01T10:00:00Z as the AWS CLI 1 and 2, boto3 and AWS Config write it.
  static let spellings = [
    #""2024-05-01T10:00:00Z""#, #""2024-05-01T10:00:00.000Z""#, #""2024-05-01T10:00:00+00:00""#,
    #""2024-05-01T10:00:00.000000+00:00""#, #""2024-05-01T12:00:00+02:00""#,
    #""2024-05-01 10:00:00+00:00""#, "1714557600", "1714557600.0",
  ]

  @Test(arguments: [
    "CreateTime", "createdAt", "Date", "LastModified", "CreatedTimestamp", "ValidTill", "notAfter",
    "Expiration",
  ])
  func `one moment is one value, in whatever spelling and depth`(field: String) throws {
    let values = try Self.spellings.map {
      try spelled(#"{"\#(field)":\#($0),"Rules":[{"\#(field)":\#($0)}]}"#)
    }
    #expect(Set(values).count == 1)
  }

  @Test(arguments: [
    #"{"Version":"2012-10-17"}"#, #"{"Timeout":1714557600}"#, #"{"CreateTime":"soon"}"#,
    #"{"RetentionTime":30}"#, #"{"Count":"1714557600","Value":"2024-05-01T10:00:00+00:00"}"#,
    #"{"Tags":[{"Key":"EndDate","Value":"2024-05-01T10:00:00+00:00"}]}"#,
    #"{"Tags":{"EndDate":"2024-05-01T10:00:00+00:00"}}"#,
    #"{"Environment":{"Variables":{"StartDate":"2024-05-01T10:00:00+00:00"}}}"#,
    #"{"Condition":{"DateLessThan":{"aws:CurrentTime":"2024-05-01T10:00:00+00:00"}}}"#,
  ])
  func `what people wrote and what is no moment stay as they are`(json: String) throws {
    #expect(try spelled(json) == fixture(json))
  }

  @Test func `two moments stay two`() throws {
    #expect(
      try spelled(#"{"CreateTime":"2024-05-01T10:00:00Z"}"#)
        != spelled(#"{"CreateTime":"2024-05-01T10:00:01Z"}"#))
  }

  @Test(arguments: spellings) func `a moment in its one spelling stays`(json: String) throws {
    let once = try spelled(#"{"CreateTime":\#(json)}"#)
    #expect(once.spellingNamedMoments == once)
  }
}
