import ConfigurationModel
import ResourceKinds

private let keyPolicy =
  #"{\"Version\":\"2012-10-17\",\"Statement\":[{\"Sid\":\"own\",\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"arn:aws:iam::111122223333:root\"},\"Action\":\"kms:*\",\"Resource\":\"*\"}]}"#

extension KindCase {
  static let recording = [trail, recorder, key]

  private static let trail = KindCase(
    kind: .cloudTrailTrail,
    cli: #"""
      {"Name":"main","S3BucketName":"logs","IncludeGlobalServiceEvents":true,
       "IsMultiRegionTrail":true,"HomeRegion":"eu-west-1","LogFileValidationEnabled":true,
       "TrailARN":"arn:aws:cloudtrail:eu-west-1:111122223333:trail/main",
       "HasCustomEventSelectors":true,"HasInsightSelectors":false,"IsOrganizationTrail":false,
       "IsLogging":true,"Selectors":{
        "TrailARN":"arn:aws:cloudtrail:eu-west-1:111122223333:trail/main","EventSelectors":[
        {"ReadWriteType":"All","IncludeManagementEvents":true,"DataResources":[
         {"Type":"AWS::S3::Object","Values":["arn:aws:s3:::a/","arn:aws:s3:::b/"]}],
         "ExcludeManagementEventSources":[]}]}}
      """#,
    config: #"""
      {"configuration":{"name":"main","s3BucketName":"logs","includeGlobalServiceEvents":true,
       "isMultiRegionTrail":true,"homeRegion":"eu-west-1","logFileValidationEnabled":true,
       "trailARN":"arn:aws:cloudtrail:eu-west-1:111122223333:trail/main",
       "hasCustomEventSelectors":true,"hasInsightSelectors":false,"isOrganizationTrail":false,
       "snsTopicARN":null},"supplementaryConfiguration":{"Tags":[]},"tags":{}}
      """#,
    changes: [
      Change(#""IsLogging":true"#, #""IsLogging":false"#, ["IsLogging"], .critical),
      Change(
        #""IsMultiRegionTrail":true"#, #""IsMultiRegionTrail":false"#,
        ["IsMultiRegionTrail"], .high),
      Change(
        #""IncludeManagementEvents":true"#, #""IncludeManagementEvents":false"#,
        ["EventSelectors[All].IncludeManagementEvents"], .critical),
      Change(
        #""arn:aws:s3:::a/","#, "",
        ["EventSelectors[All].DataResources[AWS::S3::Object].Values[arn:aws:s3:::a/]"], .high),
      Change(#""S3BucketName":"logs""#, #""S3BucketName":"x""#, ["S3BucketName"], .high),
    ])

  private static let recorder = KindCase(
    kind: .configurationRecorder,
    cli: #"""
      {"name":"default","roleARN":"arn:aws:iam::111122223333:role/config","recordingGroup":{
       "allSupported":false,"includeGlobalResourceTypes":false,
       "resourceTypes":["AWS::EC2::Instance","AWS::S3::Bucket"]},
       "Status":[{"name":"default","recording":true,"lastStatus":"SUCCESS",
        "lastStartTime":"2026-02-03T09:50:03+01:00"}]}
      """#,
    config: #"""
      {"configuration":{"Id":"default","Name":"default","Recording":true,
       "RoleARN":"arn:aws:iam::111122223333:role/config","RecordingGroup":{"AllSupported":false,
       "IncludeGlobalResourceTypes":false,"ResourceTypes":["AWS::S3::Bucket","AWS::EC2::Instance"]}},
       "supplementaryConfiguration":{},"tags":{}}
      """#,
    changes: [
      Change(#""recording":true"#, #""recording":false"#, ["Recording"], .critical),
      Change(#","AWS::S3::Bucket""#, "", ["RecordingGroup.ResourceTypes[AWS::S3::Bucket]"], .high),
      Change("SUCCESS", "PENDING", []),
    ])

  private static let key = KindCase(
    kind: .kmsKey,
    cli: #"""
      {"KeyId":"1","KeyArn":"arn:aws:kms:eu-west-1:111122223333:key/1","KeyMetadata":{
       "AWSAccountId":"111122223333","KeyId":"1","Arn":"arn:aws:kms:eu-west-1:111122223333:key/1",
       "CreationDate":"2026-01-02T03:04:05Z","Enabled":true,"Description":"d",
       "KeyUsage":"ENCRYPT_DECRYPT","KeyState":"Enabled","Origin":"AWS_KMS","KeyManager":"CUSTOMER",
       "CustomerMasterKeySpec":"SYMMETRIC_DEFAULT","KeySpec":"SYMMETRIC_DEFAULT",
       "EncryptionAlgorithms":["SYMMETRIC_DEFAULT"],"MultiRegion":false},"Policy":"\#(keyPolicy)",
       "KeyRotationStatus":{"KeyRotationEnabled":true,"KeyId":"1",
        "NextRotationDate":"2027-01-01T00:00:00Z"},
       "Tags":[{"TagKey":"team","TagValue":"a"}]}
      """#,
    config: #"""
      {"configuration":{"keyId":"1","arn":"arn:aws:kms:eu-west-1:111122223333:key/1",
       "creationDate":1621024924302,"enabled":true,"description":"d","keyUsage":"ENCRYPT_DECRYPT",
       "keyState":"Enabled","origin":"AWS_KMS","keyManager":"CUSTOMER","multiRegion":false,
       "customerMasterKeySpec":"SYMMETRIC_DEFAULT","keySpec":"SYMMETRIC_DEFAULT",
       "encryptionAlgorithms":["SYMMETRIC_DEFAULT"],"signingAlgorithms":[],
       "awsaccountId":"111122223333"},
       "supplementaryConfiguration":{"KeyRotationStatus":true,"Policy":"\#(keyPolicy)",
        "Tags":[{"tagKey":"team","tagValue":"a"}]},"tags":{"team":"a"}}
      """#,
    changes: [
      Change(
        #""KeyRotationEnabled":true"#, #""KeyRotationEnabled":false"#, ["KeyRotationEnabled"],
        .medium),
      Change(
        #"{\"AWS\":\"arn:aws:iam::111122223333:root\"}"#, #"\"*\""#,
        [
          #"Policy.Statement[own].Principal.AWS[\*]"#,
          "Policy.Statement[own].Principal.AWS[arn:aws:iam::111122223333:root]",
        ], .critical),
      Change(#"{\"AWS\":\"arn:aws:iam::111122223333:root\"}"#, #"{\"AWS\":\"111122223333\"}"#, []),
      Change(#""KeyState":"Enabled""#, #""KeyState":"PendingDeletion""#, ["KeyState"], .critical),
      Change(#""TagValue":"a""#, #""TagValue":"b""#, ["Tags[team]"], .low),
    ])
}
