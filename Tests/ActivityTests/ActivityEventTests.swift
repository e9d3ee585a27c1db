import Activity
import ConfigurationJSON
import ConfigurationModel
import Testing

/// An event with these fields beside those that every event has.
func event(_ fields: String, name: String = "CreateVpc", source: String = "ec2") throws
  -> ActivityEvent
{
  try ActivityEvent(
    JSONParser().parse(
      """
      {"eventVersion":"1.08","eventID":"e1","eventTime":"2026-11-20T21:03:00Z",\
      "eventSource":"\(source).amazonaws.com","eventName":"\(name)","awsRegion":"eu-west-1",\
      "recipientAccountId":"111122223333"\(fields.isEmpty ? "" : ",")\(fields)}
      """))
}

@Suite struct ActivityEventTests {
  @Test(arguments: [
    (#""readOnly":false"#, true), (#""readOnly":true"#, false), (#""readOnly":"true""#, false),
    ("", true), (#""errorCode":"Client.UnauthorizedOperation""#, false),
    (#""errorCode":"Client.DryRunOperation","readOnly":false"#, false),
    (#""errorMessage":"Failed authentication""#, false),
    (#""errorCode":"","errorMessage":"","readOnly":false"#, true),
    (#""readOnly":false,"responseElements":{"_return":true}"#, true),
    (#""readOnly":false,"responseElements":{"_return":false}"#, false),
    (#""readOnly":false,"responseElements":{"errorCode":"Denied","errorMessage":"no"}"#, false),
    (#""eventType":"AwsServiceEvent","readOnly":false"#, true),
    (#""eventType":"AwsCloudTrailInsight""#, false),
  ])
  func `success is change, and refusal is none`(fields: String, mayHaveChanged: Bool) throws {
    #expect(try event(fields).mayHaveChanged == mayHaveChanged)
  }

  @Test func `an event of Insights tells in its details what was called`() throws {
    let insight = try ActivityEvent(
      JSONParser().parse(
        """
        {"eventVersion":"1.08","eventID":"e","eventTime":"2026-11-20T21:03:00Z",\
        "awsRegion":"eu-west-1","eventType":"AwsCloudTrailInsight","eventCategory":"Insight",\
        "recipientAccountId":"111122223333","sharedEventID":"s",\
        "insightDetails":{"state":"Start","eventSource":"autoscaling.amazonaws.com",\
        "eventName":"PutLifecycleHook","insightType":"ApiCallRateInsight"}}
        """))
    #expect(insight.source == "autoscaling.amazonaws.com" && insight.name == "PutLifecycleHook")
    #expect(!insight.mayHaveChanged && insight.effects.isEmpty)
  }

  @Test(arguments: ["DescribeVpcs", "ListRoles", "GetUser", "HeadBucket", "LookupEvents"])
  func `where AWS says nothing the verb tells what only reads`(name: String) throws {
    #expect(try !event("", name: name).mayHaveChanged)
  }

  @Test(arguments: [
    (#"{"reason":"UPDATED_DATA","updatedFields":"responseElements","originalEventID":"e0"}"#, "e0"),
    (#"{"reason":"DELIVERY_DELAY"}"#, "e1"), (#"{"originalEventID":""}"#, "e1"), ("null", "e1"),
  ])
  func `an update of an event is the same call`(addendum: String, id: String) throws {
    #expect(try event(#""addendum":\#(addendum)"#).id == id)
  }

  @Test(arguments: ["eventID", "eventTime", "eventSource", "eventName"])
  func `what every event has is missed`(field: String) throws {
    let text =
      #"{"eventID":"e","eventTime":"2026-11-20T21:03:00Z","eventSource":"s","eventName":"n"}"#
    guard case .object(var fields) = try JSONParser().parse(text) else { return }
    fields[field] = nil
    let problem = #expect(throws: Problem.self) { try ActivityEvent(.object(fields)) }
    #expect(problem?.code == "invalid-event" && problem?.message.contains(field) == true)
  }

  @Test(arguments: [
    #""awsRegion":"eu\u0000""#, #""userAgent":"a\u0000b""#, #""recipientAccountId":"1\u0000""#,
    #""userIdentity":{"type":"IAMUser","userName":"a\u0000"}"#, #""eventID":"e1\u0000""#,
  ])
  func `a text that would end in the middle is refused`(field: String) throws {
    let problem = #expect(throws: Problem.self) {
      try ActivityEvent(
        JSONParser().parse(
          #"{"eventTime":"2026-11-20T21:03:00Z","eventSource":"s","eventName":"n",\#(field.contains("eventID") ? "" : #""eventID":"e","#)\#(field)}"#
        ))
    }
    #expect(problem?.message.contains("U+0000") == true)
  }

  @Test func `another major version is not read`() throws {
    let text =
      #"{"eventVersion":"2.0","eventID":"e","eventTime":"2026-11-20T21:03:00Z","eventSource":"s","eventName":"n"}"#
    #expect(throws: Problem.self) { try ActivityEvent(JSONParser().parse(text)) }
  }

  @Test(arguments: [
    (#"{"eventID":"a","eventName":"b"}"#, true),
    (
      #"{"detail-type":"AWS API Call via CloudTrail","detail":{"eventID":"a","eventName":"b"}}"#,
      true
    ),
    (#"{"EventId":"a","CloudTrailEvent":"{\"eventID\":\"a\"}"}"#, true),
    (#"{"detail":{"requestId":"a"}}"#, false), (#"{"bucket":"b"}"#, false),
  ])
  func `an event is found in what surrounds it`(text: String, isThere: Bool) throws {
    let parser = JSONParser()
    let found = try ActivityRecords.event(in: parser.parse(text), parse: parser.parse)
    #expect(found?["eventID"]?.string == (isThere ? "a" : nil))
  }
}

@Suite struct ActorTests {
  /// A role's session, with what stands beside it in the identity.
  private static func session(_ role: String, _ name: String, _ more: String = "") -> String {
    #""userIdentity":{"type":"AssumedRole","principalId":"AROAX:\#(name)","arn":"arn:aws:sts::111122223333:assumed-role/\#(role)/\#(name)","accountId":"111122223333","sessionContext":{"sessionIssuer":{"userName":"\#(role)","arn":"arn:aws:iam::111122223333:role/team/\#(role)"},"attributes":{"mfaAuthenticated":"true"}\#(more)}}"#
  }

  @Test(
    arguments: [
      (#""userIdentity":{"type":"Root","accountId":"111122223333"}"#, "root", "root"),
      (#""userIdentity":{"type":"IAMUser","userName":"alice"}"#, "alice", "alice"),
      (session("Admin", "i-0abc"), "role Admin, session i-0abc", nil),
      (
        session("Admin", "alice@example.com"), "alice@example.com (role Admin)", "alice@example.com"
      ),
      (session("AWSReservedSSO_Ops_1", "bob"), "bob (role AWSReservedSSO_Ops_1)", "bob"),
      (
        session("deploy", "build-17", #","sourceIdentity":"carol""#), "carol (role deploy)", "carol"
      ),
      (
        #""userIdentity":{"type":"FederatedUser","arn":"arn:aws:sts::1:federated-user/dave"}"#,
        "dave (federated)", "dave"
      ),
      (
        #""userIdentity":{"type":"IdentityCenterUser","onBehalfOf":{"userId":"u-1"}},"additionalEventData":{"UserName":"erin"}"#,
        "erin", "erin"
      ),
      (#""userIdentity":{"type":"WebIdentityUser","userName":"repo:x"}"#, "repo:x", "repo:x"),
      (
        #""userIdentity":{"type":"AWSService","invokedBy":"autoscaling.amazonaws.com"}"#,
        "service autoscaling.amazonaws.com", nil
      ),
      (#""userIdentity":{"invokedBy":"AWS Internal"}"#, "service AWS Internal", nil),
      (
        #""userIdentity":{"type":"AWSAccount","principalId":"AIDAX"}"#, "another account's AIDAX",
        nil
      ),
      ("", "unknown", nil),
    ] as [(String, String, String?)])
  func `the person behind an identity`(fields: String, name: String, person: String?) throws {
    let actor = try event(fields).actor
    #expect(actor.name == name)
    #expect(actor.person == person)
  }

  @Test(
    arguments: [
      ("console.amazonaws.com", "the console"), ("signin.amazonaws.com", "the console"),
      ("APN/1.0 HashiCorp/1.0 Terraform/1.9.0 aws-sdk-go-v2/1", "Terraform"),
      ("aws-cli/2.17 md/command#ec2.create-vpc", "the AWS CLI"),
      ("cloudformation.amazonaws.com", "CloudFormation"), ("Boto3/1.34", "an SDK"),
      ("AWS Internal", "the console"),
      ("autoscaling.amazonaws.com", "the service autoscaling.amazonaws.com"), ("x/1", "x/1"),
      ("", nil),
    ] as [(String, String?)])
  func `a user agent tells the tool`(agent: String, words: String?) throws {
    #expect(try event(#""userAgent":"\#(agent)""#).actor.tool.words == words)
  }

  @Test func `how a call was made stands in one line`() throws {
    let actor = try event(
      Self.session("Admin", "alice@example.com")
        + #","userAgent":"aws-cli/2","sourceIPAddress":"198.51.100.7""#
    ).actor
    #expect(actor.means == "with the AWS CLI, from 198.51.100.7, with MFA")
  }
}
