import ConfigurationDiff
package import ConfigurationModel
package import GuardrailConditions
package import Guardrails
import ResourceKinds
import SnapshotSources

/// Holds guardrails against their own examples.
package struct CheckGuardrails {
  private let book: GuardrailBook

  /// Makes a check of every guardrail of the book.
  package init(_ book: GuardrailBook) { self.book = book }

  /// Throws all that is wrong with guardrails: conditions that cannot be asked, otherwise examples that differ.
  package static func check(_ guardrails: [Guardrail]) throws(Problems) {
    let differing: [Problem]
    let book = try GuardrailBook(guardrails)
    do throws(Problem) {
      differing = try CheckGuardrails(book).differing()
    } catch {
      throw Problems([error])
    }
    guard differing.isEmpty else { throw Problems(differing) }
  }

  /// Each example of which a guardrail says something else than it, with its place.
  package func differing() throws(Problem) -> [Problem] {
    var problems: [Problem] = []
    for rule in book.rules {
      let judge = try GuardrailJudge(GuardrailBook(of: rule), of: rule.guardrail.subject)
      for example in rule.guardrail.examples {
        let said = try Self.word(of: example, by: rule.guardrail, judge)
        guard said.word != example.expectation else { continue }
        problems.append(
          .guardrailExampleDiffers(
            rule.guardrail.id, example, said: said.word, said.why,
            at: Problem.Place(file: rule.guardrail.place.file, line: example.line)))
      }
    }
    return problems
  }

  /// What a guardrail says of an example: the worst of what it says of its resources.
  private static func word(
    of example: Guardrail.Example, by guardrail: Guardrail, _ judge: GuardrailJudge
  ) throws(Problem) -> (word: Guardrail.Word, why: String?) {
    if guardrail.atLeastOneIn != nil, example.after.isEmpty { return (.fail, "there is none") }
    let sides = try [example.before, example.after].map { samples throws(Problem) in
      try samples.enumerated().map { place, sample throws(Problem) in
        try observed(sample, place)
      }
    }
    let answers = judge.answers(before: .init(sides[0]), after: .init(sides[1]))
    guard let answer = answers.first else { return (.pass, nil) }
    if let problem = answer.problem { throw problem }
    if let failure = answer.failures.first { return (.fail, failure.rows.first?.text) }
    if let unknown = answer.notObserved.first { return (.notObserved, unknown.why) }
    return (.pass, nil)
  }

  /// A resource of an example as it would be read.
  private static func observed(_ sample: Guardrail.Sample, _ place: Int) throws(Problem)
    -> ObservedResource
  {
    let kind = ResourceKind.of(sample.type)
    let own = kind.identity.id.lazy.compactMap { sample.configuration[$0]?.scalarText }.first
    let id = try ResourceID(
      checking: "111122223333", kind.isGlobal ? Scope.global : "eu-west-1", sample.type,
      id: sample.id ?? kind.identity.only ?? own ?? "example-\(place + 1)")
    let context = NormalizationContext(account: id.account, partition: "aws") { _ in }
    let value = kind.normalized(sample.configuration, form: .cli, context: context)
    return ObservedResource(Resource(id, name: kind.name(in: value)), value, kind: kind)
  }
}

extension Problem {
  fileprivate static func guardrailExampleDiffers(
    _ id: String, _ example: Guardrail.Example, said: Guardrail.Word, _ why: String?,
    at place: Place
  ) -> Problem {
    let reason = why.map { " (\($0))" } ?? ""
    return Problem(
      "guardrail-example-differs",
      "The example '\(example.name)' of '\(id)' expects \(example.expectation.rawValue), and the "
        + "guardrail says \(said.rawValue)\(reason).",
      hint: "Correct the condition or the example.", at: place)
  }
}
