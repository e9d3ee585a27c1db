package import ConfigurationDiff
import ConfigurationModel

extension ResourceKind {
  /// `AWS::RDS::DBSecurityGroup`: who may reach a database outside a VPC.
  package static let rdsDBSecurityGroup = ResourceKind(
    "AWS::RDS::DBSecurityGroup",
    listings: [Listing("rds", "describe-db-security-groups", "DBSecurityGroups")],
    identity: Identity(id: ["DBSecurityGroupName"], arn: "DBSecurityGroupArn", owner: "OwnerId"),
    facets: ["Tags"],
    always: ["EC2SecurityGroups", "IPRanges"],
    rules: [
      .dropped("DBSecurityGroupArn"), .dropped("IPRanges[].Status"),
      .dropped("EC2SecurityGroups[].Status"), .addressBlock("IPRanges[].CIDRIP"),
      .keyed("IPRanges", by: ["CIDRIP"]),
      .keyed("EC2SecurityGroups", by: ["EC2SecurityGroupId", "EC2SecurityGroupName"]),
      .tags("Tags"),
    ],
    assess: assessing { assessBroadRange($0) ?? watches.assess($0) })

  private static func assessBroadRange(_ edit: Edit) -> Assessment? {
    guard edit.word == .added, edit.path.steps.first == .key("IPRanges"),
      case .element(let block)? = edit.path.steps.last, case .broad = Audience(block)
    else { return nil }
    return Assessment(.critical, "\(block) may now reach the database: nearly anybody")
  }

  private static let watches = [
    Watch(
      "IPRanges[0.0.0.0/0]", .added, .critical, "The whole internet may now reach the database"),
    Watch("IPRanges[*]", .added, .high, "This address block may now reach the database"),
    Watch("EC2SecurityGroups[*]", .added, .high, "This security group may now reach the database"),
    Watch("IPRanges[*]", .removed, .medium, "This address block no longer reaches the database"),
  ]
}
