import ConfigurationModel

/// What the Condition of a statement says of who may come: whether by values that others do not have.
///
/// This is what Amazon S3 asks before it calls a policy public (Amazon S3 User Guide, "Blocking public access", The
/// meaning of "public"): a test of who calls, from where or for whom, against fixed values. A test of something else, such
/// as whether TLS is used or which day it is, keeps nobody out.
extension ConfigurationValue {
  /// Of a Condition. All of its tests have to hold, so one that names who may come is enough.
  var namesFixedCallers: Bool {
    Optional(self).elements.contains { test in
      guard let form = FixedCallerTest(test.label) else { return false }
      return Optional(test.value).elements.contains { key in
        let values = (key.value.members ?? [key.value]).compactMap(\.scalarText)
        return !values.isEmpty
          && values.allSatisfy { form.isFixed($0, key: key.label.lowercased()) }
      }
    }
  }
}

/// How a test compares; nil for what also holds where the key is missing, and for what compares something else.
private enum FixedCallerTest {
  case text
  case address

  /// - Parameter name: The operator, as `StringEquals` or `ForAnyValue:ArnLike`.
  init?(_ name: String) {
    let any = "foranyvalue:"
    let name = name.lowercased()
    switch name.hasPrefix(any) ? String(name.dropFirst(any.count)) : name {
    case "stringequals", "stringequalsignorecase", "stringlike", "arnequals", "arnlike":
      self = .text
    case "ipaddress": self = .address
    default: return nil
    }
  }

  /// Keys of the IAM User Guide, "AWS global condition context keys", and of services, whose values no stranger has.
  private static let keys: Set<String> = [
    "aws:principalaccount", "aws:principalarn", "aws:principalorgid", "aws:principalorgpaths",
    "aws:principalservicename", "aws:sourceaccount", "aws:sourcearn", "aws:sourceorgid",
    "aws:sourceorgpaths", "aws:sourceowner", "aws:sourcevpc", "aws:sourcevpcarn", "aws:sourcevpce",
    "aws:userid", "aws:vpceaccount", "aws:vpceorgid", "aws:vpceorgpaths", "kms:calleraccount",
    "lambda:eventsourcetoken", "s3:dataaccesspointaccount", "s3:dataaccesspointarn",
    "s3:x-amz-server-side-encryption-aws-kms-key-id",
  ]

  func isFixed(_ value: String, key: String) -> Bool {
    switch self {
    case .text: Self.keys.contains(key) && !value.contains("${") && Self.isFixed(text: value)
    case .address: key == "aws:sourceip" && Self.isFixed(address: value)
    }
  }

  /// Where there are wildcards, what stands before them has to belong to one account or organization; the names of
  /// buckets are one's own everywhere.
  private static func isFixed(text: String) -> Bool {
    guard text.contains(where: { $0 == "*" || $0 == "?" }) else { return !text.isEmpty }
    let arn = text.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
      .map(String.init)
    if arn.count == 6, arn[0] == "arn" {
      return arn[4].isAWSAccount || (arn[2] == "s3" && !arn[5].contains { $0 == "*" || $0 == "?" })
    }
    // `AROAEXAMPLE:*` is whoever has taken a role, `o-example/*` what is in an organization.
    guard let end = text.firstIndex(where: { $0 == ":" || $0 == "/" }) else { return false }
    let owner = text[..<end]
    return owner.count > 2 && !owner.contains { $0 == "*" || $0 == "?" }
  }

  /// Broader blocks than /8, and than /32 of IPv6, are everybody to Amazon S3.
  private static func isFixed(address: String) -> Bool {
    guard let block = AddressBlock(parsing: address) else { return false }
    return block.prefix >= (block.width == 32 ? 8 : 32)
  }
}
