package import ConfigurationModel

/// How two states differ: what `plumb diff`, `plumb history` and `plumb baseline check` print.
package struct DifferenceReport: Hashable, Sendable {
  /// One resource that differs.
  package struct Entry: Hashable, Sendable {
    /// The resource, with its name and tags in the state that is told.
    package let resource: Resource
    /// Whether it is only in the new state, only in the old one, or in both.
    package let change: ResourceChange
    /// From the old state to the new one, by path.
    package let edits: [Edit]
    /// A further fact for the line of its title: when it was seen; nil for none.
    package let note: String?
    /// The resource of the other state that it is compared with, where that is another one.
    package let counterpart: Resource?

    /// Makes an entry; without a `counterpart` the resource is compared with itself.
    package init(
      resource: Resource, change: ResourceChange, edits: [Edit], note: String? = nil,
      counterpart: Resource? = nil
    ) {
      self.counterpart = counterpart
      self.resource = resource
      self.change = change
      self.edits = edits
      self.note = note
    }
  }

  /// What is compared with what: `snapshot 1 → snapshot 2`.
  package let title: String
  /// The resources or versions that differ, in the order in which they are printed.
  package let entries: [Entry]
  /// What each entry is.
  package let subject: Subject
  /// What was not read on either side, so that nothing can be said of it.
  package let unread: [Unread]
  /// The parts of each scope that neither side has ever been given: nothing is said of them, and nobody has
  /// asked that something be.
  package let neverLookedAt: [Scope: Set<String>]
  /// Of a comparison over accounts and regions, what was compared; nil for any other.
  package let across: Across?

  /// A comparison of resources with those that stand for them elsewhere.
  package struct Across: Hashable, Sendable {
    /// What people call the two states.
    package let sides: Sides
    /// How many pairs were compared.
    package let pairs: Int
    /// Resources for which nothing stands on the other side.
    package let lonely: [Counterparts.Lonely]
    /// How many secret values differ: those of two resources cannot be compared.
    package let secrets: Int

    /// The names of the two states, told apart where both have one name.
    package struct Sides: Hashable, Sendable {
      /// What the first of the two states is called.
      package let old: String
      /// What the second of the two states is called.
      package let new: String

      /// Keeps two different names; equal ones become "the first" and "the second".
      package init(_ old: String, _ new: String) {
        (self.old, self.new) = old == new ? ("the first", "the second") : (old, new)
      }
    }

    /// Makes what was compared; `lonely` is printed in the order in which it is given.
    package init(sides: Sides, pairs: Int, lonely: [Counterparts.Lonely], secrets: Int) {
      self.sides = sides
      self.pairs = pairs
      self.lonely = lonely
      self.secrets = secrets
    }
  }

  /// Whether anything differs.
  package var differs: Bool { !entries.isEmpty || !(across?.lonely.isEmpty ?? true) }

  /// What the entries of a report are.
  package enum Subject: Hashable, Sendable {
    /// Resources that differ.
    case resources
    /// Versions of one resource.
    case versions
  }

  /// A scope, or a part of its resources, that was not read, and why.
  package struct Unread: Hashable, Sendable {
    /// Nil for a file or an item of which nobody knows the scope.
    package let scope: Scope?
    /// Which part of how many or which resources; nil for the whole scope.
    package let part: String?
    /// Why it was not read.
    package let problem: Problem

    /// Makes one line of what was not read: a scope, a part of it, or a file without a scope.
    package init(scope: Scope?, part: String? = nil, problem: Problem) {
      self.scope = scope
      self.part = part
      self.problem = problem
    }
  }

  /// Makes a report; its entries and unread scopes are printed in the order in which they are
  /// given.
  package init(
    title: String, entries: [Entry], subject: Subject = .resources, unread: [Unread] = [],
    neverLookedAt: [Scope: Set<String>] = [:], across: Across? = nil
  ) {
    self.neverLookedAt = neverLookedAt
    self.across = across
    self.title = title
    self.entries = entries
    self.subject = subject
    self.unread = unread
  }

  /// The report in a format, ending with a newline.
  package func text(_ format: DifferenceFormat, _ options: ReportOptions) -> String {
    switch format {
    case .text: page(options)
    case .json: tree.text + "\n"
    }
  }

  private func page(_ options: ReportOptions) -> String {
    var page = TextPage(width: options.width)
    page.add(StyledText(summary), after: StyledText(title + "  ", .strong))
    for unread in unread { page.add(StyledText(unread.text), after: "  unread  ") }
    for (type, text) in Coverage.texts(neverLookedAt: neverLookedAt) {
      page.add(StyledText("\(type): \(text)", .quiet), after: "  never looked at  ")
    }
    for line in across?.lines ?? [] {
      page.add(StyledText(line.text), after: StyledText("  \(line.label)  ", .warning))
    }
    for entry in entries {
      page.addSpace()
      page.add(entry.heading, right: StyledText(entry.place, .quiet))
      for edit in entry.edits { page.addLines(of: edit) }
    }
    return page.text(isColoured: options.isColoured)
  }

  private var summary: String { ownSummary + (across.map { " \($0.sentence)" } ?? "") }

  private var ownSummary: String {
    let edits = counted(entries.reduce(0) { $0 + $1.edits.count }, "edit")
    switch subject {
    case .versions: return "\(counted(entries.count, "version")), \(edits)."
    case .resources where entries.isEmpty:
      return unread.isEmpty ? "No difference." : "No difference in what was read."
    case .resources:
      let verb = entries.count == 1 ? "differs" : "differ"
      return "\(counted(entries.count, "resource")) \(verb), \(edits)."
    }
  }

  private var tree: JSONTree {
    .object([
      .init(key: "schemaVersion", value: .string("1")), .init(key: "title", value: .string(title)),
      .init(key: "resources", value: .list(entries.map(\.tree))),
      .init(key: "unread", value: .list(unread.map(\.tree))),
      .init(key: "partsNeverLookedAt", value: .list(neverTrees)),
      .init(key: "across", value: across?.tree ?? .null),
    ])
  }
}

extension DifferenceReport {
  fileprivate var neverTrees: [JSONTree] {
    neverLookedAt.sorted { $0.key < $1.key }.map { scope, parts in
      let names = parts.sorted { $0.precedes($1) }
      return [
        "account": .string(scope.account), "region": .string(scope.region),
        "type": .string(scope.type.name), "parts": .list(names.map(JSONTree.string)),
      ]
    }
  }
}

/// The formats a difference can be written in.
package enum DifferenceFormat: String, Hashable, Sendable, CaseIterable { case text, json }

extension DifferenceReport.Unread {
  fileprivate var text: String {
    (scope.map { "\($0)\(part.map { ", \($0)" } ?? ""): " } ?? "")
      + problem.message + (problem.place.map { " (\($0))" } ?? "")
  }

  fileprivate var tree: JSONTree {
    .object([
      .init(key: "account", value: .optional(scope?.account)),
      .init(key: "region", value: .optional(scope?.region)),
      .init(key: "type", value: .optional(scope?.type.name)),
      .init(key: "part", value: .optional(part)),
      .init(key: "problem", value: .string(problem.code)),
      .init(key: "message", value: .string(problem.message)),
    ])
  }
}

extension DifferenceReport.Entry {
  fileprivate var heading: StyledText {
    let sign: ChangeWord =
      switch change {
      case .created: .added
      case .deleted: .removed
      case .modified: .changed
      }
    let name = resource.name.map { "\($0) (\(resource.id.id))" } ?? resource.id.id
    return StyledText("\(sign.sign) ", sign.textStyle)
      + StyledText("\(resource.id.type.words) ") + StyledText(name, .strong)
      + StyledText(" \(change.rawValue)") + StyledText(note.map { "  \($0)" } ?? "", .quiet)
      + StyledText(counterpart.map { "  against \($0.title)" } ?? "", .quiet)
  }

  fileprivate var place: String {
    let own = "\(resource.id.account) \(resource.id.region)"
    guard let counterpart, counterpart.id.scope != resource.id.scope else { return own }
    return "\(counterpart.id.account) \(counterpart.id.region) → \(own)"
  }

  fileprivate var tree: JSONTree {
    resource.place + [
      "change": .string(change.rawValue), "edits": .list(edits.map(\.tree)),
      "counterpart": counterpart?.place ?? .null,
    ]
  }
}

extension DifferenceReport.Across {
  /// `412 pairs compared; 3 resources only in staging, 1 resource only in production.`
  fileprivate var sentence: String {
    let (old, new) = (lonely.count(where: \.isOld), lonely.count { !$0.isOld })
    let alone =
      (old == 0 ? [] : ["\(counted(old, "resource")) only in \(sides.old)"])
      + (new == 0 ? [] : ["\(counted(new, "resource")) only in \(sides.new)"])
    let hidden = secrets == 0 ? "" : " \(counted(secrets, "secret value")) cannot be compared."
    let told = alone.isEmpty ? "" : "; " + alone.joined(separator: ", ")
    return counted(pairs, "pair") + " compared\(told)." + hidden
  }

  fileprivate var lines: [(label: String, text: String)] {
    lonely.map { alone in
      let id = alone.resource.id
      return (
        "only in \(alone.isOld ? sides.old : sides.new)",
        "\(id.type.words) \(alone.resource.title), \(id.account) \(id.region): "
          + alone.reason.words
      )
    }
  }

  fileprivate var tree: JSONTree {
    [
      "pairs": .count(pairs), "secrets": .count(secrets),
      "withoutCounterpart": .list(
        lonely.map { alone in
          alone.resource.place + [
            "side": .string(alone.isOld ? "first" : "second"),
            "reason": .string(alone.reason.words),
          ]
        }),
    ]
  }
}

extension Counterparts.Lonely.Reason {
  fileprivate var words: String {
    switch self {
    case .noneOfName: "nothing there has its name or id"
    case .hasNoName: "it has no name to be found by"
    case .manyOfName(let count): "\(count) resources have its name"
    }
  }
}

extension Resource {
  fileprivate var place: JSONTree {
    [
      "account": .string(id.account), "region": .string(id.region),
      "type": .string(id.type.name), "id": .string(id.id), "name": .optional(name),
    ]
  }
}

extension Edit {
  fileprivate var tree: JSONTree {
    .object([
      .init(key: "path", value: .string(path.text)),
      .init(key: "change", value: .string(word.rawValue)),
      .init(key: "old", value: old.map(JSONTree.value) ?? .null),
      .init(key: "new", value: new.map(JSONTree.value) ?? .null),
    ])
  }
}

extension TextPage {
  /// One edit: its sign and path, and the values behind it or below.
  mutating func addLines(of edit: Edit) {
    let label =
      StyledText("  \(edit.word.sign) ", edit.word.textStyle) + StyledText("\(edit.pathText)  ")
    switch edit.change {
    case .added(let value), .removed(let value): add(StyledText(value.line, .quiet), after: label)
    case .changed(let old, let new):
      add(StyledText("\(old.line) → \(new.line)", .quiet), after: label)
    }
  }
}
