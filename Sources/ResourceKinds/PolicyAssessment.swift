import ConfigurationDiff
import ConfigurationModel

/// What a policy document is attached to, which decides what its statements mean.
enum PolicyPurpose: Sendable {
  /// To a user, group or role: what they may do.
  case identity
  /// A role's trust policy: who may become it.
  case trust
  /// To a resource: who may use it. The noun is what people call it: `bucket`.
  case resource(String)
  /// To accounts of an organization: what policies in them can give at most. It gives nothing itself.
  case bound

  /// What those who are named may do; nil where a policy names nobody.
  var deed: String? {
    switch self {
    case .identity, .bound: nil
    case .trust: "assume this role"
    case .resource(let noun): "use this \(noun)"
    }
  }
}

/// What an edit in a policy document means, wherever in the resource the document stands: of the
/// whole document, of a statement, or of one of its leaves.
func assessPolicy(_ edit: Edit, _ purpose: PolicyPurpose) -> Assessment? {
  let steps = edit.path.steps
  guard let at = steps.firstIndex(of: .key("Statement")) else {
    if steps.last == .key("Version") { return Assessment(.medium) }
    return worst(
      edit.new?["Statement"]?.statements ?? [], edit.old?["Statement"]?.statements ?? [], purpose)
  }
  let inside = steps.dropFirst(at + 2)
  guard case .key(let field)? = inside.first else {
    let isList = steps.count == at + 1
    return worst(
      edit.new.map { isList ? $0.statements : [$0] } ?? [],
      edit.old.map { isList ? $0.statements : [$0] } ?? [], purpose)
  }
  return PolicyLeaf(field: field, inside: Array(inside.dropFirst()), edit: edit).assessment(purpose)
}

private func worst(
  _ come: [ConfigurationValue], _ gone: [ConfigurationValue], _ purpose: PolicyPurpose
) -> Assessment? {
  let all = come.map { appearing($0, purpose) } + gone.map(vanishing)
  return all.max { $0.severity < $1.severity }
}

private func vanishing(_ statement: ConfigurationValue) -> Assessment {
  statement["Effect"]?.string == "Deny"
    ? Assessment(.high, "What a statement denied is no longer denied")
    : Assessment(.medium, "What a statement allowed is no longer allowed")
}

/// What a statement means that was not there before. Effects are written in one way only (IAM User
/// Guide, "IAM JSON policy elements: Effect"): with another spelling it is no statement, and grants
/// nothing.
func appearing(_ statement: ConfigurationValue, _ purpose: PolicyPurpose) -> Assessment {
  let effect = statement["Effect"]
  if effect == .string("Deny") { return Assessment(.medium, "A statement now denies something") }
  guard effect == .string("Allow") else {
    return Assessment(.high, "This is no valid policy: an effect is \(effect?.label ?? "missing")")
  }
  switch purpose {
  case .bound: return lettingThrough(statement)
  case .identity, .trust, .resource:
    return purpose.deed.map { admitting(statement, $0) } ?? allowing(statement)
  }
}

private func lettingThrough(_ statement: ConfigurationValue) -> Assessment {
  let isAll = statement.texts("Action").contains(where: \.isEveryAction)
  return Assessment(
    .high, isAll ? "Every action is now let through" : "A statement now lets more through")
}

private func allowing(_ statement: ConfigurationValue) -> Assessment {
  let actions = statement.texts("Action")
  let isEverywhere = statement.texts("Resource").contains("*")
  if actions.contains(where: \.isEveryAction) {
    if statement["NotResource"] != nil {
      return Assessment(.critical, "Every action is now allowed on all resources but some")
    }
    return isEverywhere
      ? Assessment(.critical, "Every action is now allowed on every resource")
      : Assessment(.high, "Every action is now allowed on some resources")
  }
  if statement["NotAction"] != nil {
    return Assessment(.high, "All actions but some are now allowed")
  }
  if actions.contains(where: \.passesRoles) {
    return Assessment(.high, "Roles may now be passed to services (iam:PassRole)")
  }
  return Assessment(.high, "A statement now allows more")
}

private func admitting(_ statement: ConfigurationValue, _ deed: String) -> Assessment {
  let principals = statement["Principal"]?.texts("AWS") ?? []
  if principals.contains("*") || statement["NotPrincipal"] != nil {
    return statement["Condition"] == nil
      ? Assessment(.critical, "Anybody may now \(deed)")
      : Assessment(.high, "Anybody who meets a condition may now \(deed)")
  }
  let services = statement["Principal"]?.texts("Service") ?? []
  let users = (statement["Principal"]?.texts("Federated") ?? []).enumerated().map {
    index, provider in
    (index == 0 && principals.isEmpty ? "Users of " : "users of ") + provider
  }
  let all = principals + users + services
  let who = all.isEmpty ? "A service" : all.enumeration
  let isService = principals.isEmpty && users.isEmpty
  return Assessment(isService ? .medium : .high, "\(who) may now \(deed)")
}

extension [String] {
  /// `a`, `a and b`, `a, b and c`, `a, b, c and 4 more`.
  var enumeration: String {
    guard count > 1, let last else { return first ?? "" }
    let shown = count > 4 ? prefix(3) : dropLast()
    return shown.joined(separator: ", ") + " and " + (count > 4 ? "\(count - 3) more" : last)
  }
}

/// An edit below a statement. Whether the statement allows or denies is not known then.
struct PolicyLeaf {
  /// The statement's field: `Action`.
  let field: String
  /// The steps below it.
  let inside: [ConfigurationPath.Step]
  let edit: Edit

  func assessment(_ purpose: PolicyPurpose) -> Assessment? {
    switch field {
    case "Effect":
      edit.new == .string("Allow")
        ? Assessment(.critical, "What was denied is now allowed")
        : Assessment(.high, "What was allowed is now denied")
    case "Condition":
      Assessment(
        .high, edit.word == .removed ? "A condition is gone" : "A statement's condition differs")
    case "NotAction", "NotResource", "NotPrincipal":
      Assessment(.high, "What a statement leaves out differs")
    case "Action", "Resource": covering(purpose)
    case "Principal": admission(purpose)
    default: nil
    }
  }

  /// Whether AWS services are named, which act for the account.
  var isOfServices: Bool { inside.contains(.key("Service")) }

  /// The texts that came or went.
  var labels: [String] {
    if case .element(let label)? = inside.last { return [label] }
    return (edit.new ?? edit.old)?.texts ?? []
  }

  private func covering(_ purpose: PolicyPurpose) -> Assessment {
    guard edit.word != .removed else {
      return Assessment(.medium, "A statement no longer covers \(labels.joined(separator: ", "))")
    }
    if labels.contains(where: \.isEveryAction) {
      return field == "Action"
        ? Assessment(.critical, "A statement now covers every action")
        : Assessment(.high, "A statement now covers every resource")
    }
    if field == "Action", labels.contains(where: \.passesRoles) {
      return Assessment(.high, "Roles may now be passed to services (iam:PassRole)")
    }
    return Assessment(.high, "A statement now covers \(labels.joined(separator: ", "))")
  }

  private func admission(_ purpose: PolicyPurpose) -> Assessment {
    guard edit.word != .removed else {
      return Assessment(.medium, "A statement no longer names \(labels.joined(separator: ", "))")
    }
    if labels.contains("*") {
      return Assessment(.critical, "A statement now names anybody as principal")
    }
    return Assessment(
      isOfServices ? .medium : .high, "A statement now names \(labels.joined(separator: ", "))")
  }
}

extension ConfigurationValue {
  /// The members of a `Statement`, or the one statement it is.
  fileprivate var statements: [ConfigurationValue] { members ?? [self] }

  /// The scalars in this value, of any depth.
  fileprivate var texts: [String] {
    if case .object(let fields) = self { return fields.inKeyOrder.flatMap(\.value.texts) }
    return members?.flatMap(\.texts) ?? scalarText.map { [$0] } ?? []
  }

  /// The texts of a set under a field; none where there is no set.
  fileprivate func texts(_ field: String) -> [String] {
    self[field]?.members?.compactMap(\.scalarText) ?? []
  }
}

extension String {
  fileprivate var isEveryAction: Bool { self == "*" || self == "*:*" }
  fileprivate var passesRoles: Bool { actionIsContained("iam:PassRole", in: self) }
}
