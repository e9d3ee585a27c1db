package import ConfigurationDiff
import ConfigurationModel

extension ResourceKind {
  /// `AWS::ElasticLoadBalancingV2::ListenerRule`. The CLI lists a listener's rules, so an export has one answer for each
  /// listener. The default rule is the listener's own and stands there.
  package static let listenerRule = ResourceKind(
    "AWS::ElasticLoadBalancingV2::ListenerRule",
    listings: [
      Listing(
        "elbv2", "describe-rules", "Rules",
        each: Parent(
          "describe-listeners", "Listeners", field: "ListenerArn", parameter: "listener-arn",
          // Of a Gateway Load Balancer there are none, and what asks for them is refused.
          only: Condition("Protocol", "HTTP", "HTTPS"),
          each: Parent(
            "describe-load-balancers", "LoadBalancers", field: "LoadBalancerArn",
            parameter: "load-balancer-arn")))
    ],
    identity: Identity(id: ["RuleArn"], arn: "RuleArn"), facets: ["Tags", "Transforms"],
    always: ["Actions", "Conditions", "Priority"],
    // As good as gone: it is no rule of its own.
    endStates: EndStates("IsDefault", "true"),
    rules: [
      .withoutNulls(""), .dropped("IsDefault"), .tags("Tags"), .number("Priority"),
      .keyed("Actions[].ForwardConfig.TargetGroups", by: ["TargetGroupArn"]),
    ] + .labelling([.set("Conditions")], inside: insideConditions),
    assess: assessor(changes: assessRule))
}

private let insideConditions: [NormalizationRule] = [
  "", "HostHeaderConfig.", "PathPatternConfig.", "HttpHeaderConfig.", "HttpRequestMethodConfig.",
  "SourceIpConfig.",
].map { .set(FieldPath("Conditions[].\($0)Values")) }

private func assessRule(_ edit: Edit) -> Assessment? {
  switch (edit.steps.first, edit.word) {
  case (nil, .added): Assessment(.high, "requests of some kind are now treated otherwise")
  case (nil, .removed): Assessment(.high, "requests of some kind are now treated as all others")
  case ("Actions", _): Assessment(.high, "where it sends requests has changed")
  case ("Conditions", _): Assessment(.high, "which requests it is about has changed")
  case ("Priority", _): Assessment(.medium, "rules are now asked in another order")
  case ("Transforms", _): Assessment(.medium, "how requests are rewritten has changed")
  default: nil
  }
}
