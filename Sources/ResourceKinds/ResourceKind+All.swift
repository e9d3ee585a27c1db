package import ConfigurationDiff
package import ConfigurationModel
import Synchronization

extension ResourceKind {
  /// Every resource type with rules of its own, one line a file in the folder `Kinds`.
  package static let all: [ResourceKind] = listed.map(\.keepingSecrets)

  private static let listed: [ResourceKind] = [
    .securityGroup,
    .routeTable,
    .networkAcl,
    .vpc,
    .subnet,
    .internetGateway,
    .natGateway,
    .vpcPeeringConnection,
    .vpcEndpoint,
    .transitGateway,
    .transitGatewayAttachment,
    .transitGatewayRouteTable,
    .prefixList,
    .instance,
    .volume,
    .snapshot,
    .snapshotBlockPublicAccess,
    .image,
    .imageBlockPublicAccess,
    .networkInterface,
    .eip,
    .flowLog,
    .loadBalancer,
    .listener,
    .listenerRule,
    .targetGroup,
    .classicLoadBalancer,
    .launchTemplate,
    .launchConfiguration,
    .autoScalingGroup,
    .iamGroup,
    .iamUser,
    .iamRole,
    .iamPolicy,
    .iamAccountPasswordPolicy,
    .iamRootUser,
    .iamOIDCProvider,
    .iamSAMLProvider,
    .organizationPolicy,
    .s3Bucket,
    .s3AccountPublicAccessBlock,
    .cloudTrailTrail,
    .configurationRecorder,
    .deliveryChannel,
    .configRule,
    .conformancePack,
    .configurationAggregator,
    .guardDutyDetector,
    .securityHub,
    .securityHubStandard,
    .inspectorAccount,
    .macieSession,
    .detectiveGraph,
    .logGroup,
    .metricFilter,
    .logsResourcePolicy,
    .alarm,
    .compositeAlarm,
    .kmsKey,
    .rdsDBInstance,
    .rdsDBCluster,
    .rdsDBSnapshot,
    .rdsDBClusterSnapshot,
    .rdsDBSecurityGroup,
    .redshiftCluster,
    .dynamoDBTable,
    .lambdaFunction,
    .snsTopic,
    .sqsQueue,
    .secretsManagerSecret,
    .ssmParameter,
  ]

  private static let byType = Dictionary(uniqueKeysWithValues: all.map { ($0.type, $0) })
  /// The generic kinds that were asked for: each takes its type's schema apart, and is asked for with each document.
  private static let generics = Mutex<[ResourceType: ResourceKind]>([:])

  /// The kind of a type: its own where there is one, otherwise the generic kind.
  package static func of(_ type: ResourceType) -> ResourceKind {
    if let own = byType[type] { return own }
    return generics.withLock { made in
      let kind = made[type] ?? generic(type)
      made[type] = kind
      return kind
    }
  }
}

extension [ResourceKind] {
  /// The kinds that are read beside these where some item names one of their resources.
  package var companions: [ResourceKind] {
    let types = Set(flatMap(\.companions).map(\.type)).subtracting(map(\.type))
    return types.sorted().map(ResourceKind.of)
  }
}
