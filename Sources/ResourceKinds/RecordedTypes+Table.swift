// swift-format-ignore-file
// Written by Scripts/generate-recorded-types.py from botocore 1.43.11 (Apache-2.0).

extension RecordedTypes {
  static let table = #"""
AWS::ACM Certificate
AWS::ACMPCA CertificateAuthority CertificateAuthorityActivation
AWS::APS RuleGroupsNamespace
AWS::AccessAnalyzer Analyzer
AWS::AmazonMQ Broker
AWS::Amplify App Branch
AWS::ApiGateway Method RestApi Stage UsagePlan
AWS::ApiGatewayV2 Api Integration Stage
AWS::AppConfig Application ConfigurationProfile DeploymentStrategy Environment Extension ExtensionAssociation HostedConfigurationVersion
AWS::AppFlow Flow
AWS::AppIntegrations Application EventIntegration
AWS::AppMesh GatewayRoute Mesh Route VirtualGateway VirtualNode VirtualRouter VirtualService
AWS::AppRunner Service VpcConnector
AWS::AppStream AppBlockBuilder Application DirectoryConfig Fleet Stack
AWS::AppSync ApiCache GraphQLApi
AWS::Athena DataCatalog PreparedStatement WorkGroup
AWS::AuditManager Assessment
AWS::AutoScaling AutoScalingGroup LaunchConfiguration ScalingPolicy ScheduledAction WarmPool
AWS::B2BI Capability
AWS::BCMDataExports Export
AWS::Backup BackupPlan BackupSelection BackupVault RecoveryPoint ReportPlan RestoreTestingPlan
AWS::BackupGateway Hypervisor
AWS::Batch ComputeEnvironment JobQueue SchedulingPolicy
AWS::Bedrock ApplicationInferenceProfile Guardrail KnowledgeBase Prompt
AWS::BedrockAgentCore BrowserCustom Runtime
AWS::Budgets BudgetsAction
AWS::Cassandra Keyspace
AWS::CleanRoomsML TrainingDataset
AWS::Cloud9 EnvironmentEC2
AWS::CloudFormation GuardHook LambdaHook Stack StackSet
AWS::CloudFront Distribution KeyValueStore PublicKey RealtimeLogConfig StreamingDistribution
AWS::CloudTrail EventDataStore Trail
AWS::CloudWatch Alarm MetricStream
AWS::CodeArtifact Domain Repository
AWS::CodeBuild Project ReportGroup
AWS::CodeDeploy Application DeploymentConfig DeploymentGroup
AWS::CodeGuruProfiler ProfilingGroup
AWS::CodeGuruReviewer RepositoryAssociation
AWS::CodePipeline Pipeline
AWS::Cognito IdentityPool UserPool UserPoolClient UserPoolGroup
AWS::Comprehend Flywheel
AWS::Config AggregationAuthorization ConformancePack ConformancePackCompliance ResourceCompliance StoredQuery
AWS::Connect Instance PhoneNumber QuickConnect Rule SecurityProfile User
AWS::CustomerProfiles Domain ObjectType
AWS::DMS Certificate Endpoint EventSubscription ReplicationSubnetGroup
AWS::DataSync Agent LocationEFS LocationFSxLustre LocationFSxWindows LocationHDFS LocationNFS LocationObjectStorage LocationS3 LocationSMB Task
AWS::Deadline Fleet Monitor QueueFleetAssociation
AWS::Detective Graph
AWS::DeviceFarm InstanceProfile Project TestGridProject
AWS::DynamoDB Table
AWS::EC2 CapacityReservation CarrierGateway ClientVpnEndpoint ClientVpnTargetNetworkAssociation CustomerGateway DHCPOptions EC2Fleet EIP EIPAssociation EgressOnlyInternetGateway FlowLog Host IPAM IPAMPool IPAMPoolCidr IPAMResourceDiscovery IPAMResourceDiscoveryAssociation IPAMScope Instance InstanceConnectEndpoint InternetGateway LaunchTemplate NatGateway NetworkAcl NetworkInsightsAccessScope NetworkInsightsAccessScopeAnalysis NetworkInsightsAnalysis NetworkInsightsPath NetworkInterface PrefixList RegisteredHAInstance RouteTable SecurityGroup SecurityGroupVpcAssociation SnapshotBlockPublicAccess SpotFleet Subnet SubnetCidrBlock SubnetNetworkAclAssociation SubnetRouteTableAssociation TrafficMirrorFilter TrafficMirrorSession TrafficMirrorTarget TransitGateway TransitGatewayAttachment TransitGatewayConnect TransitGatewayMulticastDomain TransitGatewayRouteTable VPC VPCBlockPublicAccessExclusion VPCBlockPublicAccessOptions VPCEndpoint VPCEndpointConnectionNotification VPCEndpointService VPCGatewayAttachment VPCPeeringConnection VPNConnection VPNConnectionRoute VPNGateway VerifiedAccessInstance Volume
AWS::ECR PublicRepository PullThroughCacheRule RegistryPolicy ReplicationConfiguration Repository RepositoryCreationTemplate
AWS::ECS CapacityProvider Cluster Service TaskDefinition TaskSet
AWS::EFS AccessPoint FileSystem
AWS::EKS Addon Cluster FargateProfile IdentityProviderConfig
AWS::EMR SecurityConfiguration Studio
AWS::EMRContainers VirtualCluster
AWS::EMRServerless Application
AWS::ElasticBeanstalk Application ApplicationVersion Environment
AWS::ElasticLoadBalancing LoadBalancer
AWS::ElasticLoadBalancingV2 Listener LoadBalancer TargetGroup
AWS::Elasticsearch Domain
AWS::EntityResolution IdMappingWorkflow MatchingWorkflow SchemaMapping
AWS::EventSchemas Discoverer Registry RegistryPolicy Schema
AWS::Events ApiDestination Archive Connection Endpoint EventBus Rule
AWS::Evidently Launch Project Segment
AWS::FIS ExperimentTemplate
AWS::Forecast Dataset DatasetGroup
AWS::FraudDetector EntityType Label Outcome Variable
AWS::GameLift Build
AWS::GlobalAccelerator Accelerator EndpointGroup Listener
AWS::Glue Classifier Database Job MLTransform
AWS::Grafana Workspace
AWS::GreengrassV2 ComponentVersion
AWS::GroundStation Config DataflowEndpointGroup MissionProfile
AWS::GuardDuty Detector Filter IPSet MalwareProtectionPlan ThreatIntelSet
AWS::HealthLake FHIRDatastore
AWS::IAM Group InstanceProfile OIDCProvider Policy Role SAMLProvider ServerCertificate User
AWS::IVS Channel PlaybackKeyPair RecordingConfiguration
AWS::ImageBuilder ContainerRecipe DistributionConfiguration ImagePipeline ImageRecipe InfrastructureConfiguration LifecyclePolicy
AWS::InspectorV2 Activation Filter
AWS::IoT AccountAuditConfiguration Authorizer CACertificate CustomMetric Dimension DomainConfiguration FleetMetric JobTemplate MitigationAction Policy ProvisioningTemplate RoleAlias ScheduledAudit SecurityProfile ThingGroup
AWS::IoTAnalytics Channel Dataset Datastore Pipeline
AWS::IoTCoreDeviceAdvisor SuiteDefinition
AWS::IoTEvents AlarmModel DetectorModel Input
AWS::IoTSiteWise Asset AssetModel Dashboard Gateway Portal Project
AWS::IoTTwinMaker ComponentType Entity Scene SyncJob Workspace
AWS::IoTWireless FuotaTask MulticastGroup ServiceProfile
AWS::KMS Alias Key
AWS::KafkaConnect Connector CustomPlugin
AWS::Kendra Index
AWS::Kinesis Stream StreamConsumer
AWS::KinesisAnalyticsV2 Application
AWS::KinesisFirehose DeliveryStream
AWS::KinesisVideo SignalingChannel Stream
AWS::Lambda CodeSigningConfig Function
AWS::Lex Bot BotAlias
AWS::Lightsail Bucket Certificate Disk StaticIp
AWS::Location APIKey
AWS::Logs Destination
AWS::LookoutMetrics Alert
AWS::LookoutVision Project
AWS::M2 Environment
AWS::MSK BatchScramSecret Cluster ClusterPolicy Configuration ServerlessCluster VpcConnection
AWS::MediaConnect FlowEntitlement FlowSource FlowVpcInterface Gateway
AWS::MediaPackage PackagingConfiguration PackagingGroup
AWS::MediaPackageV2 Channel OriginEndpoint
AWS::MediaTailor LiveSource PlaybackConfiguration
AWS::MemoryDB SubnetGroup
AWS::NetworkFirewall Firewall FirewallPolicy RuleGroup
AWS::NetworkManager ConnectPeer CustomerGatewayAssociation Device GlobalNetwork Link LinkAssociation Site TransitGatewayPeering TransitGatewayRegistration
AWS::OpenSearch Domain
AWS::OpenSearchServerless Collection SecurityConfig VpcEndpoint
AWS::Organizations OrganizationalUnit
AWS::PCAConnectorAD Connector DirectoryRegistration
AWS::Panorama Package
AWS::Personalize Dataset DatasetGroup Schema Solution
AWS::Pinpoint App ApplicationSettings Campaign EmailChannel EmailTemplate EventStream InAppTemplate Segment
AWS::QLDB Ledger
AWS::QuickSight DataSource Template Theme
AWS::RDS DBCluster DBClusterSnapshot DBInstance DBSecurityGroup DBSnapshot DBSubnetGroup EventSubscription GlobalCluster Integration OptionGroup
AWS::RUM AppMonitor
AWS::Redshift Cluster ClusterParameterGroup ClusterSecurityGroup ClusterSnapshot ClusterSubnetGroup EndpointAccess EndpointAuthorization EventSubscription Integration ScheduledAction
AWS::ResilienceHub App ResiliencyPolicy
AWS::ResourceExplorer2 Index
AWS::RoboMaker RobotApplication RobotApplicationVersion SimulationApplication
AWS::RolesAnywhere Profile TrustAnchor
AWS::Route53 DNSSEC HostedZone
AWS::Route53Profiles Profile ProfileAssociation
AWS::Route53RecoveryControl Cluster ControlPanel RoutingControl SafetyRule
AWS::Route53RecoveryReadiness Cell ReadinessCheck RecoveryGroup ResourceSet
AWS::Route53Resolver FirewallDomainList FirewallRuleGroup FirewallRuleGroupAssociation ResolverEndpoint ResolverQueryLoggingConfig ResolverQueryLoggingConfigAssociation ResolverRule ResolverRuleAssociation
AWS::S3 AccessGrant AccessGrantsInstance AccessGrantsLocation AccessPoint AccountPublicAccessBlock Bucket MultiRegionAccessPoint StorageLens StorageLensGroup
AWS::S3Express BucketPolicy DirectoryBucket
AWS::S3Tables TableBucket TableBucketPolicy
AWS::SES ConfigurationSet ContactList DedicatedIpPool MailManagerTrafficPolicy ReceiptFilter ReceiptRuleSet Template
AWS::SNS Topic
AWS::SQS Queue
AWS::SSM AssociationCompliance Document FileData ManagedInstanceInventory PatchCompliance ResourceDataSync
AWS::SSMContacts Contact
AWS::SSMIncidents ResponsePlan
AWS::SageMaker AppImageConfig CodeRepository DataQualityJobDefinition Domain FeatureGroup Image InferenceExperiment MlflowTrackingServer Model ModelBiasJobDefinition ModelExplainabilityJobDefinition ModelQualityJobDefinition NotebookInstanceLifecycleConfig StudioLifecycleConfig UserProfile Workteam
AWS::SecretsManager ResourcePolicy RotationSchedule Secret
AWS::SecurityHub Standard
AWS::ServiceCatalog CloudFormationProduct CloudFormationProvisionedProduct Portfolio
AWS::ServiceDiscovery HttpNamespace Instance PublicDnsNamespace Service
AWS::Shield Protection
AWS::ShieldRegional Protection
AWS::Signer SigningProfile
AWS::StepFunctions Activity StateMachine
AWS::Transfer Agreement Certificate Connector Profile Server Workflow
AWS::WAF RateBasedRule Rule RuleGroup WebACL
AWS::WAFRegional RateBasedRule Rule RuleGroup WebACL
AWS::WAFv2 IPSet ManagedRuleSet RegexPatternSet RuleGroup WebACL
AWS::WorkSpaces ConnectionAlias Workspace
AWS::XRay EncryptionConfig
"""#
}
