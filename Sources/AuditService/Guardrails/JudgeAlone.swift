import AuditStore
import ConfigurationDiff
import ConfigurationJSON
import ConfigurationModel
import GuardrailConditions
import Guardrails
import ResourceKinds

/// Judges what stands by the guardrails that look at one resource alone. What such a guardrail says of a version is
/// always the same: what is kept is not judged again (decision 0045).
struct JudgeAlone {
  private let store: AuditStore
  private let book: GuardrailBook
  private let coverage: ScopeDoubts
  private let reader: DocumentReader
  private let parser = JSONParser()
  private let isStopped: @Sendable () -> Bool
  /// By type, what verdicts depend on beside the version.
  let rules: [ResourceType: String]
  /// By type and guardrail, the parts of a resource that the guardrail needs.
  private let needs: [ResourceType: [String: Set<String>]]

  /// So many resources are judged together; what one condition may spend is counted for them.
  private static let batch = 500

  /// - Parameters:
  ///   - book: Guardrails over states that look at one resource alone.
  ///   - edition: Which build of the program judges.
  ///   - isStopped: Whether the work is to end without an answer.
  init(
    store: AuditStore, book: GuardrailBook, coverage: ScopeDoubts, reader: DocumentReader,
    edition: String = ProgramEdition.own, isStopped: @escaping @Sendable () -> Bool = { false }
  ) {
    self.store = store
    self.isStopped = isStopped
    self.book = book
    self.coverage = coverage
    self.reader = reader
    var rules: [ResourceType: String] = [:]
    for type in book.types {
      let own = book.rules.map(\.guardrail).filter { $0.types.contains(type) }
      let texts = [edition] + own.flatMap { [$0.id, $0.condition] }
      rules[type] = texts.lengthMarkedText
    }
    self.rules = rules
    needs = Dictionary(
      uniqueKeysWithValues: book.types.map { type in
        let own = book.rules.filter { $0.guardrail.types.contains(type) }
        return (
          type,
          Dictionary(uniqueKeysWithValues: own.map { ($0.guardrail.id, $0.parts(of: type)) })
        )
      })
  }

  /// What each of the guardrails says of what stands in a snapshot; notes where resources are.
  func answers(in snapshot: Int, noting inhabited: inout Set<Scope>) throws(Problem)
    -> [GuardrailAnswer]
  {
    guard !book.rules.isEmpty else { return [] }
    let standing = try standing(in: snapshot)
    inhabited.formUnion(standing.map(\.resource.id.scope))
    let kept = standing.map(kept)
    let new = zip(standing, kept).filter { $1 == nil }.map(\.0)
    let judged = try judge(new, in: snapshot)
    var answers = judged.answers
    let places = Dictionary(
      uniqueKeysWithValues: book.types.map { type in
        (type, answers.indices.filter { answers[$0].guardrail.types.contains(type) })
      })
    for (version, known) in zip(standing, kept) {
      let id = version.resource.id
      let verdict = known ?? judged.verdicts[id] ?? ResourceVerdict()
      let doubt = coverage.doubt(of: id.scope)
      for place in places[id.type] ?? [] where judged.says(place, of: version) {
        answers[place].add(verdict, of: version.resource, doubt: doubt)
      }
    }
    return answers
  }

  /// Judges what stands in a snapshot and was not judged before, and keeps what is said of it.
  func keep(in snapshot: Int) throws(Problem) {
    guard !book.rules.isEmpty else { return }
    let new = try standing(in: snapshot).filter { $0.verdict == nil }
    for batch in new.batches(of: Self.batch * 4) {
      let judged = try store.inOneState { () throws(Problem) in try judge(batch, in: snapshot) }
      // What gave no answer may give one another time.
      let sound = batch.filter { version in
        !judged.answers.indices.contains { !judged.says($0, of: version) }
      }
      try store.keep(
        sound.map { version in
          (version, (judged.verdicts[version.resource.id] ?? ResourceVerdict()).value.canonicalJSON)
        }, judgedBy: rules)
    }
  }

  /// Without what was left out on purpose.
  private func standing(in snapshot: Int) throws(Problem) -> [StandingVersion] {
    try store.standing(in: snapshot, judgedBy: rules)
      .filter { !coverage.isRetired($0.resource.id.scope) }
  }

  /// The verdict that is kept, without what needs parts that were not read of late; nil where it has to be judged.
  private func kept(_ version: StandingVersion) -> ResourceVerdict? {
    guard let text = version.verdict else { return nil }
    let verdict =
      text == "{}"
      ? ResourceVerdict() : (try? parser.parse(text)).flatMap(ResourceVerdict.init)
    let unread = coverage.unreadParts(of: version.resource.id)
    guard !unread.isEmpty else { return verdict }
    return verdict?.without(unread, needed: needs[version.resource.id.type] ?? [:])
  }

  // MARK: Judging

  /// What was judged anew.
  private struct Judged {
    var verdicts: [ResourceID: ResourceVerdict] = [:]
    /// Of each guardrail why it gave no answer; what it says else stands in the verdicts.
    var answers: [GuardrailAnswer]
    /// Of which resources a guardrail, by its place, gave none.
    var unanswered: [Int: Set<ResourceID>] = [:]
    /// What does not stand any more: it was taken back meanwhile.
    var gone: Set<ResourceID> = []

    func says(_ place: Int, of version: StandingVersion) -> Bool {
      !gone.contains(version.resource.id)
        && !(unanswered[place]?.contains(version.resource.id) ?? false)
    }
  }

  private func judge(_ versions: [StandingVersion], in snapshot: Int) throws(Problem) -> Judged {
    var judged = Judged(answers: book.rules.map { GuardrailAnswer(of: $0.guardrail) })
    guard !versions.isEmpty else { return judged }
    let judge = try GuardrailJudge(book, of: .state, isStopped: isStopped)
    for batch in versions.batches(of: Self.batch) {
      for version in batch {
        if let observed = try observed(version, in: snapshot) {
          judge.add(after: observed)
        } else {
          judged.gone.insert(version.resource.id)
        }
      }
      let answers = judge.answers()
      guard !isStopped() else { throw .guardrailsStopped() }
      judged.verdicts.merge(ResourceVerdict.all(of: answers)) { first, _ in first }
      for (place, answer) in answers.enumerated() {
        guard let problem = answer.problem else { continue }
        judged.answers[place].add(problem)
        judged.unanswered[place, default: []].formUnion(batch.map(\.resource.id))
      }
    }
    return judged
  }

  private func observed(_ standing: StandingVersion, in snapshot: Int) throws(Problem)
    -> ObservedResource?
  {
    guard let version = try store.version(standing, in: snapshot) else { return nil }
    let resource = standing.resource
    return ObservedResource(
      resource, try reader.value(version.document, of: resource.id),
      kind: ResourceKind.of(resource.id.type),
      unreadParts: coverage.unreadParts(of: resource.id))
  }
}

extension [StandingVersion] {
  fileprivate func batches(of size: Int) -> [[StandingVersion]] {
    stride(from: 0, to: count, by: size).map { Array(self[$0..<Swift.min($0 + size, count)]) }
  }
}
