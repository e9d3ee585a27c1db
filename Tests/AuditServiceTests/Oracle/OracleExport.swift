import PlumblineTestSupport

// The world as AWS tells it: in any order, in any of the spellings that mean the same.
extension OracleWorld {
  /// As `ec2 describe-security-groups` answers.
  func groupsJSON(using random: inout SeededGenerator) -> String {
    var items: [String] = []
    for (id, tree) in resources.sorted(by: { $0.key < $1.key }).shuffled(using: &random)
    where id.hasPrefix("sg-") {
      items.append(Self.groupJSON(tree, using: &random))
    }
    return "{\"SecurityGroups\": [\(items.joined(separator: ",\n"))]}"
  }

  private static func groupJSON(_ tree: Tree, using random: inout SeededGenerator) -> String {
    var rules: [String] = []
    for (_, rule) in (tree.fields["IpPermissions"]?.fields ?? [:]).sorted(by: { $0.key < $1.key })
      .shuffled(using: &random)
    {
      rules.append(ruleJSON(rule.fields, using: &random))
    }
    let tags = (tree.fields["Tags"]?.fields ?? [:]).sorted { $0.key < $1.key }.shuffled(
      using: &random
    )
    .map { #"{"Key": "\#($0.key)", "Value": "\#($0.value.plain)"}"# }
    let texts = ["GroupId", "GroupName", "Description", "VpcId"].map {
      "\"\($0)\": \"\(tree.fields[$0]?.plain ?? "")\""
    }
    return """
      {\(texts.joined(separator: ", ")), "OwnerId": "111122223333", "IpPermissionsEgress": [],
       "Tags": [\(tags.joined(separator: ", "))], "IpPermissions": [\(rules.joined(separator: ", "))]}
      """
  }

  private static func ruleJSON(_ fields: [String: Tree], using random: inout SeededGenerator)
    -> String
  {
    let kind = fields["IpProtocol"]?.plain ?? ""
    let number = ["tcp": "6", "udp": "17", "icmp": "1", "icmpv6": "58"][kind]
    var parts = [#""IpProtocol": "\#(Bool.random(using: &random) ? number ?? kind : kind)""#]
    for field in ["FromPort", "ToPort"] {
      if let value = fields[field] { parts.append("\"\(field)\": \(value.plain)") }
    }
    let source = fields["source"]?.plain ?? ""
    let description = fields["Description"].map { #", "Description": "\#($0.plain)""# } ?? ""
    let list =
      source.hasPrefix("sg-")
      ? #""UserIdGroupPairs": [{"GroupId": "\#(source)", "UserId": "111122223333""#
      : source.contains(":")
        ? #""Ipv6Ranges": [{"CidrIpv6": "\#(Bool.random(using: &random) ? source.uppercased() : source)""#
        : #""IpRanges": [{"CidrIp": "\#(source)""#
    return "{" + (parts + [list + description + "}]"]).joined(separator: ", ") + "}"
  }

  /// As `iam get-account-authorization-details` answers.
  func policiesJSON(using random: inout SeededGenerator) -> String {
    var items: [String] = []
    for (id, tree) in resources.sorted(by: { $0.key < $1.key }) where !id.hasPrefix("sg-") {
      let statements = tree.fields["Document"]?.fields["Statement"]?.fields ?? [:]
      var texts: [String] = []
      for (_, statement) in statements.sorted(by: { $0.key < $1.key }).shuffled(using: &random) {
        texts.append(Self.statementJSON(statement.fields, using: &random))
      }
      items.append(
        """
        {"Arn": "\(id)", "PolicyName": "\(tree.fields["PolicyName"]?.plain ?? "")", "PolicyId": "ANPA", "Path": "/",
         "DefaultVersionId": "v1", "PolicyVersionList": [{"VersionId": "v1", "IsDefaultVersion": true,
          "Document": {"Version": "2012-10-17", "Statement": [\(texts.joined(separator: ", "))]}}]}
        """)
    }
    return """
      {"UserDetailList": [], "GroupDetailList": [], "RoleDetailList": [],
       "Policies": [\(items.joined(separator: ",\n"))]}
      """
  }

  private static func statementJSON(_ fields: [String: Tree], using random: inout SeededGenerator)
    -> String
  {
    var parts = [#""Effect": "\#(fields["Effect"]?.plain ?? "")""#]
    if let sid = fields["Sid"] { parts.append(#""Sid": "\#(sid.plain)""#) }
    for field in ["Action", "NotAction", "Resource"] {
      guard let members = fields[field]?.fields else { continue }
      var texts: [String] = []
      for text in members.keys.sorted().shuffled(using: &random) {
        let isUpper = field != "Resource" && Bool.random(using: &random)
        texts.append("\"\(isUpper ? text.uppercased() : text)\"")
      }
      let isOne = texts.count == 1 && Bool.random(using: &random)
      parts.append("\"\(field)\": \(isOne ? texts[0] : "[" + texts.joined(separator: ", ") + "]")")
    }
    if fields["Condition"] != nil {
      let value = Bool.random(using: &random) ? "true" : "[\"true\"]"
      parts.append(#""Condition": {"Bool": {"aws:MultiFactorAuthPresent": \#(value)}}"#)
    }
    return "{" + parts.joined(separator: ", ") + "}"
  }
}

extension Tree {
  /// The text of a text or number.
  var plain: String {
    switch self {
    case .text(let text): text
    case .number(let number): String(number)
    case .record, .set: ""
    }
  }
}
