package import ConfigurationDiff
import ConfigurationModel

extension ResourceKind {
  /// `AWS::AutoScaling::AutoScalingGroup`. How many instances are wanted, and which there are, follows from load.
  package static let autoScalingGroup = ResourceKind(
    "AWS::AutoScaling::AutoScalingGroup",
    listings: [Listing("autoscaling", "describe-auto-scaling-groups", "AutoScalingGroups")],
    identity: Identity(
      id: ["AutoScalingGroupName"], arn: "AutoScalingGroupARN", incarnation: "AutoScalingGroupARN"),
    facets: facets, always: ["HealthCheckType", "MaxSize", "MinSize"],
    columns: [
      "AvailabilityZones", "DesiredCapacity", "HealthCheckGracePeriod", "LoadBalancerNames",
      "NewInstancesProtectedFromScaleIn", "TargetGroupARNs", "TerminationPolicies",
      "VPCZoneIdentifier",
    ],
    leftOut: [
      "LaunchConfigurationName": .null, "LaunchTemplate": .null, "MixedInstancesPolicy": .null,
    ],
    configRules: plainConfigRules + [.named("", ["VPCZoneIdentifier"])]
      + .plainTexts("AvailabilityZones"),
    rules: volatile + rules,
    assess: assessing { watches.assess($0) })

  /// What only some groups have, what AWS Config does not give, or did not always.
  private static let facets = [
    "AutoScalingGroupARN", "AvailabilityZoneDistribution", "AvailabilityZoneIds",
    "AvailabilityZoneImpairmentPolicy",
    "CapacityRebalance", "CapacityReservationSpecification", "Context", "DefaultInstanceWarmup",
    "DeletionProtection", "DesiredCapacityType", "InstanceLifecyclePolicy",
    "InstanceMaintenancePolicy", "LaunchConfigurationName", "LaunchTemplate",
    "MaxInstanceLifetime", "MixedInstancesPolicy", "PlacementGroup", "Tags", "TagsAtLaunch",
    "TrafficSources",
    "WarmPoolConfiguration",
  ]

  private static let volatile: [NormalizationRule] = [
    "CreatedTime", "DesiredCapacity", "Instances", "PredictedCapacity", "Status", "WarmPoolSize",
    "WarmPoolConfiguration.Status", "SuspendedProcesses[].SuspensionReason",
  ].map { .dropped(FieldPath($0)) }

  private static let rules: [NormalizationRule] = [
    // AWS Config has the tags without saying which of them new instances get.
    .marked("Tags", key: "Key", flag: "PropagateAtLaunch", to: "TagsAtLaunch"),
    .dropped("Tags[].ResourceId"), .dropped("Tags[].ResourceType"),
    .dropped("Tags[].PropagateAtLaunch"), .tags("Tags"), .set("TagsAtLaunch"),
    .set("AvailabilityZones"),
    .set("AvailabilityZoneIds"), .set("LoadBalancerNames"), .set("TargetGroupARNs"),
    .keyed("EnabledMetrics", by: ["Metric"]), .keyed("SuspendedProcesses", by: ["ProcessName"]),
    .keyed("TrafficSources", by: ["Identifier"]),
  ]

  private static let watches = [
    Watch("LaunchTemplate", .high, "New instances are started from another template or version"),
    Watch("LaunchConfigurationName", .high, "New instances are started otherwise"),
    Watch("MixedInstancesPolicy", .high, "What new instances are started with differs"),
    Watch("SuspendedProcesses[*]", .added, .medium, "The group no longer does this by itself"),
    Watch("VPCZoneIdentifier", .high, "New instances are started in other subnets"),
    Watch("TagsAtLaunch[*]", .added, .low, "New instances now get this tag"),
    Watch("TagsAtLaunch[*]", .removed, .low, "New instances no longer get this tag"),
    Watch("MaxSize", .rises, .medium, "The group may now grow larger"),
    Watch("ServiceLinkedRoleARN", .medium, "The group acts with another role"),
    Watch("TargetGroupARNs[*]", .any, .medium, "Which load balancers send requests here differs"),
    Watch("LoadBalancerNames[*]", .any, .medium, "Which load balancers send requests here differs"),
  ]
}
