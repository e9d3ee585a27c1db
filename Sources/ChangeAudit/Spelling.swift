package import ConfigurationModel
import ConfigurationDiff

/// What a document of a resource means, in one spelling: how its kind normalizes it.
package typealias Meaning = @Sendable (ConfigurationValue, ResourceID) -> ConfigurationValue

/// The configuration that an edit's value stands in, so that it can be told whether what a document
/// says is another spelling of it: `6` of `tcp`, `10.1.2.3/8` of `10.0.0.0/8`, one text of a list of one,
/// JSON in a text of an object.
///
/// A document's value is a spelling of an observed one if the configuration with it in the other's place
/// means the same, by the same rules that the observed one was read by. No rule is written twice, and
/// what they tell apart is told apart here.
struct Spelling {
  /// Normalized; nil where it is not known.
  let configuration: ConfigurationValue?
  let meaning: (ConfigurationValue) -> ConfigurationValue

  /// The place of a value; nil where that value does not stand there.
  func place(of value: ConfigurationValue, at path: ConfigurationPath) -> Place? {
    configuration.flatMap { Place(of: value, at: path.steps, in: $0, meaning) }
  }

  /// Whether the path is one that the pattern names, also by labels that are spelled another way.
  func isNamed(_ path: ConfigurationPath, by pattern: PathPattern) -> Bool {
    pattern.names(path) { position, text in
      guard let configuration,
        let member = configuration.value(at: path.steps[...position]),
        let place = Place(
          of: member, at: Array(path.steps[...position]), in: configuration, meaning)
      else { return false }
      return member.spellings(asLabel: text, of: path.steps[position]).contains(
        where: place.isSpelled)
    }
  }
}

/// Where a value stands in a normalized configuration.
struct Place {
  /// Of the configuration what leads to the value, with the fields beside it.
  private let surroundings: ConfigurationValue
  private let steps: [ConfigurationPath.Step]
  private let value: ConfigurationValue
  private let meaning: (ConfigurationValue) -> ConfigurationValue

  init?(
    of value: ConfigurationValue, at steps: [ConfigurationPath.Step],
    in configuration: ConfigurationValue,
    _ meaning: @escaping (ConfigurationValue) -> ConfigurationValue
  ) {
    guard configuration.value(at: steps) == value,
      let surroundings = configuration.narrowed(to: steps[...], isWhole: false)
    else { return nil }
    self.surroundings = surroundings
    // Of a list only the member is left.
    self.steps = steps.map { step in if case .index = step { .index(0) } else { step } }
    (self.value, self.meaning) = (value, meaning)
  }

  private init(_ place: Place, _ steps: [ConfigurationPath.Step], _ value: ConfigurationValue) {
    (surroundings, meaning) = (place.surroundings, place.meaning)
    (self.steps, self.value) = (steps, value)
  }

  /// The place of a field or member of the value.
  func inside(_ step: ConfigurationPath.Step, _ inner: ConfigurationValue) -> Place {
    Place(self, steps + [step], inner)
  }

  /// The field of the value that a document means by a name: the field of that name or, where there is none, one that
  /// differs in case only and may be spelled so (`aws:PrincipalOrgID`), and that the document does not name besides. Nil
  /// where there is none.
  fileprivate func field(
    _ written: String, of value: ConfigurationValue, besides others: [String: Predicate]
  ) -> String? {
    guard case .object(let fields) = value, fields.value(exactly: written) == nil else {
      return written
    }
    return fields.inKeyOrder.first { name, inner in
      guard name.lowercased() == written.lowercased(), others.value(exactly: name) == nil else {
        return false
      }
      var respelled = fields
      respelled[name] = nil
      respelled[written] = inner
      return isSpelled(.object(respelled))
    }?.key
  }

  /// Whether a document's value means the one that stands here.
  func isSpelled(_ written: ConfigurationValue) -> Bool {
    guard let other = surroundings.replacing(steps[...], with: written) else { return false }
    let observed = meaning(surroundings)
    return observed.value(at: steps) == value && meaning(other) == observed
  }

  /// What a document's list would mean in the place of the value that stands here, all in one reading: member by
  /// member, it takes as many readings of the whole value as the product of both lengths. Nil where it means no list.
  fileprivate func meaning(of written: [ConfigurationValue]) -> ConfigurationValue? {
    // A set of texts with anything else in it is none.
    let isOfTexts = value.members?.allSatisfy { $0.scalarText != nil } ?? false
    let alike = isOfTexts ? written.filter { $0.scalarText != nil } : written
    guard let other = surroundings.replacing(steps[...], with: .list(alike)),
      meaning(surroundings).value(at: steps) == value
    else { return nil }
    return meaning(other).onlyValue(at: steps[...])
  }
}

extension Predicate {
  /// This condition with every value that is another spelling of the observed one in its place.
  func respelled(for value: ConfigurationValue, at place: Place?) -> Predicate {
    guard let place else { return self }
    switch self {
    case .equals(let wanted):
      return value.equals(document: wanted) || !place.isSpelled(wanted) ? self : .equals(value)
    case .oneOf(let wanted):
      let isOne = wanted.contains { value.equals(document: $0) }
      return isOne || !wanted.contains(where: place.isSpelled) ? self : .oneOf([value] + wanted)
    case .subsetOf(let wanted) where value.scalarText != nil:
      return Predicate.oneOf(wanted).respelled(for: value, at: place)
    case .subsetOf(let wanted):
      let others = value.steps.filter { _, member in
        !wanted.contains { member.equals(document: $0) }
      }
      guard !others.isEmpty, let allowed = place.meaning(of: wanted) else { return self }
      return .subsetOf(wanted + others.filter { allowed.holds($1, at: $0) }.map(\.value))
    case .fields(let fields):
      let inner = Dictionary(
        uniqueKeysWithValues: value.steps.compactMap { step, inner in
          step.name.map { ($0, (step, inner)) }
        })
      return .fields(
        fields.inKeyOrder.reduce(into: [:]) { named, field in
          let own = place.field(field.key, of: value, besides: fields)
          guard let own, let (step, found) = inner.value(exactly: own) else {
            named[field.key] = field.value
            return
          }
          named[own] = field.value.respelled(for: found, at: place.inside(step, found))
        })
    case .all(let predicates):
      return .all(predicates.map { $0.respelled(for: value, at: place) })
    case .glob, .withinBlock, .withinRange, .actionsWithin: return self
    }
  }
}

extension ConfigurationPath.Step {
  fileprivate var name: String? {
    switch self {
    case .key(let name), .element(let name): name
    case .index: nil
    }
  }
}

extension ConfigurationValue {
  /// What is inside, with the step to it.
  fileprivate var steps: [(step: ConfigurationPath.Step, value: ConfigurationValue)] {
    switch self {
    case .object(let fields): fields.inKeyOrder.map { (.key($0.key), $0.value) }
    case .elements(let elements): elements.inKeyOrder.map { (.element($0.key), $0.value) }
    case .list(let values): values.enumerated().map { (.index($0.offset), $0.element) }
    case .null, .bool, .number, .string: []
    }
  }

  /// What this member would be if `text` were another spelling of its label: the text itself where the
  /// member is its own label, a security group's rule with what its label says, and otherwise the member
  /// with the text in the fields that hold the label.
  fileprivate func spellings(asLabel text: String, of step: ConfigurationPath.Step)
    -> [ConfigurationValue]
  {
    guard case .element(let label) = step else { return [] }
    switch self {
    case .string(let own): return own.isIdentical(to: label) ? [.string(text)] : []
    case .object(let fields):
      let keyed = fields.mapValues { $0 == .string(label) ? .string(text) : $0 }
      let rule = permission(labelled: text).map { [$0] } ?? []
      return (keyed == fields ? [] : [.object(keyed)]) + rule
    case .null, .bool, .number, .list, .elements: return []
    }
  }

  /// Of this value what leads to a place below: of collections the one member, of objects all fields, of
  /// the outermost the one field.
  fileprivate func narrowed(to steps: ArraySlice<ConfigurationPath.Step>, isWhole: Bool)
    -> ConfigurationValue?
  {
    guard let step = steps.first else { return self }
    let rest = steps.dropFirst()
    switch (step, self) {
    case (.key(let key), .object(let fields)):
      guard let inner = fields.value(exactly: key)?.narrowed(to: rest, isWhole: true) else {
        return nil
      }
      return .object((isWhole ? fields : [:]).merging([key: inner]) { $1 })
    case (.element(let label), .elements(let elements)):
      return elements.value(exactly: label)?.narrowed(to: rest, isWhole: true)
        .map { .elements([label: $0]) }
    case (.index(let index), .list(let values)):
      guard values.indices.contains(index) else { return nil }
      return values[index].narrowed(to: rest, isWhole: true).map { .list([$0]) }
    case (.key, _), (.element, _), (.index, _): return nil
    }
  }

  /// Whether it is a list with this member, or has it under this label.
  fileprivate func holds(_ member: ConfigurationValue, at step: ConfigurationPath.Step) -> Bool {
    switch (step, self) {
    case (.element(let label), .elements(let elements)): elements.value(exactly: label) == member
    case (.index, .list(let values)): values.contains(member)
    case (.key, _), (.element, _), (.index, _): false
    }
  }

  /// What stands at a place to which one way leads: of collections the only member, whatever it is called.
  fileprivate func onlyValue(at steps: ArraySlice<ConfigurationPath.Step>) -> ConfigurationValue? {
    guard let step = steps.first else { return self }
    let inner: ConfigurationValue? =
      switch (step, self) {
      case (.key(let key), .object(let fields)): fields.value(exactly: key)
      case (.element, .elements(let elements)):
        elements.count == 1 ? elements.first?.value : nil
      case (.index, .list(let values)): values.count == 1 ? values[0] : nil
      case (.key, _), (.element, _), (.index, _): nil
      }
    return inner?.onlyValue(at: steps.dropFirst())
  }

  /// This value with another at a place below; nil where there is no such place.
  fileprivate func replacing(
    _ steps: ArraySlice<ConfigurationPath.Step>, with other: ConfigurationValue
  ) -> ConfigurationValue? {
    guard let step = steps.first else { return other }
    let rest = steps.dropFirst()
    switch (step, self) {
    case (.key(let key), .object(var fields)):
      guard let inner = fields.value(exactly: key)?.replacing(rest, with: other) else { return nil }
      fields[key] = inner
      return .object(fields)
    case (.element(let label), .elements(var elements)):
      guard let inner = elements.value(exactly: label)?.replacing(rest, with: other) else {
        return nil
      }
      elements[label] = inner
      return .elements(elements)
    case (.index(let index), .list(var values)):
      guard values.indices.contains(index), let inner = values[index].replacing(rest, with: other)
      else { return nil }
      values[index] = inner
      return .list(values)
    case (.key, _), (.element, _), (.index, _): return nil
    }
  }
}
