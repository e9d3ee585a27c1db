package import ConfigurationModel
package import Guardrails

/// Asks guardrails of resources: they are added one by one, of which only the rows that are asked are kept. Not for several
/// threads at once.
package final class GuardrailJudge {
  /// What stands on one side: before a change, or after it.
  package struct Side {
    /// The resources of this side, each once.
    package let resources: [ObservedResource]
    /// Makes a side of resources in any order.
    package init(_ resources: [ObservedResource]) { self.resources = resources }
  }

  /// A resource that was added.
  private struct Entry {
    let resource: Resource
    /// Why nothing is said of it, by the places of the guardrails; nothing for those that can.
    var missing: [Int: String]
    /// Why it cannot be said to pass; nil where it can.
    let doubt: String?
    /// Whether it was taken away again.
    var isGone = false
  }

  /// So many instructions of SQLite's machine may be spent on one condition: a count, and no clock, so that the same
  /// condition over the same rows gives the same answer on every machine.
  package static let usualInstructions: Int32 = 1_000_000_000
  /// So many rows of one condition are taken.
  private static let rowLimit = 1_000_000

  /// Which build of SQLite answers conditions.
  package static var engine: String { ConditionDatabase.edition }

  private let book: GuardrailBook
  private let subject: Guardrail.Subject
  private let views: [GuardrailView]
  private let database: ConditionDatabase
  private let partsNeeded: [[ResourceType: Set<String>]]
  private let others: [[ResourceType: Set<String>]]
  private var entries: [Entry] = []
  /// Where those that were put are.
  private var places: [ResourceID: Int] = [:]
  /// Why the rows could not be taken in; nil where they were.
  private var fault: String?

  /// Takes the rules of one subject.
  ///
  /// - Parameter isStopped: Whether conditions that run are to end without an answer.
  package init(
    _ book: GuardrailBook, of subject: Guardrail.Subject,
    instructions: Int32 = usualInstructions, isStopped: @escaping () -> Bool = { false }
  ) throws(Problem) {
    self.book = book.of(subject)
    self.subject = subject
    let names = Set(self.book.rules.flatMap { $0.views.map(\.view.name) })
    views = GuardrailView.all.filter { names.contains($0.name) }
    partsNeeded = self.book.rules.map { rule in
      Dictionary(
        rule.guardrail.types.map { ($0, rule.parts(of: $0)) },
        uniquingKeysWith: { first, _ in first })
    }
    others = self.book.rules.map(\.otherTypes)
    do throws(ConditionDatabase.Refusal) {
      database = try ConditionDatabase(
        views: views, prefixes: CompiledGuardrail.prefixes(of: subject),
        instructions: instructions, isStopped: isStopped)
      try database.begin()
    } catch {
      throw .guardrailFailed("all", error.words)
    }
  }

  /// Whether nothing was added since the last answers.
  package var isEmpty: Bool { entries.isEmpty }

  /// Adds a resource as it stood and as it stands; of a state only the latter.
  ///
  /// - Parameter doubt: Why it cannot be said to pass, though all that is known of it is; nil where it can.
  package func add(before: ObservedResource? = nil, after: ObservedResource?, doubt: String? = nil)
  {
    guard let resource = (after ?? before)?.resource else { return }
    let key = Int64(entries.count)
    let sides = subject == .state ? [after] : [before, after]
    entries.append(
      Entry(resource: resource, missing: missing(sides, resource.id.type), doubt: doubt))
    insert(sides, key)
  }

  private func insert(_ sides: [ObservedResource?], _ key: Int64) {
    guard fault == nil else { return }
    do throws(ConditionDatabase.Refusal) {
      for (prefix, side) in zip(CompiledGuardrail.prefixes(of: subject), sides) {
        guard let side else { continue }
        for view in views where view.types.contains(side.resource.id.type) {
          try database.insert(view.rows(of: side, key: key), into: prefix + view.name)
        }
      }
    } catch {
      fault = error.words
    }
  }

  /// Puts what stands now in the place of what stood of a resource; nil where it is gone. For states.
  package func put(_ observed: ObservedResource?, at id: ResourceID) {
    guard let place = places[id] else {
      guard let observed else { return }
      places[id] = entries.count
      add(after: observed)
      return
    }
    do throws(ConditionDatabase.Refusal) {
      for view in views where view.types.contains(id.type) {
        try database.remove(Int64(place), from: view.name)
      }
    } catch {
      fault = error.words
    }
    entries[place].isGone = observed == nil
    guard let observed else { return }
    entries[place].missing = missing([observed], id.type)
    insert([observed], Int64(place))
  }

  private func missing(_ sides: [ObservedResource?], _ type: ResourceType) -> [Int: String] {
    var missing: [Int: String] = [:]
    for (place, needed) in partsNeeded.enumerated() {
      guard let parts = needed[type] else { continue }
      let unread = sides.compactMap(\.self).flatMap { side in parts.filter(side.isUnread) }
      if let part = unread.min() { missing[place] = ResourceVerdict.notRead(part) }
    }
    return missing
  }

  /// What each guardrail says of each resource of its types that was added; then all are forgotten, but where more is to
  /// be put in its place.
  ///
  /// - Parameter unread: Why the resources of another type, which a condition reads beside what it judges, are not
  ///   known: nil where they are, with these parts.
  package func answers(
    isKeeping: Bool = false,
    unread: (_ scope: Scope, _ parts: Set<String>) -> String? = { _, _ in nil }
  ) -> [GuardrailAnswer] {
    var answers = book.rules.map { GuardrailAnswer(of: $0.guardrail) }
    do throws(ConditionDatabase.Refusal) {
      if let fault { throw ConditionDatabase.Refusal(words: fault) }
      try database.filled()
      for (index, rule) in book.rules.enumerated() { judge(rule, index, unread, &answers[index]) }
      try isKeeping ? database.reopen() : database.begin()
    } catch {
      for index in answers.indices where answers[index].problem == nil {
        answers[index].problem = .guardrailFailed(answers[index].guardrail.id, error.words)
      }
    }
    if isKeeping { return answers }
    (entries, places) = ([], [:])
    fault = nil
    return answers
  }

  /// The same of two sides that are at hand.
  package func answers(
    before: Side = Side([]), after: Side,
    unread: (_ scope: Scope, _ parts: Set<String>) -> String? = { _, _ in nil }
  ) -> [GuardrailAnswer] {
    let old = Dictionary(
      before.resources.map { ($0.resource.id, $0) }, uniquingKeysWith: { first, _ in first })
    for resource in after.resources { add(before: old[resource.resource.id], after: resource) }
    let new = Set(after.resources.map(\.resource.id))
    for resource in before.resources where !new.contains(resource.resource.id) {
      add(before: resource, after: nil)
    }
    return answers(unread: unread)
  }

  private func judge(
    _ rule: CompiledGuardrail, _ index: Int, _ unread: (Scope, Set<String>) -> String?,
    _ answer: inout GuardrailAnswer
  ) {
    let types = Set(rule.guardrail.types)
    let broken: [Int: [GuardrailRow]]
    do throws(ConditionDatabase.Refusal) {
      broken = try rows(of: rule, types)
    } catch {
      answer.problem = .guardrailFailed(rule.guardrail.id, error.words)
      return
    }
    for (number, entry) in entries.enumerated()
    where !entry.isGone && types.contains(entry.resource.id.type) {
      if let why = entry.missing[index] ?? self.unread(beside: entry.resource.id, index, unread) {
        answer.notObserved.append((entry.resource, why))
      } else if let rows = broken[number] {
        answer.failures.append((entry.resource, rows))
      } else if let doubt = entry.doubt {
        answer.notObserved.append((entry.resource, doubt))
      } else {
        answer.passed += 1
      }
    }
  }

  private func rows(of rule: CompiledGuardrail, _ types: Set<ResourceType>)
    throws(ConditionDatabase.Refusal) -> [Int: [GuardrailRow]]
  {
    var broken: [Int: [GuardrailRow]] = [:]
    for row in try database.rows(of: rule.guardrail.condition, limit: Self.rowLimit) {
      guard case .integer(let key) = row[rule.resourcePlace], let number = Int(exactly: key),
        entries.indices.contains(number)
      else {
        throw ConditionDatabase.Refusal(words: "a row of it names no resource")
      }
      // A view may have rows of other types too.
      guard types.contains(entries[number].resource.id.type) else { continue }
      broken[number, default: []].append(Self.row(row, rule))
    }
    return broken
  }

  /// Why what a resource is held beside is not known; nil where it is. It lies in the same region, or in none.
  private func unread(
    beside id: ResourceID, _ index: Int, _ unread: (Scope, Set<String>) -> String?
  ) -> String? {
    for (type, parts) in others[index].sorted(by: { $0.key < $1.key }) {
      let own = Scope(account: id.account, region: id.region, type: type)
      let global = Scope(account: id.account, region: Scope.global, type: type)
      if let why = unread(own, parts), unread(global, parts) != nil { return why }
    }
    return nil
  }

  private static func row(_ cells: [GuardrailView.Cell], _ rule: CompiledGuardrail)
    -> GuardrailRow
  {
    GuardrailRow(
      fields: zip(rule.columns, cells).enumerated().filter { $0.offset != rule.resourcePlace }
        .map { .init(name: $0.element.0, value: $0.element.1.words) })
  }
}

extension GuardrailView.Cell {
  fileprivate var words: String {
    switch self {
    case .null: ""
    case .integer(let number): "\(number)"
    case .text(let text): text
    }
  }
}

extension Problem {
  static func guardrailFailed(_ id: String, _ words: String) -> Problem {
    Problem(
      "guardrail-failed", "The guardrail '\(id)' gave no answer: \(words).",
      hint: "Nothing is known about what it judges. Simplify its condition.")
  }
}
