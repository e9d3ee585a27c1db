import ConfigurationModel

extension GuardrailView {
  static let identityViews = [
    groups, groupMembers, users, accessKeys, roles, attachedPolicies, policyStatements,
    trustStatements, resourcePolicyStatements, passwordPolicies, rootUsers, identityProviders,
  ]

  private static let groups = resources(
    "iam_groups", "a group of IAM", of: "AWS::IAM::Group",
    columns: [
      .integer("member_count", "how many users are in it", "Users") {
        Int64($0.value["Users"]?.members?.count ?? 0)
      }
    ])

  private static let groupMembers = elements(
    "group_members", "a user in a group of IAM", of: "Users", in: "AWS::IAM::Group",
    columns: [.text("user", "the user's name") { $0.value["UserName"]?.presentText ?? $0.label }])

  private static let users = resources(
    "users", "a user of IAM", of: "AWS::IAM::User",
    columns: [
      .integer("has_password", "1 where it can sign in to the console", "LoginProfile") {
        ($0.value["LoginProfile"] ?? .null) == .null ? 0 : 1
      },
      .integer("mfa_devices", "how many second factors it has", "MFADevices") {
        Int64($0.value["MFADevices"]?.members?.count ?? 0)
      },
      .integer("active_keys", "how many of its access keys are active", "AccessKeys") { element in
        Int64(
          element.value["AccessKeys"].elements.count { $0.value["Status"] == .string("Active") })
      },
      .integer("inline_policies", "how many policies it has of its own", "Policies") {
        Int64($0.value["Policies"].elements.count)
      },
      .integer("attached_policies", "how many policies are attached", "AttachedManagedPolicies") {
        Int64($0.value["AttachedManagedPolicies"].elements.count)
      },
      .text("boundary", "the policy that limits what it may have", "PermissionsBoundary") {
        $0.value.boundary
      },
    ])

  private static let accessKeys = elements(
    "access_keys", "an access key of a user of IAM", of: "AccessKeys", in: "AWS::IAM::User",
    columns: [
      .text("key", "its id") { $0.value["AccessKeyId"]?.presentText ?? $0.label },
      .own("status", "Active or Inactive", "Status"),
    ])

  private static let roles = resources(
    "roles", "a role of IAM", of: "AWS::IAM::Role",
    columns: [
      .text("path", "its path; those of services begin with /aws-service-role/", at: "Path"),
      .integer(
        "max_session", "how many seconds a session may last", at: "MaxSessionDuration"),
      .text("boundary", "the policy that limits what it may have", "PermissionsBoundary") {
        $0.value.boundary
      },
    ])

  private static let attachedPolicies = elements(
    "attached_policies", "a managed policy attached to a user, group or role",
    of: "AttachedManagedPolicies", in: "AWS::IAM::User", "AWS::IAM::Group", "AWS::IAM::Role",
    columns: [
      .text("policy", "its ARN") { $0.value["PolicyArn"]?.presentText ?? $0.label },
      .text("policy_name", "the last part of its ARN") { element in
        (element.value["PolicyArn"]?.presentText ?? element.label).split(separator: "/").last
          .map(String.init)
      },
    ])

  /// The columns of a statement of any policy.
  private static let statement: [Column] = [
    .text("policy", "the name of the policy that it stands in; null where there is one only") {
      $0.container.isEmpty ? nil : $0.container
    },
    .own("sid", "what it calls itself", "Sid"), .own("effect", "Allow or Deny", "Effect"),
    .text("actions", "the patterns of Action, in small letters, as a JSON list") {
      $0.value["Action"]?.textList
    },
    .text("not_actions", "the patterns of NotAction, as a JSON list") {
      $0.value["NotAction"]?.textList
    },
    .text("resources", "the patterns of Resource, as a JSON list") {
      $0.value["Resource"]?.textList
    },
    .text("not_resources", "the patterns of NotResource, as a JSON list") {
      $0.value["NotResource"]?.textList
    },
    .integer("is_every_resource", "1 where Resource has *") {
      $0.value["Resource"].elements.contains { $0.value.presentText == "*" } ? 1 : 0
    },
    .text("conditions", "the Condition, as JSON; null where there is none") {
      $0.value["Condition"].flatMap { $0.isPresent ? $0.canonicalJSON : nil }
    },
    .text("condition_keys", "the keys of the Condition, in small letters, as a JSON list") {
      element in
      let keys = element.value["Condition"].elements.flatMap {
        Optional($0.value).elements.map(\.label)
      }
      return ConfigurationValue.list(keys.map { .string($0) }).textList
    },
    .integer(
      "keeps_others_out",
      "1 where the Condition names who may come by values that others do not have, as Amazon S3 sees it"
    ) { $0.value.keepsOthersOut ? 1 : 0 },
  ]

  /// What a statement of a policy of a resource has besides.
  private static let principals: [Column] = [
    .text("principals", "whom it names, as a JSON list: AWS:arn…, Service:ec2.amazonaws.com") {
      element in
      ConfigurationValue.list(element.value.principals.map { .string("\($0.kind):\($0.name)") })
        .textList
    },
    .integer("is_anybody", "1 where it names everybody, or all but some") { element in
      element.value["NotPrincipal"] != nil || element.value.principals.contains { $0.name == "*" }
        ? 1 : 0
    },
    .integer(
      "is_shared_provider",
      "1 where it names a provider that gives everybody tokens: GitHub, Google"
    ) { $0.value.sharedProviders.isEmpty ? 0 : 1 },
  ]

  private static let policyStatements = GuardrailView(
    name: "policy_statements",
    meaning: "a statement of a policy of IAM: a managed one, or one of a user, group or role",
    sources: ["AWS::IAM::User", "AWS::IAM::Group", "AWS::IAM::Role"].map { type in
      Source(type: ResourceType(type), part: "Policies") { configuration in
        configuration["Policies"].elements.flatMap { statements(of: $0.value, in: $0.label) }
      }
    } + [
      Source(type: "AWS::IAM::Policy", part: "Document") { configuration in
        statements(of: configuration["Document"])
      }
    ], columns: statement)

  private static let trustStatements = GuardrailView(
    name: "trust_statements", meaning: "a statement of the policy that says who may take a role",
    sources: [
      Source(type: "AWS::IAM::Role", part: "AssumeRolePolicyDocument") { configuration in
        statements(of: configuration["AssumeRolePolicyDocument"])
      }
    ], columns: statement + principals)

  private static let resourcePolicyStatements = GuardrailView(
    name: "resource_policy_statements",
    meaning: "a statement of the policy of a bucket, key, topic, queue, function or secret",
    sources: [
      ("AWS::S3::Bucket", "Policy"), ("AWS::KMS::Key", "Policy"), ("AWS::SNS::Topic", "Policy"),
      ("AWS::SQS::Queue", "Policy"), ("AWS::Lambda::Function", "Policy"),
      ("AWS::SecretsManager::Secret", "ResourcePolicy"),
    ].map { type, part in
      Source(type: ResourceType(type), part: part) { statements(of: $0[part]) }
    }, columns: statement + principals)

  private static func statements(of document: ConfigurationValue?, in policy: String = "")
    -> [Element]
  {
    (document?["Statement"]).elements.map { Element($0.label, $0.value, in: policy) }
  }

  private static let passwordPolicies = resources(
    "password_policies", "the rules for passwords of an account",
    of: "AWS::IAM::AccountPasswordPolicy",
    columns: [
      .integer("minimum_length", "how long passwords are at least", at: "MinimumPasswordLength"),
      .integer("requires_symbols", "1 where they need symbols", at: "RequireSymbols"),
      .integer("requires_numbers", "1 where they need numbers", at: "RequireNumbers"),
      .integer(
        "remembered", "how many old ones are not taken again", at: "PasswordReusePrevention",
        absent: 0),
      .integer(
        "maximum_age", "after how many days they expire; null for never", at: "MaxPasswordAge"),
    ])

  private static let rootUsers = resources(
    "root_users", "the root user of an account", of: "AWS::IAM::RootUser",
    columns: [
      .integer("has_mfa", "1 where it has a second factor", at: "AccountMFAEnabled"),
      .integer("access_keys", "how many access keys it has", at: "AccountAccessKeysPresent"),
    ])

  private static let identityProviders = resources(
    "identity_providers", "a provider whose users may take roles", of: "AWS::IAM::OIDCProvider",
    "AWS::IAM::SAMLProvider", columns: [])
}

extension ConfigurationValue {
  /// The ARN of a permissions boundary.
  fileprivate var boundary: String? {
    let value = self["PermissionsBoundary"]
    return value?.presentText ?? value?["PermissionsBoundaryArn"]?.presentText
  }

  /// Of a statement: whom it names, by the kind that stands before it in `Principal`.
  var principals: [(kind: String, name: String)] {
    self["Principal"].elements.flatMap { kind in
      (kind.value.members ?? [kind.value]).compactMap(\.presentText).map {
        (kind: kind.label, name: $0)
      }
    }
  }
}
