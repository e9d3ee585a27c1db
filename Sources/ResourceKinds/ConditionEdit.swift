import ConfigurationDiff
import ConfigurationModel

/// An edit of a statement's condition. Operators and keys are all to be met, of a key's values one
/// is enough, and with a negated operator none may match (IAM User Guide, "Conditions with multiple
/// context keys or values").
struct ConditionEdit {
  let change: StatementChange
  let edit: Edit
  /// The steps below `Condition`: operator, key, value.
  let inside: [ConfigurationPath.Step]
  let isAllow: Bool

  var assessment: Assessment {
    let (before, after) = (change.before["Condition"], change.after["Condition"])
    let verb = isAllow ? "allows" : "denies"
    guard before != nil else {
      return Assessment(
        isAllow ? .medium : .high, "What a statement \(verb) now depends on a condition")
    }
    guard after != nil else {
      if isAllow, change.isOpen { return change.admission }
      return Assessment(
        isAllow ? .high : .medium, "What a statement \(verb) no longer depends on a condition")
    }
    switch isWider {
    case nil: return Assessment(.high, "A statement's condition differs")
    case let isWider? where isAllow:
      return Assessment(
        isWider ? .high : .medium,
        "A statement's condition now lets \(isWider ? "more" : "less") through")
    case let isWider?:
      return Assessment(
        isWider ? .medium : .high,
        "A statement now denies in \(isWider ? "more" : "fewer") cases")
    }
  }

  /// Whether the condition is met more often than before; nil where that is not told by the edit
  /// alone.
  private var isWider: Bool? {
    let condition = { (value: ConfigurationValue) in value["Condition"]?.value(at: inside.prefix(2))
    }
    // What must be met besides the rest came, or went.
    if condition(change.before) == nil { return false }
    if condition(change.after) == nil { return true }
    guard inside.count == 3, edit.word != .changed, case .key(let name)? = inside.first else {
      return nil
    }
    let comparison = name.split(separator: ":").last ?? ""
    guard ["String", "Arn", "IpAddress", "NotIpAddress"].contains(where: comparison.hasPrefix)
    else { return nil }
    return (edit.word == .added) != comparison.contains("Not")
  }
}

extension StatementChange {
  /// Whether the statement lets anybody in.
  var isOpen: Bool { admission.severity == .critical && after["Effect"] == .string("Allow") }
}
