import ConfigurationModel
import ResourceKinds

private let bucketPolicy =
  #"{"Version":"2012-10-17","Statement":[{"Sid":"TLS","Effect":"Deny","Principal":"*","Action":"s3:*","Resource":["arn:aws:s3:::b","arn:aws:s3:::b/*"],"Condition":{"Bool":{"aws:SecureTransport":"false"}}}]}"#

private let policyText =
  #"{\"Version\":\"2012-10-17\",\"Statement\":{\"Sid\":\"TLS\",\"Effect\":\"Deny\",\"Principal\":{\"AWS\":\"*\"},\"Action\":[\"s3:*\"],\"Resource\":[\"arn:aws:s3:::b/*\",\"arn:aws:s3:::b\"],\"Condition\":{\"Bool\":{\"aws:SecureTransport\":\"false\"}}}}"#

extension KindCase {
  static let storage = [bucket, emptyBucket, table]

  private static let bucket = KindCase(
    kind: .s3Bucket,
    cli: #"""
      {"Name":"b","CreationDate":"2026-01-02T03:04:05+00:00","Policy":\#(bucketPolicy),
       "Acl":{"Owner":{"ID":"1a","DisplayName":"me"},"Grants":[
        {"Grantee":{"ID":"1a","DisplayName":"me","Type":"CanonicalUser"},"Permission":"FULL_CONTROL"},
        {"Grantee":{"Type":"Group","URI":"http://acs.amazonaws.com/groups/s3/LogDelivery"},
         "Permission":"READ_ACP"}]},
       "PublicAccessBlock":{"BlockPublicAcls":true,"IgnorePublicAcls":true,"BlockPublicPolicy":true,
        "RestrictPublicBuckets":true},
       "Encryption":{"Rules":[{"ApplyServerSideEncryptionByDefault":{"SSEAlgorithm":"aws:kms",
        "KMSMasterKeyID":"k1"},"BucketKeyEnabled":true}]},
       "Versioning":{"Status":"Enabled"},"Accelerate":{},"RequestPayer":"BucketOwner",
       "Logging":{"LoggingEnabled":{"TargetBucket":"logs","TargetPrefix":"b/"}},
       "Tags":[{"Key":"team","Value":"a"}]}
      """#,
    config: #"""
      {"configuration":{"name":"b","owner":{"displayName":null,"id":"1a"},
        "creationDate":"2026-01-02T03:04:05.000Z"},
       "supplementaryConfiguration":{
        "AccessControlList":"\"{\\\"grantSet\\\":null,\\\"grantList\\\":[{\\\"grantee\\\":{\\\"id\\\":\\\"1a\\\",\\\"displayName\\\":null},\\\"permission\\\":\\\"FullControl\\\"},{\\\"grantee\\\":\\\"LogDelivery\\\",\\\"permission\\\":\\\"ReadAcp\\\"}],\\\"owner\\\":{\\\"id\\\":\\\"1a\\\"}}\"",
        "BucketPolicy":{"policyText":"\#(policyText)"},
        "BucketAccelerateConfiguration":{"status":null},"IsRequesterPaysEnabled":"false",
        "BucketLoggingConfiguration":{"destinationBucketName":"logs","logFilePrefix":"b/"},
        "BucketVersioningConfiguration":"{\"status\":\"Enabled\",\"isMfaDeleteEnabled\":null}",
        "BucketTaggingConfiguration":"{\"tagSets\":[{\"tags\":{\"team\":\"a\"}}]}",
        "ServerSideEncryptionConfiguration":{"rules":[{"applyServerSideEncryptionByDefault":{
         "sseAlgorithm":"aws:kms","kmsMasterKeyID":"k1"},"bucketKeyEnabled":true}]},
        "PublicAccessBlockConfiguration":{"blockPublicAcls":true,"ignorePublicAcls":true,
         "blockPublicPolicy":true,"restrictPublicBuckets":true}},
       "tags":{"team":"a"}}
      """#,
    changes: [
      Change(
        #""BlockPublicPolicy":true"#, #""BlockPublicPolicy":false"#,
        ["PublicAccessBlock.BlockPublicPolicy"], .critical),
      Change(
        "groups/s3/LogDelivery", "groups/global/AllUsers",
        ["Acl[AllUsers READ_ACP]", "Acl[LogDelivery READ_ACP]"], .critical),
      Change(
        #""Effect":"Deny""#, #""Effect":"Allow""#, ["Policy.Statement[TLS].Effect"], .critical),
      Change(
        #","Condition":{"Bool":{"aws:SecureTransport":"false"}}"#, "",
        ["Policy.Statement[TLS].Condition"], .medium),
      Change(#"{"Status":"Enabled"}"#, #"{"Status":"Suspended"}"#, ["Versioning.Status"], .high),
      Change(
        #"{"LoggingEnabled":{"TargetBucket":"logs","TargetPrefix":"b/"}}"#, "{}",
        ["Logging.TargetBucket", "Logging.TargetPrefix"], .high),
      Change(
        #""SSEAlgorithm":"aws:kms""#, #""SSEAlgorithm":"AES256""#,
        ["Encryption[#0].SSEAlgorithm"], .high),
      Change(#""Value":"a""#, #""Value":"b""#, ["Tags[team]"], .low),
      Change("2026-01-02T03", "2026-01-03T03", []),
    ])

  /// Nothing set, and every call answered that there is none.
  private static let emptyBucket = KindCase(
    kind: .s3Bucket,
    cli: #"""
      {"Name":"b","Policy":null,"PublicAccessBlock":null,"Encryption":null,"Versioning":{},
       "Logging":{},"Tags":null,"Acl":{"Grants":[]},"RequestPayer":"BucketOwner","Accelerate":{}}
      """#,
    config: #"""
      {"configuration":{"name":"b"},"supplementaryConfiguration":{
        "AccessControlList":"{\"grantSet\":null,\"grantList\":[]}","BucketPolicy":{"policyText":null},
        "BucketLoggingConfiguration":{"destinationBucketName":null,"logFilePrefix":null},
        "BucketVersioningConfiguration":{"status":"Off","isMfaDeleteEnabled":null},
        "BucketAccelerateConfiguration":{"status":null},"IsRequesterPaysEnabled":false},"tags":{}}
      """#,
    changes: [
      Change(
        #""Policy":null"#,
        #""Policy":"{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"s3:GetObject\"}}""#,
        ["Policy"], .critical),
      Change(#""Tags":null"#, #""Tags":[{"Key":"a","Value":"b"}]"#, ["Tags[a]"], .low),
    ])

  private static let table = KindCase(
    kind: .dynamoDBTable,
    cli: #"""
      {"TableName":"t","TableStatus":"ACTIVE","ItemCount":5,"TableId":"1",
       "AttributeDefinitions":[{"AttributeName":"a","AttributeType":"S"},
        {"AttributeName":"b","AttributeType":"N"}],
       "KeySchema":[{"AttributeName":"a","KeyType":"HASH"},{"AttributeName":"b","KeyType":"RANGE"}],
       "ProvisionedThroughput":{"NumberOfDecreasesToday":0,"ReadCapacityUnits":1,
        "WriteCapacityUnits":1},"TableArn":"arn:aws:dynamodb:eu-west-1:111122223333:table/t",
       "SSEDescription":{"Status":"ENABLED","SSEType":"KMS","KMSMasterKeyArn":"k"},
       "ContinuousBackupsDescription":{"ContinuousBackupsStatus":"ENABLED",
        "PointInTimeRecoveryDescription":{"PointInTimeRecoveryStatus":"ENABLED"}},"Tags":[],
       "GlobalSecondaryIndexes":[{"IndexName":"i","IndexStatus":"ACTIVE","KeySchema":[
        {"AttributeName":"b","KeyType":"HASH"},{"AttributeName":"a","KeyType":"RANGE"}],
        "Projection":{"ProjectionType":"INCLUDE","NonKeyAttributes":["x","y"]}}]}
      """#,
    config: #"""
      {"configuration":{"tableName":"t","tableStatus":"ACTIVE","tableId":"1",
       "creationDateTime":1642087688890,"attributeDefinitions":[
        {"attributeName":"b","attributeType":"N"},{"attributeName":"a","attributeType":"S"}],
       "keySchema":[{"attributeName":"a","keyType":"HASH"},{"attributeName":"b","keyType":"RANGE"}],
       "provisionedThroughput":{"numberOfDecreasesToday":1,"readCapacityUnits":1,
        "writeCapacityUnits":1},"tableArn":"arn:aws:dynamodb:eu-west-1:111122223333:table/t",
       "globalSecondaryIndexes":[{"indexName":"i","indexSizeBytes":1,"keySchema":[
        {"attributeName":"b","keyType":"HASH"},{"attributeName":"a","keyType":"RANGE"}],
        "projection":{"projectionType":"INCLUDE","nonKeyAttributes":["y","x"]}}],
       "ssedescription":{"status":"ENABLED","ssetype":"KMS","kmsmasterKeyArn":"k"}},
       "supplementaryConfiguration":{"ContinuousBackupsDescription":{
        "continuousBackupsStatus":"ENABLED","pointInTimeRecoveryDescription":{
         "pointInTimeRecoveryStatus":"ENABLED"}},"Tags":[]},"tags":{}}
      """#,
    changes: [
      Change(
        #""PointInTimeRecoveryStatus":"ENABLED""#, #""PointInTimeRecoveryStatus":"DISABLED""#,
        ["ContinuousBackupsDescription.PointInTimeRecoveryDescription.PointInTimeRecoveryStatus"],
        .high),
      Change(
        #""AttributeType":"N""#, #""AttributeType":"S""#,
        ["AttributeDefinitions[b].AttributeType"]),
      Change(
        #"["x","y"]"#, #"["x"]"#, ["GlobalSecondaryIndexes[i].Projection.NonKeyAttributes[y]"]),
      Change(#""ItemCount":5"#, #""ItemCount":6"#, []),
    ])
}
