import AuditReport
import AuditStore
import ConfigurationDiff
import ConfigurationModel
import ResourceKinds

/// Compares two states over accounts and regions: each resource with the one that stands for it in the
/// other state, staging's with production's.
struct CompareAcross {
  /// One of the states, the store that holds it, and what people call it.
  struct Side {
    let store: AuditStore
    let side: Comparison.Side
    let title: String
  }

  let old: Side
  let new: Side
  /// What the person says of accounts, regions and resources.
  let given: StateMapping
  let demand: CoverageDemand

  /// Throws `Problem` or `Problems`.
  func report() throws -> DifferenceReport {
    let (before, after) = (try State(old, demand), try State(new, demand))
    let mapping = try mapping(before, after)
    let counterparts = Counterparts(
      old: before.candidates, new: after.candidates, mapping: mapping)
    let coverage = AcrossCoverage(before.cells, after.cells, mapping)
    var (entries, secrets): ([DifferenceReport.Entry], Int) = ([], 0)
    var oneSided: [(resource: ResourceID, part: String)] = []
    for pair in counterparts.pairs {
      let mapped = counterparts.mapping.scope(pair.old.id.scope)
      // What one side did not read at all is told with its scope.
      guard let mapped, !coverage.isUnknown(mapped) else { continue }
      let difference = try difference(
        before.items[pair.old.id], after.items[pair.new.id], pair.new, counterparts.mapping)
      secrets += difference.secrets
      oneSided += difference.unreadParts.map { (pair.new.id, $0) }
      guard !difference.edits.isEmpty else { continue }
      entries.append(
        DifferenceReport.Entry(
          resource: pair.new, change: .modified, edits: difference.edits, counterpart: pair.old))
    }
    return DifferenceReport(
      title: "\(old.title) → \(new.title)", entries: entries,
      unread: coverage.adding(oneSided), neverLookedAt: coverage.neverLookedAt,
      across: .init(
        sides: .init(old.title, new.title), pairs: counterparts.pairs.count,
        lonely: counterparts.lonely.filter(coverage.isKnown),
        secrets: secrets))
  }

  // MARK: What is compared with what

  /// What was given; where nothing is said of accounts or regions, the only one with the only one.
  private func mapping(_ before: State, _ after: State) throws(Problem) -> StateMapping {
    let accounts = try accounts(before.accounts, after.accounts)
    let scopes = before.scopes.filter { accounts.keys.contains($0.account) }
    let regions = given.regions.isEmpty ? only(scopes, after.scopes, \.region) : given.regions
    let mapping = StateMapping(
      accounts: accounts, regions: regions, resources: given.resources)
    for (names, known, what) in [
      (Array(given.accounts.keys), Set(before.accounts), "account"),
      (Array(given.regions.keys), Set(before.scopes.map(\.region)), "region"),
      (Array(given.resources.keys), before.names, "resource"),
    ] {
      if let unknown = names.sorted().first(where: { !known.contains($0) }) {
        throw .unknownInMapping(what, unknown, in: old.title)
      }
    }
    return mapping
  }

  private func accounts(_ before: [String], _ after: [String]) throws(Problem) -> [String: String] {
    if !given.accounts.isEmpty { return given.accounts }
    // Nothing is to be learnt of a state from itself, but of one region of it from another.
    let isItself = old.side.state == new.side.state && old.store === new.store
    if before.count == 1, after.count == 1, before != after { return [before[0]: after[0]] }
    guard before == after, !isItself || !given.regions.isEmpty else {
      throw .accountsUnmapped(old.title, before, new.title, after)
    }
    return Dictionary(uniqueKeysWithValues: before.map { ($0, $0) })
  }

  /// The only region of one side and that of the other; none where there are several, which are then
  /// called the same.
  private func only(_ before: [Scope], _ after: [Scope], _ part: (Scope) -> String)
    -> [String: String]
  {
    let olds = Set(before.map(part)).subtracting([Scope.global])
    let news = Set(after.map(part)).subtracting([Scope.global])
    guard olds.count == 1, news.count == 1, let old = olds.first, let new = news.first else {
      return [:]
    }
    return [old: new]
  }

  // MARK: How two resources differ

  private func difference(
    _ old: State.Item?, _ new: State.Item?, _ resource: Resource, _ mapping: StateMapping
  ) throws -> (edits: [Edit], secrets: Int, unreadParts: [String]) {
    guard let old, let new else { return ([], 0, []) }
    let reader = DocumentReader()
    let numbers = NumberReading(old: old.document.form, new: new.document.form)
    let values = numbers.read(
      try reader.value(old.document, of: resource.id, mapping: mapping),
      try reader.value(new.document, of: resource.id))
    var (before, after) = values
    if old.isPartial { after = before.flatMap { after?.restricted(to: $0) } }
    if new.isPartial { before = after.flatMap { before?.restricted(to: $0) } }
    let state = ResourceState(of: resource.id, from: before, to: after)
    let own = ResourceKind.of(resource.id.type).identity.incarnation
    // A document of a baseline's own says itself what is not there.
    let isSaid = old.isOfBaseline || new.isOfBaseline
    let difference = isSaid ? state.difference(of: resource) : state.differenceOfRead(of: resource)
    let edits = (difference?.edits ?? []).filter { !$0.isGivenByAWS(ownID: own) }
    let said = edits.filter { !$0.isOfSecret }
    return (said, edits.count - said.count, difference?.unreadParts ?? [])
  }
}

/// What is compared of one side.
private struct State {
  struct Item {
    let document: StoredDocument
    /// Whether it says only some of what the resource is.
    let isPartial: Bool
    /// Whether it is a document that a baseline was given, and no observation.
    let isOfBaseline: Bool
  }

  private(set) var items: [ResourceID: Item] = [:]
  private(set) var candidates: [Counterparts.Candidate] = []
  /// Each scope, with how it was read; nil for one that only a baseline knows.
  private(set) var cells: [Scope: Coverage.Cell?] = [:]
  /// What a mapping may call its resources.
  private(set) var names: Set<String> = []

  init(_ side: CompareAcross.Side, _ demand: CoverageDemand) throws {
    let reader = DocumentReader()
    switch side.side.state {
    case .snapshot(let number):
      try side.store.eachVersion(in: number) { resource, version in
        try add(resource, version.document, reader)
      }
      let coverage = try ComposeCoverage(store: side.store, demand: demand)
        .coverage(to: number, at: side.side.moment, isPast: side.side.isPast)
        .countingSeen(in: number, side.store)
      for cell in coverage.cells where !cell.isRetired { cells[cell.scope] = cell }
    case .baseline(let name):
      try side.store.eachExpectation(baseline: name) { resource, expected in
        switch expected.state {
        case .uncovered, .absent: return
        case .version(let version):
          try add(resource, version.document, reader)
        case .body(let body, let isPartial):
          let document = StoredDocument(form: .document, body: Array(body.utf8))
          try add(resource, document, isPartial: isPartial, isOfBaseline: true, reader)
        }
        cells[resource.id.scope] = .some(nil)
      }
      let coverage = try ComposeCoverage(store: side.store, demand: demand)
        .coverage(to: .max, at: side.side.moment, baseline: name)
      for cell in coverage.cells where cell.isInBaseline { cells[cell.scope] = .some(nil) }
    }
  }

  private mutating func add(
    _ resource: Resource, _ document: StoredDocument, isPartial: Bool = false,
    isOfBaseline: Bool = false, _ reader: DocumentReader
  ) throws {
    items[resource.id] = Item(
      document: document, isPartial: isPartial, isOfBaseline: isOfBaseline)
    let value = try reader.parsed(document, of: resource.id)
    let network = value["VpcId"] ?? value["configuration"]?["vpcId"]
    candidates.append(.init(resource, parent: network?.string))
    names.formUnion([resource.id.id, resource.name ?? resource.id.id])
  }

  /// The scopes that were ever looked at.
  var scopes: [Scope] {
    cells.filter { $0.value?.wasLookedAt ?? true }.map(\.key).sorted()
  }

  var accounts: [String] { Set(scopes.map(\.account)).sorted { $0.precedes($1) } }
}

/// What of two states was not read, of the scopes that are compared.
private struct AcrossCoverage {
  private var unread: [DifferenceReport.Unread] = []
  /// The parts that neither state was ever given, by the scope of the newer one.
  private(set) var neverLookedAt: [Scope: Set<String>] = [:]
  /// Scopes of the newer state of which one side knows nothing.
  private var unknown: Set<Scope> = []
  /// Scopes of the older and the newer state of which the other side did not read all.
  private var unsure: (old: Set<Scope>, new: Set<Scope>) = ([], [])

  init(
    _ before: [Scope: Coverage.Cell?], _ after: [Scope: Coverage.Cell?], _ mapping: StateMapping
  ) {
    let pairs = before.keys.compactMap { scope in mapping.scope(scope).map { ($0, scope) } }
    let olds = Dictionary(pairs) { first, _ in first }
    let news = Set(after.keys.filter(mapping.isCompared))
    for scope in Set(olds.keys).union(news).sorted() {
      let old = olds[scope].flatMap { before[$0] }
      judge(scope, olds[scope], old, after[scope])
    }
  }

  /// - Parameters:
  ///   - old: How the older state read it: nil where it does not know it, nil within where only a baseline
  ///     does.
  ///   - new: The same of the newer state.
  private mutating func judge(
    _ scope: Scope, _ oldScope: Scope?, _ old: Coverage.Cell??, _ new: Coverage.Cell??
  ) {
    let isKnown = { (cell: Coverage.Cell??) in cell.map { $0?.wasLookedAt ?? true } ?? false }
    let newProblem = (new ?? nil)?.problem
    let oldProblem = (old ?? nil)?.lastingProblem
    if !isKnown(old) || !isKnown(new) {
      unknown.insert(scope)
      unread.append(.init(scope: scope, problem: newProblem ?? oldProblem ?? .scopeOnOneSide()))
    } else if let problem = newProblem ?? oldProblem {
      unread.append(.init(scope: scope, problem: problem))
    } else {
      let cells = [old ?? nil, new ?? nil].compactMap { $0.map { Set($0.partsNeverLookedAt) } }
      let never = cells.dropFirst().reduce(cells.first ?? []) { $0.intersection($1) }
      neverLookedAt[scope] = never.isEmpty ? nil : never
    }
    if !isKnown(old) || oldProblem != nil { unsure.new.insert(scope) }
    if !isKnown(new) || newProblem != nil, let oldScope { unsure.old.insert(oldScope) }
    for (cell, scope) in [(old, oldScope), (new, scope)] {
      guard let cell = cell ?? nil, cell.problem == nil, let scope else { continue }
      unread += cell.parts.map { .init(scope, $0) }
    }
  }

  /// What was not read, with the parts that only one state has of a resource, but for those that are named.
  func adding(_ parts: [(resource: ResourceID, part: String)]) -> [DifferenceReport.Unread] {
    let others = parts.filter { part in
      !unread.contains {
        $0.scope == part.resource.scope && $0.part?.hasPrefix(part.part + " of ") == true
      }
    }
    return unread + .partsOnOneSide(others)
  }

  /// Whether nothing can be said of what is in a scope of the newer state.
  func isUnknown(_ scope: Scope) -> Bool { unknown.contains(scope) }

  /// Whether it is known that nothing stands for a resource.
  func isKnown(_ lonely: Counterparts.Lonely) -> Bool {
    !(lonely.isOld ? unsure.old : unsure.new).contains(lonely.resource.id.scope)
  }
}

extension DocumentReader {
  /// The normalized value that a document of another resource would have as this one.
  fileprivate func value(
    _ document: StoredDocument, of resource: ResourceID, mapping: StateMapping
  ) throws -> ConfigurationValue {
    normalized(
      mapping.value(try parsed(document, of: resource)), form: document.form, of: resource)
  }
}

extension Edit {
  /// When AWS made or changed it, which is never that of another resource.
  private static let moments: Set<String> = [
    "AttachTime", "ClusterCreateTime", "CreateDate", "CreateTime", "CreatedAt", "CreatedDate",
    "CreatedTime", "CreationDate", "CreationTime", "CreationTimestamp", "InstanceCreateTime",
    "LastModified", "LastModifiedDate", "LastModifiedTime", "LastUpdatedTime", "LaunchTime",
    "StartTime", "UpdateTime",
  ]

  /// Whether it is of what AWS gives each resource anew: the id of its incarnation, a moment.
  ///
  /// - Parameter ownID: The field of the kind that changes when a resource is made anew.
  fileprivate func isGivenByAWS(ownID: String?) -> Bool {
    let keys = path.steps.compactMap { step -> String? in
      guard case .key(let key) = step else { return nil }
      return key.prefix(1).uppercased() + key.dropFirst()
    }
    return keys.last.map(Self.moments.contains) ?? false || (ownID != nil && keys == [ownID])
  }

  /// Whether it is of the tokens of two secrets, which say nothing of whether these are the same.
  fileprivate var isOfSecret: Bool {
    guard let old = old?.string, let new = new?.string else { return false }
    return StoreKey.isToken(old) && StoreKey.isToken(new)
  }
}

extension Problem {
  static func accountsUnmapped(_ old: String, _ before: [String], _ new: String, _ after: [String])
    -> Problem
  {
    func words(_ accounts: [String]) -> String {
      accounts.isEmpty
        ? "none" : accounts.prefix(5).joined(separator: ", ") + (accounts.count > 5 ? ", …" : "")
    }
    return Problem(
      "accounts-unmapped",
      "No mapping says which accounts correspond: '\(old)' has \(words(before)), '\(new)' has "
        + "\(words(after)).",
      hint:
        "Write it into a file, as accounts: { \"111122223333\": \"444455556666\" }, and give that "
        + "with --mapping.")
  }

  static func unknownInMapping(_ what: String, _ name: String, in state: String) -> Problem {
    Problem(
      "mapping-unknown", "The mapping names the \(what) '\(name)', which '\(state)' does not have.",
      hint: "The left side names what the first state has, the right side what the second has.")
  }
}
