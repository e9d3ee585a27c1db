import Activity
import ConfigurationJSON
import ConfigurationModel
import Testing

/// Forms of calls that say less than they did, or did less than they were asked for.
@Suite struct CallFormTests {
  private func effects(_ source: String, _ name: String, _ fields: String) throws -> [CallEffect] {
    try ActivityEvent(
      JSONParser().parse(
        """
        {"eventID":"e1","eventTime":"2026-11-20T20:00:00Z","eventSource":"\(source).amazonaws.com",\
        "eventName":"\(name)","awsRegion":"us-east-1","recipientAccountId":"111122223333",\
        "userIdentity":{"type":"IAMUser","userName":"alice"},\(fields)}
        """)
    ).effects
  }

  @Test(arguments: [
    (
      "DeleteVpcEndpoints",
      #""requestParameters":{"DeleteVpcEndpointsRequest":{"VpcEndpointId":[{"tag":1,"content":"a"},{"tag":2,"content":"b"}]}}"#,
      "DeleteVpcEndpointsResponse"
    ),
    (
      "DeleteFlowLogs",
      #""requestParameters":{"DeleteFlowLogsRequest":{"FlowLogId":[{"tag":1,"content":"a"},{"tag":2,"content":"b"}]}}"#,
      "DeleteFlowLogsResponse"
    ),
  ])
  func `what a call of several could not delete it did not`(
    name: String, asked: String, answer: String
  ) throws {
    func told(_ unsuccessful: String) throws -> [String: [CallEffect.Step]] {
      let found = try effects(
        "ec2", name,
        #"\#(asked),"responseElements":{"\#(answer)":{"unsuccessful":\#(unsuccessful)}}"#)
      // The routes that lead to an endpoint go with it.
      let own = found.filter { $0.type != "AWS::EC2::RouteTable" }
      return Dictionary(uniqueKeysWithValues: own.map { ($0.resource, $0.steps) })
    }
    #expect(try told(#""""#) == ["a": [.delete], "b": [.delete]])
    let failed = #"{"error":{"code":"InvalidId.NotFound"},"resourceId":"b"}"#
    #expect(try told(#"{"item":\#(failed)}"#) == ["a": [.delete]])
    #expect(try told(#"{"item":[\#(failed)]}"#) == ["a": [.delete]])
    #expect(try told(#"{"items":[\#(failed)]}"#) == ["a": [.delete]])
    // Which it could not delete nobody knows.
    #expect(try told(#"{"item":{"error":"x"}}"#) == ["a": [.touch], "b": [.touch]])
  }

  @Test(arguments: [
    ("config", "PutConfigRule", #"{"configRule":{"configRuleName":"r"}}"#),
    (
      "ec2", "ModifyVpcEndpoint",
      #"{"ModifyVpcEndpointRequest":{"VpcEndpointId":"vpce-1","ResetPolicy":true}}"#
    ),
  ])
  func `a call that does not say what it changed touched its resource`(
    source: String, name: String, request: String
  ) throws {
    let found = try effects(source, name, #""requestParameters":\#(request)"#)
    #expect(found.map(\.steps) == [[.touch]])
  }

  @Test(arguments: [
    ("UpdateUser", #"{"userName":"n","newUserName":"m"}"#),
    ("UpdateGroup", #"{"groupName":"n","newGroupName":"m"}"#),
  ])
  func `what is renamed was touched under both names`(name: String, request: String) throws {
    let found = try effects("iam", name, #""requestParameters":\#(request)"#)
    #expect(found.map(\.resource) == ["n", "m"] && found.map(\.steps) == [[.touch], [.touch]])
  }

  /// A call, what it was asked with, and the part of its resource that it changes.
  private static let ofParts: [(String, String, String, [String])] = [
    ("s3", "PutBucketAcl", #"{"bucketName":"b","x-amz-acl":"public-read"}"#, ["Acl"]),
    (
      "s3", "PutBucketAcl",
      #"{"bucketName":"b","AccessControlPolicy":{"AccessControlList":{"Grant":[{"Grantee":{"EmailAddress":"a@b"},"Permission":"READ"}]}}}"#,
      ["Acl"]
    ),
    (
      "s3", "PutBucketLogging",
      #"{"bucketName":"b","BucketLoggingStatus":{"LoggingEnabled":{"TargetBucket":"l","TargetGrants":"x"}}}"#,
      ["Logging"]
    ), ("s3", "PutBucketLogging", #"{"bucketName":"b"}"#, ["Logging"]),
    ("s3", "PutBucketEncryption", #"{"bucketName":"b"}"#, ["Encryption"]),
    (
      "s3", "PutBucketCors", #"{"bucketName":"b"}"#, ["Cors", "BucketCrossOriginConfiguration"]
    ), ("iam", "UpdateLoginProfile", #"{"userName":"n"}"#, ["LoginProfile"]),
    (
      "kms", "ScheduleKeyDeletion", #"{"keyId":"k"}"#,
      ["Enabled", "KeyState", "DeletionDate", "PendingDeletionWindowInDays"]
    ),
    (
      "cloudtrail", "PutEventSelectors", #"{"trailName":"main"}"#,
      ["EventSelectors", "AdvancedEventSelectors", "HasCustomEventSelectors"]
    ),
    (
      "ec2", "CreateRoute",
      #"{"routeTableId":"rtb-1","destinationCidrBlock":"0.0.0.0/0","instanceId":"i-1"}"#, ["Routes"]
    ),
    (
      "ec2", "ModifyVpcPeeringConnectionOptions",
      #"{"ModifyVpcPeeringConnectionOptionsRequest":{"VpcPeeringConnectionId":"pcx-1"}}"#,
      ["AccepterVpcInfo", "RequesterVpcInfo"]
    ),
    (
      "ec2", "AssociateVpcCidrBlock",
      #"{"AssociateVpcCidrBlockRequest":{"VpcId":"vpc-1","AmazonProvidedIpv6CidrBlock":true}}"#,
      ["CidrBlockAssociationSet", "Ipv6CidrBlockAssociationSet"]
    ),
  ]

  @Test(arguments: ofParts)
  func `a call that does not say to what it changed a part touched that part`(
    source: String, name: String, request: String, fields: [String]
  ) throws {
    let found = try effects(source, name, #""requestParameters":\#(request)"#)
    #expect(found.map(\.steps) == [[.unsure(fields)]])
  }

  @Test func `an endpoint is not known whole where the call asked for more than is understood`()
    throws
  {
    let found = try effects(
      "ec2", "ModifyVpcEndpoint",
      #""requestParameters":{"ModifyVpcEndpointRequest":{"VpcEndpointId":"vpce-1","PolicyDocument":"{}","ResetPolicy":true}}"#
    )
    #expect(found.map { $0.steps.last } == [.touch])
  }

  @Test func `an endpoint touches the routes of the tables that it is made for`() throws {
    let found = try effects(
      "ec2", "CreateVpcEndpoint",
      #""requestParameters":{"CreateVpcEndpointRequest":{"RouteTableId":[{"tag":1,"content":"rtb-1"},{"tag":2,"content":"rtb-2"}]}},"responseElements":{"CreateVpcEndpointResponse":{"vpcEndpoint":{"vpcEndpointId":"vpce-1"}}}"#
    )
    #expect(found.map(\.resource) == ["vpce-1", "rtb-1", "rtb-2"])
    #expect(found.map(\.steps) == [[.create], [.unsure(["Routes"])], [.unsure(["Routes"])]])
  }

  @Test func `one call makes several flow logs`() throws {
    let found = try effects(
      "ec2", "CreateFlowLogs",
      #""requestParameters":{},"responseElements":{"CreateFlowLogsResponse":{"flowLogIdSet":{"item":["fl-1","fl-2"]}}}"#
    )
    #expect(found.map(\.resource) == ["fl-1", "fl-2"])
  }
}
