import ArgumentParser
import AuditReport
import AuditService
import AuditStore
import ChangeDocuments
import ConfigurationModel

/// `plumb change`.
struct ChangeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "change", abstract: "Register change records and move them through their states.",
    discussion: "EXAMPLE: plumb change add changes/\n\n\(ExitStatus.discussion)",
    subcommands: [
      ChangeAddCommand.self, ChangeListCommand.self, ChangeShowCommand.self,
      ChangeSubmitCommand.self, ChangeApproveCommand.self, ChangeRejectCommand.self,
      ChangeCloseCommand.self, ChangeCancelCommand.self, ChangeTemplateCommand.self,
    ])
}

/// `plumb change add`.
struct ChangeAddCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "add", abstract: "Register the change records in files and folders, all or none.",
    discussion: """
      If a record is registered already, this revises it. An edit after the approval voids the \
      approval. Each approval that does not count is named in a warning, also of a record that is \
      unchanged.

      EXAMPLE: plumb change add changes/CHG0031337.yaml

      \(ExitStatus.discussion)
      """)

  @Argument(help: "Files and folders of YAML or JSON.", completion: .file()) var paths: [String]
  @Option(help: "Who registers them.") var by: String?
  @OptionGroup var store: StoreOptions
  @OptionGroup var moment: MomentOptions

  func run() throws {
    // A mistyped path leaves no store behind.
    let documents = try ManageChangeRecords.read(paths)
    let store = try store.open(.creating)
    let records = ManageChangeRecords(store: store, at: moment.moment)
    let registrations = try records.register(documents, by: by)
    try Console.tell(registrations.map(\.words))
    // Also of what is unchanged: it says "approved" each time.
    for sentence in try records.discounts(of: documents.map(\.record.number)) {
      Console.writeError("warning: \(sentence)\n")
    }
    let names = try DoubtfulNames(in: store)
    for sentence in documents.flatMap({ names.sentences(of: $0.record) }) {
      Console.writeError("warning: \(sentence)\n")
    }
  }
}

/// `plumb change list`.
struct ChangeListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the change records with their outcome.",
    discussion: """
      The column 'covers' says 'nothing' of an approved or closed record that covers no edit, whatever \
      it is, and 'nothing yet' where the approval is dated in the future; 'plumb change show' says why.

      EXAMPLE: plumb change list --format csv

      \(ExitStatus.discussion)
      """)

  @Option(help: "text, json or csv.") var format = TableFormat.text
  @Option(help: "The baseline of the audits that used them.", completion: .names(of: .baseline))
  var baseline = SettingsFile.usualBaseline
  @OptionGroup var store: StoreOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    let table = try TellRecords(
      store: store.open(.reading, about: baseline), baseline: baseline, at: .now
    ).table()
    try Console.write(table.text(format, output.tableOptions))
  }
}

/// `plumb change show`.
struct ChangeShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show a change record, its revisions, and the edits that it covered.",
    discussion: """
      The edits that it covered, and warnings of approvals that do not count, are in comments, so the \
      output can be registered again.

      EXAMPLE: plumb change show CHG0031337

      \(ExitStatus.discussion)
      """)

  @Argument(help: "The record's number.", completion: .names(of: .record)) var record: String
  @Option(help: "The baseline of the audits that used it.", completion: .names(of: .baseline))
  var baseline = SettingsFile.usualBaseline
  @OptionGroup var store: StoreOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    let store = try store.open(.reading, about: baseline)
    let records = ManageChangeRecords(store: store, at: .now)
    let revisions = try records.revisions(of: record)
    let history = revisions.map { revision in
      "# revision \(revision.revision), \(revision.registered), \(revision.state)"
        + (revision.actor.map { ", by \($0)" } ?? "")
        + (revision.reason.map { ": \($0)" } ?? "")
    }
    let warnings = try records.discounts(of: [record]).map { "warning: \($0)" }
    let tale = try TellRecords(store: store, baseline: baseline, at: .now).tale(of: record)
    try Console.tell(history + (warnings + tale).map { "# \($0)" })
    if let document = revisions.last?.document {
      try Console.write(try document.showingHidden(of: record))
    }
  }
}

extension String {
  /// A stored record's document. One that an older program stored may hold hidden characters as they are:
  /// it is written anew.
  fileprivate func showingHidden(of record: String) throws -> String {
    guard unicodeScalars.contains(where: { $0.isHidden && $0 != "\n" }) else { return self }
    return try RecordDocument.read(self, file: record).map(\.record.yaml).joined(separator: "---\n")
  }
}

/// What the commands that move records have in common.
struct MoveOptions: ParsableArguments {
  @Argument(help: "The records' numbers.", completion: .names(of: .record)) var records: [String]
  @Option(help: "Who does it.") var by: String
  @Option(help: "Why.") var reason: String?
  @OptionGroup var store: StoreOptions
  @OptionGroup var moment: MomentOptions

  func move(to state: ChangeRecord.State) throws {
    let changes = try ManageChangeRecords(store: store.open(.writing), at: moment.moment)
    try changes.move(records, to: state, by: by, reason: reason)
    try Console.tell(records.map { "\($0) \(state.rawValue)" })
    for sentence in try changes.discounts(of: records) {
      Console.writeError("warning: \(sentence)\n")
    }
  }
}

/// `plumb change submit`.
struct ChangeSubmitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "submit", abstract: "Submit drafts for approval.",
    discussion:
      "EXAMPLE: plumb change submit CHG0031337 --by alice@example.com\n\n\(ExitStatus.discussion)")

  @OptionGroup var options: MoveOptions
  func run() throws { try options.move(to: .submitted) }
}

/// `plumb change approve`.
struct ChangeApproveCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "approve", abstract: "Approve submitted records that somebody else asked for.",
    discussion:
      "EXAMPLE: plumb change approve CHG0031337 --by bob@example.com\n\n\(ExitStatus.discussion)")

  @OptionGroup var options: MoveOptions
  func run() throws { try options.move(to: .approved) }
}

/// `plumb change reject`.
struct ChangeRejectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reject", abstract: "Reject submitted records.",
    discussion:
      "EXAMPLE: plumb change reject CHG0031337 --by bob@example.com --reason \"too wide\"\n\n\(ExitStatus.discussion)"
  )

  @OptionGroup var options: MoveOptions
  func run() throws { try options.move(to: .rejected) }
}

/// `plumb change close`.
struct ChangeCloseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "close", abstract: "Close approved records that were carried out.",
    discussion:
      "EXAMPLE: plumb change close CHG0031337 --by bob@example.com\n\n\(ExitStatus.discussion)")

  @OptionGroup var options: MoveOptions
  func run() throws { try options.move(to: .closed) }
}

/// `plumb change cancel`.
struct ChangeCancelCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cancel", abstract: "Cancel records that will not be carried out.",
    discussion:
      "EXAMPLE: plumb change cancel CHG0031337 --by alice@example.com\n\n\(ExitStatus.discussion)")

  @OptionGroup var options: MoveOptions
  func run() throws { try options.move(to: .cancelled) }
}

/// `plumb change template`.
struct ChangeTemplateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "template",
    abstract: "Print a record that would cover exactly the given findings.",
    discussion: """
      The record is a draft; with --by, who asks for it, it is submitted. Check what it allows, \
      register it, and have it approved.

      EXAMPLE: plumb change template --finding F-17 > changes/CHG0031400.yaml

      EXAMPLE: plumb change template --finding F-17 --by alice@example.com > emergency.yaml

      \(ExitStatus.discussion)
      """)

  @Option(
    help: "The finding: F-17; may be repeated for one record that covers several.",
    completion: .names(of: .finding)) var finding: [String]
  @Option(help: "The record's number (default: CHG-F-17).") var number: String?
  @Option(help: "Who asks for it; the record is then submitted.") var by: String?
  @OptionGroup var store: StoreOptions
  @OptionGroup var moment: MomentOptions

  func run() throws {
    try Console.write(
      try ManageChangeRecords(store: store.open(.reading), at: moment.moment)
        .template(findings: finding, number: number, by: by))
  }
}
