package import AuditReport
import ConfigurationModel
package import GuardrailConditions
package import Guardrails

/// Lists guardrails, explains one, and what their conditions may ask.
package struct ShowGuardrails {
  /// The guardrails that are listed.
  package let guardrails: [Guardrail]

  /// Makes the list of these guardrails.
  package init(_ guardrails: [Guardrail]) { self.guardrails = guardrails }

  /// One row for each guardrail, in their order.
  package var table: ResultTable {
    ResultTable(
      columns: ["id", "severity", "about", "title", "resource", "controls", "written"],
      rows: guardrails.map { rule in
        [
          .text(rule.id), .text(rule.severity.word), .text(rule.subject.rawValue),
          .text(rule.title), .text(rule.types.map(\.name).joined(separator: " ")),
          .text(rule.controls.names.joined(separator: ", ")), .text(rule.place.description),
        ]
      })
  }

  /// What a check found that could read them all: `40 guardrails with 160 examples: each does as they say.`
  package var checked: String {
    let examples = guardrails.reduce(0) { $0 + $1.examples.count }
    return
      "\(counted(guardrails.count, "guardrail")) with \(counted(examples, "example")): each does as they say."
  }

  /// What is allowed and should be looked at, a sentence each: guardrails without two examples of each sort.
  package var remarks: [String] {
    guardrails.filter { rule in
      [Guardrail.Word.pass, .fail].contains { word in
        rule.examples.count { $0.expectation == word } < 2
      }
    }.map {
      "\($0.place): \($0.id) has fewer than two examples that pass, or than two that fail."
    }
  }

  /// What one guardrail says, which views it reads, and its examples.
  package static func text(of rule: CompiledGuardrail) -> String {
    let guardrail = rule.guardrail
    let head = [
      "\(guardrail.id)  \(guardrail.title)", "  severity   \(guardrail.severity.word)",
      "  rationale  \(guardrail.rationale)",
      "  controls   \(guardrail.controls.names.joined(separator: ", "))",
      "  resource   \(guardrail.types.map(\.name).joined(separator: ", "))",
      "  about      \(guardrail.subject.rawValue)", "  written    \(guardrail.place)",
      "  condition",
    ]
    let condition = guardrail.condition.split(separator: "\n").map { "    \($0)" }
    let reads = rule.views.map { view, columns in
      "  reads      \(view.name): \(columns.sorted { $0.precedes($1) }.joined(separator: ", "))"
    }
    let needs = rule.needs.map { "  needs      \($0)" }
    let least =
      guardrail.atLeastOneIn.map { ["  needs      at least one in each \($0.rawValue)"] } ?? []
    let examples = guardrail.examples.map { "  \($0.expectation.padded)  \($0.name)" }
    return (head + condition + reads + needs + least + examples).map { $0.visible + "\n" }.joined()
  }

  /// A guardrail as JSON, whole, with what its condition reads and its examples.
  package static func tree(of rule: CompiledGuardrail) -> JSONTree {
    let guardrail = rule.guardrail
    return .object([
      .init(key: "guardrail", value: .string(guardrail.id)),
      .init(key: "title", value: .string(guardrail.title)),
      .init(key: "severity", value: .string(guardrail.severity.word)),
      .init(key: "rationale", value: .string(guardrail.rationale)),
      .init(key: "controls", value: guardrail.controls.tree),
      .init(
        key: "resource", value: .list(guardrail.types.map { .string($0.name) })),
      .init(key: "about", value: .string(guardrail.subject.rawValue)),
      .init(
        key: "atLeastOneIn",
        value: guardrail.atLeastOneIn.map { .string($0.rawValue) } ?? .null),
      .init(key: "condition", value: .string(guardrail.condition)),
      .init(
        key: "reads",
        value: .list(
          rule.views.map { view, columns in
            .object([
              .init(key: "view", value: .string(view.name)),
              .init(
                key: "columns",
                value: .list(columns.sorted { $0.precedes($1) }.map(JSONTree.string))),
            ])
          })),
      .init(key: "needs", value: .list(rule.needs.map(JSONTree.string))),
      .init(
        key: "examples",
        value: .list(
          guardrail.examples.map { example in
            .object([
              .init(key: "name", value: .string(example.name)),
              .init(key: "expectation", value: .string(example.expectation.rawValue)),
              .init(key: "before", value: .list(example.before.map(\.tree))),
              .init(key: "after", value: .list(example.after.map(\.tree))),
            ])
          })),
      .init(key: "written", value: .string(guardrail.place.description)),
    ])
  }

  /// The views with their columns, and the functions: a row a column or function.
  package static var language: ResultTable {
    let common = GuardrailView.commonColumns.map { column in
      Self.row("(each)", column.name, column.form.rawValue, column.meaning)
    }
    let views = GuardrailView.all.flatMap { view in
      [Self.row(view.name, "", "view", view.meaning)]
        + view.columns.map { Self.row(view.name, $0.name, $0.form.rawValue, $0.meaning) }
    }
    let functions = ConditionFunction.allCases.map {
      Self.row("", $0.rawValue, "function", $0.meaning)
    }
    return ResultTable(
      columns: ["view", "name", "form", "meaning"], rows: functions + common + views)
  }

  private static func row(_ texts: String...) -> [ResultTable.Cell] {
    texts.map { $0.isEmpty ? .null : .text($0) }
  }
}

extension CompiledGuardrail {
  /// What it says nothing without: `IpPermissions of AWS::EC2::SecurityGroup`.
  fileprivate var needs: [String] {
    let own = guardrail.types.map { type in (type, parts(of: type)) }
    let others = otherTypes.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    return (own + others).map { type, parts in
      let names = parts.sorted { $0.precedes($1) }.joined(separator: ", ")
      return names.isEmpty ? type.name : "\(names) of \(type)"
    }
  }
}

extension Guardrail.Word {
  fileprivate var padded: String {
    switch self {
    case .pass: "pass     "
    case .fail: "fail     "
    case .notObserved: "not read "
    }
  }
}

extension Guardrail.Controls {
  fileprivate var tree: JSONTree {
    .object(
      [("cis", cis), ("securityHub", securityHub), ("nist", nist), ("pci", pci)].map {
        .init(key: $0.0, value: .list($0.1.map(JSONTree.string)))
      })
  }
}

extension Guardrail.Sample {
  fileprivate var tree: JSONTree {
    .object([
      .init(key: "type", value: .string(type.name)), .init(key: "id", value: .optional(id)),
      .init(key: "configuration", value: .value(configuration)),
    ])
  }
}
