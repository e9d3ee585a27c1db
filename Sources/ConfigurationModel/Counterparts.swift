/// Which resource of one state stands for which of another, where their ids differ: staging's `web` for
/// production's.
package struct Counterparts: Hashable, Sendable {
  /// A resource that is to be paired.
  package struct Candidate: Hashable, Sendable {
    /// The resource itself, under its id in its own state.
    package let resource: Resource
    /// The id of what it is in, which tells resources of one name apart: the VPC of a security group called
    /// `default`.
    package let parent: String?

    /// Makes a candidate; without a parent its name alone has to tell it apart.
    package init(_ resource: Resource, parent: String? = nil) {
      self.resource = resource
      self.parent = parent
    }
  }

  /// Two resources that stand for each other.
  package struct Pair: Hashable, Sendable {
    /// The one of the older state, the first that is named.
    package let old: Resource
    /// The one of the newer state.
    package let new: Resource
  }

  /// A resource that nothing stands for.
  package struct Lonely: Hashable, Sendable {
    /// The resource that is left over.
    package let resource: Resource
    /// Whether it is of the older state, the first that is named.
    package let isOld: Bool
    /// Why nothing stands for it.
    package let reason: Reason

    /// Why no resource stands for another.
    package enum Reason: Hashable, Sendable {
      /// Nothing has its name or id.
      case noneOfName
      /// It has no name by which to look.
      case hasNoName
      /// So many have its name, on the side that has more.
      case manyOfName(Int)
    }

    /// Makes what `lonely` lists; a pairing makes these itself.
    package init(resource: Resource, isOld: Bool, reason: Reason) {
      self.resource = resource
      self.isOld = isOld
      self.reason = reason
    }
  }

  /// In the order of the newer resources.
  package private(set) var pairs: [Pair] = []
  /// The older ones first, each in order.
  package private(set) var lonely: [Lonely] = []
  /// What the older state's texts say in the newer one: as it was given, with the ids of the pairs.
  package private(set) var mapping: StateMapping
  private var left: [Candidate]
  private var right: [Candidate]

  /// Pairs what the mapping names, then what has the same id, then what alone has a name in its place, then
  /// what alone has it within the same parent. A place is the account, region and type.
  package init(old: [Candidate], new: [Candidate], mapping: StateMapping) {
    self.mapping = mapping
    left = old.filter { mapping.scope($0.resource.id.scope) != nil }
      .sorted { $0.resource.id < $1.resource.id }
    right = new.filter { mapping.isCompared($0.resource.id.scope) }
      .sorted { $0.resource.id < $1.resource.id }
    pair(\.named, { $0.resource.id.id })
    pair(\.named, \.ownName)
    pair(\.mappedID, { $0.resource.id.id })
    pair(\.mappedName, \.ownName)
    pair(\.mappedNameInParent, \.nameInParent)
    lonely = alone
    pairs.sort { $0.new.id < $1.new.id }
  }
}

extension Counterparts {
  /// An older candidate with what its names are in the newer state.
  fileprivate struct Mapped {
    let candidate: Candidate
    let mapping: StateMapping

    /// What the mapping file calls it.
    var named: String? {
      let resource = candidate.resource
      return mapping.resources.value(exactly: resource.id.id)
        ?? resource.name.flatMap { mapping.resources.value(exactly: $0) }
    }
    var mappedID: String? { mapping.text(candidate.resource.id.id) }
    var mappedName: String? { candidate.resource.name.map(mapping.text) }
    var mappedNameInParent: String? {
      candidate.parent.flatMap { parent in
        candidate.ownName.map { "\(mapping.text(parent))\u{0}\(mapping.text($0))" }
      }
    }
  }

  private struct Place: Hashable {
    let scope: Scope?
    let name: String
  }

  /// Pairs those of both sides of which one text is the same, and of nothing else in the place.
  private mutating func pair(_ old: (Mapped) -> String?, _ new: (Candidate) -> String?) {
    let mapping = mapping
    let olds = Dictionary(grouping: left.indices) { index -> Place? in
      let candidate = left[index]
      return old(Mapped(candidate: candidate, mapping: mapping)).map {
        Place(scope: mapping.scope(candidate.resource.id.scope), name: $0)
      }
    }
    let news = Dictionary(grouping: right.indices) { index -> Place? in
      let candidate = right[index]
      return new(candidate).map { Place(scope: candidate.resource.id.scope, name: $0) }
    }
    var (ids, doneLeft, doneRight): ([String: String], Set<Int>, Set<Int>) = ([:], [], [])
    for (place, indices) in olds {
      guard let place, indices.count == 1, let others = news[place], others.count == 1 else {
        continue
      }
      let (one, other) = (left[indices[0]].resource, right[others[0]].resource)
      pairs.append(Pair(old: one, new: other))
      if one.id.id != other.id.id { ids[one.id.id] = other.id.id }
      doneLeft.insert(indices[0])
      doneRight.insert(others[0])
    }
    left = left.indices.filter { !doneLeft.contains($0) }.map { left[$0] }
    right = right.indices.filter { !doneRight.contains($0) }.map { right[$0] }
    self.mapping = mapping.adding(ids)
  }

  /// What is left, with why.
  private var alone: [Lonely] {
    func place(_ candidate: Candidate, isOld: Bool) -> Place? {
      candidate.resource.name.map { name in
        Place(
          scope: isOld ? mapping.scope(candidate.resource.id.scope) : candidate.resource.id.scope,
          name: isOld ? mapping.text(name) : name)
      }
    }
    let olds = Dictionary(grouping: left) { place($0, isOld: true) }
    let news = Dictionary(grouping: right) { place($0, isOld: false) }
    return [(left, true), (right, false)].flatMap { candidates, isOld in
      candidates.map { candidate in
        let reason: Lonely.Reason
        if let place = place(candidate, isOld: isOld) {
          let (old, new) = (olds[place]?.count ?? 0, news[place]?.count ?? 0)
          reason = old > 0 && new > 0 ? .manyOfName(max(old, new)) : .noneOfName
        } else {
          reason = .hasNoName
        }
        return Lonely(resource: candidate.resource, isOld: isOld, reason: reason)
      }
    }
  }
}

extension Counterparts.Candidate {
  /// Its name, or its id where it has none.
  fileprivate var ownName: String? { resource.name ?? resource.id.id }

  /// The same with what it is in; nil where it is in nothing.
  fileprivate var nameInParent: String? {
    parent.map { "\($0)\u{0}\(resource.name ?? resource.id.id)" }
  }
}
