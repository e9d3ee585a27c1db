import ConfigurationDiff
import ConfigurationJSON
import ConfigurationModel

extension ResourceKind.Detail {
  /// Why an answer in this call's form is another call's all the same, in words; nil where nothing says so.
  /// `lambda get-policy` answers with a policy as `s3api get-bucket-policy` does, and files get mixed up.
  func mistaken(_ answer: [String: ConfigurationValue], of operation: Operation?) -> String? {
    if let lacking = beside.first(where: { answer[$0] == nil }) { return "It has no '\(lacking)'." }
    guard let operation, operation.isWhole else { return nil }
    let foreign = answer.keys.filter { operation.members[$0] == nil }
    // AWS adds members to its answers, but not those of another call's answer.
    if let member = foreign.min(by: { $0.precedes($1) }), OperationTable.explains(foreign) {
      return "It has '\(member)', as another call's answers have."
    }
    guard let member, case .policy? = operation.members[member], let value = answer[member],
      let other = Self.foreignService(in: value, than: serviceInNames)
        ?? Self.foreignActions(in: value, than: serviceInNames)
    else { return nil }
    return "Its policy is about '\(other)' only."
  }

  private var serviceInNames: String { service == "s3api" ? "s3" : service }

  /// The service that a policy is about where it names resources of others only; `*` may be anything.
  private static func foreignService(
    in policy: ConfigurationValue, than service: String
  ) -> String? {
    let services = resources(of: policy).map { resource -> String? in
      let parts = resource.split(separator: ":", omittingEmptySubsequences: false)
      guard parts.count >= 6, parts[0] == "arn", !parts[2].contains(where: "*?".contains) else {
        return nil
      }
      return String(parts[2])
    }
    guard let first = services.first, services.allSatisfy({ $0 != nil && $0 != service }) else {
      return nil
    }
    return first
  }

  /// The services whose resources have policies that a call of a kind answers.
  private static let withPolicies: Set<Substring> = [
    "s3", "kms", "lambda", "sns", "sqs", "secretsmanager", "dynamodb",
  ]

  /// The service whose calls a policy allows where those are of one other service with policies: `kms:*` in what should
  /// be a bucket's. Resources tell nothing where they are `*`, as a key's policy has them.
  private static func foreignActions(in policy: ConfigurationValue, than service: String) -> String?
  {
    let services = Set(
      texts("Action", "NotAction", of: policy).map { $0.prefix { $0 != ":" }.lowercased()[...] })
    guard let other = services.first, services.count == 1, other != service,
      withPolicies.contains(other)
    else { return nil }
    return String(other)
  }

  /// What the statements of a policy are about; an empty text for what is no text.
  private static func resources(of policy: ConfigurationValue) -> [String] {
    texts("Resource", "NotResource", of: policy)
  }

  private static func texts(_ name: String, _ other: String, of policy: ConfigurationValue)
    -> [String]
  {
    let document = policy.string.flatMap { try? ConfigurationValue(json: $0) } ?? policy
    let statement = document["Statement"]
    let statements = statement?.members ?? statement.map { [$0] } ?? []
    return statements.flatMap { statement -> [String] in
      guard let value = statement[name] ?? statement[other] else { return [] }
      return (value.members ?? [value]).map { $0.string ?? "" }
    }
  }

  /// The first resource that a policy is about where it names others only than the one that it should belong to;
  /// nil of services whose policies need not name what they belong to. S3 and Lambda take no such policy (S3 User
  /// Guide, "Bucket policies"; Lambda API Reference, "GetPolicy"). What has a wildcard may be about anything.
  func otherResource(in policy: ConfigurationValue, than named: NamedResource) -> String? {
    guard ["s3", "lambda"].contains(serviceInNames) else { return nil }
    let resources = Self.resources(of: policy)
    let isCertain = resources.allSatisfy { resource in
      resource.hasPrefix("arn:") && !Self.owner(in: resource).contains { "*?$".contains($0) }
    }
    guard isCertain, !resources.contains(where: { named.may(be: Self.owner(in: $0)) }) else {
      return nil
    }
    return resources.first
  }

  /// The ARN of the bucket in that of an object.
  private static func owner(in arn: String) -> String {
    arn.contains(":s3:::") ? String(arn.prefix { $0 != "/" }) : arn
  }
}

/// A resource as a file's name gives it: an id, a name or an ARN, with other characters than letters and digits
/// replaced perhaps.
struct NamedResource {
  private let name: String
  private let last: Substring?

  init(_ name: String) {
    self.name = name
    last = Self.parts(name).last
  }

  /// Whether an id, name or ARN can be of this resource. An ARN ends with a name, and a version or an alias may
  /// stand behind it.
  func may(be other: String) -> Bool {
    if Self.plain(other) == Self.plain(name) { return true }
    let (own, others) = (Self.parts(name), Self.parts(other))
    return last.map { others.contains($0) } ?? false
      || others.last.map { own.contains($0) } ?? false
      || Self.plain(other).hasSuffix("_" + Self.plain(name))
  }

  private static func parts(_ text: String) -> [Substring] {
    text.split { ":/".contains($0) }
  }

  private static func plain(_ text: String) -> String { PartStore.plain(text) }
}
