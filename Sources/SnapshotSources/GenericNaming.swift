import ConfigurationDiff
import ConfigurationModel

/// How resources are named and identified whose kind has no rules of its own.
enum GenericNaming {
  /// The CLI's service names whose CloudFormation spelling is not the same in upper case or with a
  /// capital letter (AWS resource and property types reference).
  private static let services: [String: String] = [
    "apigateway": "ApiGateway", "apigatewayv2": "ApiGatewayV2", "appconfig": "AppConfig",
    "appmesh": "AppMesh", "apprunner": "AppRunner", "appsync": "AppSync",
    "autoscaling": "AutoScaling", "accessanalyzer": "AccessAnalyzer",
    "bedrock-agent": "Bedrock", "cloudformation": "CloudFormation", "cloudfront": "CloudFront",
    "cloudtrail": "CloudTrail", "cloudwatch": "CloudWatch", "codebuild": "CodeBuild",
    "codecommit": "CodeCommit", "codedeploy": "CodeDeploy", "codepipeline": "CodePipeline",
    "cognito-idp": "Cognito", "cognito-identity": "Cognito", "configservice": "Config",
    "directconnect": "DirectConnect", "dynamodb": "DynamoDB", "elasticache": "ElastiCache",
    "elasticbeanstalk": "ElasticBeanstalk", "elb": "ElasticLoadBalancing",
    "elbv2": "ElasticLoadBalancingV2", "es": "Elasticsearch", "opensearch": "OpenSearchService",
    "eventbridge": "Events", "firehose": "KinesisFirehose", "fsx": "FSx",
    "globalaccelerator": "GlobalAccelerator", "guardduty": "GuardDuty",
    "inspector2": "InspectorV2", "kafka": "MSK", "kinesisanalytics": "KinesisAnalytics",
    "lakeformation": "LakeFormation", "mq": "AmazonMQ", "network-firewall": "NetworkFirewall",
    "networkmanager": "NetworkManager", "qbusiness": "QBusiness", "qapps": "QBusiness",
    "resource-groups": "ResourceGroups", "route53resolver": "Route53Resolver", "s3": "S3",
    "s3api": "S3", "s3control": "S3", "sagemaker": "SageMaker",
    "secretsmanager": "SecretsManager", "securityhub": "SecurityHub",
    "servicecatalog": "ServiceCatalog", "servicediscovery": "ServiceDiscovery",
    "stepfunctions": "StepFunctions", "storagegateway": "StorageGateway", "wafv2": "WAFv2",
    "waf-regional": "WAFRegional", "workspaces": "WorkSpaces",
  ]

  private static let upperCased: Set<String> = [
    "acm", "dax", "dlm", "dms", "ec2", "ecr", "ecs", "efs", "eks", "emr", "fis", "iam", "kms",
    "rds", "ram", "sns", "sqs", "ssm", "sso", "waf", "s3",
  ]

  private static let types: [String: String] = [
    "EC2::Vpc": "EC2::VPC", "EC2::VpcEndpoint": "EC2::VPCEndpoint",
    "EC2::VpcPeeringConnection": "EC2::VPCPeeringConnection", "EC2::Address": "EC2::EIP",
    "EC2::NetworkAcl": "EC2::NetworkAcl", "EC2::DhcpOptions": "EC2::DHCPOptions",
    "CloudWatch::MetricAlarm": "CloudWatch::Alarm",
  ]

  /// Services whose resources belong to no region.
  private static let global: Set<String> = [
    "iam", "route53", "cloudfront", "organizations", "globalaccelerator", "waf", "shield",
    "budgets",
    "s3", "s3api", "account", "sso-admin", "networkmanager",
  ]

  static func isGlobal(service: String?) -> Bool { service.map(global.contains) ?? false }

  static func type(service: String, singular: String) -> ResourceType {
    let spelled =
      services[service]
      ?? (upperCased.contains(service) ? service.uppercased() : service.plainlyCapitalized)
    let name = "\(spelled)::\(singular)"
    return ResourceType("AWS::" + (types[name] ?? name))
  }

  /// What one item of a list is called: `NetworkInterface` of `NetworkInterfaces`, `Certificate` of
  /// `CertificateSummaryList`, the call's own noun where the member says nothing (`Items`).
  static func singular(member: String, call: APICall?) -> String {
    let capitalized = member.prefix(1).uppercased() + member.dropFirst()
    if ["Items", "Item", "Summaries", "Versions", "Results", "History", "List"].contains(
      capitalized),
      let call, !call.noun.isEmpty
    {
      return singular(of: call.pascalNoun)
    }
    return singular(of: capitalized)
  }

  private static let endings = [
    "SummaryList", "MetadataList", "StatusList", "InfoList", "Summaries", "Descriptions",
    "Description", "Metadata", "Summary", "Status", "List", "Info", "Ids", "Arns", "ARNs", "Urls",
    "Names",
  ]

  private static func singular(of name: String) -> String {
    for ending in endings where name.hasSuffix(ending) && name.count > ending.count {
      return withoutPlural(String(name.dropLast(ending.count)))
    }
    return withoutPlural(name)
  }

  private static func withoutPlural(_ name: String) -> String {
    for (plural, end) in [
      ("DhcpOptions", "DhcpOptions"), ("ndices", "ndex"), ("iases", "ias"), ("buses", "bus"),
      ("ies", "y"), ("sses", "ss"),
      ("xes", "x"), ("ches", "ch"),
    ] where name.hasSuffix(plural) {
      return String(name.dropLast(plural.count)) + end
    }
    return name.hasSuffix("s") && !name.hasSuffix("ss") && !name.hasSuffix("us")
      ? String(name.dropLast()) : name
  }

  /// The fields that may hold an item's id, best first: in AWS's answers and, capitalized, in AWS
  /// Config's items. `singulars` is what an item may be called: by its list, and by its call.
  static func identity(of type: ResourceType, singulars: [String]) -> ResourceKind.Identity {
    let names = fields(singulars, ["Name"]) + ["Name", "name"]
    // A zone has several record sets of one name.
    let ofRecords = singulars.contains("ResourceRecordSet")
    let ids =
      (ofRecords ? ["Name+Type+SetIdentifier", "Name+Type"] : []) + fields(singulars, ["Id"])
      + arns(singulars: singulars) + ["Id", "id"] + names
      + fields(singulars, ["Identifier"]) + ["AllocationId", "SerialNumber"]
    return ResourceKind.Identity(
      id: ids, name: names, arn: nil, owner: "OwnerId",
      qualifier: parents[type].map { .parent($0) })
  }

  /// Types whose names repeat from parent to parent, and the fields that name the parent (the services'
  /// API references; CloudFormation's schemas, `primaryIdentifier` of several parts).
  private static let parents: [ResourceType: [String]] = [
    "AWS::ApiGateway::Authorizer": [], "AWS::ApiGateway::Deployment": [],
    "AWS::ApiGateway::DocumentationPart": [], "AWS::ApiGateway::GatewayResponse": [],
    "AWS::ApiGateway::BasePathMapping": [], "AWS::ApiGateway::Model": [],
    "AWS::ApiGateway::RequestValidator": [], "AWS::ApiGateway::Resource": [],
    "AWS::ApiGateway::Stage": [], "AWS::ApiGatewayV2::ApiMapping": [],
    "AWS::ApiGatewayV2::Authorizer": [], "AWS::ApiGatewayV2::Deployment": [],
    "AWS::ApiGatewayV2::Integration": [], "AWS::ApiGatewayV2::Model": [],
    "AWS::ApiGatewayV2::Route": [], "AWS::ApiGatewayV2::Stage": [],
    "AWS::AppConfig::ConfigurationProfile": ["ApplicationId"],
    "AWS::AppConfig::Environment": ["ApplicationId"],
    "AWS::AutoScaling::LifecycleHook": ["AutoScalingGroupName"],
    "AWS::Cognito::Group": ["UserPoolId"], "AWS::Cognito::Provider": [],
    "AWS::Cognito::ResourceServer": ["UserPoolId"], "AWS::Cognito::User": [],
    "AWS::ECR::Image": ["repositoryName"], "AWS::EKS::Addon": ["clusterName"],
    "AWS::EKS::FargateProfile": ["clusterName"], "AWS::EKS::Nodegroup": ["clusterName"],
    "AWS::ElasticLoadBalancing::Policy": [], "AWS::Events::Target": [],
    "AWS::Glue::Table": ["DatabaseName"], "AWS::Glue::UserDefinedFunction": ["DatabaseName"],
    "AWS::Route53::ResourceRecordSet": [],
    "AWS::S3::AnalyticsConfiguration": [], "AWS::S3::IntelligentTieringConfiguration": [],
    "AWS::S3::InventoryConfiguration": [], "AWS::S3::MetricsConfiguration": [],
    "AWS::SES::EventDestination": [], "AWS::ServiceDiscovery::Instance": [],
  ]

  /// The fields that may hold an item's own ARN.
  static func arns(singulars: [String]) -> [String] {
    fields(singulars, ["Arn", "ARN"]) + ["Arn", "ARN", "arn"]
  }

  private static func fields(_ singulars: [String], _ ends: [String]) -> [String] {
    singulars.flatMap { singular in
      let first = singular.prefix(1).lowercased() + singular.dropFirst()
      return ends.flatMap { [singular + $0, first + $0] }
    }
  }
}

extension StringProtocol {
  /// With a capital first letter, and without hyphens.
  var plainlyCapitalized: String {
    split(separator: "-").map { $0.capitalized }.joined()
  }

  fileprivate var capitalized: String { prefix(1).uppercased() + dropFirst() }
}
