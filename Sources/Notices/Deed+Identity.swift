import ConfigurationModel

extension Deed {
  // MARK: IAM

  /// `user`, `group`, `role`, `policy`.
  private var noun: String {
    resource.type.name.split(separator: ":").last.map { $0.lowercased() } ?? ""
  }

  /// `--user-name alice`.
  private var named: [String] {
    noun == "policy" ? ["--policy-arn", resource.id] : ["--\(noun)-name", resource.id]
  }

  var iamArguments: [String]? {
    guard !isAWSOwn else { return nil }
    if edit.path == .root {
      guard let new = edit.new, !new.hasParts else { return nil }
      return ["iam", "delete-\(noun)"] + named
    }
    let steps = steps
    guard steps.count == 2 else { return boundaryArguments ?? profileArguments }
    switch steps[0] {
    case "Users": return memberArguments(user: steps[1], group: resource.id)
    case "Groups": return memberArguments(user: resource.id, group: steps[1])
    case "AttachedManagedPolicies":
      guard edit.word != .changed else { return nil }
      let verb = edit.word == .added ? "detach" : "attach"
      return ["iam", "\(verb)-\(noun)-policy"] + named + ["--policy-arn", steps[1]]
    case "Policies": return inlineArguments(steps[1])
    case "AccessKeys":
      guard edit.word == .added, noun == "user" else { return nil }
      return ["iam", "delete-access-key"] + named + ["--access-key-id", steps[1]]
    default: return nil
    }
  }

  /// Whether only AWS changes it: roles of services and of IAM Identity Center, and policies of AWS (IAM User Guide,
  /// "Service-linked roles", "AWS managed policies").
  private var isAWSOwn: Bool {
    let id = resource.id
    if noun == "policy" { return id.hasPrefix("arn:") && id.contains(":iam::aws:") }
    return noun == "role" && (id.hasPrefix("AWSServiceRoleFor") || id.hasPrefix("AWSReservedSSO_"))
  }

  private func memberArguments(user: String, group: String) -> [String]? {
    let both = ["--user-name", user, "--group-name", group]
    switch edit.word {
    case .added: return ["iam", "remove-user-from-group"] + both
    case .removed: return ["iam", "add-user-to-group"] + both
    case .changed: return nil
    }
  }

  private func inlineArguments(_ policy: String) -> [String]? {
    guard ["user", "group", "role"].contains(noun) else { return nil }
    let which = named + ["--policy-name", policy]
    switch edit.change {
    case .added: return ["iam", "delete-\(noun)-policy"] + which
    case .removed(let document):
      guard let text = document.policyText else { return nil }
      return ["iam", "put-\(noun)-policy"] + which + ["--policy-document", text]
    case .changed: return nil
    }
  }

  private var boundaryArguments: [String]? {
    guard steps.first == "PermissionsBoundary", noun == "user" || noun == "role" else { return nil }
    let old = edit.old?.string ?? edit.old?["PermissionsBoundaryArn"]?.string
    guard edit.old ?? .null != .null else {
      return ["iam", "delete-\(noun)-permissions-boundary"] + named
    }
    guard let old else { return nil }
    return ["iam", "put-\(noun)-permissions-boundary"] + named + ["--permissions-boundary", old]
  }

  private var profileArguments: [String]? {
    guard steps == ["LoginProfile"], edit.old ?? .null == .null else { return nil }
    return ["iam", "delete-login-profile"] + named
  }

  // MARK: Tags

  /// EC2 tags every resource by its id (EC2 API reference, `CreateTags`).
  var tagArguments: [String]? {
    let steps = steps
    guard steps.count == 2, steps[0] == "Tags", resource.type.name.hasPrefix("AWS::EC2::"),
      resource.id.wholeMatch(of: /[a-z]+(-[a-z]+)*-[0-9a-f]+/) != nil,
      resource.type.name != "AWS::EC2::KeyPair" || resource.id.hasPrefix("key-"),
      // AWS keeps these for itself.
      !steps[1].lowercased().hasPrefix("aws:")
    else { return nil }
    let which = ["--resources", resource.id, "--tags"]
    func tag(_ fields: [String: ConfigurationValue]) -> String {
      ConfigurationValue.list([.object(fields)]).canonicalJSON
    }
    guard let old = edit.old else {
      return ["ec2", "delete-tags"] + which + [tag(["Key": .string(steps[1])])]
    }
    guard let value = old.string ?? old["Value"]?.string else { return nil }
    return ["ec2", "create-tags"] + which
      + [tag(["Key": .string(steps[1]), "Value": .string(value)])]
  }

  // MARK: Others

  /// Of fields that one call sets, and nothing else.
  var otherArguments: [String]? {
    let steps = steps
    guard steps.count == 1 || steps.count == 2 else { return nil }
    let wasOn = edit.old == .bool(true)
    switch (resource.type.name, steps.joined(separator: ".")) {
    case ("AWS::CloudTrail::Trail", "IsLogging"):
      return ["cloudtrail", wasOn ? "start-logging" : "stop-logging", "--name", resource.id]
    case ("AWS::Config::ConfigurationRecorder", "Recording"):
      let verb = wasOn ? "start" : "stop"
      return [
        "configservice", "\(verb)-configuration-recorder", "--configuration-recorder-name",
        resource.id,
      ]
    case ("AWS::KMS::Key", "Enabled"):
      return ["kms", wasOn ? "enable-key" : "disable-key", "--key-id", resource.id]
    case ("AWS::KMS::Key", "KeyRotationEnabled"):
      let verb = wasOn ? "enable" : "disable"
      return ["kms", "\(verb)-key-rotation", "--key-id", resource.id]
    case ("AWS::KMS::Key", "DeletionDate") where edit.word == .added:
      return ["kms", "cancel-key-deletion", "--key-id", resource.id]
    case ("AWS::EC2::Subnet", "MapPublicIpOnLaunch"):
      let flag = wasOn ? "--map-public-ip-on-launch" : "--no-map-public-ip-on-launch"
      return ["ec2", "modify-subnet-attribute", "--subnet-id", resource.id, flag]
    case ("AWS::S3::Bucket", _): return bucketArguments
    default: return nil
    }
  }

  private var bucketArguments: [String]? {
    let bucket = ["--bucket", resource.id]
    switch steps.joined(separator: ".") {
    case "Policy" where edit.word == .added: return ["s3api", "delete-bucket-policy"] + bucket
    case "PublicAccessBlock":
      guard case .removed(.object(let fields)) = edit.change, fields.count == 4 else { return nil }
      let text = ConfigurationValue.object(fields).canonicalJSON
      return ["s3api", "put-public-access-block"] + bucket
        + ["--public-access-block-configuration", text]
    case "Versioning.Status":
      guard let old = edit.old?.string else { return nil }
      return ["s3api", "put-bucket-versioning"] + bucket
        + ["--versioning-configuration", "Status=\(old)"]
    default: return nil
    }
  }
}

extension ConfigurationValue {
  /// Whether it has what IAM wants to be taken away before it deletes the whole (IAM API reference, `DeleteUser`,
  /// `DeleteGroup`, `DeleteRole`, `DeletePolicy`).
  fileprivate var hasParts: Bool {
    let lists = [
      "Users", "Groups", "AttachedManagedPolicies", "Policies", "AccessKeys", "MFADevices",
      "InstanceProfileList", "OtherVersions",
    ]
    let hasMembers = lists.contains { name in
      switch self[name] {
      case .list(let members)?: !members.isEmpty
      case .object(let fields)?, .elements(let fields)?: !fields.isEmpty
      case .null?, .bool?, .number?, .string?, nil: false
      }
    }
    return hasMembers || self["LoginProfile"] ?? .null != .null
  }

  /// A policy as it was normalized, in the form that IAM takes; nil where it is none.
  fileprivate var policyText: String? {
    guard let statement = self["Statement"] else { return nil }
    let statements: [ConfigurationValue]
    switch statement {
    case .list(let members): statements = members
    // The store keeps statements under their labels.
    case .object(let fields), .elements(let fields): statements = fields.inKeyOrder.map(\.value)
    case .null, .bool, .number, .string: return nil
    }
    guard !statements.isEmpty, statements.allSatisfy({ $0["Effect"] != nil }) else { return nil }
    let version = self["Version"] ?? .string("2012-10-17")
    return ConfigurationValue.object(["Version": version, "Statement": .list(statements)])
      .canonicalJSON
  }
}
