package import ConfigurationDiff
import ConfigurationModel

extension ResourceKind {
  /// `AWS::EC2::Instance`. `State.Name` is kept, so that a stop is seen as what it is; one that leads to another by
  /// itself is that one.
  package static let instance = ResourceKind(
    "AWS::EC2::Instance",
    listings: [Listing("ec2", "describe-instances", "Reservations", within: "Instances")],
    identity: Identity(id: ["InstanceId"], zone: "Placement.AvailabilityZone"),
    facets: [
      "BootMode", "CapacityReservationSpecification", "CpuOptions", "CurrentInstanceBootMode",
      "EnclaveOptions", "HibernationOptions", "MaintenanceOptions", "MetadataOptions",
      "NetworkPerformanceOptions", "Operator", "PlatformDetails", "PrivateDnsNameOptions",
      "UsageOperation", "UserData",
    ],
    always: ["BlockDeviceMappings", "ImageId", "InstanceType", "State"],
    columns: [
      "Architecture", "EbsOptimized", "EnaSupport", "Hypervisor", "MetadataOptions", "Monitoring",
      "NetworkInterfaces", "Placement", "RootDeviceType", "SecurityGroups", "VirtualizationType",
    ],
    // Amazon EC2 User Guide, "Amazon EC2 instance state changes".
    endStates: EndStates("State.Name", "shutting-down", "terminated"),
    rules: [
      .withoutNulls(""), .spelled("State.Name", ["pending": "running", "stopping": "stopped"]),
    ] + volatileFields.map { .dropped($0) } + [
      .tags("Tags"), .keyed("SecurityGroups", by: ["GroupId", "GroupName"]),
      .keyed("BlockDeviceMappings", by: ["DeviceName"]),
      .keyed("NetworkInterfaces", by: ["NetworkInterfaceId"]),
      .keyed("NetworkInterfaces[].Groups", by: ["GroupId"]),
      .keyed("NetworkInterfaces[].PrivateIpAddresses", by: ["PrivateIpAddress"]),
      .keyed("NetworkInterfaces[].Ipv6Addresses", by: ["Ipv6Address"]),
      .keyed("NetworkInterfaces[].Ipv4Prefixes", by: ["Ipv4Prefix"]),
      .keyed("NetworkInterfaces[].Ipv6Prefixes", by: ["Ipv6Prefix"]),
      .keyed("ProductCodes", by: ["ProductCodeId"]),
      .keyed("Licenses", by: ["LicenseConfigurationArn"]),
      .keyed("ElasticGpuAssociations", by: ["ElasticGpuId"]),
      .keyed(
        "ElasticInferenceAcceleratorAssociations", by: ["ElasticInferenceAcceleratorArn"]),
      .keyed("SecondaryInterfaces", by: ["SecondaryInterfaceId"]),
    ],
    assess: assessor(exposures: assessInstance, changes: assessAttached))
}

/// What starting, stopping and time alone change, and names that follow from addresses.
private let volatileFields: [FieldPath] = [
  "LaunchTime", "ClientToken", "StateReason", "StateTransitionReason", "State.Code",
  "UsageOperationUpdateTime", "PublicDnsName", "MetadataOptions.State",
  "BlockDeviceMappings[].Ebs.AttachTime", "BlockDeviceMappings[].Ebs.Status",
  "NetworkInterfaces[].Status", "NetworkInterfaces[].Attachment.AttachTime",
  "NetworkInterfaces[].Attachment.Status", "NetworkInterfaces[].Association.PublicDnsName",
  "NetworkInterfaces[].PrivateIpAddresses[].Association.PublicDnsName",
]

private func assessInstance(_ edit: Edit) -> Assessment? {
  switch edit.steps {
  case ["PublicIpAddress"] where edit.new != nil:
    Assessment(.high, "the instance now has the public address \(edit.newText)")
  case ["SourceDestCheck"] where edit.sets("false"):
    Assessment(.high, "the instance may now pass on traffic that is not its own")
  case ["MetadataOptions", "HttpTokens"] where edit.sets("optional"):
    Assessment(.high, "instance metadata can be read without a session token (IMDSv1)")
  case ["MetadataOptions", "HttpTokens"] where edit.sets("required"):
    Assessment(.low, "instance metadata now needs a session token")
  case ["MetadataOptions", "HttpPutResponseHopLimit"] where edit.word == .changed:
    Assessment(.medium, "instance metadata answers now reach \(edit.newText) hops")
  default: nil
  }
}

private func assessAttached(_ edit: Edit) -> Assessment? {
  switch (edit.steps.first, edit.steps.count) {
  case ("State", 2) where edit.word == .changed:
    Assessment(.medium, "the instance is now \(edit.newText)")
  case ("UserData", _): Assessment(.high, "what the instance runs at start has changed")
  case ("IamInstanceProfile", 1):
    Assessment(
      .high,
      edit.new.map { "the instance now acts with \($0["Arn"]?.string ?? "another profile")" }
        ?? "the instance no longer has a profile")
  case ("IamInstanceProfile", 2) where edit.steps[1] == "Arn":
    Assessment(.high, "the instance now acts with \(edit.newText)")
  case ("SecurityGroups", 2):
    Assessment(
      .high, "\(edit.steps[1]) \(edit.new == nil ? "no longer" : "now") guards the instance")
  case ("NetworkInterfaces", 4) where edit.steps[2] == "Groups":
    Assessment(
      .high,
      "\(edit.steps[3]) \(edit.new == nil ? "no longer" : "now") guards \(edit.steps[1])")
  case ("NetworkInterfaces", 2):
    Assessment(
      .medium, "\(edit.steps[1]) is \(edit.new == nil ? "no longer" : "now") attached")
  case ("BlockDeviceMappings", 2):
    Assessment(
      .medium, "\(edit.steps[1]) is \(edit.new == nil ? "no longer" : "now") attached")
  default: nil
  }
}
