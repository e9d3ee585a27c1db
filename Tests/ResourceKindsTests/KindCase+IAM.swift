import ConfigurationModel
import ResourceKinds

private let dates = #""CreateDate":"2026-01-02T03:04:05+00:00""#
private let configDates = #""createDate":"2026-01-02T03:04:05.000Z""#

/// `{"Version":"2012-10-17","Statement":[{"Sid":"AllowAll","Effect":"Allow","Action":["s3:GetObject"],
/// "Resource":"*"}]}`
private let encoded =
  "%7B%22Version%22%3A%222012-10-17%22%2C%22Statement%22%3A%5B%7B%22Sid%22%3A%22AllowAll%22%2C"
  + "%22Effect%22%3A%22Allow%22%2C%22Action%22%3A%22s3%3AGetObject%22%2C%22Resource%22%3A%22%2A"
  + "%22%7D%5D%7D"

private let policy =
  #"{"Version":"2012-10-17","Statement":[{"Sid":"AllowAll","Effect":"Allow","Action":["s3:GetObject"],"Resource":"*"}]}"#

private let trust =
  #"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}"#

private let encodedTrust =
  "%7B%22Version%22%3A%222012-10-17%22%2C%22Statement%22%3A%7B%22Effect%22%3A%22Allow%22%2C%22"
  + "Principal%22%3A%7B%22Service%22%3A%5B%22ec2.amazonaws.com%22%5D%7D%2C%22Action%22%3A%22sts%3A"
  + "AssumeRole%22%7D%7D"

extension KindCase {
  static let iam = [group, user, role, managedPolicy, passwordPolicy]

  private static let group = KindCase(
    kind: .iamGroup,
    cli: #"""
      {"Path":"/","GroupName":"Admins","GroupId":"AGPA1","Arn":"arn:aws:iam::111122223333:group/Admins",
       \#(dates),"Users":[{"UserName":"alice","UserId":"AIDA1"},{"UserName":"bob","Path":"/"}],
       "GroupPolicyList":[{"PolicyName":"admin","PolicyDocument":\#(policy)}],
       "AttachedManagedPolicies":[
        {"PolicyName":"ReadOnlyAccess","PolicyArn":"arn:aws:iam::aws:policy/ReadOnlyAccess"},
        {"PolicyName":"own","PolicyArn":"arn:aws:iam::111122223333:policy/own"}]}
      """#,
    config: #"""
      {"configuration":{"path":"/","groupName":"Admins","groupId":"AGPA1","users":[{"userName":"bob"},
       {"userName":"alice"}],"arn":"arn:aws:iam::111122223333:group/Admins",\#(configDates),
       "groupPolicyList":[{"policyName":"admin","policyDocument":"\#(encoded)"}],
       "attachedManagedPolicies":[
        {"policyName":"own","policyArn":"arn:aws:iam::111122223333:policy/own"},
        {"policyName":"ReadOnlyAccess","policyArn":"arn:aws:iam::aws:policy/ReadOnlyAccess"}]},
       "supplementaryConfiguration":{},"tags":{}}
      """#,
    changes: [
      Change(
        #"["s3:GetObject"]"#, #"["s3:GetObject","*"]"#,
        [#"Policies[admin].Statement[AllowAll].Action[\*]"#], .critical),
      Change(
        #""Effect":"Allow""#, #""Effect":"Deny""#,
        ["Policies[admin].Statement[AllowAll].Effect"], .high),
      Change(
        #"{"UserName":"bob","Path":"/"}"#, #"{"UserName":"bob"},{"UserName":"carol"}"#,
        ["Users[carol]"], .critical),
      Change(
        "policy/ReadOnlyAccess", "policy/AdministratorAccess",
        [
          "AttachedManagedPolicies[arn:aws:iam::aws:policy/AdministratorAccess]",
          "AttachedManagedPolicies[arn:aws:iam::aws:policy/ReadOnlyAccess]",
        ], .critical),
      Change("AGPA1", "AGPA2", ["GroupId"], .high),
      Change("2026-01-02", "2026-02-02", []),
    ])

  private static let user = KindCase(
    kind: .iamUser,
    cli: #"""
      {"Path":"/","UserName":"alice","UserId":"AIDA1","Arn":"arn:aws:iam::111122223333:user/alice",
       \#(dates),"PasswordLastUsed":"2026-11-20T10:00:00Z","GroupList":["Readers","Writers"],
       "AttachedManagedPolicies":[],"Tags":[{"Key":"team","Value":"a"},{"Key":"cost","Value":"1"}],
       "PermissionsBoundary":{"PermissionsBoundaryType":"Policy",
        "PermissionsBoundaryArn":"arn:aws:iam::111122223333:policy/limit"},
       "UserPolicyList":[{"PolicyName":"own","PolicyDocument":\#(policy)}]}
      """#,
    config: #"""
      {"configuration":{"path":"/","userName":"alice","userId":"AIDA1",\#(configDates),
       "arn":"arn:aws:iam::111122223333:user/alice","groupList":["Writers","Readers"],
       "attachedManagedPolicies":[],"permissionsBoundary":{"permissionsBoundaryType":"Policy",
        "permissionsBoundaryArn":"arn:aws:iam::111122223333:policy/limit"},
       "tags":[{"key":"cost","value":"1"},{"key":"team","value":"a"}],
       "userPolicyList":[{"policyName":"own","policyDocument":"\#(encoded)"}]},
       "supplementaryConfiguration":{},"tags":{"team":"a","cost":"1"}}
      """#,
    changes: [
      Change(#""Readers","#, #""Readers","Admins","#, ["Groups[Admins]"], .critical),
      Change(#""Readers","#, "", ["Groups[Readers]"], .medium),
      Change("policy/limit", "policy/other", ["PermissionsBoundary.PermissionsBoundaryArn"], .high),
      Change(#""Value":"a""#, #""Value":"b""#, ["Tags[team]"], .low),
      Change(
        #""Resource":"*""#, #""Resource":["*","a"]"#,
        ["Policies[own].Statement[AllowAll].Resource[a]"], .high),
      Change("2026-11-20T10", "2026-11-21T10", []),
    ])

  private static let role = KindCase(
    kind: .iamRole,
    cli: #"""
      {"Path":"/","RoleName":"web","RoleId":"AROA1","Arn":"arn:aws:iam::111122223333:role/web",\#(dates),
       "AssumeRolePolicyDocument":\#(trust),"RoleLastUsed":{"Region":"eu-west-1"},"Tags":[],
       "InstanceProfileList":[{"Path":"/","InstanceProfileName":"web","InstanceProfileId":"AIPA1",
        "Arn":"arn:aws:iam::111122223333:instance-profile/web",\#(dates),"Roles":[{"RoleName":"web"}]}],
       "RolePolicyList":[{"PolicyName":"own","PolicyDocument":\#(policy)}],
       "AttachedManagedPolicies":[]}
      """#,
    config: #"""
      {"configuration":{"path":"/","roleName":"web","roleId":"AROA1",\#(configDates),
       "arn":"arn:aws:iam::111122223333:role/web","assumeRolePolicyDocument":"\#(encodedTrust)",
       "instanceProfileList":[{"path":"/","instanceProfileName":"web","instanceProfileId":"AIPA1",
        "arn":"arn:aws:iam::111122223333:instance-profile/web",\#(configDates),
        "roles":[{"roleName":"web","roleLastUsed":null}]}],
       "rolePolicyList":[{"policyName":"own","policyDocument":"\#(encoded)"}],
       "attachedManagedPolicies":[],"permissionsBoundary":null,"tags":[],"roleLastUsed":null},
       "supplementaryConfiguration":{},"tags":{}}
      """#,
    changes: [
      Change(
        #"{"Service":"ec2.amazonaws.com"}"#, #""*""#,
        [
          "AssumeRolePolicyDocument.Statement[Allow sts:assumerole for AWS \\*]",
          "AssumeRolePolicyDocument.Statement[Allow sts:assumerole for Service ec2.amazonaws.com]",
        ], .critical),
      Change(
        #"{"Service":"ec2.amazonaws.com"}"#, #"{"AWS":"999988887777"}"#,
        [
          "AssumeRolePolicyDocument.Statement[Allow sts:assumerole for AWS arn:aws:iam::999988887777:root]",
          "AssumeRolePolicyDocument.Statement[Allow sts:assumerole for Service ec2.amazonaws.com]",
        ], .high),
      Change(
        #"["s3:GetObject"]"#, #"["s3:GetObject","iam:Pass*"]"#,
        [#"Policies[own].Statement[AllowAll].Action[iam:pass\*]"#], .high),
      Change(#""Region":"eu-west-1""#, "", []),
    ])

  private static let managedPolicy = KindCase(
    kind: .iamPolicy,
    cli: #"""
      {"PolicyName":"own","PolicyId":"ANPA1","Arn":"arn:aws:iam::111122223333:policy/own","Path":"/",
       "DefaultVersionId":"v2","AttachmentCount":3,"IsAttachable":true,\#(dates),
       "UpdateDate":"2026-01-02T03:04:05Z","PolicyVersionList":[
        {"VersionId":"v2","IsDefaultVersion":true,"Document":\#(policy),\#(dates)},
        {"VersionId":"v1","IsDefaultVersion":false,"Document":\#(trust),\#(dates)}]}
      """#,
    config: #"""
      {"configuration":{"policyName":"own","policyId":"ANPA1","path":"/",\#(configDates),
       "arn":"arn:aws:iam::111122223333:policy/own","defaultVersionId":"v2","attachmentCount":1,
       "isAttachable":true,"description":null,"permissionsBoundaryUsageCount":0,"policyVersionList":[
        {"versionId":"v1","isDefaultVersion":false,"document":"\#(encodedTrust)",\#(configDates)},
        {"versionId":"v2","isDefaultVersion":true,"document":"\#(encoded)",\#(configDates)}]},
       "supplementaryConfiguration":{},"tags":{}}
      """#,
    changes: [
      Change(
        #"["s3:GetObject"]"#, #"["s3:*"]"#,
        [
          #"Document.Statement[AllowAll].Action[s3:\*]"#,
          "Document.Statement[AllowAll].Action[s3:getobject]",
        ], .high),
      Change(
        #""VersionId":"v1""#, #""VersionId":"v0""#, ["OtherVersions[v0]", "OtherVersions[v1]"],
        .medium),
      Change(#""AttachmentCount":3"#, #""AttachmentCount":4"#, []),
    ])

  private static let passwordPolicy = KindCase(
    kind: .iamAccountPasswordPolicy,
    cli: #"""
      {"MinimumPasswordLength":14,"RequireSymbols":true,"RequireNumbers":true,
       "RequireUppercaseCharacters":true,"RequireLowercaseCharacters":true,"MaxPasswordAge":90,
       "AllowUsersToChangePassword":true,"ExpirePasswords":true,"PasswordReusePrevention":5}
      """#,
    config: nil,
    changes: [
      Change(":14", ":8", ["MinimumPasswordLength"], .high),
      Change(":14", ":20", ["MinimumPasswordLength"]),
      Change(#""RequireSymbols":true"#, #""RequireSymbols":false"#, ["RequireSymbols"], .high),
      Change(#","PasswordReusePrevention":5"#, "", ["PasswordReusePrevention"], .high),
    ])
}
