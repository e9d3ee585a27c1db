import ConfigurationModel

extension CallTable {
  /// AWS Identity and Access Management. Its policies are JSON in a text, as the API takes them.
  static let iam: [String: Rule] = {
    var rules: [String: Rule] = [
      "AddUserToGroup": { $0.membership(CallEffect.Step.put) },
      "RemoveUserFromGroup": { $0.membership(CallEffect.Step.take) },
      "CreatePolicy": { $0.effect(policy, $0.response.text("policy", "arn"), [.create]) },
      "DeletePolicy": { $0.effect(policy, $0.request.text("policyArn"), [.delete]) },
      "CreatePolicyVersion": { $0.policyVersion() },
      "DeletePolicyVersion": { event in
        event.effect(
          policy, event.request.text("policyArn"),
          [
            .take(
              list(
                "OtherVersions",
                ["Document": .null].merging(
                  event.request.picking([(from: "versionId", to: "VersionId")])
                ) { $1 }))
          ])
      },
      "SetDefaultPolicyVersion": { event in
        event.effect(
          policy, event.request.text("policyArn"),
          [
            .replace(
              .object(event.request.picking([(from: "versionId", to: "DefaultVersionId")]))),
            .unsure(["Document", "OtherVersions"]),
          ])
      },
      "UpdateAssumeRolePolicy": { event in
        event.effect(
          role, event.request.text("roleName"),
          [
            .replace(
              .object(
                event.request.picking([
                  (from: "policyDocument", to: "AssumeRolePolicyDocument")
                ])))
          ])
      },
      "UpdateRole": { event in
        let named = event.request.picking([
          (from: "maxSessionDuration", to: "MaxSessionDuration"),
          (from: "description", to: "Description"),
        ])
        // Where it is not said it becomes an hour (IAM API Reference, `UpdateRole`).
        let fields = ["MaxSessionDuration": .number("3600")].merging(named) { $1 }
        let isDescribed = named["Description"] != nil
        return event.effect(
          role, event.request.text("roleName"),
          [.replace(.object(fields))] + (isDescribed ? [] : [.unsure(["Description"])]))
      },
      "UpdateRoleDescription": { event in
        event.effect(role, event.request.text("roleName"), [event.redescribed])
      },
      "CreateServiceLinkedRole": {
        $0.effect(role, $0.response.text("role", "roleName"), [.create])
      },
      // It is deleted later, and only where nothing needs it (IAM API reference, `DeleteServiceLinkedRole`).
      "DeleteServiceLinkedRole": { $0.effect(role, $0.request.text("roleName"), [.touch]) },
      "TagPolicy": { event in
        event.effect(
          policy, event.request.text("policyArn"), [event.tagged(key: "key", value: "value")])
      },
      "UntagPolicy": { $0.effect(policy, $0.request.text("policyArn"), [$0.untagged]) },
      "AddRoleToInstanceProfile": { event in
        event.effect(role, event.request.text("roleName"), [.unsure(["InstanceProfileList"])])
      },
      "RemoveRoleFromInstanceProfile": { event in
        event.effect(
          role, event.request.text("roleName"),
          [
            .take(
              list(
                "InstanceProfileList",
                event.request.picking([
                  (from: "instanceProfileName", to: "InstanceProfileName")
                ])))
          ])
      },
      "CreateAccessKey": { event in
        event.ofUser([
          .put(
            list(
              "AccessKeys",
              (event.response["accessKey"] ?? .null).picking([
                (from: "accessKeyId", to: "AccessKeyId"), (from: "status", to: "Status"),
              ])))
        ])
      },
      "UpdateAccessKey": { event in event.ofUser([.amend(event.accessKey)]) },
      "DeleteAccessKey": { event in event.ofUser([.take(event.accessKey)]) },
      "CreateLoginProfile": { $0.loginProfile() },
      "UpdateLoginProfile": { $0.loginProfile() },
      "DeleteLoginProfile": { $0.ofUser([.replace(.object(["LoginProfile": .null]))]) },
      // Whoever changes his own need not change it again.
      "ChangePassword": { $0.ofUser([.unsure(["LoginProfile"])]) },
      "EnableMFADevice": { $0.ofUser([.put($0.secondFactor)]) },
      "DeactivateMFADevice": { $0.ofUser([.take($0.secondFactor)]) },
      "UpdateAccountPasswordPolicy": { event in
        [
          CallEffect(
            "AWS::IAM::AccountPasswordPolicy", "PasswordPolicy", event.request.passwordPolicy)
        ]
      },
      "DeleteAccountPasswordPolicy": { event in
        [CallEffect("AWS::IAM::AccountPasswordPolicy", "PasswordPolicy", [.delete])]
      },
    ]
    for entity in entities { rules.merge(entity.rules) { $1 } }
    return rules
  }()

  private static let role: ResourceType = "AWS::IAM::Role"
  fileprivate static let policy: ResourceType = "AWS::IAM::Policy"

  private static let entities = [
    Entity(word: "User", type: "AWS::IAM::User", name: "userName"),
    Entity(word: "Group", type: "AWS::IAM::Group", name: "groupName"),
    Entity(word: "Role", type: role, name: "roleName"),
  ]
}

/// A user, a group or a role: their calls differ in names only.
private struct Entity: Sendable {
  let word: String
  let type: ResourceType
  /// The request parameter that names it.
  let name: String

  var rules: [String: CallTable.Rule] {
    let list = "\(word)PolicyList"
    var rules: [String: CallTable.Rule] = [
      "Create\(word)": { effect($0, [.create]) }, "Delete\(word)": { effect($0, [.delete]) },
      "Attach\(word)Policy": { effect($0, [.put(attached($0))]) },
      "Detach\(word)Policy": { effect($0, [.take(attached($0))]) },
      "Put\(word)Policy": { effect($0, [.put(inline($0, list))]) },
      "Delete\(word)Policy": { effect($0, [.take(inline($0, list))]) },
    ]
    guard word != "Group" else {
      rules["UpdateGroup"] = { effect($0, moved($0)) + renamed($0) }
      return rules
    }
    rules["Tag\(word)"] = { effect($0, [$0.tagged(key: "key", value: "value")]) }
    rules["Untag\(word)"] = { effect($0, [$0.untagged]) }
    rules["Put\(word)PermissionsBoundary"] = { effect($0, [bounded($0)]) }
    rules["Delete\(word)PermissionsBoundary"] = {
      effect($0, [.replace(.object(["PermissionsBoundary": .null]))])
    }
    if word == "User" { rules["UpdateUser"] = { effect($0, moved($0)) + renamed($0) } }
    return rules
  }

  private func newName(_ event: ActivityEvent) -> String? { event.request.text("new\(word)Name") }

  /// Under a new name it is another resource, of which the event says no more.
  private func moved(_ event: ActivityEvent) -> [CallEffect.Step] {
    let path = event.request.picking([(from: "newPath", to: "Path")])
    return (path.isEmpty ? [] : [.replace(.object(path))])
      + (path.isEmpty || newName(event) != nil ? [.touch] : [])
  }

  /// What is there under the new name.
  private func renamed(_ event: ActivityEvent) -> [CallEffect] {
    event.effect(type, newName(event), [.touch])
  }

  /// Answers of IAM spell the type of a boundary so; of one that spells it otherwise the call is not exact.
  private func bounded(_ event: ActivityEvent) -> CallEffect.Step {
    guard let arn = event.request["permissionsBoundary"] else { return .touch }
    return .replace(
      .object([
        "PermissionsBoundary": .object([
          "PermissionsBoundaryArn": arn, "PermissionsBoundaryType": .string("Policy"),
        ])
      ]))
  }

  private func effect(_ event: ActivityEvent, _ steps: [CallEffect.Step]) -> [CallEffect] {
    event.effect(type, event.request.text(name), steps)
  }

  private func attached(_ event: ActivityEvent) -> ConfigurationValue {
    let arn = event.request.text("policyArn") ?? ""
    let name = arn.split(separator: "/").last.map(String.init) ?? arn
    return CallTable.list(
      "AttachedManagedPolicies", ["PolicyArn": .string(arn), "PolicyName": .string(name)])
  }

  private func inline(_ event: ActivityEvent, _ list: String) -> ConfigurationValue {
    let fields = event.request.picking([
      (from: "policyName", to: "PolicyName"), (from: "policyDocument", to: "PolicyDocument"),
    ])
    return CallTable.list(list, ["PolicyDocument": .null].merging(fields) { $1 })
  }
}

extension ActivityEvent {
  /// The user that a call names; a call that names none is about its caller (IAM API reference).
  fileprivate func ofUser(_ steps: [CallEffect.Step]) -> [CallEffect] {
    var user = request.text("userName")
    if user == nil, case .user(let name) = actor.identity { user = name }
    return effect("AWS::IAM::User", user, steps)
  }

  /// A group's list of users and a user's list of groups.
  fileprivate func membership(_ step: (ConfigurationValue) -> CallEffect.Step) -> [CallEffect] {
    guard let group = request.text("groupName"), let user = request.text("userName") else {
      return []
    }
    return [
      CallEffect(
        "AWS::IAM::Group", group, [step(CallTable.list("Users", ["UserName": .string(user)]))]),
      CallEffect(
        "AWS::IAM::User", user, [step(.object(["Groups": .list([.string(group)])]))]),
    ]
  }

  fileprivate var accessKey: ConfigurationValue {
    CallTable.list(
      "AccessKeys",
      request.picking([(from: "accessKeyId", to: "AccessKeyId"), (from: "status", to: "Status")]))
  }

  fileprivate var secondFactor: ConfigurationValue {
    CallTable.list(
      "MFADevices", request.picking([(from: "serialNumber", to: "SerialNumber")]))
  }

  fileprivate func loginProfile() -> [CallEffect] {
    let fields = request.picking([(from: "passwordResetRequired", to: "PasswordResetRequired")])
    return ofUser(
      fields.isEmpty
        ? [.unsure(["LoginProfile"])] : [.replace(.object(["LoginProfile": .object(fields)]))])
  }

  /// A version that is not in force stands among the others; what one that is puts aside the event does not say.
  fileprivate func policyVersion() -> [CallEffect] {
    let isDefault = request["setAsDefault"].flatMap(Bool.init(said:)) ?? false
    let version = response["policyVersion"] ?? .null
    guard let id = version.text("versionId"), let document = request["policyDocument"] else {
      return effect(
        CallTable.policy, request.text("policyArn"),
        [.unsure(["DefaultVersionId", "Document", "OtherVersions"])])
    }
    let steps: [CallEffect.Step] =
      isDefault
      ? [
        .replace(.object(["DefaultVersionId": .string(id), "Document": document])),
        .unsure(["OtherVersions"]),
      ]
      : [
        .put(CallTable.list("OtherVersions", ["VersionId": .string(id), "Document": document]))
      ]
    return effect(CallTable.policy, request.text("policyArn"), steps)
  }
}

extension ConfigurationValue {
  /// What a request makes the account's password policy: what it leaves out returns to its default (IAM API reference,
  /// `UpdateAccountPasswordPolicy`).
  fileprivate var passwordPolicy: [CallEffect.Step] {
    let flags = [
      "requireSymbols", "requireNumbers", "requireUppercaseCharacters",
      "requireLowercaseCharacters", "allowUsersToChangePassword", "hardExpiry",
    ]
    var fields = Dictionary(
      uniqueKeysWithValues: flags.map { flag in
        (
          flag.prefix(1).uppercased() + flag.dropFirst(),
          ConfigurationValue.bool(self[flag].flatMap(Bool.init(said:)) ?? false)
        )
      })
    fields["MinimumPasswordLength"] = self["minimumPasswordLength"] ?? .number("6")
    let limits = picking([
      (from: "maxPasswordAge", to: "MaxPasswordAge"),
      (from: "passwordReusePrevention", to: "PasswordReusePrevention"),
    ]).filter { $0.value.scalarText != "0" }
    fields["ExpirePasswords"] = .bool(limits["MaxPasswordAge"] != nil)
    let cleared = ["MaxPasswordAge", "PasswordReusePrevention"].filter { limits[$0] == nil }
    return [.replace(.object(fields.merging(limits) { $1 })), .clear(cleared)]
  }
}
