package import ConfigurationDiff
import ConfigurationModel

extension ResourceKind {
  /// `AWS::ElasticLoadBalancingV2::LoadBalancer`, with its attributes by name.
  package static let loadBalancer = ResourceKind(
    "AWS::ElasticLoadBalancingV2::LoadBalancer",
    listings: [Listing("elbv2", "describe-load-balancers", "LoadBalancers")],
    details: [
      Detail(
        "elbv2", "describe-load-balancer-attributes", parameter: "load-balancer-arn",
        field: "Attributes", member: "Attributes")
    ],
    identity: Identity(
      id: ["LoadBalancerArn"], name: ["LoadBalancerName"], arn: "LoadBalancerArn"),
    facets: [
      "Attributes", "EnablePrefixForIpv6SourceNat",
      "EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic", "IpAddressType", "Tags",
    ],
    always: ["Type", "VpcId"],
    columns: ["AvailabilityZones", "CanonicalHostedZoneId", "DNSName", "Scheme"],
    // Elastic Load Balancing API, `LoadBalancerState`, Code.
    endStates: EndStates("State.Code", "failed"),
    configRules: plainConfigRules + [.renamed("LoadBalancerAttributes", to: "Attributes")],
    rules: [
      .withoutNulls(""), .dropped("CreatedTime"), .dropped("State"), .tags("Tags"),
      .tags("Attributes"), .set("SecurityGroups"),
      .keyed("AvailabilityZones", by: ["SubnetId", "ZoneName"]),
      .keyed(
        "AvailabilityZones[].LoadBalancerAddresses",
        by: ["AllocationId", "PrivateIPv4Address", "IpAddress", "IPv6Address"]),
      .set("AvailabilityZones[].SourceNatIpv6Prefixes"),
    ],
    assess: assessor(exposures: assessScheme, changes: assessLoadBalancer))
}

private func assessScheme(_ edit: Edit) -> Assessment? {
  edit.steps == ["Scheme"] && edit.sets("internet-facing")
    ? Assessment(.high, "the load balancer faces the internet") : nil
}

private func assessLoadBalancer(_ edit: Edit) -> Assessment? {
  switch (edit.steps.first, edit.steps.dropFirst().first) {
  case ("SecurityGroups", let group?):
    Assessment(.high, "\(group) \(edit.new == nil ? "no longer" : "now") guards the load balancer")
  case ("AvailabilityZones", let subnet?) where edit.steps.count == 2:
    Assessment(.medium, "it \(edit.new == nil ? "no longer" : "now") serves from \(subnet)")
  case ("Attributes", "access_logs.s3.enabled") where edit.sets("false"):
    edit.word == .changed ? Assessment(.high, "access logs are now off") : nil
  case ("Attributes", "access_logs.s3.bucket") where edit.word == .changed:
    Assessment(.high, "access logs now go to \(edit.newText)")
  case ("Attributes", "deletion_protection.enabled") where edit.sets("false"):
    edit.word == .changed ? Assessment(.medium, "it can now be deleted by accident") : nil
  default: nil
  }
}
