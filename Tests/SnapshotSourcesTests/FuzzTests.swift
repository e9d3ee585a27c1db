import ConfigurationModel
import PlumblineTestSupport
import Testing

@testable import SnapshotSources

/// Whatever stands in a file of an export is read or refused: nothing traps, and nothing is read twice.
@Suite struct FuzzTests {
  private static let texts = [
    #"{"SecurityGroups":[{"GroupId":"sg-1","GroupName":"a","VpcId":"v","IpPermissions":[{"IpProtocol":"tcp","FromPort":22}]}],"NextToken":"t"}"#,
    #"{"Vpcs":[{"VpcId":"vpc-1","CidrBlock":"10.0.0.0/8"},{"VpcId":"vpc-2"}],"ResponseMetadata":{"HTTPStatusCode":200}}"#,
    #"{"Error":{"Code":"AccessDenied","Message":"m","Operation":"ec2:DescribeVpcs"}}"#,
    #"{"configurationItems":[{"resourceType":"AWS::EC2::VPC","resourceId":"vpc-1","awsAccountId":"111122223333","awsRegion":"eu-west-1","configuration":"{\"vpcId\":\"vpc-1\"}"}]}"#,
    "{\"type\":\"App::T\",\"id\":\"a\",\"account\":\"111122223333\",\"region\":\"eu-west-1\",\"configuration\":{\"x\":1}}\n{\"type\":\"App::T\",\"id\":\"b\",\"configuration\":{}}\n",
    "An error occurred (UnauthorizedOperation) when calling the DescribeVpcs operation: no",
  ]
  private static let names = [
    "111122223333/eu-west-1/ec2-describe-security-groups.json",
    "111122223333/eu-west-1/ec2-describe-vpcs.json", "111122223333/eu-west-1/x.ndjson",
    "111122223333_Config_eu-west-1_ConfigSnapshot_20261102T091124Z_x.json", "x.txt",
    "111122223333/eu-west-1/s3-get-bucket-policy/b.json", "111122223333/global/iam-list-users.json",
    "111122223333/global/iam-get-account-authorization-details.json",
  ]

  @Test func `a file of any content is read or refused`() throws {
    let folder = try HeldFolder.make()
    defer { folder.remove() }
    Fuzzing.run("exports", seed: 55, seeds: Self.texts, marks: "{}[]:,\"\\ \n\u{0}0aA-.eE") {
      text, random in
      let name = Self.names.randomElement(using: &random) ?? "x"
      folder.remove { _ in true }
      try? folder.write(text.utf8, to: name)
      let plan = SnapshotPlan([folder.path])
      let reader = SnapshotReader(plan)
      var offsets: Set<UInt64> = []
      for file in plan.files {
        _ = try? reader.readItems(file) { raw in
          if let offset = raw.offset { #expect(offsets.insert(offset).inserted, "\(text)") }
        }
      }
    }
  }

  @Test func `a file of any name is read or refused`() throws {
    let folder = try HeldFolder.make()
    defer { folder.remove() }
    Fuzzing.run("names", seed: 56, seeds: Self.names, marks: "./_-%0\u{0}\n~ ()") { name, random in
      folder.remove { _ in true }
      try? folder.write((Self.texts.randomElement(using: &random) ?? "").utf8, to: name)
      let plan = SnapshotPlan([folder.path])
      let reader = SnapshotReader(plan)
      for file in plan.files { _ = try? reader.readItems(file) { _ in } }
      #expect(plan.files.count == 1)
    }
  }

  @Test func `what a path says of an answer is an account's and a region's form, or nothing`() {
    let seeds = Self.names + ["a/b/../111122223333/eu-west-1/ec2/describe-vpcs_2.json.gz", "/", ""]
    Fuzzing.run("paths of answers", seed: 62, seeds: seeds, marks: "./_-%0\u{0}\n~ ()1") {
      text, random in
      let named = String(text.prefix(Int.random(in: 0...20, using: &random)))
      let facts = PathFacts(text, named: named) { _ in Bool.random(using: &random) }
      #expect(facts.account?.isAWSAccount != false && facts.region?.isAWSRegion != false, "\(text)")
      let folders = text.split(separator: "/").map(String.init)
      #expect(facts.account.map(folders.contains) != false, "\(text)")
      #expect(facts.region.map(folders.contains) != false, "\(text)")
      #expect(facts.root.utf8.count <= text.utf8.count)
      #expect((facts.name?.parameters ?? "").utf8.count <= text.utf8.count, "\(text)")
    }
  }

  @Test func `an error answer of any form has a code, and names no more than it holds`() {
    let seeds = [
      "An error occurred (UnauthorizedOperation) when calling the DescribeVpcs operation: no",
      "<?xml version=\"1.0\"?><Error><Code>AccessDenied</Code><RequestId>1</RequestId></Error>",
      "Code: AccessDenied\nMessage: no\n", "| Code | AccessDenied |", "AccessDenied\tno", "null",
      #"{"Error":{"Code":"AccessDenied","Message":"m","Operation":"ec2:DescribeVpcs"}}"#,
      #"{"__type":"com.amazonaws#AccessDenied","message":"m"}"#,
      #"{"ResponseMetadata":{"HTTPStatusCode":403,"RequestId":"1"},"errors":["x"]}"#,
    ]
    Fuzzing.run("errors of exports", seed: 63, seeds: seeds, marks: "<>/|:\t\n(){}[]\",0aA.#\u{0}")
    {
      text, _ in
      let bytes = Array(text.utf8)
      guard let error = ErrorAnswer(bytes) else { return }
      #expect(ErrorAnswer(bytes) == error, "\(text)")
      #expect(error.code.utf8.count <= text.utf8.count + 8 && !error.hint.isEmpty, "\(text)")
      // A text says at least that something is there; only JSON may name an empty code.
      #expect(!error.code.isEmpty || text.contains("{"), "\(text)")
    }
  }
}
