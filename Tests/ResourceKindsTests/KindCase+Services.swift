import ConfigurationModel
import ResourceKinds

private let open =
  #"{\"Version\":\"2012-10-17\",\"Statement\":[{\"Sid\":\"in\",\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"s3.amazonaws.com\"},\"Action\":\"x:Y\",\"Resource\":\"*\"}]}"#

private let service = #"{\"Service\":\"s3.amazonaws.com\"}"#

extension KindCase {
  static let services = [function, topic, queue, secret]

  private static let function = KindCase(
    kind: .lambdaFunction,
    cli: #"""
      {"FunctionName":"f","FunctionArn":"arn:aws:lambda:eu-west-1:111122223333:function:f",
       "Runtime":"python3.13","Role":"arn:aws:iam::111122223333:role/f","Handler":"i.h",
       "CodeSize":216,"Description":"","Timeout":3,"MemorySize":128,
       "LastModified":"2026-05-11T17:51:41.919+0000","CodeSha256":"aGFzaA==","Version":"$LATEST",
       "VpcConfig":{"SubnetIds":["subnet-1","subnet-2"],"SecurityGroupIds":["sg-1"],
        "VpcId":"vpc-1","Ipv6AllowedForDualStack":false},
       "Environment":{"Variables":{"key":"v1","other":"v2"}},"TracingConfig":{"Mode":"PassThrough"},
       "RevisionId":"1","State":"Active","PackageType":"Zip","Architectures":["x86_64"],
       "EphemeralStorage":{"Size":512},"SnapStart":{"ApplyOn":"None","OptimizationStatus":"Off"},
       "Policy":"\#(open)","Concurrency":{"ReservedConcurrentExecutions":5},"Tags":{"team":"a"},
       "FunctionUrlConfig":{"AuthType":"AWS_IAM","FunctionUrl":"u","CreationTime":"2026"}}
      """#,
    config: #"""
      {"configuration":{"functionName":"f","runtime":"python3.13","handler":"i.h","codeSize":217,
       "functionArn":"arn:aws:lambda:eu-west-1:111122223333:function:f","description":"",
       "role":"arn:aws:iam::111122223333:role/f","timeout":3,"memorySize":128,
       "lastModified":"2026-05-11T17:51:41.919+0000","codeSha256":"aGFzaA==","version":"$LATEST",
       "vpcConfig":{"subnetIds":["subnet-2","subnet-1"],"securityGroupIds":["sg-1"]},
       "environment":{"variables":{"key":"v1","other":"v2"},"error":null},"layers":[],
       "tracingConfig":{"mode":"PassThrough"},"revisionId":"2","state":{"value":"Active"}},
       "supplementaryConfiguration":{"Concurrency":{"reservedConcurrentExecutions":5.0},
        "Tags":{"team":"a"}},"tags":{"team":"a"}}
      """#,
    changes: [
      Change("aGFzaA==", "b3RoZXI=", ["CodeSha256"], .high),
      Change(#""key":"v1""#, #""key":"v3""#, ["Environment.Variables.key"], .medium),
      Change(
        service, #"\"*\""#,
        [
          #"Policy.Statement[in].Principal.AWS"#, "Policy.Statement[in].Principal.Service",
        ].map {
          $0.replacing("AWS", with: #"AWS[\*]"#).replacing(
            "Service", with: "Service[s3.amazonaws.com]")
        },
        .critical),
      Change("AWS_IAM", "NONE", ["FunctionUrlConfig.AuthType"], .critical),
      Change(#""RevisionId":"1""#, #""RevisionId":"3""#, []),
    ])

  private static let topic = KindCase(
    kind: .snsTopic,
    cli: #"""
      {"TopicArn":"arn:aws:sns:eu-west-1:111122223333:t","Attributes":{"Policy":"\#(open)",
       "TopicArn":"arn:aws:sns:eu-west-1:111122223333:t","Owner":"111122223333","DisplayName":"",
       "SubscriptionsConfirmed":"1","SubscriptionsPending":"0","EffectiveDeliveryPolicy":"{}",
       "KmsMasterKeyId":"k","HTTPSuccessFeedbackSampleRate":"10"},"Tags":[]}
      """#,
    config: #"""
      {"configuration":{"TopicArn":"arn:aws:sns:eu-west-1:111122223333:t","Owner":"111122223333",
       "Policy":"\#(open)","DisplayName":"","SubscriptionsConfirmed":"2","KmsMasterKeyId":"k",
       "HTTPSuccessFeedbackSampleRate":10},"supplementaryConfiguration":{"Tags":[]},"tags":{}}
      """#,
    changes: [
      Change(#""KmsMasterKeyId":"k","#, "", ["KmsMasterKeyId"], .high),
      Change(
        service, #"\"999988887777\""#,
        [
          "Policy.Statement[in].Principal"
        ], .high),
      Change(#""SubscriptionsConfirmed":"1""#, #""SubscriptionsConfirmed":"9""#, []),
    ])

  private static let queue = KindCase(
    kind: .sqsQueue,
    cli: #"""
      {"QueueArn":"arn:aws:sqs:eu-west-1:111122223333:q","ApproximateNumberOfMessages":"3",
       "CreatedTimestamp":"1550000932","DelaySeconds":"0","VisibilityTimeout":"30",
       "Policy":"\#(open)","MessageRetentionPeriod":"86400",
       "RedrivePolicy":"{\"maxReceiveCount\":\"5\",\"deadLetterTargetArn\":\"d\"}",
       "SqsManagedSseEnabled":"true"}
      """#,
    config: #"""
      {"configuration":{"QueueArn":"arn:aws:sqs:eu-west-1:111122223333:q","QueueName":"q",
       "QueueUrl":"https://q","DelaySeconds":0,"VisibilityTimeout":30,"Policy":"\#(open)",
       "RedrivePolicy":"{\"deadLetterTargetArn\":\"d\",\"maxReceiveCount\":5}",
       "MessageRetentionPeriod":86400,"SqsManagedSseEnabled":true},
       "supplementaryConfiguration":{},"tags":{}}
      """#,
    changes: [
      Change(
        #""MessageRetentionPeriod":"86400""#, #""MessageRetentionPeriod":"60""#,
        ["MessageRetentionPeriod"], .medium),
      Change(
        #""SqsManagedSseEnabled":"true""#, #""SqsManagedSseEnabled":"false""#,
        ["SqsManagedSseEnabled"], .high),
      Change(
        #"maxReceiveCount\":\"5\""#, #"maxReceiveCount\":\"6\""#,
        ["RedrivePolicy.maxReceiveCount"], .medium),
      Change(#""ApproximateNumberOfMessages":"3""#, #""ApproximateNumberOfMessages":"4""#, []),
    ])

  private static let secret = KindCase(
    kind: .secretsManagerSecret,
    cli: #"""
      {"ARN":"arn:aws:secretsmanager:eu-west-1:111122223333:secret:s-1","Name":"s","KmsKeyId":"k",
       "RotationEnabled":true,"RotationLambdaARN":"l","RotationRules":{"AutomaticallyAfterDays":30,
        "Duration":"2h"},"LastAccessedDate":"2026-11-20T00:00:00Z","Tags":[],
       "SecretVersionsToStages":{"1":["AWSCURRENT"]},"ResourcePolicy":"\#(open)"}
      """#,
    config: #"""
      {"configuration":{"ARN":"arn:aws:secretsmanager:eu-west-1:111122223333:secret:s-1","Name":"s",
       "KMSKeyId":"k","RotationEnabled":true,"RotationLambdaARN":"l","Deleted":false,
       "RotationOccurringAsScheduled":true,"RotationRules":{"AutomaticallyAfterDays":30,
        "RotationDuration":"2h"}},"supplementaryConfiguration":{},"tags":{}}
      """#,
    changes: [
      Change(#""RotationEnabled":true"#, #""RotationEnabled":false"#, ["RotationEnabled"], .high),
      Change(
        #""AutomaticallyAfterDays":30"#, #""AutomaticallyAfterDays":90"#,
        ["RotationRules.AutomaticallyAfterDays"], .medium),
      Change(
        #""1":["AWSCURRENT"]"#, #""2":["AWSCURRENT"],"1":["AWSPREVIOUS"]"#,
        [
          "VersionStages.AWSCURRENT"
        ], .medium),
      Change(#"{"1":["AWSCURRENT"]}"#, #"{"1":["AWSCURRENT"],"3":["AWSPENDING"]}"#, []),
    ])
}
