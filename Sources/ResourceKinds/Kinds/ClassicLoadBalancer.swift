package import ConfigurationDiff
import ConfigurationModel

extension ResourceKind {
  /// `AWS::ElasticLoadBalancing::LoadBalancer`, of the first generation, with its attributes. Which instances are
  /// registered is no part of it: they come and go with scaling.
  package static let classicLoadBalancer = ResourceKind(
    "AWS::ElasticLoadBalancing::LoadBalancer",
    listings: [Listing("elb", "describe-load-balancers", "LoadBalancerDescriptions")],
    details: [
      Detail(
        "elb", "describe-load-balancer-attributes", parameter: "load-balancer-name",
        field: "Attributes", member: "LoadBalancerAttributes")
    ],
    identity: Identity(id: ["LoadBalancerName"], incarnation: "CreatedTime"),
    facets: ["Attributes", "CreatedTime", "Tags"],
    always: ["ListenerDescriptions", "Scheme", "SecurityGroups"],
    columns: [
      "AvailabilityZones", "BackendServerDescriptions", "HealthCheck", "Policies", "Subnets",
    ],
    configRules: plainConfigRules + [
      .renamed("LoadBalancerAttributes", to: "Attributes"), .dropped("LoadBalancerPolicies"),
      .named(
        "",
        [
          "AppCookieStickinessPolicies", "CanonicalHostedZoneNameID", "DNSName",
          "LBCookieStickinessPolicies", "SSLCertificateId", "VPCId",
        ]),
    ] + .plainTexts("AvailabilityZones", "SecurityGroups", "Subnets"),
    rules: [
      .withoutNulls(""), .dropped("Instances"), .tags("Tags"),
      .set("AvailabilityZones"), .set("SecurityGroups"), .set("Subnets"),
      .lifted("ListenerDescriptions[].Listener"),
      .keyed("ListenerDescriptions", by: ["LoadBalancerPort"]),
      .set("ListenerDescriptions[].PolicyNames"),
      .keyed("BackendServerDescriptions", by: ["InstancePort"]),
      .set("BackendServerDescriptions[].PolicyNames"), .set("Policies.OtherPolicies"),
      .keyed("Policies.AppCookieStickinessPolicies", by: ["PolicyName"]),
      .keyed("Policies.LBCookieStickinessPolicies", by: ["PolicyName"]),
      .tags("Attributes.AdditionalAttributes"),
    ],
    assess: assessor(exposures: assessClassicScheme, changes: assessClassic))
}

private func assessClassicScheme(_ edit: Edit) -> Assessment? {
  edit.steps == ["Scheme"] && edit.sets("internet-facing")
    ? Assessment(.high, "the load balancer faces the internet") : nil
}

private func assessClassic(_ edit: Edit) -> Assessment? {
  switch (edit.steps.first, edit.steps.count, edit.steps.last) {
  case ("SecurityGroups", 2, let group?):
    Assessment(.high, "\(group) \(edit.new == nil ? "no longer" : "now") guards the load balancer")
  case ("ListenerDescriptions", 2, let port?):
    Assessment(.medium, "it \(edit.new == nil ? "no longer" : "now") listens on port \(port)")
  case ("ListenerDescriptions", 3, "Protocol") where ["HTTPS", "SSL"].contains(edit.oldText):
    Assessment(.high, "it now speaks \(edit.newText): traffic is no longer encrypted")
  case ("ListenerDescriptions", 3, "SSLCertificateId"):
    Assessment(.high, "it presents another certificate")
  case ("ListenerDescriptions", _, _), ("Policies", _, _):
    Assessment(.medium, "how its listeners treat requests has changed")
  case ("Attributes", 3, "Enabled") where edit.steps[1] == "AccessLog" && edit.sets("false"):
    edit.word == .changed ? Assessment(.high, "access logs are now off") : nil
  case ("Attributes", 3, "S3BucketName"): Assessment(.high, "access logs now go elsewhere")
  default: nil
  }
}
