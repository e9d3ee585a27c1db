package import ConfigurationDiff
import ConfigurationModel

extension ResourceKind {
  /// `AWS::ElasticLoadBalancingV2::Listener`. The CLI lists a load balancer's listeners, so an export
  /// has one answer for each load balancer.
  package static let listener = ResourceKind(
    "AWS::ElasticLoadBalancingV2::Listener",
    listings: [
      Listing(
        "elbv2", "describe-listeners", "Listeners",
        each: Parent(
          "describe-load-balancers", "LoadBalancers", field: "LoadBalancerArn",
          parameter: "load-balancer-arn"))
    ],
    details: [
      // The listing has the default certificate only (Elastic Load Balancing API Reference, "Listener").
      Detail(
        "elbv2", "describe-listener-certificates", parameter: "listener-arn",
        field: "ListedCertificates", member: "Certificates",
        only: Condition("Protocol", "HTTPS", "TLS")),
      Detail(
        "elbv2", "describe-listener-attributes", parameter: "listener-arn", field: "Attributes",
        member: "Attributes"),
    ],
    identity: Identity(id: ["ListenerArn"], arn: "ListenerArn"),
    facets: ["Attributes", "ListedCertificates", "MutualAuthentication", "Tags"],
    always: ["DefaultActions"],
    rules: [
      .withoutNulls(""), .tags("Tags"), .tags("Attributes"), .set("AlpnPolicy"),
      .without("ListedCertificates", field: "IsDefault", holding: ["true"]),
      .keyed("ListedCertificates", by: ["CertificateArn"]),
      .keyed("Certificates", by: ["CertificateArn"]),
      .keyed("DefaultActions[].ForwardConfig.TargetGroups", by: ["TargetGroupArn"]),
      .dropped("MutualAuthentication.TrustStoreAssociationStatus"),
    ],
    assess: assessor(changes: assessListener))
}

/// Protocols that send what they carry as it is (Elastic Load Balancing: listener protocols).
private let plainProtocols: Set = ["HTTP", "TCP", "UDP", "TCP_UDP"]

private func assessListener(_ edit: Edit) -> Assessment? {
  switch (edit.steps.first, edit.steps.count) {
  case ("Protocol", _) where edit.word == .changed:
    plainProtocols.contains(edit.newText) && !plainProtocols.contains(edit.oldText)
      ? Assessment(.high, "it now speaks \(edit.newText): traffic is no longer encrypted")
      : Assessment(.medium, "it now speaks \(edit.newText)")
  case ("Port", _) where edit.word == .changed:
    Assessment(.medium, "it now listens on port \(edit.newText)")
  case ("SslPolicy", _) where edit.word == .changed:
    Assessment(.high, "TLS versions and ciphers now follow \(edit.newText)")
  case ("Certificates", 2), ("ListedCertificates", 2):
    Assessment(
      .high, "it \(edit.new == nil ? "no longer presents" : "now presents") \(edit.steps[1])")
  case ("MutualAuthentication", 2) where edit.steps[1] == "Mode" && edit.word == .changed:
    Assessment(
      edit.sets("verify") ? .low : .high, "client certificates are now: \(edit.newText)")
  // What an application is told of a client, and what browsers are told of the application (Elastic Load Balancing API
  // Reference, "ListenerAttribute").
  case ("Attributes", 2): Assessment(.medium, "how it treats connections and headers differs")
  case ("DefaultActions", _): Assessment(.high, "where it sends requests has changed")
  default: nil
  }
}
