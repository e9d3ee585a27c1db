package import ConfigurationDiff
package import ConfigurationModel

extension ResourceKind {
  /// Every resource type with rules of its own, one line a file in the folder `Kinds`.
  package static let all: [ResourceKind] = listed.map(\.keepingSecrets)

  private static let listed: [ResourceKind] = [
    .securityGroup, .routeTable, .networkAcl, .vpc,
    .subnet, .internetGateway, .natGateway, .vpcPeeringConnection,
    .vpcEndpoint, .transitGatewayRouteTable, .instance, .volume,
    .networkInterface, .eip, .flowLog, .loadBalancer, .listener,
    .iamGroup, .iamUser, .iamRole, .iamPolicy, .iamAccountPasswordPolicy,
    .s3Bucket, .cloudTrailTrail, .configurationRecorder, .kmsKey,
    .rdsDBInstance, .rdsDBSecurityGroup, .redshiftCluster, .dynamoDBTable,
    .lambdaFunction, .snsTopic, .sqsQueue, .secretsManagerSecret,
  ]

  private static let byType = Dictionary(uniqueKeysWithValues: all.map { ($0.type, $0) })

  /// The kind of a type: its own where there is one, otherwise the generic kind.
  package static func of(_ type: ResourceType) -> ResourceKind {
    byType[type] ?? generic(type)
  }
}
