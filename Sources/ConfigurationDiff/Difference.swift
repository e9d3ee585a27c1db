package import ConfigurationModel

extension ConfigurationValue {
  /// The edits that turn `old` into this value, in path order: one for each leaf that differs, for a
  /// value that stands on one side only, and for an element of a set or keyed list.
  package func difference(from old: ConfigurationValue) -> [Edit] {
    var edits: [Edit] = []
    _ = Merge { edit in
      edits.append(edit)
      return true
    }.merged(old, self, at: .root)
    return edits.sorted { $0.path < $1.path }
  }

  /// The old value moved towards this one by exactly those edits of `difference(from:)` that are
  /// accepted. All accepted gives this value, none gives `old`.
  package func merged(from old: ConfigurationValue, accepting isAccepted: (Edit) -> Bool)
    -> ConfigurationValue
  {
    withoutActuallyEscaping(isAccepted) { isAccepted in
      Merge(isAccepted: isAccepted).merged(old, self, at: .root) ?? .object([:])
    }
  }
}

/// One walk over two values that asks of each difference whether to take it.
///
/// The difference and the application of a part of it are the same walk, so that they cannot
/// disagree.
struct Merge {
  let isAccepted: (Edit) -> Bool

  /// What stands at the path when the accepted edits are made; nil for nothing.
  func merged(_ old: ConfigurationValue?, _ new: ConfigurationValue?, at path: ConfigurationPath)
    -> ConfigurationValue?
  {
    switch (old, new) {
    case (let old?, let new?) where old == new: new
    case (.object(let old), .object(let new)):
      .object(merged(old, new, at: path) { .key($0) })
    case (.elements(let old), .elements(let new)):
      .elements(merged(old, new, at: path) { .element($0) })
    case (.list(let old), .list(let new)): .list(merged(old, new, at: path))
    // An absent collection and an empty one mean the same, so its elements are edits of their own.
    case (nil, .elements(let new)) where !new.isEmpty:
      merged([:], new, at: path) { .element($0) }.asElements
    case (.elements(let old), nil):
      merged(old, [:], at: path) { .element($0) }.asElements
    case (nil, .elements): new
    case (nil, nil): nil
    case (nil, let new?): isAccepted(Edit(path, .added(new))) ? new : nil
    case (let old?, nil): isAccepted(Edit(path, .removed(old))) ? nil : old
    case (let old?, let new?): isAccepted(Edit(path, .changed(from: old, to: new))) ? new : old
    }
  }

  private func merged(
    _ old: [String: ConfigurationValue], _ new: [String: ConfigurationValue],
    at path: ConfigurationPath, step: (String) -> ConfigurationPath.Step
  ) -> [String: ConfigurationValue] {
    var result: [String: ConfigurationValue] = [:]
    for key in old.exactKeys(with: new) {
      let value = merged(
        old.value(exactly: key), new.value(exactly: key), at: path.appending(step(key)))
      if let value { result[key] = value }
    }
    return result
  }

  private func merged(
    _ old: [ConfigurationValue], _ new: [ConfigurationValue], at path: ConfigurationPath
  ) -> [ConfigurationValue] {
    alignment(of: old, with: new).compactMap { pair in
      let index = pair.new ?? pair.old ?? 0
      return merged(
        pair.old.map { old[$0] }, pair.new.map { new[$0] }, at: path.appending(.index(index)))
    }
  }
}

extension Dictionary<String, ConfigurationValue> {
  /// The keys of both in byte order, telling apart keys that Swift's equality joins.
  fileprivate func exactKeys(with other: Self) -> [String] {
    let extra = other.keys.filter { value(exactly: $0) == nil }
    return (Array(keys) + extra).sorted { $0.precedes($1) }
  }

  fileprivate var asElements: ConfigurationValue? { isEmpty ? nil : .elements(self) }
}

extension ConfigurationValue {
  /// What stands below this value; nil where there is nothing.
  package func value(at steps: some Sequence<ConfigurationPath.Step>) -> ConfigurationValue? {
    var value = self
    for step in steps {
      let inner: ConfigurationValue? =
        switch (step, value) {
        case (.key(let name), .object(let fields)): fields.value(exactly: name)
        case (.element(let name), .elements(let elements)): elements.value(exactly: name)
        case (.index(let index), .list(let values)):
          values.indices.contains(index) ? values[index] : nil
        case (.key, _), (.element, _), (.index, _): nil
        }
      guard let inner else { return nil }
      value = inner
    }
    return value
  }

  /// What of this value a partial one speaks of: the fields and elements it names, at any depth. Of a
  /// list, what it names of each member that it has; members that it lacks are spoken of too.
  package func restricted(to partial: ConfigurationValue) -> ConfigurationValue {
    switch (self, partial) {
    case (.object(let fields), .object(let named)):
      .object(fields.restricted(to: named))
    case (.elements(let elements), .elements(let named)):
      .elements(elements.elementsRestricted(to: named))
    case (.list(let members), .list(let named)): .list(members.restricted(to: named))
    case (.null, _), (.bool, _), (.number, _), (.string, _), (.list, _), (.object, _),
      (.elements, _):
      self
    }
  }
}

extension [ConfigurationValue] {
  /// Member by member where there are as many; otherwise each of those that hold, in order, what is
  /// named.
  fileprivate func restricted(to named: Self) -> Self {
    guard count != named.count else { return zip(self, named).map { $0.restricted(to: $1) } }
    var rest = named[...]
    return map { member in
      guard let next = rest.first, member.restricted(to: next) == next else { return member }
      rest = rest.dropFirst()
      return next
    }
  }
}

extension Dictionary<String, ConfigurationValue> {
  /// The elements that are named. One that is labelled by what it holds is found by that: the member
  /// that holds all of it, and more, is another text only.
  fileprivate func elementsRestricted(to named: Self) -> Self {
    var kept = restricted(to: named)
    var others = filter { named.value(exactly: $0.key) == nil }
    for (label, partial) in named.inKeyOrder where value(exactly: label) == nil {
      guard case .object(let fields) = partial, !fields.isEmpty,
        label.isIdentical(to: partial.label)
      else { continue }
      let holder = others.inKeyOrder.first { $0.value.restricted(to: partial) == partial }
      guard let holder else { continue }
      kept[label] = partial
      others[holder.key] = nil
    }
    return kept
  }

  fileprivate func restricted(to named: Self) -> Self {
    var kept: Self = [:]
    for (key, partial) in named {
      kept[key] = value(exactly: key)?.restricted(to: partial)
    }
    return kept
  }
}
