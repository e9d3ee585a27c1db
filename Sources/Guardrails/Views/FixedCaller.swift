import ConfigurationModel

/// What the Condition of a statement says of who may come: whether by values that others do not have.
///
/// This is what Amazon S3 asks before it calls a policy public (Amazon S3 User Guide, "Blocking public access", The
/// meaning of "public"): a test of who calls, from where or for whom, against fixed values. A test of something else, such
/// as whether TLS is used or which day it is, keeps nobody out.
extension ConfigurationValue {
  /// Of a Condition. All of its tests have to hold, so one that names who may come is enough.
  var namesFixedCallers: Bool {
    hasConditionTest { test in
      guard let comparison = ConditionComparison(test.comparison) else { return false }
      return test.values.allSatisfy { comparison.isFixedCaller($0, key: test.key) }
    }
  }

  /// Whether a Condition has such a test. One value of a test is enough for it to hold, so a test has to be asked about all
  /// of them.
  ///
  /// - Parameter isFitting: Is asked of each operator with each of its keys, the key in small letters.
  func hasConditionTest(
    where isFitting: ((comparison: String, key: String, values: [String])) -> Bool
  ) -> Bool {
    Optional(self).elements.contains { comparison in
      Optional(comparison.value).elements.contains { key in
        let members = key.value.members ?? [key.value]
        let values = members.compactMap(\.scalarText)
        return !values.isEmpty && values.count == members.count
          && isFitting((comparison.label, key.label.lowercased(), values))
      }
    }
  }
}

/// How a test of a Condition compares (IAM User Guide, "IAM JSON policy elements: Condition operators"): those alone that do
/// not hold where the key is missing or has another value.
enum ConditionComparison {
  /// As a text. A wildcard of `StringLike` stands for any characters, colons too.
  case text
  /// As an ARN: each of its six parts by itself.
  case arn
  /// As a block of addresses.
  case address

  /// - Parameter name: The operator, as `StringEquals` or `ForAnyValue:ArnLike`. Nil for what also holds where the key is
  ///   missing, and for what compares something else.
  init?(_ name: String) {
    let any = "foranyvalue:"
    let name = name.lowercased()
    switch name.hasPrefix(any) ? String(name.dropFirst(any.count)) : name {
    case "stringequals", "stringequalsignorecase", "stringlike": self = .text
    case "arnequals", "arnlike": self = .arn
    case "ipaddress": self = .address
    default: return nil
    }
  }

  /// Keys of the IAM User Guide, "AWS global condition context keys", and of services, whose values no stranger has.
  private static let keys: Set<String> = arnKeys.union(ownerKeys).union([
    "aws:principalaccount", "aws:principalorgid", "aws:principalservicename", "aws:sourceaccount",
    "aws:sourceorgid", "aws:sourceowner", "aws:sourcevpc", "aws:sourcevpce", "aws:vpceaccount",
    "aws:vpceorgid", "kms:calleraccount", "lambda:eventsourcetoken", "s3:dataaccesspointaccount",
  ])
  /// Those whose values are ARNs.
  private static let arnKeys: Set<String> = [
    "aws:principalarn", "aws:sourcearn", "aws:sourcevpcarn", "s3:dataaccesspointarn",
    "s3:x-amz-server-side-encryption-aws-kms-key-id",
  ]
  /// Those whose values begin with whose they are: `AROAEXAMPLE:session`, `o-example/r-1/ou-2`.
  private static let ownerKeys: Set<String> = [
    "aws:userid", "aws:principalorgpaths", "aws:sourceorgpaths", "aws:vpceorgpaths",
  ]

  /// Whether only callers that are meant have such a value.
  ///
  /// - Parameter key: In small letters.
  func isFixedCaller(_ value: String, key: String) -> Bool {
    switch self {
    case .text, .arn: Self.keys.contains(key) && isFixed(text: value, key: key)
    case .address: key == "aws:sourceip" && Self.isFixed(address: value)
    }
  }

  private func isFixed(text: String, key: String) -> Bool {
    // A variable is replaced by what the caller brings. Who has no account at all is called anonymous (IAM User Guide,
    // `aws:PrincipalAccount`, `aws:userid`).
    guard !text.isEmpty, !text.contains("$\u{7B}"), text.lowercased() != "anonymous" else {
      return false
    }
    guard text.hasWildcard else { return true }
    if Self.arnKeys.contains(key) { return isFixed(arn: text) }
    return self == .text && Self.ownerKeys.contains(key) && Self.isFixed(owned: text)
  }

  /// Of an ARN with wildcards: it has to belong to one account. The names of buckets are one's own everywhere.
  private func isFixed(arn text: String) -> Bool {
    let parts = text.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
      .map(String.init)
    guard parts.count == 6, parts[0] == "arn" else { return false }
    // As texts they match across colons, and others may have colons in names and paths of their own:
    // `arn:aws:iam::444455556666:role/:111122223333:x` is one of `arn:aws:iam:*:111122223333:*`.
    if self == .text, parts[..<5].contains(where: \.hasWildcard) { return false }
    let isBucket =
      parts[2] == "s3" && !parts[5].isEmpty && !parts[5].contains { "*?/:".contains($0) }
    return parts[4].isAWSAccount || isBucket
  }

  private static func isFixed(owned text: String) -> Bool {
    guard let end = text.firstIndex(where: { $0 == ":" || $0 == "/" }) else { return false }
    let owner = text[..<end]
    return owner.count > 2 && !String(owner).hasWildcard
  }

  /// Broader blocks than /8, and than /32 of IPv6, are everybody to Amazon S3.
  private static func isFixed(address: String) -> Bool {
    guard let block = AddressBlock(parsing: address) else { return false }
    return block.prefix >= (block.width == 32 ? 8 : 32)
  }
}

extension String {
  /// Whether a pattern of IAM has a place for other characters than its own.
  var hasWildcard: Bool { contains { $0 == "*" || $0 == "?" } }
}
