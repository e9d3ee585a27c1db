package import ConfigurationModel
import CSimdjson

/// What a JSON value is where it is not cut or replaced: a list, an object of known members, a text.
package indirect enum ValueForm: Hashable, Sendable {
  /// Anything.
  case any
  /// A text, a number or a truth.
  case scalar
  /// A policy: an object with statements, or the JSON of one as a text, percent-encoded or not. Every policy has them
  /// (IAM User Guide, "IAM JSON policy elements: Statement").
  case policy
  case list(ValueForm)
  /// An object with any keys.
  case map(ValueForm)
  /// An object, by its number in `ValueForms.structures`. Members that are not in it may be anything.
  case structure(Int)

  /// What stands where a value of this form is wanted, in words: `a list`.
  package var words: String {
    switch self {
    case .any: "a value"
    case .scalar: "a text or a number"
    case .policy: "a policy"
    case .list: "a list"
    case .map, .structure: "an object"
    }
  }
}

/// A value that has not the form it must have.
package struct Misfit: Hashable, Sendable {
  /// Where it stands: `IpPermissions[0].IpRanges`; empty for the whole value.
  package let path: String
  /// What is there, in words: `a text`; `nothing` where one of the members is lacking that it must have.
  package let found: String
  /// The form that must be there.
  package let wanted: ValueForm
}

/// Forms that name one another.
package struct ValueForms: Sendable {
  /// The members of each object.
  package var structures: [[String: ValueForm]] = []
  /// What objects must have, by their numbers: of each of these groups of members one that holds something.
  package var needs: [Int: [[String]]] = [:]

  /// The objects, by their numbers, that always have something.
  package var filled: Set<Int> = []

  /// No forms yet: they are added by their numbers.
  package init() {}

  /// The first value in a document that has not the form it must have; nil where all have. Null fits
  /// every member: AWS and its tools write it for what is not there. An element of a list is something.
  package func misfit(in document: FlatDocument, _ form: ValueForm) -> Misfit? {
    misfit(FlatPlace(nodes: document.nodes, index: 0), form, "")
  }

  /// The same, of a value.
  package func misfit(in value: ConfigurationValue, _ form: ValueForm) -> Misfit? {
    misfit(value, form, "")
  }

  private func misfit(_ place: some FormedPlace, _ form: ValueForm, _ path: String) -> Misfit? {
    let shape = place.shape
    switch (form, shape) {
    // Of a policy null says nothing: what has none lacks the member.
    case (.policy, .null): return Misfit(path, shape, form)
    case (.any, _), (_, .null), (.scalar, .text), (.scalar, .other): return nil
    case (.policy, .text), (.policy, .object):
      return place.isPolicy ? nil : Misfit(path, shape, form)
    case (.list(let element), .list):
      return place.first { index, inner in
        let place = "\(path)[\(index)]"
        return inner.isNothing(as: element)
          ? Misfit(place, inner.shape, element) : misfit(inner, element, place)
      }
    case (.structure(let number), .empty) where needs[number] != nil || filled.contains(number):
      return Misfit(path, shape, form)
    case (.map, .empty), (.structure, .empty): return nil
    case (.map(let element), .object):
      return place.first { inner, key in misfit(inner, element, path.joined(key())) }
    case (.structure(let number), .object):
      let members = structures[number]
      let misfit = place.first { inner, key in
        let name = key()
        return members[name].flatMap { self.misfit(inner, $0, path.joined(name)) }
      }
      return misfit ?? lack(of: needs[number] ?? [], in: place, path, form)
    case (.scalar, _), (.policy, _), (.list, _), (.map, _), (.structure, _):
      return Misfit(path, shape, form)
    }
  }
}

extension ValueForms {
  /// The first of the groups of which an object has nothing.
  private func lack(
    of groups: [[String]], in place: some FormedPlace, _ path: String, _ form: ValueForm
  ) -> Misfit? {
    groups.first { group in !group.contains { place.holds($0) } }.map { group in
      Misfit(
        path: path.joined(group[0]), found: "nothing", wanted: structuresMember(group[0], form))
    }
  }

  private func structuresMember(_ name: String, _ form: ValueForm) -> ValueForm {
    guard case .structure(let number) = form else { return .any }
    return structures[number][name] ?? .any
  }
}

extension Misfit {
  /// A value that stands where another form must.
  package init(_ path: String, _ value: ConfigurationValue, wanted: ValueForm) {
    self.init(path, value.shape, wanted)
  }

  /// The same within a member of a greater value.
  package func below(_ member: String) -> Misfit {
    let isIndex = path.isEmpty || path.hasPrefix("[")
    return Misfit(path: isIndex ? member + path : "\(member).\(path)", found: found, wanted: wanted)
  }

  fileprivate init(_ path: String, _ shape: FormedShape, _ wanted: ValueForm) {
    self.init(path: path, found: shape.rawValue, wanted: wanted)
  }
}

private enum FormedShape: String {
  case null = "null"
  case text = "a text"
  case other = "a number"
  case list = "a list"
  case object = "an object"
  case empty = "an empty object"
}

extension FormedPlace {
  /// Whether this element of a list says nothing.
  fileprivate func isNothing(as form: ValueForm) -> Bool {
    switch (form, shape) {
    case (_, .null), (.structure, .empty): true
    case (_, .text), (_, .other), (_, .list), (_, .object), (_, .empty): false
    }
  }
}

/// A value somewhere in a document, be it decoded or not.
private protocol FormedPlace {
  var shape: FormedShape { get }
  /// Whether this is a policy: an object, or a text that is the JSON of one, with statements that are whole.
  var isPolicy: Bool { get }
  /// Whether this object has something under a key: no null, and no empty list.
  func holds(_ key: String) -> Bool
  /// The first that is found among the elements of a list.
  func first(_ find: (Int, Self) -> Misfit?) -> Misfit?
  /// The first that is found among the members of an object.
  func first(_ find: (Self, () -> String) -> Misfit?) -> Misfit?
}

private struct FlatPlace: FormedPlace {
  let nodes: FlatNodes
  let index: Int

  var shape: FormedShape {
    switch flat_tag(nodes[index].tag) {
    case flat_null: .null
    case flat_string: .text
    case flat_list: .list
    case flat_object: nodes[index].end == index + 1 ? .empty : .object
    default: .other
    }
  }

  var isPolicy: Bool {
    shape == .object ? nodes.value(at: index).hasWholeStatements : nodes.text(at: index).isPolicy
  }

  func holds(_ name: String) -> Bool {
    var key = index + 1
    while key < nodes[index].end {
      let value = FlatPlace(nodes: nodes, index: key + 1)
      if nodes.text(at: key) == name { return value.holdsSomething }
      key = Int(nodes[key + 1].end)
    }
    return false
  }

  private var holdsSomething: Bool {
    switch shape {
    case .null: false
    case .list: nodes[index].end > index + 1
    case .text, .other, .object, .empty: true
    }
  }

  func first(_ find: (Int, FlatPlace) -> Misfit?) -> Misfit? {
    var (next, number) = (index + 1, 0)
    while next < nodes[index].end {
      if let found = find(number, FlatPlace(nodes: nodes, index: next)) { return found }
      (next, number) = (Int(nodes[next].end), number + 1)
    }
    return nil
  }

  func first(_ find: (FlatPlace, () -> String) -> Misfit?) -> Misfit? {
    var key = index + 1
    while key < nodes[index].end {
      let place = FlatPlace(nodes: nodes, index: key + 1)
      if let found = find(place, { nodes.text(at: key) }) { return found }
      key = Int(nodes[key + 1].end)
    }
    return nil
  }
}

extension ConfigurationValue: FormedPlace {
  fileprivate var shape: FormedShape {
    switch self {
    case .null: .null
    case .string: .text
    case .bool, .number: .other
    case .list: .list
    case .object(let fields): fields.isEmpty ? .empty : .object
    case .elements(let elements): elements.isEmpty ? .empty : .object
    }
  }

  fileprivate var isPolicy: Bool { string?.isPolicy ?? hasWholeStatements }

  fileprivate func holds(_ key: String) -> Bool {
    switch self[key] {
    case nil, .null?: false
    case .list(let values)?: !values.isEmpty
    case .bool?, .number?, .string?, .object?, .elements?: true
    }
  }

  /// Whether this has statements, and each of them allows or denies and has texts, lists of texts and
  /// objects where the language has them (IAM User Guide, "Grammar of the IAM JSON policy language").
  fileprivate var hasWholeStatements: Bool {
    guard let statements = self["Statement"] else { return false }
    return (statements.members ?? [statements]).allSatisfy(\.isWholeStatement)
  }

  private var isWholeStatement: Bool {
    guard case .object(let fields) = self, !fields.isEmpty else { return false }
    return fields.allSatisfy { name, value in
      switch name {
      case "Effect", "Sid": value.string != nil
      case "Action", "NotAction", "Resource", "NotResource": value.isTexts
      // A text is anybody, or one principal as it is named.
      case "Principal", "NotPrincipal":
        value.string.map { $0 == "*" || $0.hasPrefix("arn:") || Int($0) != nil }
          ?? value.isObject { $0.isTexts }
      case "Condition": value.isObject { $0.isObject { $0.isScalars } }
      default: true
      }
    }
  }

  private func isObject(_ isGood: (ConfigurationValue) -> Bool) -> Bool {
    guard case .object(let fields) = self else { return false }
    return fields.values.allSatisfy(isGood)
  }

  private var isTexts: Bool { string != nil || members?.allSatisfy { $0.string != nil } ?? false }

  private var isScalars: Bool {
    scalarText != nil && self != .null || members?.allSatisfy { $0.scalarText != nil } ?? false
  }

  fileprivate func first(_ find: (Int, ConfigurationValue) -> Misfit?) -> Misfit? {
    for (index, value) in (members ?? []).enumerated() {
      if let found = find(index, value) { return found }
    }
    return nil
  }

  fileprivate func first(_ find: (ConfigurationValue, () -> String) -> Misfit?) -> Misfit? {
    guard case .object(let fields) = self else { return nil }
    for (key, value) in fields.inKeyOrder {
      if let found = find(value, { key }) { return found }
    }
    return nil
  }
}

extension String {
  /// A path one member longer.
  fileprivate func joined(_ member: String) -> String {
    isEmpty ? member : "\(self).\(member)"
  }

  /// Whether this is the JSON of a policy, also in percent-encoding, as IAM's API writes them.
  fileprivate var isPolicy: Bool {
    guard let first = first(where: { !$0.isWhitespace }) else { return false }
    let text = first == "%" ? percentDecoded : self
    return (try? ConfigurationValue(json: text))?.hasWholeStatements ?? false
  }
}
