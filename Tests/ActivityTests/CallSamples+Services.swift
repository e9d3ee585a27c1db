import ConfigurationModel

private func other(
  _ source: String, _ name: String, _ type: ResourceType, _ resource: String, _ request: String,
  _ before: String = #"{"X":"a"}"#, _ after: String = #"{"X":"b"}"#, answer: String = ""
) -> CallSample {
  CallSample(
    source: source, name: name, type: type, resource: resource, request: request, response: answer,
    before: before, after: after)
}

private let bucket: ResourceType = "AWS::S3::Bucket"
private let accountBlock: ResourceType = "AWS::S3::AccountPublicAccessBlock"
private let trail: ResourceType = "AWS::CloudTrail::Trail"
private let key: ResourceType = "AWS::KMS::Key"
private let recorder: ResourceType = "AWS::Config::ConfigurationRecorder"
private let channel: ResourceType = "AWS::Config::DeliveryChannel"
private let configRule: ResourceType = "AWS::Config::ConfigRule"
private let peering: ResourceType = "AWS::EC2::VPCPeeringConnection"
private let endpoint: ResourceType = "AWS::EC2::VPCEndpoint"
private let flowLog: ResourceType = "AWS::EC2::FlowLog"

private let document = #"{\"Version\":\"2012-10-17\",\"Statement\":[]}"#
private let read = #"{"Version":"2012-10-17","Statement":[]}"#

private func selectors(_ word: String) -> String {
  #"{"Selectors":{"TrailARN":"arn:x","EventSelectors":[{"ReadWriteType":"\#(word)","IncludeManagementEvents":true,"DataResources":[],"ExcludeManagementEventSources":[]}]}}"#
}
private func keyState(_ state: String) -> String {
  #"{"KeyMetadata":{"Enabled":\#(state == "Enabled"),"KeyState":"\#(state)"}}"#
}
private func encryption(_ algorithm: String) -> String {
  #"{"Encryption":{"Rules":[{"ApplyServerSideEncryptionByDefault":{"SSEAlgorithm":"\#(algorithm)"},"BucketKeyEnabled":false}]}}"#
}

private let block =
  #"{"BlockPublicAcls":true,"BlockPublicPolicy":true,"IgnorePublicAcls":true,"RestrictPublicBuckets":true}"#

/// Calls of S3, CloudTrail and KMS.
let otherCalls: [CallSample] =
  [
    other("s3", "CreateBucket", bucket, "b", #""bucketName":"b""#),
    other("s3", "DeleteBucket", bucket, "b", #""bucketName":"b""#),
    other(
      "s3", "PutBucketPolicy", bucket, "b", #""bucketName":"b","bucketPolicy":\#(read)"#,
      #"{"Policy":{"Version":"2012-10-17","Statement":[{"Sid":"a","Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*"}]}}"#,
      #"{"Policy":\#(read)}"#),
    other(
      "s3", "DeleteBucketPolicy", bucket, "b", #""bucketName":"b""#, #"{"Policy":\#(read)}"#,
      #"{"Policy":null}"#),
    other(
      "s3", "PutBucketPublicAccessBlock", bucket, "b",
      #""bucketName":"b","PublicAccessBlockConfiguration":\#(block.replacing("true", with: "false"))"#,
      #"{"PublicAccessBlock":\#(block)}"#,
      #"{"PublicAccessBlock":\#(block.replacing("true", with: "false"))}"#),
    other(
      "s3", "DeleteBucketPublicAccessBlock", bucket, "b", #""bucketName":"b""#,
      #"{"PublicAccessBlock":\#(block)}"#, #"{"PublicAccessBlock":null}"#),
    other(
      "s3", "PutBucketVersioning", bucket, "b",
      #""bucketName":"b","VersioningConfiguration":{"xmlns":"x","Status":"Suspended"}"#,
      #"{"Versioning":{"Status":"Enabled"}}"#, #"{"Versioning":{"Status":"Suspended"}}"#),
    other(
      "s3", "PutBucketTagging", bucket, "b",
      #""bucketName":"b","Tagging":{"TagSet":{"Tag":{"Key":"a","Value":true}}}"#, #"{"Tags":[]}"#,
      #"{"Tags":[{"Key":"a","Value":"true"}]}"#),
    other(
      "s3", "DeleteBucketTagging", bucket, "b", #""bucketName":"b""#,
      #"{"Tags":[{"Key":"a","Value":"b"}]}"#, #"{"Tags":null}"#),
    other(
      "cloudtrail", "StopLogging", trail, "main", #""name":"main""#, #"{"IsLogging":true}"#,
      #"{"IsLogging":false}"#),
    other(
      "cloudtrail", "StartLogging", trail, "main", #""name":"main""#, #"{"IsLogging":false}"#,
      #"{"IsLogging":true}"#),
    other(
      "cloudtrail", "UpdateTrail", trail, "main",
      #""name":"main","enableLogFileValidation":false"#, #"{"LogFileValidationEnabled":true}"#,
      #"{"LogFileValidationEnabled":false}"#,
      answer: #""name":"main","logFileValidationEnabled":false"#),
    other(
      "cloudtrail", "CreateTrail", trail, "main", #""name":"main""#, answer: #""name":"main""#),
    other("cloudtrail", "DeleteTrail", trail, "main", #""name":"main""#),
    other(
      "cloudtrail", "PutEventSelectors", trail, "main",
      #""trailName":"main","eventSelectors":[{"readWriteType":"WriteOnly","includeManagementEvents":true,"dataResources":[]}]"#,
      selectors("All"), selectors("WriteOnly"), answer: #""trailARN":"arn:aws:cloudtrail:x""#),
    other(
      "kms", "PutKeyPolicy", key, "k",
      #""keyId":"k","policyName":"default","policy":"\#(document)""#,
      #"{"Policy":{"Version":"2012-10-17","Statement":[{"Sid":"a","Effect":"Deny","Principal":"*","Action":"kms:*","Resource":"*"}]}}"#,
      #"{"Policy":\#(read)}"#),
    other(
      "kms", "DisableKey", key, "k", #""keyId":"k""#,
      #"{"KeyMetadata":{"Enabled":true,"KeyState":"Enabled"}}"#,
      #"{"KeyMetadata":{"Enabled":false,"KeyState":"Disabled"}}"#),
    other(
      "kms", "EnableKey", key, "k", #""keyId":"k""#,
      #"{"KeyMetadata":{"Enabled":false,"KeyState":"Disabled"}}"#,
      #"{"KeyMetadata":{"Enabled":true,"KeyState":"Enabled"}}"#),
    other(
      "kms", "DisableKeyRotation", key, "k", #""keyId":"k""#,
      #"{"KeyRotationStatus":{"KeyRotationEnabled":true}}"#,
      #"{"KeyRotationStatus":{"KeyRotationEnabled":false}}"#),
    other(
      "kms", "EnableKeyRotation", key, "k", #""keyId":"k""#,
      #"{"KeyRotationStatus":{"KeyRotationEnabled":false}}"#,
      #"{"KeyRotationStatus":{"KeyRotationEnabled":true}}"#),
    other(
      "kms", "ScheduleKeyDeletion", key, "k", #""keyId":"k","pendingWindowInDays":7"#,
      keyState("Enabled"), keyState("PendingDeletion"),
      answer:
        #""keyId":"k","keyState":"PendingDeletion","deletionDate":"Jul 10, 2023, 12:00:00 AM""#),
    other(
      "kms", "CancelKeyDeletion", key, "k", #""keyId":"k""#, keyState("PendingDeletion"),
      keyState("Disabled"), answer: #""keyId":"k""#),
    other("kms", "CreateKey", key, "k", "", answer: #""keyMetadata":{"keyId":"k"}"#),
    other(
      "kms", "TagResource", key, "k", #""keyId":"k","tags":[{"tagKey":"a","tagValue":"b"}]"#,
      #"{"Tags":[]}"#, #"{"Tags":[{"TagKey":"a","TagValue":"b"}]}"#),
    other(
      "kms", "UntagResource", key, "k", #""keyId":"k","tagKeys":["a"]"#,
      #"{"Tags":[{"TagKey":"a","TagValue":"b"}]}"#, #"{"Tags":[]}"#),
    other(
      "kms", "UpdateKeyDescription", key, "k", #""keyId":"k","description":"b""#,
      #"{"KeyMetadata":{"Description":"a"}}"#, #"{"KeyMetadata":{"Description":"b"}}"#),
    other(
      "kms", "CreateAlias", key, "k", #""aliasName":"alias/a","targetKeyId":"k""#,
      #"{"Aliases":[]}"#, #"{"Aliases":[{"AliasName":"alias/a","TargetKeyId":"k"}]}"#),
    other(
      "kms", "UpdateAlias", key, "k", #""aliasName":"alias/a","targetKeyId":"k""#,
      #"{"Aliases":[]}"#, #"{"Aliases":[{"AliasName":"alias/a","TargetKeyId":"k"}]}"#),
    other("cloudtrail", "PutInsightSelectors", trail, "main", #""trailName":"main""#),
    other("cloudtrail", "AddTags", trail, "main", #""resourceId":"main""#),
    other("cloudtrail", "RemoveTags", trail, "main", #""resourceId":"main""#),
    other(
      "s3", "PutAccountPublicAccessBlock", accountBlock, "PublicAccessBlock",
      #""PublicAccessBlockConfiguration":\#(block.replacing("true", with: "false"))"#, block,
      block.replacing("true", with: "false")),
    other(
      "s3", "DeleteAccountPublicAccessBlock", accountBlock, "PublicAccessBlock",
      #""publicAccessBlock":"""#),
    other(
      "s3", "PutBucketEncryption", bucket, "b",
      #""bucketName":"b","encryption":"","ServerSideEncryptionConfiguration":{"xmlns":"x","Rule":{"ApplyServerSideEncryptionByDefault":{"SSEAlgorithm":"AES256"}}}"#,
      encryption("aws:kms"), encryption("AES256")),
    other(
      "s3", "PutBucketLogging", bucket, "b",
      #""bucketName":"b","logging":"","BucketLoggingStatus":{"xmlns":"x"}"#,
      #"{"Logging":{"LoggingEnabled":{"TargetBucket":"logs","TargetPrefix":""}}}"#,
      #"{"Logging":{}}"#),
    other(
      "s3", "PutBucketAcl", bucket, "b",
      #""bucketName":"b","acl":"","AccessControlPolicy":{"AccessControlList":{"Grant":{"Grantee":{"xsi:type":"Group","URI":"http://acs.amazonaws.com/groups/global/AllUsers"},"Permission":"READ"}}}"#,
      #"{"Acl":{"Grants":[]}}"#,
      #"{"Acl":{"Grants":[{"Grantee":{"Type":"Group","URI":"http://acs.amazonaws.com/groups/global/AllUsers"},"Permission":"READ"}]}}"#
    ),
  ]
  + [
    "DeleteBucketEncryption", "PutBucketLifecycle", "DeleteBucketLifecycle", "PutBucketCors",
    "DeleteBucketCors", "PutBucketReplication", "DeleteBucketReplication",
    "PutBucketOwnershipControls", "PutBucketWebsite", "DeleteBucketWebsite",
    "PutBucketNotification", "DeleteBucketOwnershipControls", "PutBucketObjectLockConfiguration",
    "PutObjectLockConfiguration", "PutAccelerateConfiguration", "PutBucketAccelerateConfiguration",
    "PutBucketRequestPayment",
  ].map { other("s3", $0, bucket, "b", #""bucketName":"b""#) }
  + ["CreateGrant", "RevokeGrant", "RetireGrant"].map {
    other("kms", $0, key, "k", #""keyId":"k""#)
  }

private func recording(_ isOn: Bool) -> String {
  #"{"name":"default","roleARN":"r","Status":{"name":"default","recording":\#(isOn)}}"#
}
private func recorded(_ role: String) -> String {
  #"{"name":"default","roleARN":"\#(role)","recordingGroup":{"allSupported":true}}"#
}

/// Calls of AWS Config.
let configCalls: [CallSample] = [
  other(
    "config", "StopConfigurationRecorder", recorder, "default",
    #""configurationRecorderName":"default""#, recording(true), recording(false)),
  other(
    "config", "StartConfigurationRecorder", recorder, "default",
    #""configurationRecorderName":"default""#, recording(false), recording(true)),
  other(
    "config", "DeleteConfigurationRecorder", recorder, "default",
    #""configurationRecorderName":"default""#),
  other(
    "config", "PutConfigurationRecorder", recorder, "default",
    #""configurationRecorder":\#(recorded("b"))"#, recorded("a"), recorded("b")),
  other(
    "config", "PutDeliveryChannel", channel, "default",
    #""deliveryChannel":{"name":"default","s3BucketName":"b"}"#,
    #"{"name":"default","s3BucketName":"a"}"#, #"{"name":"default","s3BucketName":"b"}"#),
  other(
    "config", "DeleteDeliveryChannel", channel, "default", #""deliveryChannelName":"default""#),
  other(
    "config", "PutConfigRule", configRule, "r",
    #""configRule":{"configRuleName":"r","inputParameters":"{\"a\":\"2\"}"}"#,
    #"{"ConfigRuleName":"r","InputParameters":"{\"a\":\"1\"}"}"#,
    #"{"ConfigRuleName":"r","InputParameters":"{\"a\":\"2\"}"}"#),
  other("config", "DeleteConfigRule", configRule, "r", #""configRuleName":"r""#),
]

private let blocks =
  #"{"CidrBlockAssociationSet":[{"AssociationId":"vpc-cidr-assoc-1","CidrBlock":"10.1.0.0/16","CidrBlockState":{"State":"associated"}}]}"#
private func peered(_ state: String, resolves: Bool = false) -> String {
  #"{"Status":{"Code":"\#(state)","Message":"x"},"RequesterVpcInfo":{"VpcId":"vpc-1","PeeringOptions":{"AllowDnsResolutionFromRemoteVpc":\#(resolves)}}}"#
}

/// Calls of EC2 on what links networks.
let linkCalls: [CallSample] = [
  ec2(
    "CreateVpcPeeringConnection", peering, "pcx-1", #""vpcId":"vpc-1","peerVpcId":"vpc-2""#,
    answer: #""vpcPeeringConnection":{"vpcPeeringConnectionId":"pcx-1"}"#),
  ec2(
    "AcceptVpcPeeringConnection", peering, "pcx-1", #""vpcPeeringConnectionId":"pcx-1""#,
    peered("pending-acceptance"), peered("active"),
    answer:
      #""vpcPeeringConnection":{"vpcPeeringConnectionId":"pcx-1","status":{"code":"provisioning"}}"#
  ),
  ec2(
    "RejectVpcPeeringConnection", peering, "pcx-1", #""vpcPeeringConnectionId":"pcx-1""#,
    answer: #""_return":true"#),
  ec2(
    "DeleteVpcPeeringConnection", peering, "pcx-1", #""vpcPeeringConnectionId":"pcx-1""#,
    answer: #""_return":true"#),
  ec2(
    "ModifyVpcPeeringConnectionOptions", peering, "pcx-1",
    #""ModifyVpcPeeringConnectionOptionsRequest":{"VpcPeeringConnectionId":"pcx-1","RequesterPeeringConnectionOptions":{"AllowDnsResolutionFromRemoteVpc":true}}"#,
    peered("active"), peered("active", resolves: true)),
  ec2(
    "CreateVpcEndpoint", endpoint, "vpce-1",
    #""CreateVpcEndpointRequest":{"VpcId":"vpc-1","RouteTableId":{"tag":1,"content":"rtb-1"}}"#,
    answer: #""CreateVpcEndpointResponse":{"vpcEndpoint":{"vpcEndpointId":"vpce-1"}}"#),
  ec2(
    "ModifyVpcEndpoint", endpoint, "vpce-1",
    #""ModifyVpcEndpointRequest":{"VpcEndpointId":"vpce-1","AddRouteTableId":{"tag":1,"content":"rtb-2"},"RemoveRouteTableId":[{"tag":1,"content":"rtb-1"}]}"#,
    #"{"RouteTableIds":["rtb-1","rtb-3"]}"#, #"{"RouteTableIds":["rtb-3","rtb-2"]}"#,
    answer: #""ModifyVpcEndpointResponse":{"return":true}"#),
  ec2(
    "DeleteVpcEndpoints", endpoint, "vpce-1",
    #""DeleteVpcEndpointsRequest":{"VpcEndpointId":{"tag":1,"content":"vpce-1"}}"#,
    answer: #""DeleteVpcEndpointsResponse":{"unsuccessful":""}"#),
  ec2(
    "CreateFlowLogs", flowLog, "fl-1",
    #""CreateFlowLogsRequest":{"ResourceId":{"tag":1,"content":"vpc-1"},"TrafficType":"REJECT"}"#,
    answer: #""CreateFlowLogsResponse":{"unsuccessful":"","flowLogIdSet":{"item":"fl-1"}}"#),
  ec2(
    "DeleteFlowLogs", flowLog, "fl-1",
    #""DeleteFlowLogsRequest":{"FlowLogId":{"tag":1,"content":"fl-1"}}"#,
    answer: #""DeleteFlowLogsResponse":{"unsuccessful":""}"#),
  ec2(
    "AssociateVpcCidrBlock", "AWS::EC2::VPC", "vpc-1",
    #""AssociateVpcCidrBlockRequest":{"VpcId":"vpc-1","CidrBlock":"10.1.0.0/16"}"#,
    #"{"CidrBlockAssociationSet":[]}"#, blocks,
    answer:
      #""AssociateVpcCidrBlockResponse":{"vpcId":"vpc-1","cidrBlockAssociation":{"associationId":"vpc-cidr-assoc-1","cidrBlock":"10.1.0.0/16","cidrBlockState":{"state":"associating"}}}"#
  ),
  {
    var sample = ec2(
      "DisassociateVpcCidrBlock", "AWS::EC2::VPC", "vpc-1",
      #""DisassociateVpcCidrBlockRequest":{"AssociationId":"vpc-cidr-assoc-1"}"#, blocks,
      #"{"CidrBlockAssociationSet":[]}"#,
      answer:
        #""DisassociateVpcCidrBlockResponse":{"vpcId":"vpc-1","cidrBlockAssociation":{"associationId":"vpc-cidr-assoc-1"}}"#
    )
    sample.alias = "vpc-cidr-assoc-1"
    return sample
  }(),
]
