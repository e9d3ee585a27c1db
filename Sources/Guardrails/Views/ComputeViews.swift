import ConfigurationModel

extension GuardrailView {
  static let computeViews = [
    instances, images, loadBalancers, listeners, listenerRules, functions, tags,
  ]

  private static let instances = resources(
    "instances", "an instance of EC2", of: "AWS::EC2::Instance",
    columns: [
      .text("vpc", "its network", at: "VpcId"), .text("subnet", "its subnet", at: "SubnetId"),
      .text("state", "running, stopped …", at: "State", "Name"),
      .text("public_ip", "its public address", at: "PublicIpAddress"),
      .text(
        "metadata_tokens", "required (IMDSv2 only) or optional", at: "MetadataOptions",
        "HttpTokens"),
      .text("metadata_endpoint", "enabled or disabled", at: "MetadataOptions", "HttpEndpoint"),
      .text("profile", "the instance profile with its role", at: "IamInstanceProfile", "Arn"),
      .text("groups", "its security groups, as a JSON list", "SecurityGroups") { element in
        let groups = element.value["SecurityGroups"]?.members ?? []
        return ConfigurationValue.list(
          groups.compactMap { $0["GroupId"]?.presentText }.map { .string($0) }
        ).textList
      },
      .integer(
        "source_dest_check", "0 where it passes on what is not its own", at: "SourceDestCheck"),
    ])

  private static let images = resources(
    "images", "an image of the account", of: "AWS::EC2::Image",
    columns: [.integer("is_public", "1 where anybody may use it", at: "Public")])

  private static let loadBalancers = resources(
    "load_balancers", "a load balancer of the second generation",
    of: "AWS::ElasticLoadBalancingV2::LoadBalancer",
    columns: [
      .text("scheme", "internet-facing or internal", at: "Scheme"),
      .text("kind", "application, network or gateway", at: "Type"),
      .text(
        "logs_access", "true where access is logged", at: "Attributes", "access_logs.s3.enabled"),
      .text(
        "is_delete_protected", "true where it cannot be deleted", at: "Attributes",
        "deletion_protection.enabled"),
      .text(
        "drops_invalid_headers", "true where malformed headers are dropped", at: "Attributes",
        "routing.http.drop_invalid_header_fields.enabled"),
    ])

  private static let listeners = resources(
    "listeners", "a listener of a load balancer", of: "AWS::ElasticLoadBalancingV2::Listener",
    columns: [
      .text("load_balancer", "the ARN of its load balancer", at: "LoadBalancerArn"),
      .text("protocol", "HTTP, HTTPS, TCP, TLS …", at: "Protocol"),
      .integer("port", "its port", at: "Port"),
      .text("tls_policy", "the policy of TLS that it follows", at: "SslPolicy"),
      .integer(
        "redirects_to_https", "1 where all it does is lead to HTTPS, but for its rules",
        "DefaultActions"
      ) { $0.value["DefaultActions"].leadToHTTPS ? 1 : 0 },
    ])

  private static let listenerRules = resources(
    "listener_rules", "a rule of a listener: what it does with some requests",
    of: "AWS::ElasticLoadBalancingV2::ListenerRule",
    columns: [
      .text("listener", "the ARN of its listener", "RuleArn") {
        $0.value["RuleArn"]?.presentText.flatMap { listener(ofRule: $0) }
      },
      .text("priority", "its place among the rules: the lowest that fits counts", at: "Priority"),
      .integer("redirects_to_https", "1 where all it does is lead to HTTPS", "Actions") {
        $0.value["Actions"].leadToHTTPS ? 1 : 0
      },
    ])

  /// The ARN of a rule is that of its listener, with an id of its own behind it (Service Authorization Reference, "Actions,
  /// resources, and condition keys for AWS Elastic Load Balancing V2").
  private static func listener(ofRule arn: String) -> String? {
    guard let kind = arn.firstRange(of: ":listener-rule/"), let end = arn.lastIndex(of: "/"),
      kind.upperBound < end
    else { return nil }
    return arn[..<kind.lowerBound] + ":listener/" + arn[kind.upperBound..<end]
  }

  private static let functions = resources(
    "functions", "a function of Lambda", of: "AWS::Lambda::Function",
    columns: [
      .text("runtime", "nodejs20.x, python3.12 …", at: "Runtime"),
      .text("role", "the role that it has", at: "Role"),
      .text(
        "url_auth", "AWS_IAM or NONE; null where it has no URL", at: "FunctionUrlConfig", "AuthType"
      ),
    ])

  private static let tags = GuardrailView(
    name: "tags", meaning: "a tag of a resource",
    sources: Set(
      (networkViews + identityViews + storageViews + loggingViews + [
        instances, images, loadBalancers, listeners, listenerRules, functions,
      ]).flatMap(\.types)
    ).sorted().map { type in Source(type: type, part: "Tags") { $0["Tags"].elements } },
    columns: [
      .text("key", "its name") { $0.label },
      .text("value", "what it says") { $0.value.presentText ?? $0.value["Value"]?.presentText },
    ])
}

extension Optional<ConfigurationValue> {
  /// Of the actions of a listener or rule: whether each leads to HTTPS.
  fileprivate var leadToHTTPS: Bool {
    !elements.isEmpty
      && elements.allSatisfy { $0.value["RedirectConfig"]?["Protocol"]?.presentText == "HTTPS" }
  }
}
