import ConfigurationModel
import FoundationEssentials
import Testing

/// A call with what it was asked with and what it answered, and a change that it makes.
struct CallSample: Sendable, CustomTestStringConvertible {
  let source: String
  let name: String
  let type: ResourceType
  /// What the event calls the resource.
  let resource: String
  /// What it calls it where it does not say the answer; nil where that is the same.
  var alias: String?
  /// The members of `requestParameters` and of `responseElements`.
  let request: String
  var response = ""
  var before = #"{"Description":"a"}"#
  var after = #"{"Description":"b"}"#

  var testDescription: String { "\(source) \(name)" }

  /// What the documentation may say of a call.
  enum Word: String, CaseIterable {
    case exact, answered, touched, created, deleted
  }
}

/// A call of EC2 on a resource, with a change that it makes.
func ec2(
  _ name: String, _ type: ResourceType, _ resource: String, _ request: String,
  _ before: String = #"{"Description":"a"}"#, _ after: String = #"{"Description":"b"}"#,
  answer: String = ""
) -> CallSample {
  CallSample(
    source: "ec2", name: name, type: type, resource: resource, request: request, response: answer,
    before: before, after: after)
}

private func iam(
  _ name: String, _ type: ResourceType, _ resource: String, _ request: String,
  _ before: String = #"{"Path":"/a/"}"#, _ after: String = #"{"Path":"/b/"}"#, answer: String = ""
) -> CallSample {
  CallSample(
    source: "iam", name: name, type: type, resource: resource, request: request, response: answer,
    before: before, after: after)
}

private let group: ResourceType = "AWS::EC2::SecurityGroup"
private let table: ResourceType = "AWS::EC2::RouteTable"
private let acl: ResourceType = "AWS::EC2::NetworkAcl"
private let gateway: ResourceType = "AWS::EC2::InternetGateway"
private let user: ResourceType = "AWS::IAM::User"
private let team: ResourceType = "AWS::IAM::Group"
private let role: ResourceType = "AWS::IAM::Role"
private let policy: ResourceType = "AWS::IAM::Policy"

private let rule =
  #"{"IpProtocol":"tcp","FromPort":22,"ToPort":22,"IpRanges":[{"CidrIp":"10.0.0.0/8"}]}"#
private let described = rule.replacing("0/8\"", with: "0/8\",\"Description\":\"x\"")
private func asked(_ more: String = "") -> String {
  #""groupId":"sg-1","ipPermissions":{"items":[{"ipProtocol":"tcp","fromPort":22,"toPort":22,"ipRanges":{"items":[{"cidrIp":"10.0.0.0/8"\#(more)}]}}]}"#
}
private let returned = #""_return":true"#
private let document = #"{\"Version\":\"2012-10-17\",\"Statement\":[]}"#
private let read = #"{"Version":"2012-10-17","Statement":[]}"#
private let arn = "arn:aws:iam::111122223333:policy/p"

private let groupCalls: [CallSample] =
  ["Ingress", "Egress"].flatMap { way -> [CallSample] in
    let list = way == "Ingress" ? "IpPermissions" : "IpPermissionsEgress"
    let (none, one) = (#"{"\#(list)":[]}"#, #"{"\#(list)":[\#(rule)]}"#)
    return [
      ec2("AuthorizeSecurityGroup\(way)", group, "sg-1", asked(), none, one, answer: returned),
      ec2("RevokeSecurityGroup\(way)", group, "sg-1", asked(), one, none, answer: returned),
      ec2(
        "UpdateSecurityGroupRuleDescriptions\(way)", group, "sg-1", asked(#","description":"x""#),
        one, #"{"\#(list)":[\#(described)]}"#, answer: returned),
    ]
  } + [
    ec2(
      "ModifySecurityGroupRules", group, "sg-1",
      #""ModifySecurityGroupRulesRequest":{"GroupId":"sg-1"}"#),
    ec2(
      "CreateSecurityGroup", group, "sg-1", #""groupName":"a","vpcId":"vpc-1""#,
      answer: #""groupId":"sg-1","_return":true"#),
    ec2("DeleteSecurityGroup", group, "sg-1", #""groupId":"sg-1""#, answer: returned),
    ec2(
      "CreateTags", group, "sg-1",
      #""resourcesSet":{"items":[{"resourceId":"sg-1"}]},"tagSet":{"items":[{"key":"a","value":"b"}]}"#,
      #"{"Tags":[]}"#, #"{"Tags":[{"Key":"a","Value":"b"}]}"#, answer: returned),
    ec2(
      "DeleteTags", group, "sg-1",
      #""resourcesSet":{"items":[{"resourceId":"sg-1"}]},"tagSet":{"items":[{"key":"a"}]}"#,
      #"{"Tags":[{"Key":"a","Value":"b"}]}"#, #"{"Tags":[]}"#, answer: returned),
  ]

private func route(_ target: String) -> String {
  #"{"Routes":[{"DestinationCidrBlock":"10.9.0.0/16","GatewayId":"\#(target)","Origin":"CreateRoute","State":"active"}]}"#
}
private let link =
  #"{"Associations":[{"RouteTableAssociationId":"rtbassoc-1","RouteTableId":"rtb-1","SubnetId":"subnet-1","Main":false,"AssociationState":{"State":"associated"}}]}"#
private let address: ResourceType = "AWS::EC2::EIP"
private let lone = #"{"AllocationId":"eipalloc-1","PublicIp":"192.0.2.1"}"#
private let linked =
  #"{"AllocationId":"eipalloc-1","PublicIp":"192.0.2.1","AssociationId":"eipassoc-1","NetworkInterfaceId":"eni-1"}"#
private let aclLink =
  #"{"Associations":[{"NetworkAclAssociationId":"aclassoc-1","NetworkAclId":"acl-1","SubnetId":"subnet-1"}]}"#
private func entry(_ action: String) -> String {
  #"{"Entries":[{"RuleNumber":110,"Egress":false,"RuleAction":"\#(action)","CidrBlock":"0.0.0.0/0","Protocol":"6","PortRange":{"From":22,"To":22}}]}"#
}
private func entryAsked(_ action: String) -> String {
  #""networkAclId":"acl-1","ruleNumber":110,"egress":false,"ruleAction":"\#(action)","cidrBlock":"0.0.0.0/0","aclProtocol":"6","portRange":{"from":22,"to":22}"#
}

private let networkCalls: [CallSample] = [
  ec2(
    "CreateRoute", table, "rtb-1",
    #""routeTableId":"rtb-1","destinationCidrBlock":"10.9.0.0/16","gatewayId":"igw-1""#,
    #"{"Routes":[]}"#, route("igw-1"), answer: returned),
  ec2(
    "ReplaceRoute", table, "rtb-1",
    #""routeTableId":"rtb-1","destinationCidrBlock":"10.9.0.0/16","gatewayId":"igw-2""#,
    route("igw-1"), route("igw-2"), answer: returned),
  ec2(
    "DeleteRoute", table, "rtb-1", #""routeTableId":"rtb-1","destinationCidrBlock":"10.9.0.0/16""#,
    route("igw-1"), #"{"Routes":[]}"#, answer: returned),
  ec2(
    "AssociateRouteTable", table, "rtb-1", #""routeTableId":"rtb-1","subnetId":"subnet-1""#,
    #"{"Associations":[]}"#, link,
    answer: #""associationId":"rtbassoc-1","associationState":{"state":"associated"}"#),
  ec2(
    "DisassociateRouteTable", table, "rtbassoc-1", #""associationId":"rtbassoc-1""#, link,
    #"{"Associations":[]}"#, answer: returned),
  ec2(
    "ReplaceRouteTableAssociation", table, "rtb-2",
    #""routeTableId":"rtb-2","associationId":"rtbassoc-1""#,
    answer: #""newAssociationId":"rtbassoc-2""#),
  ec2(
    "EnableVgwRoutePropagation", table, "rtb-1", #""routeTableId":"rtb-1","gatewayId":"vgw-1""#,
    #"{"PropagatingVgws":[]}"#, #"{"PropagatingVgws":[{"GatewayId":"vgw-1"}]}"#, answer: returned),
  ec2(
    "DisableVgwRoutePropagation", table, "rtb-1", #""routeTableId":"rtb-1","gatewayId":"vgw-1""#,
    #"{"PropagatingVgws":[{"GatewayId":"vgw-1"}]}"#, #"{"PropagatingVgws":[]}"#, answer: returned),
  ec2(
    "CreateRouteTable", table, "rtb-1", #""vpcId":"vpc-1""#,
    answer: #""routeTable":{"routeTableId":"rtb-1"}"#),
  ec2("DeleteRouteTable", table, "rtb-1", #""routeTableId":"rtb-1""#, answer: returned),
  ec2(
    "CreateNetworkAclEntry", acl, "acl-1", entryAsked("allow"), #"{"Entries":[]}"#,
    entry("allow"), answer: returned),
  ec2(
    "ReplaceNetworkAclEntry", acl, "acl-1", entryAsked("deny"), entry("allow"), entry("deny"),
    answer: returned),
  ec2(
    "DeleteNetworkAclEntry", acl, "acl-1",
    #""networkAclId":"acl-1","ruleNumber":110,"egress":false"#,
    entry("allow"), #"{"Entries":[]}"#, answer: returned),
  ec2(
    "ReplaceNetworkAclAssociation", acl, "acl-2",
    #""networkAclId":"acl-2","associationId":"aclassoc-1""#,
    answer: #""newAssociationId":"aclassoc-2""#),
  ec2(
    "CreateNetworkAcl", acl, "acl-1", #""vpcId":"vpc-1""#,
    answer: #""networkAcl":{"networkAclId":"acl-1"}"#),
  ec2("DeleteNetworkAcl", acl, "acl-1", #""networkAclId":"acl-1""#, answer: returned),
  ec2(
    "CreateVpc", "AWS::EC2::VPC", "vpc-1", #""cidrBlock":"10.0.0.0/16""#,
    answer: #""vpc":{"vpcId":"vpc-1"}"#),
  ec2("DeleteVpc", "AWS::EC2::VPC", "vpc-1", #""vpcId":"vpc-1""#, answer: returned),
  ec2(
    "ModifyVpcAttribute", "AWS::EC2::VPC", "vpc-1",
    #""vpcId":"vpc-1","enableDnsSupport":{"value":true}"#, answer: returned),
  ec2(
    "AssociateDhcpOptions", "AWS::EC2::VPC", "vpc-1", #""vpcId":"vpc-1","dhcpOptionsId":"dopt-2""#,
    #"{"DhcpOptionsId":"dopt-1"}"#, #"{"DhcpOptionsId":"dopt-2"}"#, answer: returned),
  ec2(
    "CreateSubnet", "AWS::EC2::Subnet", "subnet-1", #""vpcId":"vpc-1""#,
    answer: #""subnet":{"subnetId":"subnet-1"}"#),
  ec2(
    "DeleteSubnet", "AWS::EC2::Subnet", "subnet-1", #""subnetId":"subnet-1""#, answer: returned),
  ec2(
    "ModifySubnetAttribute", "AWS::EC2::Subnet", "subnet-1",
    #""subnetId":"subnet-1","mapPublicIpOnLaunch":{"value":true}"#,
    #"{"MapPublicIpOnLaunch":false}"#, #"{"MapPublicIpOnLaunch":true}"#, answer: returned),
  ec2(
    "CreateInternetGateway", gateway, "igw-1", "",
    answer: #""internetGateway":{"internetGatewayId":"igw-1"}"#),
  ec2(
    "DeleteInternetGateway", gateway, "igw-1", #""internetGatewayId":"igw-1""#, answer: returned),
  ec2(
    "AttachInternetGateway", gateway, "igw-1", #""internetGatewayId":"igw-1","vpcId":"vpc-1""#,
    #"{"Attachments":[]}"#, #"{"Attachments":[{"VpcId":"vpc-1","State":"available"}]}"#,
    answer: returned),
  ec2(
    "DetachInternetGateway", gateway, "igw-1", #""internetGatewayId":"igw-1","vpcId":"vpc-1""#,
    #"{"Attachments":[{"VpcId":"vpc-1","State":"available"}]}"#, #"{"Attachments":[]}"#,
    answer: returned),
  ec2(
    "CreateNatGateway", "AWS::EC2::NatGateway", "nat-1",
    #""CreateNatGatewayRequest":{"SubnetId":"s"}"#,
    answer: #""CreateNatGatewayResponse":{"natGateway":{"natGatewayId":"nat-1"}}"#),
  ec2(
    "DeleteNatGateway", "AWS::EC2::NatGateway", "nat-1",
    #""DeleteNatGatewayRequest":{"NatGatewayId":"nat-1"}"#,
    answer: #""DeleteNatGatewayResponse":{"natGatewayId":"nat-1"}"#),
  ec2(
    "AllocateAddress", address, "eipalloc-1", #""domain":"vpc""#,
    answer: #""publicIp":"192.0.2.1","allocationId":"eipalloc-1""#),
  ec2(
    "ReleaseAddress", address, "eipalloc-1", #""allocationId":"eipalloc-1""#, answer: returned),
  ec2(
    "AssociateAddress", address, "eipalloc-1",
    #""allocationId":"eipalloc-1","networkInterfaceId":"eni-1""#, lone, linked,
    answer: #""associationId":"eipassoc-1","_return":true"#),
  ec2(
    "DisassociateAddress", address, "eipassoc-1", #""associationId":"eipassoc-1""#, linked, lone,
    answer: returned),
]

/// The calls that users, groups and roles have in common.
private let entityCalls: [CallSample] = [
  ("User", user, "userName"), ("Group", team, "groupName"), ("Role", role, "roleName"),
].flatMap { word, type, field -> [CallSample] in
  let name = #""\#(field)":"n""#
  let (none, one) = (
    #"{"AttachedManagedPolicies":[]}"#,
    #"{"AttachedManagedPolicies":[{"PolicyName":"p","PolicyArn":"\#(arn)"}]}"#
  )
  let (without, with) = (
    #"{"\#(word)PolicyList":[]}"#,
    #"{"\#(word)PolicyList":[{"PolicyName":"p","PolicyDocument":\#(read)}]}"#
  )
  return [
    iam(
      "Create\(word)", type, "n", name,
      answer: #""\#(word.lowercased())":{"\#(field)":"n","arn":"arn:aws:iam::111122223333:x/n"}"#),
    iam("Delete\(word)", type, "n", name),
    iam("Attach\(word)Policy", type, "n", #"\#(name),"policyArn":"\#(arn)""#, none, one),
    iam("Detach\(word)Policy", type, "n", #"\#(name),"policyArn":"\#(arn)""#, one, none),
    iam(
      "Put\(word)Policy", type, "n",
      #"\#(name),"policyName":"p","policyDocument":"\#(document)""#, without, with),
    iam("Delete\(word)Policy", type, "n", #"\#(name),"policyName":"p""#, with, without),
  ]
}

private let accessKey = #"{"AccessKeys":[{"AccessKeyId":"AKIA1","Status":"Active"}]}"#
private let factor = #"{"MFADevices":[{"SerialNumber":"arn:aws:iam::111122223333:mfa/n"}]}"#
private let boundary =
  #"{"PermissionsBoundary":{"PermissionsBoundaryType":"Policy","PermissionsBoundaryArn":"arn:aws:iam::111122223333:policy/b"}}"#
private let profile =
  #"{"InstanceProfileList":[{"InstanceProfileName":"i","InstanceProfileId":"AIPA1"}]}"#

private func passwords(_ fields: String) -> String {
  #"{\#(fields),"RequireNumbers":false,"RequireUppercaseCharacters":false,"RequireLowercaseCharacters":false,"AllowUsersToChangePassword":false,"HardExpiry":false,"ExpirePasswords":\#(fields.contains("Age"))}"#
}

private let iamCalls: [CallSample] = [
  iam(
    "AddUserToGroup", team, "admins", #""userName":"n","groupName":"admins""#, #"{"Users":[]}"#,
    #"{"Users":[{"UserName":"n"}]}"#),
  iam(
    "RemoveUserFromGroup", team, "admins", #""userName":"n","groupName":"admins""#,
    #"{"Users":[{"UserName":"n"}]}"#, #"{"Users":[]}"#),
  iam("UpdateUser", user, "n", #""userName":"n","newPath":"/b/""#),
  iam("UpdateGroup", team, "n", #""groupName":"n","newPath":"/b/""#),
  iam(
    "UpdateRole", role, "n", #""roleName":"n","maxSessionDuration":7200"#,
    #"{"MaxSessionDuration":3600}"#, #"{"MaxSessionDuration":7200}"#),
  iam(
    "UpdateAssumeRolePolicy", role, "n", #""roleName":"n","policyDocument":"\#(document)""#,
    #"{"AssumeRolePolicyDocument":{"Version":"2012-10-17","Statement":[{"Sid":"a","Effect":"Allow","Action":"sts:AssumeRole","Principal":{"AWS":"*"}}]}}"#,
    #"{"AssumeRolePolicyDocument":\#(read)}"#),
  iam("CreatePolicy", policy, arn, #""policyName":"p""#, answer: #""policy":{"arn":"\#(arn)"}"#),
  iam("DeletePolicy", policy, arn, #""policyArn":"\#(arn)""#),
  iam(
    "CreatePolicyVersion", policy, arn,
    #""policyArn":"\#(arn)","policyDocument":"\#(document)","setAsDefault":false"#,
    #"{"OtherVersions":[]}"#, #"{"OtherVersions":[{"VersionId":"v2","Document":\#(read)}]}"#,
    answer: #""policyVersion":{"versionId":"v2"}"#),
  iam(
    "DeletePolicyVersion", policy, arn, #""policyArn":"\#(arn)","versionId":"v2""#,
    #"{"OtherVersions":[{"VersionId":"v2","Document":\#(read)}]}"#, #"{"OtherVersions":[]}"#),
  iam(
    "SetDefaultPolicyVersion", policy, arn, #""policyArn":"\#(arn)","versionId":"v2""#,
    #"{"Document":{"Version":"2012-10-17","Statement":[{"Sid":"a","Effect":"Deny","Action":"*","Resource":"*"}]}}"#,
    #"{"Document":\#(read)}"#),
  iam(
    "PutUserPermissionsBoundary", user, "n",
    #""userName":"n","permissionsBoundary":"arn:aws:iam::111122223333:policy/b""#,
    #"{"PermissionsBoundary":null}"#, boundary),
  iam(
    "PutRolePermissionsBoundary", role, "n",
    #""roleName":"n","permissionsBoundary":"arn:aws:iam::111122223333:policy/b""#,
    #"{"PermissionsBoundary":null}"#, boundary),
  iam(
    "DeleteUserPermissionsBoundary", user, "n", #""userName":"n""#, boundary,
    #"{"PermissionsBoundary":null}"#),
  iam(
    "DeleteRolePermissionsBoundary", role, "n", #""roleName":"n""#, boundary,
    #"{"PermissionsBoundary":null}"#),
  iam(
    "UpdateRoleDescription", role, "n", #""roleName":"n","description":"b""#,
    #"{"Description":"a"}"#, #"{"Description":"b"}"#),
  iam(
    "CreateServiceLinkedRole", role, "n", #""awsServiceName":"x.amazonaws.com""#,
    answer: #""role":{"roleName":"n"}"#),
  iam(
    "DeleteServiceLinkedRole", role, "n", #""roleName":"n""#, answer: #""deletionTaskId":"t""#),
  iam("ChangePassword", user, "alice", ""),
  iam("AddRoleToInstanceProfile", role, "n", #""roleName":"n","instanceProfileName":"i""#),
  iam(
    "RemoveRoleFromInstanceProfile", role, "n", #""roleName":"n","instanceProfileName":"i""#,
    profile, #"{"InstanceProfileList":[]}"#),
  iam(
    "CreateAccessKey", user, "n", #""userName":"n""#, #"{"AccessKeys":[]}"#, accessKey,
    answer: #""accessKey":{"accessKeyId":"AKIA1","status":"Active","userName":"n"}"#),
  iam(
    "UpdateAccessKey", user, "n", #""userName":"n","accessKeyId":"AKIA1","status":"Inactive""#,
    accessKey, accessKey.replacing("Active", with: "Inactive")),
  iam(
    "DeleteAccessKey", user, "n", #""userName":"n","accessKeyId":"AKIA1""#, accessKey,
    #"{"AccessKeys":[]}"#),
  iam(
    "CreateLoginProfile", user, "n", #""userName":"n","passwordResetRequired":true"#,
    #"{"LoginProfile":null}"#, #"{"LoginProfile":{"PasswordResetRequired":true}}"#,
    answer: #""loginProfile":{"userName":"n","passwordResetRequired":true}"#),
  iam(
    "UpdateLoginProfile", user, "n", #""userName":"n","passwordResetRequired":true"#,
    #"{"LoginProfile":{"PasswordResetRequired":false}}"#,
    #"{"LoginProfile":{"PasswordResetRequired":true}}"#),
  iam(
    "DeleteLoginProfile", user, "n", #""userName":"n""#,
    #"{"LoginProfile":{"PasswordResetRequired":false}}"#, #"{"LoginProfile":null}"#),
  iam(
    "EnableMFADevice", user, "n",
    #""userName":"n","serialNumber":"arn:aws:iam::111122223333:mfa/n""#, #"{"MFADevices":[]}"#,
    factor),
  iam(
    "DeactivateMFADevice", user, "n",
    #""userName":"n","serialNumber":"arn:aws:iam::111122223333:mfa/n""#, factor,
    #"{"MFADevices":[]}"#),
  iam(
    "UpdateAccountPasswordPolicy", "AWS::IAM::AccountPasswordPolicy", "PasswordPolicy",
    #""minimumPasswordLength":8"#,
    passwords(#""MinimumPasswordLength":14,"RequireSymbols":true,"MaxPasswordAge":90"#),
    passwords(#""MinimumPasswordLength":8,"RequireSymbols":false"#)),
  iam(
    "DeleteAccountPasswordPolicy", "AWS::IAM::AccountPasswordPolicy", "PasswordPolicy", ""),
]

/// The calls that give users, roles and policies tags.
private let tagCalls: [CallSample] = [
  ("User", user, "n", #""userName":"n""#), ("Role", role, "n", #""roleName":"n""#),
  ("Policy", policy, arn, #""policyArn":"\#(arn)""#),
].flatMap { word, type, resource, name -> [CallSample] in
  let (none, one) = (#"{"Tags":[]}"#, #"{"Tags":[{"Key":"a","Value":"b"}]}"#)
  return [
    iam("Tag\(word)", type, resource, #"\#(name),"tags":[{"key":"a","value":"b"}]"#, none, one),
    iam("Untag\(word)", type, resource, #"\#(name),"tagKeys":["a"]"#, one, none),
  ]
}

/// Each call that is known, once.
let callSamples =
  groupCalls + networkCalls + linkCalls + entityCalls + iamCalls + tagCalls + otherCalls
  + configCalls
