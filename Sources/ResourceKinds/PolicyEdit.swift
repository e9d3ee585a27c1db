import ConfigurationDiff
import ConfigurationModel

/// What a kind says of edits in its policies with both documents at hand: where they stand, by the
/// resource's field, and what each is attached to.
func assessPolicies(_ places: [String: PolicyPurpose]) -> @Sendable (EditInPlace) -> Assessment? {
  { place in
    guard case .key(let field)? = place.edit.path.steps.first, let purpose = places[field] else {
      return nil
    }
    return PolicyEdit(place, purpose)?.assessment
  }
}

/// An edit of a statement, or below one, with the statements of both documents.
private struct PolicyEdit {
  let edit: Edit
  let purpose: PolicyPurpose
  let label: String
  /// The edit's steps below the statement.
  let inside: [ConfigurationPath.Step]
  let old: [String: ConfigurationValue]
  let new: [String: ConfigurationValue]

  /// Nil where the edit is of no statement, or of a document that could not be read as a policy.
  init?(_ place: EditInPlace, _ purpose: PolicyPurpose) {
    let steps = place.edit.path.steps
    guard let at = steps.firstIndex(of: .key("Statement")),
      case .element(let label)? = steps.dropFirst(at + 1).first,
      case .elements(let old)? = place.old?.value(at: steps[...at]),
      case .elements(let new)? = place.new?.value(at: steps[...at])
    else { return nil }
    (edit, self.purpose, self.label) = (place.edit, purpose, label)
    (inside, self.old, self.new) = (Array(steps.dropFirst(at + 2)), old, new)
  }

  var assessment: Assessment? {
    if inside.isEmpty { return whole }
    guard let before = old[label], let after = new[label] else { return nil }
    return StatementChange(before: before, after: after, purpose: purpose)
      .assessment(of: edit, inside: inside)
  }

  /// Of a statement that came or went: one that stands on the other side too under another label
  /// means nothing, and one that differs from its only counterpart in one field is that change.
  private var whole: Assessment? {
    guard let statement = new[label] ?? old[label] else { return nil }
    let others = edit.word == .added ? old : new
    if others.values.contains(where: { $0.meaning == statement.meaning }) {
      return Assessment(.low, "Only a statement's Sid differs")
    }
    guard let other = counterpart else { return nil }
    let isAdded = edit.word == .added
    let change = StatementChange(
      before: isAdded ? other : statement, after: isAdded ? statement : other, purpose: purpose)
    // What is told of both edits is said of the one that lets more happen.
    let isTeller = isAdded == (statement["Effect"] == .string("Allow"))
    guard let worst = change.worst else { return nil }
    return isTeller
      ? worst
      : Assessment(
        .low, "A statement that differs in one field stands in its place")
  }

  /// The one statement on the other side that this one became, or was; nil where there is none or it
  /// is not clear.
  private var counterpart: ConfigurationValue? {
    guard let statement = new[label] ?? old[label] else { return nil }
    let come = new.filter { old[$0.key] == nil }.map(\.value)
    let gone = old.filter { new[$0.key] == nil }.map(\.value)
    let (mine, theirs) = edit.word == .added ? (come, gone) : (gone, come)
    let candidates = theirs.filter { $0.differsInOneField(from: statement) }
    guard candidates.count == 1, let other = candidates.first,
      mine.filter({ $0.differsInOneField(from: other) }).count == 1
    else { return nil }
    return other
  }
}

extension ConfigurationValue {
  /// The statement without its name.
  fileprivate var meaning: ConfigurationValue {
    guard case .object(var fields) = self else { return self }
    fields["Sid"] = nil
    return .object(fields)
  }

  /// Whether two statements have one effect and differ in one field, the Sid aside.
  fileprivate func differsInOneField(from other: ConfigurationValue) -> Bool {
    guard self["Effect"] == other["Effect"], case .object(let mine) = meaning,
      case .object(let theirs) = other.meaning
    else { return false }
    return Set(mine.keys).union(theirs.keys).filter { mine[$0] != theirs[$0] }.count == 1
  }
}
