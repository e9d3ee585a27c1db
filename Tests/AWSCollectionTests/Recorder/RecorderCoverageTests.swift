import ConfigurationJSON
import ConfigurationModel
import PlumblineTestSupport
import Testing

@testable import AWSCollection

/// What of AWS Config may be believed to be all there is.
@Suite struct RecorderCoverageTests {
  private static let running =
    #"{"ConfigurationRecordersStatus":[{"recording":true,"lastStatus":"SUCCESS"}]}"#

  private static func coverage(_ group: String, _ status: String = running) throws
    -> RecorderCoverage
  {
    let recorders = #"{"ConfigurationRecorders":[{"name":"r","recordingGroup":"# + group + "}]}"
    return RecorderCoverage(
      recorders: try ConfigurationValue(json: recorders),
      status: try ConfigurationValue(json: status))
  }

  @Test(arguments: [
    (#"{"allSupported":true,"includeGlobalResourceTypes":true}"#, true, true),
    (#"{"allSupported":true,"includeGlobalResourceTypes":false}"#, true, false),
    (#"{"allSupported":false,"resourceTypes":["AWS::IAM::Role"]}"#, false, true),
    (#"{"allSupported":false,"resourceTypes":[]}"#, false, false),
    (
      #"{"recordingStrategy":{"useOnly":"EXCLUSION_BY_RESOURCE_TYPES"},"exclusionByResourceTypes":{"resourceTypes":["AWS::EC2::VPC"]}}"#,
      false, true
    ),
    (
      #"{"recordingStrategy":{"useOnly":"INCLUSION_BY_RESOURCE_TYPES"},"resourceTypes":["AWS::EC2::VPC"]}"#,
      true, false
    ),
    (
      #"{"allSupported":true,"recordingStrategy":{"useOnly":"ALL_SUPPORTED_RESOURCE_TYPES"},"includeGlobalResourceTypes":true}"#,
      true, true
    ), ("null", false, false),
  ])
  func `a recorder covers the types of its group`(group: String, vpc: Bool, role: Bool) throws {
    let coverage = try Self.coverage(group)
    #expect(coverage.records("AWS::EC2::VPC", isGlobal: false) == vpc)
    #expect(coverage.records("AWS::IAM::Role", isGlobal: true) == role)
  }

  @Test(arguments: [
    (#"{"ConfigurationRecordersStatus":[{"recording":false}]}"#, "recorder-stopped"),
    (#"{"ConfigurationRecordersStatus":[]}"#, "recorder-stopped"),
    (
      #"{"ConfigurationRecordersStatus":[{"recording":true,"lastStatus":"Failure","lastErrorCode":"X"}]}"#,
      "recorder-failing"
    ),
    (
      #"{"ConfigurationRecordersStatus":[{"recording":true,"lastStatus":"PENDING"}]}"#,
      "recorder-failing"
    ),
  ])
  func `a recorder that does not record covers nothing`(status: String, code: String) throws {
    let coverage = try Self.coverage(#"{"allSupported":true}"#, status)
    #expect(coverage.problem?.code == code)
    #expect(!coverage.records("AWS::EC2::VPC", isGlobal: false))
  }

  @Test func `where there is no recorder nothing is covered`() throws {
    let empty = try ConfigurationValue(json: #"{"ConfigurationRecorders":[]}"#)
    #expect(RecorderCoverage(recorders: empty, status: empty).problem?.code == "recorder-missing")
  }

  @Test(
    arguments: [
      ("111122223333", "eu-west-1", true, nil), ("111122223333", "eu-west-1", false, nil),
      ("111122223333", "us-east-1", true, "AccessDenied"),
      ("444455556666", "eu-west-1", true, "not one of its sources"),
      ("111122223333", "global", true, nil),
    ] as [(String, String, Bool, String?)])
  func `an aggregator covers the accounts and regions that it could update`(
    account: String, region: String, isSeen: Bool, reason: String?
  ) throws {
    let sources = AggregatorSources(
      try ConfigurationValue(
        json: """
          {"AggregatedSourceStatusList":[
            {"SourceId":"111122223333","SourceType":"ACCOUNT","AwsRegion":"eu-west-1","LastUpdateStatus":"SUCCEEDED"},
            {"SourceId":"111122223333","SourceType":"ACCOUNT","AwsRegion":"us-east-1","LastUpdateStatus":"FAILED",
             "LastErrorCode":"AccessDenied"}]}
          """))
    let scope = Scope(account: account, region: region, type: "AWS::EC2::VPC")
    let problem = sources.problem(scope, isSeen: isSeen)
    #expect(problem == nil ? reason == nil : problem?.message.contains(reason ?? "?") == true)
  }

  @Test func `an account of an organization that nothing came from may have left it`() throws {
    let sources = AggregatorSources(
      try ConfigurationValue(
        json: """
          {"AggregatedSourceStatusList":[{"SourceId":"o-1","SourceType":"ORGANIZATION",
            "AwsRegion":"eu-west-1","LastUpdateStatus":"SUCCEEDED"}]}
          """))
    let scope = Scope(account: "111122223333", region: "eu-west-1", type: "AWS::EC2::VPC")
    #expect(sources.problem(scope, isSeen: true) == nil)
    #expect(sources.problem(scope, isSeen: false)?.code == "aggregation-failed")
  }
}

@Suite struct DeliveredSnapshotTests {
  private static func key(_ day: String, _ moment: String, region: String = "eu-west-1") -> String {
    "p/AWSLogs/111122223333/Config/\(region)/\(day)/ConfigSnapshot/"
      + "111122223333_Config_\(region)_ConfigSnapshot_\(moment)_a1b2.json.gz"
  }

  @Test func `days without zeros are in the order of time`() throws {
    let keys = [
      Self.key("2026/11/2", "20261102T091124Z"), Self.key("2026/11/19", "20261119T091124Z"),
      Self.key("2026/9/30", "20260930T091124Z"),
    ]
    let sorted = keys.compactMap(DeliveredSnapshot.init).sorted().map(\.moment)
    #expect(sorted == ["20260930T091124Z", "20261102T091124Z", "20261119T091124Z"])
    #expect(keys.sorted().compactMap(DeliveredSnapshot.init).map(\.moment) != sorted)
    #expect(DeliveredSnapshot(key: keys[0])?.folder == "111122223333/eu-west-1")
  }

  @Test func `a key of any form names no other folder than an account's and a region's`() {
    let seeds = [Self.key("2026/11/2", "20261102T091124Z"), "../_Config_.._ConfigSnapshot_"]
    Fuzzing.run("delivery keys", seed: 41, seeds: seeds, marks: "./_\\\u{0}\n%TZ0") { text, _ in
      guard let snapshot = DeliveredSnapshot(key: text) else { return }
      let parts = snapshot.folder.split(separator: "/").map(String.init)
      #expect(parts.count == 2 && parts[0].isAWSAccount && parts[1].isAWSRegion, "\(text)")
      let name = text.split(separator: "/").last ?? ""
      #expect(name.unicodeScalars.allSatisfy { !$0.isHidden }, "\(text)")
      let today = Timestamp(seconds: 1_795_000_000)
      let days = snapshot.day.flatMap { DeliveryCollector.days(from: $0, to: today) } ?? []
      #expect(days.count <= 5, "\(text)")
    }
  }

  @Test func `a result of a query of any form names a place, or nothing`() {
    let seeds = [
      #"{"accountId":"111122223333","awsRegion":"eu-west-1","resourceType":"AWS::EC2::VPC","resourceId":"vpc-1","resourceName":"n","tags":[{"key":"a","value":"b"}]}"#
    ]
    Fuzzing.run("results of queries", seed: 42, seeds: seeds, marks: "{}[]\",:\\/.\u{0}0a") {
      text, _ in
      guard let key = RecordedKey(result: text) else { return }
      #expect(PlaceName.account.flaw(of: key.account) == nil, "\(text)")
      #expect(PlaceName.region.flaw(of: key.region) == nil, "\(text)")
      #expect(PlaceName.id.flaw(of: key.id) == nil && PlaceName.type.flaw(of: key.type) == nil)
    }
  }

  @Test(arguments: [
    "AWSLogs/111122223333/Config/ConfigWritabilityCheckFile",
    "AWSLogs/1/Config/r/2026/1/1/ConfigHistory/1_Config_r_ConfigHistory_AWS::EC2::VPC_20260101T000000Z_20260101T000000Z_1.json.gz",
    "AWSLogs/1/Config/r/2026/1/1/ConfigSnapshot/1_Config_r_ConfigSnapshot_yesterday_1.json.gz",
    // Whoever may write to the bucket chooses these; they would name folders here.
    "AWSLogs/1/Config/r/2026/1/1/ConfigSnapshot/.._Config_.._ConfigSnapshot_20261102T091124Z_x.json.gz",
    "a/111122223333_Config_.._ConfigSnapshot_20261102T091124Z_x.json.gz",
    "a/.._Config_eu-west-1_ConfigSnapshot_20261102T091124Z_x.json.gz",
    "a/111122223333_Config_eu-west-1_ConfigSnapshot_20261102T091124Z_a\u{0}b.json.gz",
    "a/111122223333_Config_eu-west-1_ConfigSnapshot_20261102T091124Z_a\nb.json.gz",
    "", "/", "x.json.gz", "a_Config_b_ConfigSnapshot_2026_x.json.gz",
  ])
  func `other objects are no snapshots`(key: String) {
    #expect(DeliveredSnapshot(key: key) == nil)
  }
}
