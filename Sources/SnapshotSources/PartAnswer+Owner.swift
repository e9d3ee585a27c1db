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
    if let member = foreign.min(by: { $0.precedes($1) }), OperationTable.explains(answer.keys) {
      return "It has '\(member)', as another call's answers have."
    }
    guard let member, case .policy? = operation.members[member], let value = answer[member],
      let other = Self.foreignService(in: value, than: serviceInNames)
    else { return nil }
    return "Its policy is about resources of '\(other)' only."
  }

  private var serviceInNames: String { service == "s3api" ? "s3" : service }

  /// The service that a policy is about where it names resources of others only; `*` may be anything.
  private static func foreignService(
    in policy: ConfigurationValue, than service: String
  ) -> String? {
    let document = policy.string.flatMap { try? ConfigurationValue(json: $0) } ?? policy
    let statement = document["Statement"]
    let statements = statement?.members ?? statement.map { [$0] } ?? []
    let resources = statements.flatMap { statement -> [ConfigurationValue] in
      guard let value = statement["Resource"] ?? statement["NotResource"] else { return [] }
      return value.members ?? [value]
    }
    let services = resources.map { resource -> String? in
      let parts = resource.string?.split(separator: ":", omittingEmptySubsequences: false) ?? []
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
}
