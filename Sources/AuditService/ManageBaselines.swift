package import AuditReport
package import AuditStore
import ChangeAudit
import ChangeDocuments
import ConfigurationDiff
package import ConfigurationModel
import Foundation
import ResourceKinds

/// Sets, exports and promotes baselines.
package struct ManageBaselines {
  /// The store in which the baseline is.
  package let store: AuditStore
  /// The baseline's name.
  package let name: String
  /// The moment at which it is set or promoted to.
  package let at: Timestamp

  /// Makes the management of one baseline, which need not exist yet.
  package init(store: AuditStore, name: String, at: Timestamp) {
    self.store = store
    self.name = name
    self.at = at
  }

  /// What was set, and what that did to what stood before.
  package struct Setting: Sendable {
    /// The scopes and resources that were set, and the scopes that were left out.
    package let setting: AuditStore.BaselineSetting
    /// What ended, and what became expected.
    package let effect: BaselineEffect
  }

  /// Agrees to the state of a snapshot, in the chosen scopes; all of it or nothing. `isAgreed` is
  /// asked what that does to what stands; where it says no, throws `UnagreedBaseline`.
  package func set(
    to snapshot: String, choosing selector: ResourceSelector, by actor: String?, reason: String?,
    isAgreed: (BaselineEffect) -> Bool = { _ in true }
  ) throws -> Setting {
    try set(to: snapshot, choosing: [selector], by: actor, reason: reason, isAgreed: isAgreed)
  }

  /// The same in the scopes that any of some selectors chooses.
  package func set(
    to snapshot: String, choosing selectors: [ResourceSelector], by actor: String?,
    reason: String?, isAgreed: (BaselineEffect) -> Bool = { _ in true }
  ) throws -> Setting {
    func isChosen(_ scope: Scope) -> Bool { selectors.contains { $0.mayBe(in: scope) } }
    return try store.writing {
      let number = try SnapshotName(snapshot).number(in: store)
      let standing = try StandingBaseline(store, name) {
        try store.resourcesReset(baseline: name, to: number)
          .filter { isChosen($0.resource.id.scope) }
      }
      let setting = try store.setBaseline(
        name, to: number, choosing: isChosen, at: at, by: actor, reason: reason)
      let effect = try standing?.effect(at: at)
      return Setting(
        setting: setting, effect: try agreed(effect, on: name, by: actor, reason: reason, isAgreed))
    }
  }

  /// Golden documents that were agreed to.
  package struct DocumentSetting: Sendable {
    /// How many documents there were.
    package let documents: Int
    /// How many of them name some leaves only.
    package let inPart: Int
    /// What that did to what stood before, baseline by baseline.
    package let effects: [BaselineEffect]
  }

  /// Agrees to golden documents in files and folders, all or none. `isAgreed` is asked what that
  /// does to each baseline; where it says no, throws `UnagreedBaseline`.
  ///
  /// - Parameter isNamed: Whether a person named the baseline here: that wins over what documents say.
  package func set(
    documents paths: [String], isNamed: Bool = false, by actor: String?, reason: String?,
    isAgreed: (BaselineEffect) -> Bool = { _ in true }
  ) throws -> DocumentSetting {
    let documents = try Self.read(paths)
    let reader = DocumentReader()
    let groups = Dictionary(grouping: documents) { isNamed ? name : $0.baseline ?? name }
    return try store.writing {
      let earlier = try EarlierTokens(store)
      let effects = try groups.sorted { $0.key < $1.key }.map { baseline, members in
        let ids = Set(members.map(\.resource.id))
        let standing = try StandingBaseline(store, baseline) {
          try store.resources(of: ids, baseline: baseline)
        }
        try store.setBaseline(
          baseline, to: members.map { try expectation($0, earlier, reader) }, at: at, by: actor,
          reason: reason)
        let effect = try standing?.effect(at: at)
        return try agreed(effect, on: baseline, by: actor, reason: reason, isAgreed)
      }
      return DocumentSetting(
        documents: documents.count, inPart: documents.count(where: \.isPartial), effects: effects)
    }
  }

  private static func read(_ paths: [String]) throws(Problems) -> [GoldenDocument] {
    var problems: [Problem] = []
    var documents: [GoldenDocument] = []
    for path in paths {
      do throws(Problems) {
        documents += try GoldenDocument.read(at: path)
      } catch {
        problems += error.all
      }
    }
    guard problems.isEmpty else { throw Problems(problems) }
    return documents
  }

  /// The effect, where somebody stands up for it. `effect`: nil for a baseline that is new.
  private func agreed(
    _ effect: BaselineEffect?, on baseline: String, by actor: String?, reason: String?,
    _ isAgreed: (BaselineEffect) -> Bool
  ) throws -> BaselineEffect {
    guard let effect else {
      return BaselineEffect(baseline: baseline, ending: [], entries: [], firstHeld: 0)
    }
    guard actor != nil, reason != nil else {
      throw UnagreedBaseline(effect: effect, problem: .namelessBaseline(effect))
    }
    guard isAgreed(effect) else {
      throw UnagreedBaseline(effect: effect, problem: .unconfirmedBaseline(effect))
    }
    return effect
  }

  private func expectation(
    _ document: GoldenDocument, _ earlier: EarlierTokens, _ reader: DocumentReader
  ) throws -> AuditStore.GoldenExpectation {
    let id = document.resource.id
    let safe = try earlier.settled(document.configuration, of: document.resource)
    let value = reader.normalized(safe, form: .document, of: id)
    return AuditStore.GoldenExpectation(
      resource: document.resource, name: document.resource.name ?? value.nameText(of: id.type),
      body: value.canonicalJSON, isPartial: document.isPartial)
  }

  /// The baseline as golden documents: one YAML text for each scope, by file name. What they say
  /// imports to the same.
  package func export() throws(Problem) -> [(file: String, text: String)] {
    let reader = DocumentReader()
    var byScope: [Scope: [GoldenDocument]] = [:]
    try store.eachExpectation(baseline: name) { resource, expected in
      let state = try ResourceState(
        of: resource.id, expected: expected, observed: nil, reader: reader)
      guard let value = state.expected else { return }
      let named = Resource(resource.id, name: state.name(of: resource))
      byScope[resource.id.scope, default: []].append(
        GoldenDocument(
          resource: named, isPartial: state.isPartial, configuration: value,
          place: Problem.Place(file: "-"), baseline: name))
    }
    return byScope.sorted { $0.key < $1.key }.map { scope, documents in
      // Stores of before may hold names that are checked today where they enter.
      let parts = [
        scope.account, scope.region, scope.type.name.replacing("::", with: "-"),
      ].map(\.percentEncoded)
      return (parts.joined(separator: "/") + ".yaml", GoldenDocument.yaml(documents))
    }
  }

  /// Makes what findings hold the expectation, all or none. A filter that names no status means what is open
  /// or acknowledged, in this baseline. Returns how many edits were promoted.
  ///
  /// - Parameter isAgreed: Is asked which findings a filter chose; where it says no, this throws
  ///   `UnagreedDecision` and promotes nothing.
  package func promote(
    _ choice: FindingChoice, by actor: String, reason: String,
    isAgreed: (FindingSelection) -> Bool = { _ in true }
  ) throws -> Int {
    try store.writing {
      let selection = try choice.selection(
        in: store, baseline: name, usual: [.open, .acknowledged], at: at, isAgreed: isAgreed)
      let numbers = try selection.map { Set($0.findings.map(\.number)) } ?? standing(choice.names)
      guard let period = try store.periodOfLastAudit(baseline: name) else {
        throw Problem.noAudit(name)
      }
      let entries = try StandingEdits(store: store, baseline: name).all().filter {
        $0.judgement.finding.map(numbers.contains) ?? false
          && $0.judgement.verdict.word == .unapproved
      }
      let promotions = Dictionary(grouping: entries, by: \.resource.id).values.compactMap {
        Self.promotion(of: $0, in: period.to)
      }.sorted { $0.resource.id < $1.resource.id }
      let passing = try store.findings(baseline: name, in: .everything).filter {
        numbers.contains($0.number)
      }.flatMap(\.passing)
      try store.promote(
        promotions, findings: numbers.sorted(), baseline: name, at: at, by: actor, reason: reason)
      return entries.count + passing.count
    }
  }

  /// The numbers of findings of this baseline that are not over.
  private func standing(_ findings: [String]) throws(Problem) -> Set<Int> {
    var numbers: Set<Int> = []
    for text in findings {
      let (stored, baseline) = try store.finding(named: text)
      guard baseline == name else { throw .findingOfAnotherBaseline(text, baseline) }
      if ComposeReport.status(stored.events, at: at).word == .resolved {
        throw .findingIsOver("F-\(stored.number)")
      }
      numbers.insert(stored.number)
    }
    return numbers
  }

  /// What becomes expected of a resource when these of its edits are promoted.
  private static func promotion(of entries: [StandingEdits.Entry], in snapshot: Int)
    -> AuditStore.Promotion?
  {
    guard let first = entries.first else { return nil }
    let accepted = first.state.approved(besides: first.standing).union(entries.map(\.edit))
    return AuditStore.Promotion(
      resource: first.resource, next: first.state.next(accepting: accepted), snapshot: snapshot,
      judgements: entries.map(\.judgement.row))
  }
}

extension Problem {
  static func findingOfAnotherBaseline(_ finding: String, _ baseline: String) -> Problem {
    Problem(
      "finding-of-another-baseline",
      "The finding \(finding) belongs to the baseline '\(baseline)'.",
      hint: "Give --baseline \(baseline).")
  }
}
