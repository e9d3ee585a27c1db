package import ConfigurationModel
package import Guardrails

/// A guardrail whose condition can be asked, with what it reads.
package struct CompiledGuardrail: Sendable {
  /// The guardrail as its document says it.
  package let guardrail: Guardrail
  /// The columns that its rows have, in order.
  package let columns: [String]
  /// Where `resource` stands among them.
  let resourcePlace: Int
  let reads: [ConditionRead]
  /// Whether what it says of a resource depends on that resource alone.
  package let isOfOneResource: Bool

  /// What stands before the names of views, by what the condition is asked of.
  package static func prefixes(of subject: Guardrail.Subject) -> [String] {
    switch subject {
    case .state: [""]
    case .transition: ["before_", "after_"]
    }
  }

  /// The views that it reads, each with the columns of it, whichever side they are of.
  package var views: [(view: GuardrailView, columns: Set<String>)] {
    var found: [String: Set<String>] = [:]
    for read in reads {
      let prefix = Self.prefixes(of: guardrail.subject).first { read.view.hasPrefix($0) } ?? ""
      found[String(read.view.dropFirst(prefix.count)), default: []].formUnion(read.columns)
    }
    return found.keys.sorted().compactMap { name in
      GuardrailView.named(name).map { ($0, found[name] ?? []) }
    }
  }

  /// The parts of a resource that it judges without which it says nothing of it.
  package func parts(of type: ResourceType) -> Set<String> {
    views.reduce(into: []) { $0.formUnion($1.view.parts(of: type, for: $1.columns)) }
  }

  /// The types that it reads besides those that it judges: where a view has rows of what is judged, its other types do
  /// not count.
  package var otherTypes: [ResourceType: Set<String>] {
    var others: [ResourceType: Set<String>] = [:]
    for (view, columns) in views where view.types.isDisjoint(with: guardrail.types) {
      for type in view.types {
        others[type, default: []].formUnion(view.parts(of: type, for: columns))
      }
    }
    return others
  }
}

/// Guardrails that can be asked, in the order in which they are listed.
package struct GuardrailBook: Sendable {
  /// The guardrails with their conditions compiled.
  package let rules: [CompiledGuardrail]

  /// No guardrail.
  package init() { rules = [] }

  /// One that is compiled already.
  package init(of rule: CompiledGuardrail) { rules = [rule] }

  /// Throws what is wrong with the conditions, all at once.
  package init(_ guardrails: [Guardrail]) throws(Problems) {
    var rules: [CompiledGuardrail] = []
    var problems: [Problem] = []
    for subject in Guardrail.Subject.allCases {
      let own = guardrails.filter { $0.subject == subject }
      guard !own.isEmpty else { continue }
      do throws(ConditionDatabase.Refusal) {
        let database = try ConditionDatabase(
          views: GuardrailView.all, prefixes: CompiledGuardrail.prefixes(of: subject),
          instructions: GuardrailJudge.usualInstructions)
        for guardrail in own {
          do throws(ConditionDatabase.Refusal) {
            rules.append(try Self.compiled(guardrail, database))
          } catch {
            problems.append(
              .guardrailRefused(guardrail.id, error.words, at: guardrail.conditionPlace))
          }
        }
      } catch {
        problems.append(.guardrailRefused(own[0].id, error.words, at: own[0].conditionPlace))
      }
    }
    guard problems.isEmpty else { throw Problems(problems) }
    let order = Dictionary(
      guardrails.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
    self.rules = rules.sorted { order[$0.guardrail.id] ?? 0 < order[$1.guardrail.id] ?? 0 }
  }

  private init(rules: [CompiledGuardrail]) { self.rules = rules }

  /// The rules of one subject.
  package func of(_ subject: Guardrail.Subject) -> GuardrailBook {
    GuardrailBook(rules: rules.filter { $0.guardrail.subject == subject })
  }

  /// The rules that look at one resource alone, and the others.
  package var split: (alone: GuardrailBook, together: GuardrailBook) {
    (
      GuardrailBook(rules: rules.filter(\.isOfOneResource)),
      GuardrailBook(rules: rules.filter { !$0.isOfOneResource })
    )
  }

  /// The guardrail of this id; nil where there is none.
  package func rule(_ id: String) -> CompiledGuardrail? { rules.first { $0.guardrail.id == id } }

  /// The types whose resources any of them reads.
  package var types: Set<ResourceType> {
    rules.reduce(into: []) { types, rule in
      types.formUnion(rule.guardrail.types)
      types.formUnion(rule.otherTypes.keys)
    }
  }

  private static func compiled(_ guardrail: Guardrail, _ database: ConditionDatabase)
    throws(ConditionDatabase.Refusal) -> CompiledGuardrail
  {
    let facts = try database.facts(of: guardrail.condition)
    guard facts.isReading else { throw ConditionDatabase.Refusal(words: "it would write") }
    guard let place = facts.columns.firstIndex(of: "resource") else {
      throw ConditionDatabase.Refusal(
        words: "none of its columns is called 'resource', which names what breaks it")
    }
    let rule = CompiledGuardrail(
      guardrail: guardrail, columns: facts.columns, resourcePlace: place, reads: facts.reads,
      isOfOneResource: facts.isRowWise)
    let types = rule.views.reduce(into: Set<ResourceType>()) { $0.formUnion($1.view.types) }
    guard let odd = guardrail.types.first(where: { !types.contains($0) }) else { return rule }
    throw ConditionDatabase.Refusal(words: "none of the views that it reads has rows of \(odd)")
  }
}

extension Problem {
  static func guardrailRefused(_ id: String, _ words: String, at place: Place) -> Problem {
    Problem(
      "guardrail-refused", "The condition of the guardrail '\(id)' cannot run: \(words).",
      hint: "'plumb guardrail explain' lists the views, their columns and the functions.",
      at: place)
  }
}
