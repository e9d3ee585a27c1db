package import ConfigurationModel

/// How two states differ: what `plumb diff`, `plumb history` and `plumb baseline check` print.
package struct DifferenceReport: Hashable, Sendable {
  /// One resource that differs.
  package struct Entry: Hashable, Sendable {
    package let resource: Resource
    package let change: ResourceChange
    package let edits: [Edit]
    /// A further fact for the line of its title: when it was seen; nil for none.
    package let note: String?

    package init(resource: Resource, change: ResourceChange, edits: [Edit], note: String? = nil) {
      self.resource = resource
      self.change = change
      self.edits = edits
      self.note = note
    }
  }

  /// What is compared with what: `snapshot 1 → snapshot 2`.
  package let title: String
  package let entries: [Entry]
  /// What each entry is.
  package let subject: Subject
  /// What was not read on either side, so that nothing can be said of it.
  package let unread: [Unread]

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
    package let problem: Problem

    package init(scope: Scope?, part: String? = nil, problem: Problem) {
      self.scope = scope
      self.part = part
      self.problem = problem
    }
  }

  package init(
    title: String, entries: [Entry], subject: Subject = .resources, unread: [Unread] = []
  ) {
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
    for entry in entries {
      page.addSpace()
      page.add(entry.heading, right: StyledText(entry.place, .quiet))
      for edit in entry.edits { page.addLines(of: edit) }
    }
    return page.text(isColoured: options.isColoured)
  }

  private var summary: String {
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
    ])
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
  }

  fileprivate var place: String { "\(resource.id.account) \(resource.id.region)" }

  fileprivate var tree: JSONTree {
    .object([
      .init(key: "account", value: .string(resource.id.account)),
      .init(key: "region", value: .string(resource.id.region)),
      .init(key: "type", value: .string(resource.id.type.name)),
      .init(key: "id", value: .string(resource.id.id)),
      .init(key: "name", value: .optional(resource.name)),
      .init(key: "change", value: .string(change.rawValue)),
      .init(key: "edits", value: .list(edits.map(\.tree))),
    ])
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
