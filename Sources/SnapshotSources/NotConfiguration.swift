/// Calls whose answers are no resource configurations, and why.
enum NotConfiguration {
  private static let services: [String: String] = [
    "pricing": "prices", "ce": "costs", "support": "support cases", "health": "service events",
    "sts": "an identity",
    "tagging": "tags, which stand in their resources too",
    "resourcegroupstaggingapi": "tags, which stand in their resources too",
  ]

  private static let operations: [String: String] = [
    "describe-regions": "places, not resources",
    "describe-availability-zones": "places, not resources",
    "describe-account-attributes": "limits of the account", "get-account-summary": "counts",
    "get-credential-report": "a report of use", "list-foundation-models": "a catalogue",
    "list-api-keys": "keys, which are secret themselves",
    "describe-tags": "tags, which stand in their resources too", "describe-events": "events",
    "lookup-events": "events", "list-objects": "content, not configuration",
    "list-objects-v2": "content, not configuration",
    "list-object-versions": "content, not configuration",
    "list-discovered-resources": "a list of names",
    "describe-log-streams": "content, not configuration",
    "describe-tasks": "runs, not configuration", "list-tasks": "runs, not configuration",
  ]

  // Words of an operation's noun, each with what such answers hold.
  private static let words: [(String, String)] = [
    ("last-accessed", "a report of use"), ("metric-data", "measurements"),
    ("metric-statistics", "measurements"), ("offerings", "what could be bought"),
    ("instance-types", "what could be bought"), ("spot-price", "prices"), ("findings", "findings"),
    ("compliance", "judgements"), ("conversations", "content, not configuration"),
    ("messages", "content, not configuration"), ("recovery-points", "copies of data"),
    ("protected-resources", "a list of names"), ("sync-jobs", "runs, not configuration"),
    ("vpc-endpoint-services", "what could be bought"), ("orderable", "what could be bought"),
    ("engine-versions", "what could be bought"), ("log-events", "events"),
    ("target-health", "a state, not configuration"),
    ("instance-status", "a state, not configuration"),
  ]

  /// Why the answer of this call is not taken; nil where it may be.
  static func reason(_ call: APICall) -> String? {
    if let service = call.service, let reason = services[service] { return reason }
    if let reason = operations[call.operation] { return reason }
    if !CallName.verbs.contains(call.verb[...]) { return "the answer of a change" }
    if call.verb == "generate" { return "the start of a report" }
    for (word, reason) in words where call.noun.contains(word) { return reason }
    return runs(call) ?? part(call)
  }

  // In these services a job is something configured; elsewhere it is something that ran.
  private static let configuredJobs: Set<String> = ["glue", "databrew", "batch", "iot"]

  /// Calls that list what belongs to one other resource, which their answers need not name.
  private static let ofOne: Set<String> = [
    "list-access-keys", "list-ssh-public-keys", "list-service-specific-credentials",
    "list-signing-certificates", "list-mfa-devices", "list-user-policies", "list-role-policies",
    "list-group-policies", "list-resource-record-sets", "list-nodegroups", "list-fargate-profiles",
    "list-addons", "list-container-instances", "list-services", "describe-listeners",
    "describe-rules", "get-stages", "get-authorizers",
  ]

  /// Whether an answer may name everything there is, though it names no resource it is about.
  static func isListingOfAll(_ call: APICall) -> Bool { !ofOne.contains(call.operation) }

  private static func runs(_ call: APICall) -> String? {
    guard call.noun.hasSuffix("-jobs") || call.noun.hasSuffix("-job") else { return nil }
    return call.service.map(configuredJobs.contains) == true ? nil : "runs, not configuration"
  }

  // What answers about one resource that no kind asks for.
  private static func part(_ call: APICall) -> String? {
    let noun = call.noun
    let isPart =
      ["tags", "resource-tags", "queue-tags", "attached-", "bucket-"].contains(
        where: noun.hasPrefix)
      || ["-attribute", "-attributes", "-tags", "-tagging", "-status"].contains(
        where: noun.hasSuffix)
      || noun.contains("-for-") || noun.contains("-by-")
    return isPart ? "a part of a resource that no kind asks for" : nil
  }
}
