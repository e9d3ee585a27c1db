package import AuditStore
import ConfigurationDiff
package import ConfigurationModel
package import GuardrailConditions
import Guardrails
import ResourceKinds

/// What guardrails over states say of a store, kept from one look to the next: only a resource that changed is read again,
/// and only a condition runs that reads rows of its type in its account. Not for several threads at once.
package final class KeptVerdicts {
  /// What the rows of a resource were made of.
  private struct Known: Equatable {
    let version: Int64
    let first: Int
    let name: String?
    let unreadParts: Set<String>
  }

  /// The resources of one account: nothing is held beside those of another.
  private final class Account {
    let judge: GuardrailJudge
    var known: [ResourceID: Known] = [:]

    init(_ judge: GuardrailJudge) { self.judge = judge }
  }

  private let book: GuardrailBook
  private let isStopped: @Sendable () -> Bool
  private var accounts: [String: Account] = [:]
  /// The conditions that accounts ran that are no longer there.
  private var formerRuns = 0
  /// How many configurations were read since this was made.
  package private(set) var readCount = 0

  /// Keeps nothing yet.
  ///
  /// - Parameter isStopped: Whether the work is to end without an answer.
  package init(_ book: GuardrailBook, isStopped: @escaping @Sendable () -> Bool = { false }) {
    self.book = book.of(.state)
    self.isStopped = isStopped
  }

  /// How many conditions were run since this was made.
  package var runCount: Int { accounts.values.reduce(formerRuns) { $0 + $1.judge.runCount } }

  /// Whether a resource was there at the last look, in a scope that was not left out on purpose.
  package func holds(_ id: ResourceID) -> Bool { accounts[id.account]?.known[id] != nil }

  /// The same as `HoldGuardrails.states`, with what was kept. Throws `guardrails-stopped` where it is to end.
  package func answers(of store: AuditStore, in snapshot: Int, coverage: Coverage? = nil)
    throws(Problem) -> [GuardrailAnswer]
  {
    guard !book.rules.isEmpty else { return [] }
    let doubts = ScopeDoubts(coverage)
    return try store.inOneState { () throws(Problem) in
      let spans = try store.standingVersions(in: snapshot, of: book.types)
        .filter { !doubts.isRetired($0.resource.id.scope) }
      let standing = Dictionary(grouping: spans, by: \.resource.id.account)
      for name in accounts.keys where standing[name] == nil { forget(name) }
      var answers = book.rules.map { GuardrailAnswer(of: $0.guardrail) }
      for (name, spans) in standing.inKeyOrder {
        let own = try look(at: spans, of: name, in: store, doubts)
        for index in answers.indices { answers[index].add(own[index]) }
      }
      let inhabited = Set(spans.map(\.resource.id.scope))
      MissingResources(doubts: doubts, inhabited: inhabited).add(to: &answers)
      return answers
    }
  }

  private func forget(_ name: String) {
    formerRuns += accounts[name]?.judge.runCount ?? 0
    accounts[name] = nil
  }

  /// What guardrails say of one account.
  private func look(
    at spans: [VersionSpan], of name: String, in store: AuditStore, _ doubts: ScopeDoubts
  ) throws(Problem) -> [GuardrailAnswer] {
    // Places of what is gone are not used again: an account where much comes and goes is begun anew.
    if let account = accounts[name],
      account.judge.hasFault || account.judge.count > 2 * spans.count + 1_000
    {
      forget(name)
    }
    let account = try account(name)
    try update(account, to: spans, in: store, doubts)
    let answers = account.judge.answers(isKeeping: true, unread: doubts.unread)
    guard !isStopped() else { throw .guardrailsStopped() }
    return answers.map { $0.inOrder }
  }

  private func account(_ name: String) throws(Problem) -> Account {
    if let known = accounts[name] { return known }
    let new = Account(try GuardrailJudge(book, of: .state, isStopped: isStopped))
    accounts[name] = new
    return new
  }

  /// Takes in what has changed.
  private func update(
    _ account: Account, to spans: [VersionSpan], in store: AuditStore, _ doubts: ScopeDoubts
  ) throws(Problem) {
    let reader = DocumentReader()
    let there = Set(spans.map(\.resource.id))
    for id in account.known.keys where !there.contains(id) {
      account.judge.put(nil, at: id)
      account.known[id] = nil
    }
    for span in spans {
      guard !isStopped() else { throw .guardrailsStopped() }
      let id = span.resource.id
      let now = Known(
        version: span.row, first: span.first, name: span.resource.name,
        unreadParts: doubts.unreadParts(of: id))
      let doubt = doubts.doubt(of: id.scope)
      if account.known[id] == now {
        account.judge.doubt(doubt, at: id)
      } else {
        account.judge.put(try observed(span, now, in: store, reader), at: id, doubt: doubt)
        account.known[id] = now
      }
    }
  }

  private func observed(
    _ span: VersionSpan, _ known: Known, in store: AuditStore, _ reader: DocumentReader
  ) throws(Problem) -> ObservedResource {
    readCount += 1
    let (id, document) = (span.resource.id, try store.version(in: span).document)
    let value = reader.normalized(
      try reader.parsed(document, of: id), form: document.form, of: id)
    return ObservedResource(
      span.resource, value, kind: ResourceKind.of(id.type), unreadParts: known.unreadParts)
  }
}

extension Problem {
  static func guardrailsStopped() -> Problem {
    Problem(
      "guardrails-stopped", "The guardrails were not all held: the program was told to stop.",
      hint: "They are held again when it runs again.")
  }
}
