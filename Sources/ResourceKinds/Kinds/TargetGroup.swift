package import ConfigurationDiff
import ConfigurationModel

extension ResourceKind {
  /// `AWS::ElasticLoadBalancingV2::TargetGroup`, with its attributes by name. Which targets are registered is no part of
  /// it: they come and go with scaling.
  package static let targetGroup = ResourceKind(
    "AWS::ElasticLoadBalancingV2::TargetGroup",
    listings: [Listing("elbv2", "describe-target-groups", "TargetGroups")],
    details: [
      Detail(
        "elbv2", "describe-target-group-attributes", parameter: "target-group-arn",
        field: "Attributes", member: "Attributes")
    ],
    identity: Identity(
      id: ["TargetGroupArn"], name: ["TargetGroupName"], arn: "TargetGroupArn"),
    facets: ["Attributes", "IpAddressType", "ProtocolVersion", "Tags", "TargetControlPort"],
    always: ["HealthCheckEnabled", "TargetType"],
    columns: [
      "HealthCheckIntervalSeconds", "HealthCheckTimeoutSeconds", "HealthyThresholdCount",
      "LoadBalancerArns", "UnhealthyThresholdCount",
    ],
    rules: [
      .withoutNulls(""), .tags("Tags"), .tags("Attributes"), .set("LoadBalancerArns"),
    ],
    assess: assessor(changes: assessTargets))
}

private func assessTargets(_ edit: Edit) -> Assessment? {
  switch (edit.steps.first, edit.steps.count) {
  case ("Protocol", 1) where edit.word == .changed:
    Assessment(
      ["HTTPS", "TLS"].contains(edit.oldText) ? .high : .medium,
      "targets are now asked by \(edit.newText)")
  case ("Port", 1) where edit.word == .changed:
    Assessment(.medium, "targets are now asked on port \(edit.newText)")
  case ("LoadBalancerArns", 2):
    Assessment(.medium, "\(edit.steps[1]) \(edit.new == nil ? "no longer" : "now") uses it")
  case ("HealthCheckEnabled", 1) where edit.sets("false"):
    Assessment(.medium, "targets that do not answer are no longer found")
  default: nil
  }
}
