import ConfigurationDiff
import ConfigurationModel

// What the IAM kinds share.

extension [NormalizationRule] {
  /// AWS Config's spelling of users, groups, roles and policies. Below policy documents and tags,
  /// keys are people's own or the policy language's.
  static let iamConfigRules: [NormalizationRule] = [
    .withoutNulls(""),
    .capitalized(
      "configuration",
      except: ["tags", "Tags", "policyDocument", "assumeRolePolicyDocument", "document"]),
    .lifted("configuration"), .lifted("supplementaryConfiguration"), .renamed("tags", to: "Tags"),
    .dropped("tags"),
  ]

  /// Inline policies under their names, and attached managed policies by ARN.
  ///
  /// - Parameter list: The field of the inline policies in `get-account-authorization-details`.
  static func iamPolicies(inline list: String) -> [NormalizationRule] {
    [
      .renamed(FieldPath(list), to: "Policies"),
      .pairs("Policies", key: "PolicyName", value: "PolicyDocument"), .policy("Policies[]"),
      .keyed("AttachedManagedPolicies", by: ["PolicyArn"]),
    ]
  }

  /// Facts about an IAM entity that are no configuration.
  static let iamFacts: [NormalizationRule] = [
    .dropped("Arn"), .dropped("CreateDate"), .tags("Tags"),
  ]
}

/// What edits of a user's, group's or role's policies mean.
func assessIdentityPolicies(_ edit: Edit) -> Assessment? {
  switch edit.path.steps.first {
  case .key("Policies"): assessPolicy(edit, .identity)
  case .key("AttachedManagedPolicies"): assessAttachment(edit)
  default: nil
  }
}

private func assessAttachment(_ edit: Edit) -> Assessment? {
  guard case .element(let arn)? = edit.path.steps.dropFirst().first else { return nil }
  switch edit.change {
  case .added where arn.looksAdministrative:
    return Assessment(.critical, "The policy \(arn) is now attached")
  case .added, .changed: return Assessment(.high, "The policy \(arn) is now attached")
  case .removed: return Assessment(.medium, "The policy \(arn) is no longer attached")
  }
}

extension String {
  /// Whether a group's or policy's name says that it gives everything.
  var looksAdministrative: Bool {
    let name = lowercased()
    return ["admin", "poweruser", "root", "superuser"].contains { name.contains($0) }
  }
}
