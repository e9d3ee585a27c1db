import ConfigurationDiff
import ConfigurationModel

/// One statement of a policy before and after. With both at hand it is known which way an edit goes:
/// what widens an `Allow` narrows a `Deny`, and a list of exceptions turns both around (IAM User
/// Guide, "IAM JSON policy elements: NotAction", "NotResource", "NotPrincipal").
struct StatementChange {
  let before: ConfigurationValue
  let after: ConfigurationValue
  let purpose: PolicyPurpose

  /// What an edit below the statement means.
  ///
  /// - Parameter inside: The edit's steps below the statement; the first is the statement's field.
  func assessment(of edit: Edit, inside: [ConfigurationPath.Step]) -> Assessment? {
    guard case .key(let field)? = inside.first else { return nil }
    let isAllow = (edit.word == .removed ? before : after)["Effect"] == .string("Allow")
    switch field {
    case "Sid": return Assessment(.low, "Only a statement's Sid differs")
    case "Effect":
      return isAllow
        ? Assessment(.critical, "What was denied is now allowed")
        : Assessment(.high, "What was allowed is now denied")
    case "Condition":
      return ConditionEdit(
        change: self, edit: edit, inside: Array(inside.dropFirst()), isAllow: isAllow
      ).assessment
    case "Action", "Resource", "Principal", "NotAction", "NotResource", "NotPrincipal":
      return turning(field, isAllow: isAllow)
        ?? covering(
          field, PolicyLeaf(field: field, inside: Array(inside.dropFirst()), edit: edit), isAllow)
    default: return nil
    }
  }

  /// The worst of what is said of the edits between the two.
  var worst: Assessment? {
    after.difference(from: before)
      .compactMap { assessment(of: $0, inside: $0.path.steps) }
      .reduce(nil) { worst, next in
        worst.map { $0.severity >= next.severity } == true ? worst : next
      }
  }

  /// Of a statement that now names what it leaves out where it named what it covers, or the reverse.
  private func turning(_ field: String, isAllow: Bool) -> Assessment? {
    let name = field.hasPrefix("Not") ? String(field.dropFirst(3)) : field
    let isTurned = before["Not" + name] == nil && after["Not" + name] != nil
    let isTurnedBack = before["Not" + name] != nil && after["Not" + name] == nil
    guard isTurned || isTurnedBack, before["Effect"] == after["Effect"] else { return nil }
    if isTurned, isAllow, name == "Principal" { return admission }
    let verb = isAllow ? "allows" : "denies"
    return isTurned
      ? Assessment(
        isAllow ? .high : .medium, "A statement now \(verb) all but what it names")
      : Assessment(isAllow ? .medium : .high, "A statement now \(verb) only what it names")
  }

  private func covering(_ field: String, _ leaf: PolicyLeaf, _ isAllow: Bool) -> Assessment? {
    let (isGone, what) = (leaf.edit.word == .removed, leaf.labels.joined(separator: ", "))
    guard !field.hasPrefix("Not") else {
      let isWider = isGone == isAllow
      let effect = "\(isAllow ? "allows" : "denies") \(isGone ? "more" : "less")"
      return Assessment(
        isWider ? .high : .medium,
        "A statement \(isGone ? "no longer" : "now") leaves out \(what), and \(effect)")
    }
    guard isAllow else {
      return isGone
        ? Assessment(.high, "A statement no longer denies \(what)")
        : Assessment(.medium, "A statement now denies \(what)")
    }
    guard field == "Principal", !isGone, let deed = purpose.deed else {
      return leaf.assessment(purpose)
    }
    if leaf.labels.contains("*") { return admission }
    let condition = after["Condition"] == nil ? "" : ", if a condition is met"
    return Assessment(
      leaf.isOfServices ? .medium : .high, "\(what) may now \(deed)\(condition)")
  }

  /// What the statement says of those it names, as if it were new.
  var admission: Assessment { appearing(after, purpose) }
}
