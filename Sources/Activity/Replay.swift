package import ConfigurationDiff
package import ConfigurationModel

/// Replays the events of one resource on its configuration before, in the order of their times, and tells of each
/// edit which of them made it.
///
/// The value of each leaf is that of the event that wrote it last, so that several actors on one difference stand apart.
/// Who writes again what is there is not its author, but where AWS refuses that: then it was undone between. An event
/// whose values do not give what is there now is no more than one that touched the resource.
package struct Replay {
  private let kind: ResourceKind
  private let context: NormalizationContext
  /// The configuration as the events so far leave it.
  private(set) var state: ConfigurationValue
  /// Who wrote each path last.
  private var authors: [ConfigurationPath: String] = [:]
  /// All events, with the paths that each wrote; nil where an event does not say what it changed.
  private var events: [(id: String, wrote: Set<ConfigurationPath>?)] = []
  /// The same, whatever came after it.
  private var writings: [String: Set<ConfigurationPath>] = [:]
  private var creator: String?
  private var deleter: String?
  /// How often a call took away what was not there, or added what was: as a rule AWS refuses both.
  private(set) var refusals = 0

  /// - Parameter before: The compared value at the beginning of the time; an empty object where the resource was not
  ///   there.
  package init(_ kind: ResourceKind, _ context: NormalizationContext, before: ConfigurationValue) {
    self.kind = kind
    self.context = context
    state = before
  }

  /// Takes the next event of the resource.
  package mutating func take(_ event: String, _ steps: [CallEffect.Step]) {
    let old = state
    let steps = steps.onto(state, of: kind.type)
    for step in steps {
      if isRefused(step) { refusals += 1 }
      take(step, of: event)
    }
    // It may have undone what was written before it, so that what comes after it made it again; and what is amended and
    // is not there came by a call that is not known.
    let canBeAny = steps.contains(.touch) || steps.contains(.create)
    if canBeAny || steps.contains(where: { amendsUnknown($0, of: old) }) { authors = [:] }
    let unsure = steps.flatMap(unsurePaths)
    for path in authors.keys where unsure.contains(where: path.isWithin) { authors[path] = nil }
    // What was called before says nothing of what is there after a resource ended, or began anew.
    if steps.contains(where: \.isWhole) { events = events.map { ($0.id, []) } }
    let wrote = Set(kind.edits(from: old, to: state).map(\.path) + steps.flatMap(paths))
    for path in authors.keys where wrote.contains(where: path.isWithin) { authors[path] = event }
    for path in wrote { authors[path] = event }
    // What somebody changed within it since, the event did not give.
    for path in authors.keys where !wrote.contains(path) {
      if wrote.contains(where: { $0.isWithin(path) }) { authors[path] = nil }
    }
    events.append((event, canBeAny ? nil : wrote.union(unsure)))
    writings[event] = canBeAny ? nil : wrote.union(unsure)
  }

  /// Where an event wrote to, or may have; nil where it does not say what it changed, or is none of these.
  func writes(of event: String) -> Set<ConfigurationPath>? { writings[event] }

  /// Fields that a step may have changed, without saying to what.
  private func unsurePaths(_ step: CallEffect.Step) -> [ConfigurationPath] {
    switch step {
    case .unsure(let fields): fields.map { ConfigurationPath([.key($0)]) }
    case .put, .add, .amend, .strip, .take, .replace, .drop, .clear, .empty, .create, .delete,
      .touch:
      []
    }
  }

  /// Whether AWS refuses such a step as a rule.
  private func isRefused(_ step: CallEffect.Step) -> Bool {
    switch step {
    case .add(let document): members(document).contains { state.value(at: $0.steps) != nil }
    case .take(let document):
      !members(document).isEmpty
        && members(document).allSatisfy { state.value(at: $0.steps) == nil }
    case .drop(let list, let field, let value):
      state.dropping(list, where: field, is: value) == state
    case .put, .amend, .strip, .replace, .clear, .empty, .unsure, .create, .delete, .touch: false
    }
  }

  /// Whether a step describes what no known call put there.
  func amendsUnknown(_ step: CallEffect.Step, of state: ConfigurationValue) -> Bool {
    switch step {
    case .amend(let document), .strip(let document, _):
      return members(document).contains { state.value(at: $0.steps) == nil }
    case .put, .add, .take, .replace, .drop, .clear, .empty, .unsure, .create, .delete, .touch:
      return false
    }
  }

  /// The members that a step added for certain: what was there before it was undone by a call that is not known.
  private func paths(_ step: CallEffect.Step) -> [ConfigurationPath] {
    switch step {
    case .add(let document): members(document)
    case .put, .amend, .strip, .take, .replace, .drop, .clear, .empty, .unsure, .create, .delete,
      .touch:
      []
    }
  }

  private func members(_ document: ConfigurationValue) -> [ConfigurationPath] {
    normalized(document).fields.flatMap { field, value in
      guard case .elements(let members) = value else { return [ConfigurationPath]() }
      return members.keys.map { ConfigurationPath([.key(field), .element($0)]) }
    }
  }

  private mutating func take(_ step: CallEffect.Step, of event: String) {
    switch step {
    case .put(let document), .add(let document): state = state.putting(normalized(document))
    case .amend(let document): state = state.amending(normalized(document))
    case .strip(let document, let field):
      state = state.stripping(normalized(document), of: field)
    case .take(let document): state = state.taking(normalized(document))
    case .replace(let document): state = state.replacing(normalized(document))
    case .drop(let list, let field, let value):
      state = state.dropping(list, where: field, is: value)
    case .clear(let fields): state = state.clearing(fields)
    case .empty(let list): state = state.emptying(list)
    // What comes after it is of another resource of the same name.
    case .create: (creator, deleter, state) = (event, nil, .object([:]))
    case .delete: (deleter, state) = (event, .object([:]))
    case .unsure, .touch: break
    }
  }

  private func normalized(_ document: ConfigurationValue) -> ConfigurationValue {
    kind.normalized(part: document, context: context)
  }

  /// Which events made an edit, and how sure it is.
  package func attribution(of edit: Edit) -> (grade: EditAttribution.Grade, events: [String]) {
    if let author = author(of: edit) { return (.exact, [author]) }
    let able = able(of: edit)
    let touching = able.isEmpty ? events.map(\.id) : able
    return (touching.isEmpty ? .unexplained : .byResourceAndTime, touching)
  }

  /// The events that may have made an edit, where none gives it: those that do not say what they changed, and those
  /// that wrote there.
  package func able(of edit: Edit) -> [String] {
    events.filter { event in
      event.wrote?.contains { $0.isWithin(edit.path) || edit.path.isWithin($0) } ?? true
    }.map(\.id)
  }

  /// What a new resource is like is its creator's work only where nobody else touched it.
  private func author(of edit: Edit) -> String? {
    guard edit.path == .root else {
      let isSo = state.value(at: edit.path.steps)?.canonicalJSON == edit.new?.canonicalJSON
      return isSo ? authors[edit.path] : nil
    }
    return edit.new == nil ? deleter : events.count == 1 ? creator : nil
  }
}

extension [CallEffect.Step] {
  /// What they do to a resource in a state: S3 lets an owner make a bucket of us-east-1 that is there already, and resets
  /// its ACL (S3 API reference, `BucketAlreadyOwnedByYou`).
  func onto(_ state: ConfigurationValue, of type: ResourceType) -> [CallEffect.Step] {
    guard type == "AWS::S3::Bucket", contains(.create), !state.fields.isEmpty else { return self }
    return map { $0 == .create ? .unsure(["Acl"]) : $0 }
  }
}

extension ConfigurationValue {
  fileprivate var fields: [String: ConfigurationValue] {
    switch self {
    case .object(let fields), .elements(let fields): fields
    case .null, .bool, .number, .string, .list: [:]
    }
  }

  /// With the fields of another document: members of its lists beside those that are there.
  fileprivate func putting(_ other: ConfigurationValue) -> ConfigurationValue {
    .object(
      fields.merging(other.fields) { old, new in
        guard case .elements(let added) = new else { return new }
        return .elements(old.fields.merging(added) { $1 })
      })
  }

  /// Without the members that another document's lists have.
  fileprivate func taking(_ other: ConfigurationValue) -> ConfigurationValue {
    .object(
      fields.merging(other.fields) { old, new in
        guard case .elements(let gone) = new else { return old }
        return .elements(old.fields.filter { gone[$0.key].map($0.value.isOther) ?? true })
      })
  }

  /// Whether this is a text and not the one that is asked for: `DeleteTags` with another value takes nothing.
  private func isOther(than asked: ConfigurationValue) -> Bool {
    guard let own = string, let asked = asked.string, !asked.isEmpty else { return false }
    return !own.isIdentical(to: asked)
  }

  /// With the fields that another document's lists name of members that are there, and with those of its objects.
  fileprivate func amending(_ other: ConfigurationValue) -> ConfigurationValue {
    .object(
      fields.merging(other.fields) { old, new in
        switch new {
        case .elements(let amended):
          .elements(
            old.fields.merging(amended.filter { old.fields[$0.key] != nil }) { $0.amended(by: $1) })
        case .object: old.amended(by: new)
        case .null, .bool, .number, .string, .list: old
        }
      })
  }

  /// Without a field in the members that another document's lists have.
  fileprivate func stripping(_ other: ConfigurationValue, of field: String) -> ConfigurationValue {
    var stripped = fields
    for (list, named) in other.fields {
      guard case .elements(var members)? = stripped[list] else { continue }
      for label in named.fields.keys { members[label] = members[label]?.clearing([field]) }
      stripped[list] = .elements(members)
    }
    return .object(stripped)
  }

  /// With the fields of another object, of which the rest stays.
  private func amended(by other: ConfigurationValue) -> ConfigurationValue {
    switch (self, other) {
    case (.object(let old), .object(let new)): .object(old.merging(new) { $0.amended(by: $1) })
    case (_, _): other
    }
  }

  /// Without the members of a list whose field has a text.
  fileprivate func dropping(_ list: String, where field: String, is text: String)
    -> ConfigurationValue
  {
    guard let members = self[list]?.fields else { return self }
    let kept = members.filter { $0.value[field]?.string.map { $0.isIdentical(to: text) } != true }
    return .object(fields.merging([list: .elements(kept)]) { $1 })
  }

  /// Without the members of a list that people put there.
  fileprivate func emptying(_ list: String) -> ConfigurationValue {
    guard let members = self[list]?.fields else { return self }
    let kept = members.filter { $0.key.hasPrefix("aws:") }
    return .object(fields.merging([list: .elements(kept)]) { $1 })
  }

  fileprivate func clearing(_ names: [String]) -> ConfigurationValue {
    .object(fields.filter { !names.contains($0.key) })
  }

  fileprivate func replacing(_ other: ConfigurationValue) -> ConfigurationValue {
    .object(fields.merging(other.fields) { $1 })
  }
}
