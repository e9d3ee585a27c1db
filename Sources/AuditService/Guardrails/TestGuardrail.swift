package import AuditReport
package import AuditStore
package import ConfigurationModel
package import GuardrailConditions
package import Guardrails

/// Holds one guardrail against what a store knows now.
package struct TestGuardrail {
  /// What a guardrail asks about and was not read, or not of late.
  package struct UnreadScope: Hashable, Sendable {
    /// The type that the guardrail asks about.
    package let type: ResourceType
    /// Where; nil where nobody ever looked at any scope of the type.
    package let scope: Scope?
    /// Why it is not known, in words.
    package let why: String
  }

  /// What was found.
  package struct Result: Sendable {
    /// The guardrail that was tested.
    package let guardrail: Guardrail
    /// How many resources (or changes, of a transition) pass.
    package let passed: Int
    /// The resources that fail, each with what of it breaks the guardrail.
    package let failures: [(resource: Resource, rows: [GuardrailRow])]
    /// The resources of which nothing can be said, each with the reason.
    package let notObserved: [(resource: Resource, why: String)]
    /// The scopes that the guardrail asks about and that were not read, or not of late.
    package let unread: [UnreadScope]
    /// The sources of the settings that were not read, or not wholly: what they would show, nobody knows.
    package let unreadSources: [Coverage.UnreadSource]
    /// The pruned snapshots whose changes nobody knows any more, in order; none for a guardrail over states.
    package let pruned: [Int]
    /// Why the condition gave no answer; nil where it did.
    package let problem: Problem?

    /// Whether all that it asks about is known: only then do no failures mean that it holds.
    package var isComplete: Bool {
      unread.isEmpty && unreadSources.isEmpty && notObserved.isEmpty && pruned.isEmpty
        && problem == nil
    }
  }

  private let store: AuditStore
  private let rule: CompiledGuardrail
  private let coverage: Coverage
  private let last: Int

  /// - Parameter last: The snapshot up to which anything counts.
  package init(
    store: AuditStore, rule: CompiledGuardrail, coverage: Coverage, upTo last: Int = .max
  ) {
    self.store = store
    self.rule = rule
    self.coverage = coverage
    self.last = last
  }

  /// Of a state the last snapshot, of a transition the changes of all.
  package func run() throws(Problem) -> Result {
    let hold = HoldGuardrails(store: store, book: GuardrailBook(of: rule), coverage: coverage)
    let answers: [GuardrailAnswer] =
      switch rule.guardrail.subject {
      case .state: try hold.states(in: last)
      case .transition: try hold.transitions(after: 0, to: last).flatMap(\.answers)
      }
    let pruned = try rule.guardrail.subject == .transition ? store.prunedSnapshots(upTo: last) : []
    return Result(
      guardrail: rule.guardrail, passed: answers.reduce(0) { $0 + $1.passed },
      failures: answers.flatMap(\.failures), notObserved: answers.flatMap(\.notObserved),
      unread: unread, unreadSources: coverage.unreadSources, pruned: pruned,
      problem: answers.compactMap(\.problem).first)
  }

  /// Of a state each resource says by itself which of its parts are missing; of a transition nobody can.
  private var unread: [UnreadScope] {
    let doubts = ScopeDoubts(coverage)
    let asksOfParts = rule.guardrail.subject == .transition
    return rule.guardrail.types.flatMap { type in
      doubts.unread(of: type, with: asksOfParts ? rule.parts(of: type) : [])
    }
  }
}

extension TestGuardrail.Result {
  /// How many pass and fail, and whether that is all, as lines for a terminal.
  package var text: String {
    let what = guardrail.subject == .state ? "resource" : "change"
    let pruned = guardrail.subject.sentence(ofPruned: pruned).map { "\n\($0)" } ?? ""
    let scopes = unread.words(isPast: false).map { "\n\($0)" } ?? ""
    let sources = unreadSources.map { "\n\($0.words)" }.joined()
    return
      ("\(guardrail.id)  \(guardrail.title)\n\(counted(failures.count, what)) "
      + "\(failures.count == 1 ? "fails" : "fail"), \(passed) pass, of \(notObserved.count) nothing is said."
      + pruned + scopes + sources)
      .split(separator: "\n").map { String($0).visible + "\n" }.joined()
  }

  /// One row for each resource that fails, then for each of which nothing can be said, then for each scope that was not
  /// read: that has no id, and a type that nobody ever looked at has no account and no region either; then for each source, and
  /// one for what was pruned.
  package var table: ResultTable {
    func row(_ word: Guardrail.Word, _ resource: Resource, _ why: String) -> [ResultTable.Cell] {
      let id = resource.id
      return [
        .text(word.rawValue), .text(id.account), .text(id.region), .text(id.type.name),
        .text(id.id), resource.name.map { .text($0) } ?? .null, .text(why),
      ]
    }
    var rows = failures.map {
      row(.fail, $0.resource, $0.rows.map(\.text).joined(separator: "; "))
    }
    rows += notObserved.map { row(.notObserved, $0.resource, $0.why) }
    rows += unread.map(\.row)
    rows += unreadSources.map(\.row)
    rows += prunedRows
    return ResultTable(
      columns: ["verdict", "account", "region", "type", "id", "name", "what"], rows: rows)
  }
}

extension TestGuardrail.Result {
  /// What changed in pruned snapshots is not known: one row, or none.
  private var prunedRows: [[ResultTable.Cell]] {
    guard let words = guardrail.subject.words(ofPruned: pruned) else { return [] }
    return [
      [.text(Guardrail.Word.notObserved.rawValue), .null, .null, .null, .null, .null, .text(words)]
    ]
  }
}

extension [TestGuardrail.UnreadScope] {
  /// How many scopes and types a guardrail asks about that were not read, in a sentence; nil where all were.
  ///
  /// - Parameter isPast: Whether the past is asked about, and not how things stand.
  func words(isPast: Bool) -> String? {
    guard !isEmpty else { return nil }
    let scopes = filter { $0.scope != nil }.count
    let types = count - scopes
    let parts = [
      scopes == 0 ? nil : counted(scopes, "scope"), types == 0 ? nil : counted(types, "type"),
    ].compactMap(\.self)
    let (verb, time, breaks) =
      (count == 1 ? "was" : "were", isPast ? "each time" : "of late", isPast ? "broke" : "breaks")
    return
      "\(parts.joined(separator: " and ")) that it asks about \(verb) not read, or not \(time): "
      + "nobody knows what \(breaks) it there."
  }
}

extension Coverage.UnreadSource {
  fileprivate var row: [ResultTable.Cell] {
    [.text(Guardrail.Word.notObserved.rawValue), .null, .null, .null, .null, .null, .text(words)]
  }
}

extension TestGuardrail.UnreadScope {
  fileprivate var row: [ResultTable.Cell] {
    [
      .text(Guardrail.Word.notObserved.rawValue), scope.map { .text($0.account) } ?? .null,
      scope.map { .text($0.region) } ?? .null, .text(type.name), .null, .null, .text(why),
    ]
  }
}
