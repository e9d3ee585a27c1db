import ChangeDocuments
package import ConfigurationModel
package import GuardrailConditions
package import Guardrails

/// Brings together the guardrails that ship and those of files and folders.
package struct LoadGuardrails: Sendable {
  /// Files and folders.
  package let paths: [String]
  /// The ids of guardrails that are not wanted; `all` for every one that ships.
  package let off: [String]

  package init(paths: [String] = [], off: [String] = []) {
    self.paths = paths
    self.off = off
  }

  /// Throws `Problems` with everything that is wrong with the files. A guardrail of one's own takes the place of one
  /// that ships under its id.
  package func load() throws(Problems) -> GuardrailBook { try GuardrailBook(guardrails()) }

  /// The same, not yet asked whether their conditions can be.
  package func guardrails() throws(Problems) -> [Guardrail] {
    let own = try ownGuardrails()
    let shipped = off.contains("all") ? [] : try Guardrail.shipped()
    let all =
      shipped.map { rule in own.first { $0.id == rule.id } ?? rule }
      + own.filter { rule in !shipped.contains { $0.id == rule.id } }
    let unknown = off.filter { id in id != "all" && !all.contains { $0.id == id } }
    guard unknown.isEmpty else {
      throw Problems(unknown.map { .unknownGuardrail($0, known: all.map(\.id)) })
    }
    return all.filter { !off.contains($0.id) }
  }

  /// Those of files and folders alone.
  package func ownGuardrails() throws(Problems) -> [Guardrail] {
    var rules: [Guardrail] = []
    var problems: [Problem] = []
    for path in paths {
      do throws(Problems) {
        rules += try Guardrail.read(at: path)
      } catch {
        problems += error.all
      }
    }
    guard problems.isEmpty else { throw Problems(problems) }
    return try rules.checkedForDuplicates()
  }

  /// The guardrail that is called so: by its id, or by the path of a file that holds it alone.
  package func guardrail(named name: String) throws(Problems) -> Guardrail {
    let isPath = name.contains("/") || [".yaml", ".yml", ".json"].contains { name.hasSuffix($0) }
    guard isPath else {
      let all = try guardrails()
      if let rule = all.first(where: { $0.id == name }) { return rule }
      throw Problems([.unknownGuardrail(name, known: all.map(\.id))])
    }
    let rules = try Guardrail.read(at: name)
    guard rules.count == 1, let rule = rules.first else {
      throw Problems([.severalGuardrails(in: name, rules.map(\.id))])
    }
    return rule
  }

  /// The same, as it is asked.
  package func compiled(named name: String) throws(Problems) -> CompiledGuardrail {
    let book = try GuardrailBook([guardrail(named: name)])
    return book.rules[0]
  }
}

extension Problem {
  fileprivate static func unknownGuardrail(_ id: String, known: [String]) -> Problem {
    Problem(
      "unknown-guardrail", "There is no guardrail '\(id)'.",
      hint: known.isEmpty ? "All are turned off." : "There are \(known.joined(separator: ", ")).")
  }

  fileprivate static func severalGuardrails(in path: String, _ ids: [String]) -> Problem {
    Problem(
      "several-guardrails", "'\(path)' holds \(ids.joined(separator: ", ")).",
      hint: "Name a file with one, or give the folder with --guardrails and name the guardrail.")
  }
}
