/// Calls that AWS limits together: of one account, region and service, and of one operation where AWS documents
/// a quota of its own for it.
package struct CallFamily: Hashable, Sendable {
  /// What its calls are limited by together: the account's id, or the profile's name.
  package let account: String
  /// The region that is called.
  package let region: String
  /// The service as the requests name it.
  package let service: String
  /// The API's name of the operation; `*` for all that have no quota of their own.
  package let operation: String

  /// Makes a family as it is stored; `operation` is `*` for all without a quota of their own.
  package init(account: String, region: String, service: String, operation: String) {
    self.account = account
    self.region = region
    self.service = service
    self.operation = operation
  }

  /// The family of a call; `operation` is the API's name.
  init(of lane: CallGate.Lane, _ operation: String) {
    self.init(
      account: lane.account, region: lane.region, service: lane.service,
      operation: Self.isApart(lane.service, operation) ? operation : "*")
  }

  private static func isApart(_ service: String, _ operation: String) -> Bool {
    switch service {
    // "GetFunction API requests" and "GetPolicy API requests" are counted alone, the rest together (Lambda
    // Developer Guide, "Lambda quotas").
    case "lambda": operation == "GetFunction" || operation == "GetPolicy"
    case _: ownQuotas.contains(service)
    }
  }

  /// The services whose quotas are by operation: API references and "endpoints and quotas" pages of DynamoDB,
  /// SNS, KMS, Secrets Manager, CloudTrail, Organizations and AWS Config; EC2's request buckets are by
  /// operation too, within one for all reads (EC2 Developer Guide, "Request throttling").
  private static let ownQuotas: Set<String> = [
    "cloudtrail", "config", "dynamodb", "ec2", "elbv2", "kms", "organizations", "secretsmanager",
    "sns",
  ]
}
