import ConfigurationModel
import ResourceKinds

extension KindCase {
  static let databases = [instance, securityGroup, cluster]

  private static let instance = KindCase(
    kind: .rdsDBInstance,
    cli: #"""
      {"DBInstanceIdentifier":"d","DBInstanceClass":"db.t3.small","Engine":"postgres",
       "DBInstanceStatus":"available","MasterUsername":"root","Endpoint":{"Address":"d.x","Port":5432},
       "AllocatedStorage":32,"BackupRetentionPeriod":7,"DBSecurityGroups":[],
       "VpcSecurityGroups":[{"VpcSecurityGroupId":"sg-1","Status":"active"},
        {"VpcSecurityGroupId":"sg-2","Status":"active"}],
       "DBParameterGroups":[{"DBParameterGroupName":"p","ParameterApplyStatus":"in-sync"}],
       "DBSubnetGroup":{"DBSubnetGroupName":"n","VpcId":"vpc-1","Subnets":[
        {"SubnetIdentifier":"subnet-1","SubnetStatus":"Active"},
        {"SubnetIdentifier":"subnet-2","SubnetStatus":"Active"}]},"PendingModifiedValues":{},
       "MultiAZ":false,"ReadReplicaDBInstanceIdentifiers":[],"PubliclyAccessible":false,
       "StorageEncrypted":true,"KmsKeyId":"k","DbiResourceId":"db-1","DbInstancePort":0,
       "CACertificateIdentifier":"ca","IAMDatabaseAuthenticationEnabled":true,
       "DeletionProtection":true,"LatestRestorableTime":"2026-11-20T00:00:00Z",
       "DBInstanceArn":"arn:aws:rds:eu-west-1:111122223333:db:d",
       "TagList":[{"Key":"team","Value":"a"}],"NetworkType":"IPV4"}
      """#,
    config: #"""
      {"configuration":{"dBInstanceIdentifier":"d","dBInstanceClass":"db.t3.small",
       "engine":"postgres","dBInstanceStatus":"modifying","masterUsername":"root",
       "endpoint":{"address":"d.x","port":5432,"hostedZoneId":null},"allocatedStorage":32,
       "backupRetentionPeriod":7,"dBSecurityGroups":[],"vpcSecurityGroups":[
        {"vpcSecurityGroupId":"sg-2","status":"active"},
        {"vpcSecurityGroupId":"sg-1","status":"active"}],
       "dBParameterGroups":[{"dBParameterGroupName":"p","parameterApplyStatus":"applying"}],
       "dBSubnetGroup":{"dBSubnetGroupName":"n","vpcId":"vpc-1","subnets":[
        {"subnetIdentifier":"subnet-2","subnetStatus":"Active"},
        {"subnetIdentifier":"subnet-1","subnetStatus":"Active"}],"dBSubnetGroupArn":null},
       "pendingModifiedValues":{"dBInstanceClass":null,"masterUserPassword":null},
       "multiAZ":false,"readReplicaDBInstanceIdentifiers":[],"publiclyAccessible":false,
       "storageEncrypted":true,"kmsKeyId":"k","dbiResourceId":"db-1","dbInstancePort":0,
       "cACertificateIdentifier":"ca","iAMDatabaseAuthenticationEnabled":true,"iops":null,
       "dBInstanceArn":"arn:aws:rds:eu-west-1:111122223333:db:d","statusInfos":[]},
       "supplementaryConfiguration":{"Tags":[{"key":"team","value":"a"}]},"tags":{"team":"a"}}
      """#,
    changes: [
      Change(
        #""PubliclyAccessible":false"#, #""PubliclyAccessible":true"#, ["PubliclyAccessible"],
        .critical),
      Change(
        #""StorageEncrypted":true"#, #""StorageEncrypted":false"#, ["StorageEncrypted"], .high),
      Change("sg-1", "sg-3", ["VpcSecurityGroups[sg-1]", "VpcSecurityGroups[sg-3]"], .high),
      Change(
        #""BackupRetentionPeriod":7"#, #""BackupRetentionPeriod":0"#,
        ["BackupRetentionPeriod"], .high),
      Change(
        #""DeletionProtection":true"#, #""DeletionProtection":false"#,
        ["DeletionProtection"], .high),
      Change("available", "stopped", []), Change("in-sync", "pending-reboot", []),
    ])

  private static let securityGroup = KindCase(
    kind: .rdsDBSecurityGroup,
    cli: #"""
      {"OwnerId":"111122223333","DBSecurityGroupName":"default","DBSecurityGroupDescription":"d",
       "EC2SecurityGroups":[],"DBSecurityGroupArn":"arn:aws:rds:eu-west-1:111122223333:secgrp:default",
       "IPRanges":[{"Status":"authorized","CIDRIP":"10.0.0.0/8"},
        {"Status":"authorized","CIDRIP":"192.0.2.0/24"}]}
      """#,
    config: #"""
      {"configuration":{"ownerId":"111122223333","dBSecurityGroupName":"default",
       "dBSecurityGroupDescription":"d","eC2SecurityGroups":[],"iPRanges":[
        {"status":"authorizing","cIDRIP":"192.0.2.0/24"},{"status":"authorized",
         "cIDRIP":"10.0.0.0/8"}]},"supplementaryConfiguration":{"Tags":[]},"tags":{}}
      """#,
    changes: [
      Change(
        "10.0.0.0/8", "0.0.0.0/0", ["IPRanges[0.0.0.0/0]", "IPRanges[10.0.0.0/8]"], .critical),
      Change("authorized", "revoking", []),
    ])

  private static let cluster = KindCase(
    kind: .redshiftCluster,
    cli: #"""
      {"ClusterIdentifier":"c","NodeType":"ra3","ClusterStatus":"available","MasterUsername":"root",
       "DBName":"d","Endpoint":{"Address":"c.x","Port":5439},"AutomatedSnapshotRetentionPeriod":7,
       "ClusterSecurityGroups":[],"VpcSecurityGroups":[{"VpcSecurityGroupId":"sg-1",
        "Status":"active"}],"ClusterParameterGroups":[{"ParameterGroupName":"p",
        "ParameterApplyStatus":"in-sync"}],"PendingModifiedValues":{},"PubliclyAccessible":false,
       "Encrypted":true,"KmsKeyId":"k","Tags":[{"Key":"team","Value":"a"}],
       "IamRoles":[{"IamRoleArn":"r1","ApplyStatus":"in-sync"},
        {"IamRoleArn":"r2","ApplyStatus":"in-sync"}],
       "LoggingStatus":{"LoggingEnabled":true,"BucketName":"logs",
        "LastSuccessfulDeliveryTime":"2026-11-20T00:00:00Z"}}
      """#,
    config: #"""
      {"configuration":{"clusterIdentifier":"c","nodeType":"ra3","clusterStatus":"modifying",
       "masterUsername":"root","dBName":"d","endpoint":{"address":"c.x","port":5439},
       "automatedSnapshotRetentionPeriod":7,"clusterSecurityGroups":[],
       "vpcSecurityGroups":[{"vpcSecurityGroupId":"sg-1","status":"active"}],
       "clusterParameterGroups":[{"parameterGroupName":"p","parameterApplyStatus":"in-sync"}],
       "pendingModifiedValues":{"masterUserPassword":null},"publiclyAccessible":false,
       "encrypted":true,"kmsKeyId":"k","tags":[{"key":"team","value":"a"}],"iamRoles":[
        {"iamRoleArn":"r2","applyStatus":"in-sync"},{"iamRoleArn":"r1","applyStatus":"adding"}]},
       "supplementaryConfiguration":{"LoggingStatus":{"loggingEnabled":true,"bucketName":"logs"}},
       "tags":{"team":"a"}}
      """#,
    changes: [
      Change(
        #""PubliclyAccessible":false"#, #""PubliclyAccessible":true"#, ["PubliclyAccessible"],
        .critical),
      Change(
        #""LoggingEnabled":true"#, #""LoggingEnabled":false"#,
        ["LoggingStatus.LoggingEnabled"], .high),
      Change(
        #""IamRoleArn":"r2""#, #""IamRoleArn":"r3""#, ["IamRoles[r2]", "IamRoles[r3]"], .high),
      Change("2026-11-20", "2026-11-21", []),
    ])
}
