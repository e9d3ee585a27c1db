import ConfigurationModel
import ResourceKinds

// What watches over an account, and what instances and requests come by.
extension KindCase {
  static let guards = [
    rule, certificates, targets, classic, template, launch, scaling, detector, hub, standard,
    inspector, macie, channel, configuredRule, pack, aggregator, logs, filter, writers, metricAlarm,
    composite,
    organizationPolicy, backupPolicy, fullAccess, graph, headers,
  ]

  private static let graph = KindCase(
    kind: .detectiveGraph,
    cli:
      #"{"Arn":"arn:aws:detective:eu-west-1:111122223333:graph:1","CreatedTime":"2026-11-20T00:00:00Z"}"#,
    config: #"""
      {"configuration":{"Arn":"arn:aws:detective:eu-west-1:111122223333:graph:1","AutoEnableMembers":false},
       "supplementaryConfiguration":{},"tags":{}}
      """#,
    changes: [Change("2026-11-20", "2026-11-21", [])])

  private static let headers = KindCase(
    kind: .listener,
    cli: #"""
      {"ListenerArn":"l","Protocol":"HTTPS","DefaultActions":[],
       "Attributes":[{"Key":"routing.http.response.strict_transport_security.header_value","Value":"max-age=31536000"},
        {"Key":"routing.http.response.server.enabled","Value":"false"}]}
      """#,
    config: nil,
    changes: [
      Change(
        "max-age=31536000", "",
        ["Attributes[routing.http.response.strict_transport_security.header_value]"], .medium)
    ])

  private static let organizationPolicy = KindCase(
    kind: .organizationPolicy,
    cli: #"""
      {"Id":"p-a1b2c3d4","Name":"guard","Description":"d","Type":"SERVICE_CONTROL_POLICY","AwsManaged":false,
       "Arn":"arn:aws:organizations::111122223333:policy/o-a1b2c3d4e5/service_control_policy/p-a1b2c3d4",
       "Content":{"PolicySummary":{"Id":"p-a1b2c3d4"},"Content":"{\"Statement\":[{\"Sid\":\"Trail\",\"Effect\":\"Deny\",\"Action\":[\"cloudtrail:StopLogging\",\"cloudtrail:DeleteTrail\"],\"Resource\":\"*\"},{\"Sid\":\"All\",\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}]}"},
       "Targets":[{"TargetId":"r-a1b2","Name":"Root","Type":"ROOT","Arn":"r"},
        {"TargetId":"ou-a1b2-c3d4e5f6","Name":"Prod","Type":"ORGANIZATIONAL_UNIT","Arn":"u"},
        {"TargetId":"444455556666","Name":"web","Type":"ACCOUNT","Arn":"a"}]}
      """#,
    config: nil,
    changes: [
      Change(
        #",\"cloudtrail:DeleteTrail\""#, "",
        ["Content.Statement[Trail].Action[cloudtrail:deletetrail]"], .high),
      Change(
        #"\"Effect\":\"Deny\""#, #"\"Effect\":\"Allow\""#, ["Content.Statement[Trail].Effect"],
        .critical),
      Change(
        #"cloudtrail:StopLogging\","#, #"cloudtrail:StopLogging\",\"cloudtrail:UpdateTrail\","#,
        ["Content.Statement[Trail].Action[cloudtrail:updatetrail]"], .medium),
      Change(
        #"{"TargetId":"r-a1b2","Name":"Root","Type":"ROOT","Arn":"r"},"#, "", ["Targets[r-a1b2]"],
        .critical),
      Change(
        #"{"TargetId":"ou-a1b2-c3d4e5f6","Name":"Prod","Type":"ORGANIZATIONAL_UNIT","Arn":"u"},"#,
        "",
        ["Targets[ou-a1b2-c3d4e5f6]"], .high),
      Change(
        #""TargetId":"444455556666""#, #""TargetId":"777788889999""#,
        ["Targets[444455556666]", "Targets[777788889999]"], .high),
      Change(#""Name":"Prod""#, #""Name":"Production""#, ["Targets[ou-a1b2-c3d4e5f6].Name"], .low),
      Change(#""Description":"d""#, #""Description":"e""#, ["Description"], .low),
    ])

  private static let backupPolicy = KindCase(
    kind: .organizationPolicy,
    cli: #"""
      {"Id":"p-a1b2c3d4","Name":"daily","Description":"","Type":"BACKUP_POLICY","AwsManaged":false,"Arn":"a",
       "Content":{"PolicySummary":{},"Content":"{\"plans\":{\"daily\":{\"rules\":{\"r\":{\"lifecycle\":{\"delete_after_days\":{\"@@assign\":\"90\"}}}}}}}"},
       "Targets":[{"TargetId":"r-a1b2","Name":"Root","Type":"ROOT","Arn":"r"}]}
      """#,
    config: nil,
    changes: [
      Change(
        #"\"90\""#, #"\"1\""#, ["Content.plans.daily.rules.r.lifecycle.delete_after_days.@@assign"],
        .high),
      Change(
        #"{"TargetId":"r-a1b2","Name":"Root","Type":"ROOT","Arn":"r"}"#, "", ["Targets[r-a1b2]"],
        .high),
    ])

  private static let fullAccess = KindCase(
    kind: .organizationPolicy,
    cli: #"""
      {"Id":"p-FullAWSAccess","Name":"FullAWSAccess","Description":"d","Type":"SERVICE_CONTROL_POLICY","AwsManaged":true,
       "Arn":"arn:aws:organizations::aws:policy/service_control_policy/p-FullAWSAccess",
       "Content":{"PolicySummary":{},"Content":"{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}]}"},
       "Targets":[{"TargetId":"r-a1b2","Name":"Root","Type":"ROOT","Arn":"r"}]}
      """#,
    config: nil,
    changes: [
      Change(
        #""Targets":["#,
        #""Targets":[{"TargetId":"444455556666","Name":"web","Type":"ACCOUNT","Arn":"a"},"#,
        ["Targets[444455556666]"], .high),
      Change(
        #"{"TargetId":"r-a1b2","Name":"Root","Type":"ROOT","Arn":"r"}"#, "", ["Targets[r-a1b2]"],
        .medium),
    ])

  private static let rule = KindCase(
    kind: .listenerRule,
    cli: #"""
      {"RuleArn":"arn:aws:elasticloadbalancing:eu-west-1:111122223333:listener-rule/app/a/1/2/3",
       "Priority":"10","IsDefault":false,
       "Conditions":[{"Field":"path-pattern","Values":["/admin/*"]}],
       "Actions":[{"Type":"fixed-response","FixedResponseConfig":{"StatusCode":"403"}}]}
      """#,
    config: nil,
    changes: [
      Change("403", "200", ["Actions[#0].FixedResponseConfig.StatusCode"], .high),
      Change(#""Priority":"10""#, #""Priority":"20""#, ["Priority"], .medium),
    ])

  private static let certificates = KindCase(
    kind: .listener,
    cli: #"""
      {"ListenerArn":"l","Protocol":"HTTPS","DefaultActions":[],"Certificates":[{"CertificateArn":"a"}],
       "ListedCertificates":[{"CertificateArn":"a","IsDefault":true},
        {"CertificateArn":"b","IsDefault":false}]}
      """#,
    config: nil,
    changes: [
      Change(
        #"{"CertificateArn":"b","IsDefault":false}"#, #"{"CertificateArn":"c","IsDefault":false}"#,
        ["ListedCertificates[b]", "ListedCertificates[c]"], .high)
    ])

  private static let targets = KindCase(
    kind: .targetGroup,
    cli: #"""
      {"TargetGroupArn":"t","TargetGroupName":"n","Protocol":"HTTPS","Port":443,"TargetType":"ip",
       "HealthCheckEnabled":true,"LoadBalancerArns":["b"],
       "Attributes":[{"Key":"stickiness.enabled","Value":"false"}]}
      """#,
    config: nil,
    changes: [
      Change("HTTPS", "HTTP", ["Protocol"], .high),
      Change(
        #""HealthCheckEnabled":true"#, #""HealthCheckEnabled":false"#, ["HealthCheckEnabled"],
        .medium
      ),
    ])

  private static let classic = KindCase(
    kind: .classicLoadBalancer,
    cli: #"""
      {"LoadBalancerName":"b","DNSName":"b.example.com","Scheme":"internal","VPCId":"vpc-1",
       "SecurityGroups":["sg-1"],"Subnets":["subnet-2","subnet-1"],"CreatedTime":"2026-11-20T00:00:00Z",
       "Instances":[{"InstanceId":"i-1"}],"ListenerDescriptions":[{"Listener":{"Protocol":"HTTPS",
        "LoadBalancerPort":443,"InstancePort":80,"SSLCertificateId":"c"},"PolicyNames":["p"]}],
       "Attributes":{"AccessLog":{"Enabled":true,"S3BucketName":"logs"}}}
      """#,
    config: #"""
      {"configuration":{"loadBalancerName":"b","dnsname":"b.example.com","scheme":"internal",
       "vpcid":"vpc-1","securityGroups":[{"value":"sg-1"}],"subnets":[{"value":"subnet-1"},
       {"value":"subnet-2"}],"listenerDescriptions":[{"listener":{"protocol":"HTTPS",
        "loadBalancerPort":443,"instancePort":80,"sslcertificateId":"c"},"policyNames":["p"]}]},
       "supplementaryConfiguration":{"LoadBalancerPolicies":[]}}
      """#,
    changes: [
      Change("internal", "internet-facing", ["Scheme"], .high),
      Change(#"{"Enabled":true"#, #"{"Enabled":false"#, ["Attributes.AccessLog.Enabled"], .high),
      Change(
        #""Protocol":"HTTPS""#, #""Protocol":"HTTP""#, ["ListenerDescriptions[443].Protocol"], .high
      ),
      Change("i-1", "i-2", []),
    ])

  private static let template = KindCase(
    kind: .launchTemplate,
    cli: #"""
      {"LaunchTemplateId":"lt-1","LaunchTemplateName":"web","DefaultVersionNumber":1,
       "LatestVersionNumber":1,"CreateTime":"2026-11-20T00:00:00Z","Tags":[],
       "Versions":[{"VersionNumber":1,"DefaultVersion":true,"LaunchTemplateData":{"ImageId":"ami-1",
        "MetadataOptions":{"HttpTokens":"required"}}},
        {"VersionNumber":1,"DefaultVersion":true,"LaunchTemplateData":{"ImageId":"ami-1",
        "MetadataOptions":{"HttpTokens":"required"}}}]}
      """#,
    config: #"""
      {"configuration":{"Id":"lt-1","LaunchTemplateName":"web","DefaultVersionNumber":"1",
       "LatestVersionNumber":"1","LaunchTemplateData":{"ImageId":"ami-1"}},
       "supplementaryConfiguration":{},"tags":{}}
      """#,
    changes: [
      Change(
        #""DefaultVersionNumber":1"#, #""DefaultVersionNumber":2"#, ["DefaultVersionNumber"], .high)
    ])

  private static let launch = KindCase(
    kind: .launchConfiguration,
    cli: #"""
      {"LaunchConfigurationName":"l","LaunchConfigurationARN":"a","ImageId":"ami-1","EbsOptimized":false,
       "InstanceType":"t3.micro","SecurityGroups":["sg-1"],"CreatedTime":"2026-11-20T00:00:00Z",
       "MetadataOptions":{"HttpTokens":"required"}}
      """#,
    config: #"""
      {"configuration":{"launchConfigurationName":"l","launchConfigurationARN":"a","imageId":"ami-1",
       "ebsOptimized":false,"instanceType":"t3.micro","securityGroups":[{"value":"sg-1"}],
       "metadataOptions":{"httpTokens":"required"}},"supplementaryConfiguration":{}}
      """#,
    changes: [Change("required", "optional", ["MetadataOptions.HttpTokens"], .high)])

  private static let scaling = KindCase(
    kind: .autoScalingGroup,
    cli: #"""
      {"AutoScalingGroupName":"g","AutoScalingGroupARN":"a","MinSize":0,"MaxSize":2,"DesiredCapacity":1,
       "HealthCheckType":"EC2","VPCZoneIdentifier":"subnet-1","AvailabilityZones":["eu-west-1a"],
       "LaunchTemplate":{"LaunchTemplateId":"lt-1","Version":"$Default"},
       "Instances":[{"InstanceId":"i-1"}],
       "Tags":[{"ResourceId":"g","ResourceType":"auto-scaling-group","Key":"team","Value":"web","PropagateAtLaunch":true},
       {"ResourceId":"g","ResourceType":"auto-scaling-group","Key":"stage","Value":"prod","PropagateAtLaunch":false}]}
      """#,
    config: #"""
      {"configuration":{"autoScalingGroupName":"g","autoScalingGroupARN":"a","minSize":0,"maxSize":2,
       "desiredCapacity":2,"healthCheckType":"EC2","vpczoneIdentifier":"subnet-1",
       "availabilityZones":[{"value":"eu-west-1a"}],
       "launchTemplate":{"launchTemplateId":"lt-1","version":"$Default"}},
       "supplementaryConfiguration":{},"tags":{"team":"web","stage":"prod"}}
      """#,
    changes: [
      Change("$Default", "7", ["LaunchTemplate.Version"], .high),
      Change(#""DesiredCapacity":1"#, #""DesiredCapacity":2"#, []),
      Change(
        #""PropagateAtLaunch":false"#, #""PropagateAtLaunch":true"#, ["TagsAtLaunch[stage]"], .low),
    ])

  private static let detector = KindCase(
    kind: .guardDutyDetector,
    cli: #"""
      {"DetectorId":"d","Detector":{"Status":"ENABLED","FindingPublishingFrequency":"SIX_HOURS",
       "ServiceRole":"r","CreatedAt":"2026-11-20T00:00:00Z","Features":[{"Name":"S3_DATA_EVENTS",
        "Status":"ENABLED","UpdatedAt":"2026-11-20T00:00:00Z"}]}}
      """#,
    config: #"""
      {"configuration":{"Id":"d","Enable":true,"FindingPublishingFrequency":"SIX_HOURS",
       "DataSources":{"S3Logs":{"Enable":true}}},"supplementaryConfiguration":{},"tags":{}}
      """#,
    changes: [
      Change(#"{"Status":"ENABLED""#, #"{"Status":"DISABLED""#, ["Status"], .critical),
      Change(
        #""Status":"ENABLED","UpdatedAt""#, #""Status":"DISABLED","UpdatedAt""#,
        ["Features[S3_DATA_EVENTS].Status"], .high),
    ])

  private static let hub = KindCase(
    kind: .securityHub,
    cli: #"{"HubArn":"h","SubscribedAt":"2026-11-20T00:00:00Z","AutoEnableControls":true}"#,
    config: nil,
    changes: [
      Change(
        #""AutoEnableControls":true"#, #""AutoEnableControls":false"#, ["AutoEnableControls"],
        .medium)
    ])

  private static let standard = KindCase(
    kind: .securityHubStandard,
    cli: #"""
      {"StandardsSubscriptionArn":"s","StandardsArn":"a","StandardsInput":{},"StandardsStatus":"READY"}
      """#,
    config: nil, changes: [Change("READY", "INCOMPLETE", [])])

  private static let inspector = KindCase(
    kind: .inspectorAccount,
    cli: #"""
      {"accountId":"111122223333","state":{"status":"ENABLED","errorCode":"","errorMessage":""},
       "resourceState":{"ec2":{"status":"ENABLED","errorCode":"","errorMessage":""},
        "ecr":{"status":"DISABLED","errorCode":"","errorMessage":""}}}
      """#,
    config: nil,
    changes: [
      Change(
        #""state":{"status":"ENABLED""#, #""state":{"status":"DISABLED""#, ["status"], .critical),
      Change(#""ec2":{"status":"ENABLED""#, #""ec2":{"status":"DISABLED""#, ["ec2.status"], .high),
    ])

  private static let macie = KindCase(
    kind: .macieSession,
    cli:
      #"{"status":"ENABLED","findingPublishingFrequency":"ONE_HOUR","createdAt":"2026-11-20T00:00:00Z"}"#,
    config: nil, changes: [Change("ENABLED", "PAUSED", ["status"], .high)])

  private static let channel = KindCase(
    kind: .deliveryChannel, cli: #"{"name":"default","s3BucketName":"logs"}"#, config: nil,
    changes: [Change(#""s3BucketName":"logs""#, #""s3BucketName":"x""#, ["s3BucketName"], .high)])

  private static let configuredRule = KindCase(
    kind: .configRule,
    cli: #"""
      {"ConfigRuleName":"r","ConfigRuleArn":"a","ConfigRuleId":"i","ConfigRuleState":"ACTIVE",
       "Source":{"Owner":"AWS","SourceIdentifier":"X"},"InputParameters":"{\"maxAge\":\"90\"}"}
      """#,
    config: nil,
    changes: [Change(#"\"90\""#, #"\"365\""#, ["InputParameters.maxAge"], .high)])

  private static let pack = KindCase(
    kind: .conformancePack,
    cli: #"""
      {"ConformancePackName":"p","ConformancePackArn":"a","ConformancePackId":"i",
       "ConformancePackInputParameters":[{"ParameterName":"k","ParameterValue":"1"}]}
      """#,
    config: nil,
    changes: [
      Change(
        #""ParameterValue":"1""#, #""ParameterValue":"2""#,
        [
          "ConformancePackInputParameters[k]"
        ], .high)
    ])

  private static let aggregator = KindCase(
    kind: .configurationAggregator,
    cli: #"""
      {"ConfigurationAggregatorName":"all","ConfigurationAggregatorArn":"a",
       "OrganizationAggregationSource":{"RoleArn":"r","AllAwsRegions":true}}
      """#,
    config: nil,
    changes: [
      Change(
        #""AllAwsRegions":true"#, #""AllAwsRegions":false"#,
        [
          "OrganizationAggregationSource.AllAwsRegions"
        ], .high)
    ])

  private static let logs = KindCase(
    kind: .logGroup,
    cli: #"""
      {"logGroupName":"/trail","arn":"a","storedBytes":1,"metricFilterCount":2,"retentionInDays":365,
       "subscriptionFilters":[{"filterName":"f","logGroupName":"/trail","filterPattern":"",
        "destinationArn":"d","creationTime":1}]}
      """#,
    config: nil,
    changes: [
      Change(#""retentionInDays":365"#, #""retentionInDays":1"#, ["retentionInDays"], .high),
      Change(#""retentionInDays":365"#, #""retentionInDays":731"#, ["retentionInDays"], .low),
      Change(
        #""destinationArn":"d""#, #""destinationArn":"e""#,
        ["subscriptionFilters[f].destinationArn"], .high),
      Change(#""storedBytes":1"#, #""storedBytes":9"#, []),
    ])

  private static let filter = KindCase(
    kind: .metricFilter,
    cli: #"""
      {"filterName":"root","logGroupName":"/trail","filterPattern":"{ $.userIdentity.type = Root }",
       "creationTime":1,"metricTransformations":[{"metricName":"m","metricNamespace":"n","metricValue":"1"}]}
      """#,
    config: nil, changes: [Change("= Root", "= Nobody", ["filterPattern"], .high)])

  private static let writers = KindCase(
    kind: .logsResourcePolicy,
    cli: #"""
      {"policyName":"p","lastUpdatedTime":1,"policyDocument":"{\"Version\":\"2012-10-17\",\"Statement\":[{\"Sid\":\"in\",\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"444455556666\"},\"Action\":\"logs:PutLogEvents\",\"Resource\":\"*\"}]}"}
      """#,
    config: nil,
    changes: [
      Change(
        "444455556666", "*",
        [
          #"policyDocument.Statement[in].Principal.AWS[\*]"#,
          "policyDocument.Statement[in].Principal.AWS[arn:aws:iam::444455556666:root]",
        ], .critical)
    ])

  private static let metricAlarm = KindCase(
    kind: .alarm,
    cli: #"""
      {"AlarmName":"root","AlarmArn":"a","ActionsEnabled":true,"AlarmActions":["t"],"OKActions":[],
       "MetricName":"m","Namespace":"n","Threshold":1.0,"EvaluationPeriods":1,"StateValue":"OK",
       "ComparisonOperator":"GreaterThanThreshold","Dimensions":[]}
      """#,
    config: #"""
      {"configuration":{"alarmName":"root","alarmArn":"a","actionsEnabled":true,"alarmActions":["t"],
       "okactions":[],"metricName":"m","namespace":"n","threshold":1.0,"evaluationPeriods":1,
       "comparisonOperator":"GreaterThanThreshold","dimensions":[],"creationId":"c"},
       "supplementaryConfiguration":{}}
      """#,
    changes: [
      Change(#""ActionsEnabled":true"#, #""ActionsEnabled":false"#, ["ActionsEnabled"], .critical),
      Change(#""AlarmActions":["t"]"#, #""AlarmActions":[]"#, ["AlarmActions[t]"], .high),
      Change(#""StateValue":"OK""#, #""StateValue":"ALARM""#, []),
    ])

  private static let composite = KindCase(
    kind: .compositeAlarm,
    cli: #"{"AlarmName":"any","AlarmRule":"ALARM(a)","ActionsEnabled":true,"AlarmActions":[]}"#,
    config: nil, changes: [Change("ALARM(a)", "ALARM(b)", ["AlarmRule"], .high)])
}
