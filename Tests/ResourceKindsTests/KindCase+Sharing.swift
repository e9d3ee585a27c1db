import ConfigurationModel
import ResourceKinds

// What is shared outside the account, and what opens or keeps it.
extension KindCase {
  static let sharing = [
    prefixes, root, accountBlock, diskSnapshot, snapshotBlock, machineImage, imageBlock, cluster,
    databaseSnapshot, clusterSnapshot, openID, saml, parameter, grants, subscriptions, sessions,
    transitRoutes, gateway, attachment,
  ]

  private static let prefixes = KindCase(
    kind: .prefixList,
    cli: #"""
      {"PrefixListId":"pl-1","PrefixListName":"offices","AddressFamily":"IPv4","State":"modify-complete",
       "PrefixListArn":"arn:aws:ec2:eu-west-1:111122223333:prefix-list/pl-1","MaxEntries":10,
       "Version":3,"OwnerId":"111122223333","Tags":[],
       "Entries":[{"Cidr":"10.1.0.0/16","Description":"north"},{"Cidr":"192.0.2.7/24"}]}
      """#,
    config: #"""
      {"configuration":{"PrefixListId":"pl-1","PrefixListName":"offices","AddressFamily":"IPv4",
       "Arn":"arn:aws:ec2:eu-west-1:111122223333:prefix-list/pl-1","MaxEntries":10,"Version":4,
       "OwnerId":"111122223333","Entries":[{"Cidr":"192.0.2.0/24"},
       {"Cidr":"10.1.0.0/16","Description":"north"}]},"supplementaryConfiguration":{},"tags":{}}
      """#,
    changes: [
      Change(
        "192.0.2.7/24", "0.0.0.0/0", ["Entries[0.0.0.0/0]", "Entries[192.0.2.0/24]"], .critical),
      Change(
        "192.0.2.7/24", "198.51.100.0/24",
        [
          "Entries[192.0.2.0/24]", "Entries[198.51.100.0/24]",
        ], .medium),
      Change("north", "south", ["Entries[10.1.0.0/16].Description"], .low),
      Change(#""Version":3"#, #""Version":4"#, []),
    ])

  private static let root = KindCase(
    kind: .iamRootUser,
    cli:
      #"{"AccountMFAEnabled":1,"AccountAccessKeysPresent":0,"AccountSigningCertificatesPresent":0,"Users":7,"Roles":9}"#,
    config: nil,
    changes: [
      Change(
        #""AccountMFAEnabled":1"#, #""AccountMFAEnabled":0"#, ["AccountMFAEnabled"], .critical),
      Change(
        #""AccountAccessKeysPresent":0"#, #""AccountAccessKeysPresent":1"#,
        ["AccountAccessKeysPresent"], .critical),
      Change(#""Users":7"#, #""Users":8"#, []),
    ])

  private static let accountBlock = KindCase(
    kind: .s3AccountPublicAccessBlock,
    cli:
      #"{"BlockPublicAcls":true,"IgnorePublicAcls":true,"BlockPublicPolicy":true,"RestrictPublicBuckets":true}"#,
    config: #"""
      {"configuration":{"blockPublicAcls":true,"ignorePublicAcls":true,"blockPublicPolicy":true,
       "restrictPublicBuckets":true},"supplementaryConfiguration":{}}
      """#,
    changes: [
      Change(
        #""BlockPublicPolicy":true"#, #""BlockPublicPolicy":false"#, ["BlockPublicPolicy"],
        .critical)
    ])

  private static let diskSnapshot = KindCase(
    kind: .snapshot,
    cli: #"""
      {"SnapshotId":"snap-1","OwnerId":"111122223333","VolumeId":"vol-1","VolumeSize":8,"Encrypted":true,
       "State":"completed","Progress":"100%","StartTime":"2026-11-20T00:00:00Z","Description":"d",
       "Tags":[],"CreateVolumePermissions":[{"UserId":"444455556666"}]}
      """#,
    config: nil,
    changes: [
      Change(
        #"{"UserId":"444455556666"}"#, #"{"UserId":"444455556666"},{"Group":"all"}"#,
        ["CreateVolumePermissions[all]"], .critical),
      Change(
        "444455556666", "777788889999",
        [
          "CreateVolumePermissions[444455556666]", "CreateVolumePermissions[777788889999]",
        ], .high),
      Change("100%", "50%", []),
    ])

  private static let snapshotBlock = KindCase(
    kind: .snapshotBlockPublicAccess, cli: #"{"State":"block-all-sharing","ManagedBy":"account"}"#,
    config: nil,
    changes: [
      Change("block-all-sharing", "unblocked", ["State"], .critical),
      Change("block-all-sharing", "block-new-sharing", ["State"], .high),
    ])

  private static let machineImage = KindCase(
    kind: .image,
    cli: #"""
      {"ImageId":"ami-1","Name":"golden","OwnerId":"111122223333","Public":false,"State":"available",
       "CreationDate":"2026-11-20T00:00:00.000Z","Architecture":"x86_64","Tags":[],
       "BlockDeviceMappings":[{"DeviceName":"/dev/sda1","Ebs":{"SnapshotId":"snap-1","Encrypted":true}}],
       "LaunchPermissions":[{"OrganizationArn":"arn:aws:organizations::1:organization/o-1"}]}
      """#,
    config: nil,
    changes: [
      Change(#""Public":false"#, #""Public":true"#, ["Public"], .critical),
      Change(
        #""LaunchPermissions":["#, #""LaunchPermissions":[{"UserId":"444455556666"},"#,
        ["LaunchPermissions[444455556666]"], .high),
    ])

  private static let imageBlock = KindCase(
    kind: .imageBlockPublicAccess, cli: #"{"ImageBlockPublicAccessState":"block-new-sharing"}"#,
    config: nil,
    changes: [
      Change("block-new-sharing", "unblocked", ["ImageBlockPublicAccessState"], .critical)
    ])

  private static let cluster = KindCase(
    kind: .rdsDBCluster,
    cli: #"""
      {"DBClusterIdentifier":"c","DBClusterArn":"arn:aws:rds:eu-west-1:111122223333:cluster:c",
       "DbClusterResourceId":"cluster-A","Engine":"aurora-mysql","Status":"available","Port":3306,
       "AvailabilityZones":["eu-west-1b","eu-west-1a"],"StorageEncrypted":true,"KmsKeyId":"k",
       "LatestRestorableTime":"2026-11-20T00:00:00Z","DeletionProtection":true,"DBSubnetGroup":"s",
       "BackupRetentionPeriod":7,"IAMDatabaseAuthenticationEnabled":true,"TagList":[],
       "DBClusterParameterGroup":"p","EnabledCloudwatchLogsExports":["audit"],
       "DBClusterMembers":[{"DBInstanceIdentifier":"c-1","IsClusterWriter":true,"PromotionTier":1,
        "DBClusterParameterGroupStatus":"in-sync"}],
       "VpcSecurityGroups":[{"VpcSecurityGroupId":"sg-1","Status":"active"}]}
      """#,
    config: #"""
      {"configuration":{"dbclusterIdentifier":"c","dbClusterResourceId":"cluster-A",
       "dbclusterArn":"arn:aws:rds:eu-west-1:111122223333:cluster:c","engine":"aurora-mysql",
       "status":"available","port":3306,"availabilityZones":[{"value":"eu-west-1a"},
       {"value":"eu-west-1b"}],"storageEncrypted":true,"kmsKeyId":"k","deletionProtection":true,
       "dbsubnetGroup":"s","backupRetentionPeriod":7,"iamdatabaseAuthenticationEnabled":true,
       "dbclusterParameterGroup":"p","enabledCloudwatchLogsExports":["audit"],"tagList":[],
       "dbclusterMembers":[{"dbinstanceIdentifier":"c-1","isClusterWriter":false,"clusterWriter":false,
        "promotionTier":1,"dbclusterParameterGroupStatus":"in-sync"}],
       "vpcSecurityGroups":[{"vpcSecurityGroupId":"sg-1","status":"active"}]},
       "supplementaryConfiguration":{"Tags":[]},"tags":{}}
      """#,
    changes: [
      Change(
        #""DeletionProtection":true"#, #""DeletionProtection":false"#, ["DeletionProtection"], .high
      ),
      Change(
        #""BackupRetentionPeriod":7"#, #""BackupRetentionPeriod":1"#, ["BackupRetentionPeriod"],
        .high),
      Change(#"["audit"]"#, "[]", ["EnabledCloudwatchLogsExports[audit]"], .high),
      Change(#""IsClusterWriter":true"#, #""IsClusterWriter":false"#, []),
      Change("2026-11-20", "2026-11-21", []),
    ])

  private static let databaseSnapshot = KindCase(
    kind: .rdsDBSnapshot,
    cli: #"""
      {"DBSnapshotIdentifier":"s","DBInstanceIdentifier":"d","Engine":"mysql","SnapshotType":"manual",
       "DBSnapshotArn":"arn:aws:rds:eu-west-1:111122223333:snapshot:s","Encrypted":true,"KmsKeyId":"k",
       "Status":"available","PercentProgress":100,"SnapshotCreateTime":"2026-11-20T00:00:00Z",
       "TagList":[],"Attributes":{"DBSnapshotIdentifier":"s","DBSnapshotAttributes":[
        {"AttributeName":"restore","AttributeValues":["444455556666"]}]}}
      """#,
    config: #"""
      {"configuration":{"dBSnapshotIdentifier":"s","dBInstanceIdentifier":"d","engine":"mysql",
       "snapshotType":"manual","encrypted":true,"kmsKeyId":"k","status":"available",
       "snapshotCreateTime":"2026-11-20T00:00:00.000Z","percentProgress":100},
       "supplementaryConfiguration":{"DBSnapshotAttributes":[{"attributeName":"restore",
        "attributeValues":["444455556666"]}],"Tags":[]},"tags":{}}
      """#,
    changes: [
      Change(
        #"["444455556666"]"#, #"["444455556666","all"]"#, ["Attributes[restore][all]"], .critical),
      Change(#"["444455556666"]"#, "[]", ["Attributes[restore][444455556666]"], .medium),
    ])

  private static let clusterSnapshot = KindCase(
    kind: .rdsDBClusterSnapshot,
    cli: #"""
      {"DBClusterSnapshotIdentifier":"s","DBClusterIdentifier":"c","Engine":"aurora-mysql",
       "SnapshotType":"manual","StorageEncrypted":true,"KmsKeyId":"k","TagList":[],
       "AvailabilityZones":["eu-west-1a"],"Attributes":{"DBClusterSnapshotIdentifier":"s",
        "DBClusterSnapshotAttributes":[{"AttributeName":"restore","AttributeValues":[]}]}}
      """#,
    config: #"""
      {"configuration":{"dbclusterSnapshotIdentifier":"s","dbclusterIdentifier":"c",
       "engine":"aurora-mysql","snapshotType":"manual","storageEncrypted":true,"kmsKeyId":"k",
       "availabilityZones":[{"value":"eu-west-1a"}]},"supplementaryConfiguration":{
        "DBClusterSnapshotAttributes":[{"attributeName":"restore","attributeValues":[]}],"Tags":[]}}
      """#,
    changes: [
      Change(
        #""AttributeValues":[]"#, #""AttributeValues":["444455556666"]"#,
        ["Attributes[restore][444455556666]"], .high)
    ])

  private static let openID = KindCase(
    kind: .iamOIDCProvider,
    cli: #"""
      {"Arn":"arn:aws:iam::111122223333:oidc-provider/token.example.com","Provider":{
       "Url":"token.example.com","ClientIDList":["sts.amazonaws.com"],"ThumbprintList":["aa"],
       "CreateDate":"2026-11-20T00:00:00Z"}}
      """#,
    config: #"""
      {"configuration":{"Arn":"arn:aws:iam::111122223333:oidc-provider/token.example.com",
       "Url":"token.example.com","ClientIdList":["sts.amazonaws.com"],"ThumbprintList":["aa"]},
       "supplementaryConfiguration":{},"tags":{}}
      """#,
    changes: [
      Change(
        #"["sts.amazonaws.com"]"#, #"["sts.amazonaws.com","other"]"#, ["ClientIDList[other]"], .high
      ),
      Change(#"["aa"]"#, #"["bb"]"#, ["ThumbprintList[aa]", "ThumbprintList[bb]"], .high),
    ])

  private static let saml = KindCase(
    kind: .iamSAMLProvider,
    cli: #"""
      {"Arn":"arn:aws:iam::111122223333:saml-provider/staff","ValidUntil":"2036-11-20T00:00:00Z",
       "Provider":{"SAMLMetadataDocument":"<one/>","ValidUntil":"2036-11-20T00:00:00Z"}}
      """#,
    config: nil,
    changes: [Change("<one/>", "<two/>", ["SAMLMetadataDocument"], .high)])

  private static let parameter = KindCase(
    kind: .ssmParameter,
    cli: #"""
      {"Name":"/a","Type":"SecureString","KeyId":"k","Version":1,"Tier":"Standard","Policies":[],
       "LastModifiedDate":"2026-11-20T00:00:00Z","LastModifiedUser":"u"}
      """#,
    config: nil,
    changes: [
      Change(#""Version":1"#, #""Version":2"#, ["Version"], .medium),
      Change("SecureString", "String", ["Type"], .critical),
      Change("2026-11-20", "2026-11-21", []),
    ])

  private static let grants = KindCase(
    kind: .kmsKey,
    cli: #"""
      {"KeyId":"1","Grants":[{"GrantId":"g1","KeyId":"1","GranteePrincipal":"arn:aws:iam::111122223333:role/a",
       "Operations":["Decrypt"],"CreationDate":"2026-11-20T00:00:00Z"},{"GrantId":"g2",
       "GranteePrincipal":"arn:aws:sts::111122223333:assumed-role/aws:ec2-infrastructure/i-1"}],
       "Aliases":[{"AliasName":"alias/a","TargetKeyId":"1","CreationDate":"2026-11-20T00:00:00Z"}]}
      """#,
    config: nil,
    changes: [
      Change(
        #""Grants":["#,
        #""Grants":[{"GrantId":"g3","GranteePrincipal":"arn:aws:iam::444455556666:root","Operations":["Decrypt"]},"#,
        ["Grants[g3]"], .high),
      Change("i-1", "i-2", []),
      Change(#""GrantId":"g2""#, #""GrantId":"g4""#, []),
      Change("alias/a", "alias/b", ["Aliases[alias/a]", "Aliases[alias/b]"], .medium),
    ])

  private static let subscriptions = KindCase(
    kind: .snsTopic,
    cli: #"""
      {"TopicArn":"t","Subscriptions":[{"SubscriptionArn":"t:1","Owner":"111122223333","Protocol":"sqs",
       "Endpoint":"q","TopicArn":"t"}]}
      """#,
    config: nil,
    changes: [
      Change(
        #""Endpoint":"q""#, #""Endpoint":"r""#,
        [
          "Subscriptions[sqs q]", "Subscriptions[sqs r]",
        ], .high)
    ])

  private static let sessions = KindCase(
    kind: .iamRole,
    cli: #"""
      {"RoleName":"r","RoleId":"A","Path":"/","AssumeRolePolicyDocument":{"Statement":[]},
       "Listed":[{"RoleName":"r","RoleId":"A","MaxSessionDuration":3600,"Description":"d"}]}
      """#,
    config: nil,
    changes: [
      Change("3600", "43200", ["MaxSessionDuration"], .medium),
      Change(#""Description":"d""#, #""Description":"e""#, ["Description"], .low),
    ])

  private static let transitRoutes = KindCase(
    kind: .transitGatewayRouteTable,
    cli: #"""
      {"TransitGatewayRouteTableId":"tgw-rtb-1","TransitGatewayId":"tgw-1","State":"available",
       "Routes":[{"DestinationCidrBlock":"10.0.0.0/8","State":"active","Type":"static",
        "TransitGatewayAttachments":[{"TransitGatewayAttachmentId":"tgw-attach-1"}]}]}
      """#,
    config: nil,
    changes: [
      Change(
        #""Routes":["#,
        #""Routes":[{"DestinationCidrBlock":"0.0.0.0/0","State":"active","Type":"static"},"#,
        ["Routes[0.0.0.0/0]"], .high)
    ])

  private static let gateway = KindCase(
    kind: .transitGateway,
    cli: #"""
      {"TransitGatewayId":"tgw-1","TransitGatewayArn":"arn:aws:ec2:eu-west-1:111122223333:transit-gateway/tgw-1",
       "State":"available","OwnerId":"111122223333","Description":"d","CreationTime":"2026-11-20T00:00:00Z",
       "Options":{"AmazonSideAsn":64512,"AutoAcceptSharedAttachments":"disable",
        "AssociationDefaultRouteTableId":"tgw-rtb-1"},"Tags":[]}
      """#,
    config: #"""
      {"configuration":{"Id":"tgw-1","Description":"d","AmazonSideAsn":64512,
       "AutoAcceptSharedAttachments":"disable","AssociationDefaultRouteTableId":"tgw-rtb-1"},
       "supplementaryConfiguration":{},"tags":{}}
      """#,
    changes: [
      Change(
        #""AutoAcceptSharedAttachments":"disable""#, #""AutoAcceptSharedAttachments":"enable""#,
        ["AutoAcceptSharedAttachments"], .high)
    ])

  private static let attachment = KindCase(
    kind: .transitGatewayAttachment,
    cli: #"""
      {"TransitGatewayAttachmentId":"tgw-attach-1","TransitGatewayId":"tgw-1","ResourceType":"vpc",
       "ResourceId":"vpc-1","State":"available","Tags":[],
       "Association":{"TransitGatewayRouteTableId":"tgw-rtb-1","State":"associated"}}
      """#,
    config: #"""
      {"configuration":{"Id":"tgw-attach-1","TransitGatewayId":"tgw-1","VpcId":"vpc-1",
       "SubnetIds":["subnet-1"]},"supplementaryConfiguration":{},"tags":{}}
      """#,
    changes: [
      Change("tgw-rtb-1", "tgw-rtb-2", ["Association.TransitGatewayRouteTableId"], .high)
    ])
}
