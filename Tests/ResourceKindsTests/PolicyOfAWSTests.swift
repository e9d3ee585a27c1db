import ConfigurationDiff
import ConfigurationJSON
import ConfigurationModel
import ResourceKinds
import Testing

/// What is said of an edit of a managed policy, by whose policy it is.
@Suite struct PolicyOfAWSTests {
  private func document(_ arn: String, _ version: String, _ actions: String) throws
    -> ConfigurationValue
  {
    let text =
      #"{"Arn":"\#(arn)","PolicyId":"ANPA1","Path":"/","DefaultVersionId":"\#(version)","PolicyVersionList":[{"VersionId":"\#(version)","IsDefaultVersion":true,"Document":{"Version":"2012-10-17","Statement":[{"Sid":"S","Effect":"Allow","Action":[\#(actions)],"Resource":"*"}]}}]}"#
    return ResourceKind.iamPolicy.normalized(
      try JSONParser().parse(Array(text.utf8)), form: .cli,
      context: NormalizationContext(account: "111122223333"))
  }

  private func said(_ arn: String) throws -> [String: Assessment] {
    let old = try document(arn, "v1", #""s3:List*""#)
    let new = try document(arn, "v2", #""s3:List*","iam:*""#)
    let kind = ResourceKind.iamPolicy
    return Dictionary(
      uniqueKeysWithValues: kind.edits(from: old, to: new).compactMap { edit in
        kind.assessment(of: edit, from: old, to: new).map { (edit.path.text, $0) }
      })
  }

  @Test(arguments: [
    "arn:aws:iam::aws:policy/job-function/Viewer", "arn:aws-cn:iam::aws:policy/Viewer",
  ])
  func `of a policy of AWS's own it is said that AWS did it`(arn: String) throws {
    let said = try said(arn)
    #expect(said["DefaultVersionId"] == Assessment(.low, "AWS published v2 of its policy Viewer"))
    let more = try #require(said.first { $0.key.hasPrefix("Document") }?.value)
    #expect(more.severity >= .high)
    #expect(more.sentence?.hasPrefix("AWS changed its policy Viewer: ") == true)
  }

  @Test(arguments: [
    "arn:aws:iam::111122223333:policy/Viewer", "arn:aws:iam::111122223333:policy/aws/Viewer",
  ])
  func `of a policy of the account it is not`(arn: String) throws {
    let said = try said(arn)
    #expect(said["DefaultVersionId"]?.severity == .medium)
    #expect(said.values.allSatisfy { $0.sentence?.hasPrefix("AWS") != true })
  }
}
