import AWSClient
import ArgumentParser
import AuditReport
import AuditService
import AuditStore
import ChangeDocuments
import ConfigurationModel
import Dispatch
import Foundation
import NoticeDelivery

/// `plumb notice`.
struct NoticeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "notice", abstract: "List and send the messages that tell people of findings.",
    discussion: """
      Audits record whom to tell, by 'notices' in the settings. The daemon sends the messages; \
      without a daemon, 'plumb notice send' does.

      EXAMPLE: plumb notice test security

      \(ExitStatus.discussion)
      """,
    subcommands: [
      NoticeListCommand.self, NoticeTestCommand.self, NoticeSendCommand.self,
      NoticeRetryCommand.self, NoticeDropCommand.self,
    ])
}

/// The settings of notices.
struct NoticeOptions: ParsableArguments {
  @OptionGroup var settings: SettingsOptions

  var notices: Settings.Notices {
    get throws { try settings.load()?.settings.notices ?? Settings.Notices() }
  }
}

/// `plumb notice list`.
struct NoticeListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List messages that wait, and messages that were given up.",
    discussion: """
      News that is still being collected is not in a message yet. Status 1 if messages were given \
      up, or if something waits for a destination that the settings do not have.

      EXAMPLE: plumb notice list
      EXAMPLE: plumb notice list --all --format json
      EXAMPLE: plumb notice list --finding F-17

      \(ExitStatus.discussion)
      """)

  @Flag(help: "Also those that were sent.") var all = false
  @Option(
    help: "Only those that tell of this finding, also those that were sent: F-17.",
    completion: .names(of: .finding)) var finding: String?
  @Option(help: "text, json or csv.") var format = TableFormat.text
  @OptionGroup var notices: NoticeOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var store: StoreOptions

  func run() throws {
    let store = try store.open(.reading)
    let list = ListNotices(store: store, notices: try notices.notices)
    let isAll = all || finding != nil
    let table = try list.table(
      isAll ? Set(StoredMessage.State.allCases) : [.waiting, .dead], of: finding)
    try Console.write(table.text(format, output.tableOptions))
    if try list.isAnyLost() { throw ExitStatus.unapproved }
  }
}

/// `plumb notice test`.
struct NoticeTestCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "test", abstract: "Send a test message to a destination.",
    discussion: """
      Sends it at once; messages that wait are not affected. It is not kept. --print prints it and \
      sends nothing. Status 2 if it was not delivered.

      EXAMPLE: plumb notice test security
      EXAMPLE: plumb notice test security --print

      \(ExitStatus.discussion)
      """)

  @Argument(help: "The destination's name in the settings.") var destination: String
  @Flag(name: .customLong("print"), help: "Print what would be sent.") var isPrinted = false
  @OptionGroup var notices: NoticeOptions
  @OptionGroup var moment: MomentOptions

  func run() async throws {
    let notices = try notices.notices
    let destination = try notices.destination(named: destination)
    let message = OutgoingMessage.sample(for: destination, link: notices.link, at: moment.moment)
    if isPrinted { return try Console.write(message.body) }
    let delivery = await Courier(.ofThisProcess(at: moment.at), hiding: notices)
      .deliver(message, to: destination, reference: nil)
    switch delivery {
    case .taken(let reference):
      try Console.tell(["sent to \(destination.name)" + (reference.map { ", as \($0)" } ?? "")])
    case .later(_, let problem), .refused(let problem):
      throw Problem.testNotDelivered(destination.name, problem)
    }
  }
}

/// `plumb notice send`.
struct NoticeSendCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "send", abstract: "Send the messages that are due, and end.",
    discussion: """
      Use it without a daemon: after each audit, or from a timer. A message that could not be sent \
      waits, and is tried again when it is due. It is safe beside a daemon: only one of them sends \
      a message. It ends with status 2 if a message could not be sent or was given up now, and with \
      0 if nothing was due.

      EXAMPLE: plumb audit; plumb notice send
      EXAMPLE: plumb notice send --config plumbline.yaml

      \(ExitStatus.discussion)
      """)

  @OptionGroup var notices: NoticeOptions
  @OptionGroup var moment: MomentOptions
  @OptionGroup var store: StoreOptions

  func run() async throws {
    let path = try store.path
    // A store that is not there is said before anything is sent.
    _ = try AuditStore(path: path, mode: .writing)
    let given = moment.at
    let now: @Sendable () -> Timestamp = { given ?? .precise }
    let notices = try notices.notices
    let deliver = DeliverNotices(
      outbox: Outbox(queue: DispatchQueue(label: "plumb.store")) {
        try AuditStore(path: path, mode: .writing, patience: 30)
      }, notices: notices, courier: Courier(.ofThisProcess(at: given), hiding: notices), now: now)
    let tally = try await deliver.run()
    try Console.tell([
      "\(tally.sent) sent, \(tally.failed) to be tried again, \(tally.dead) given up"
    ])
    for problem in tally.problems { Console.writeError("warning: \(problem)\n") }
    if tally.failed + tally.dead > 0 { throw ExitStatus.incomplete }
  }
}

/// `plumb notice retry`.
struct NoticeRetryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "retry", abstract: "Try messages again that were given up.",
    discussion: """
      They keep their places: they are sent before later messages. Status 2 if a number is not that \
      of a message that was given up.

      EXAMPLE: plumb notice retry 41 42
      EXAMPLE: plumb notice retry --all --destination security

      \(ExitStatus.discussion)
      """)

  @Argument(help: "The messages' numbers.") var messages: [Int64] = []
  @Flag(help: "All messages that were given up.") var all = false
  @Option(help: "Only those to this destination.") var destination: String?
  @OptionGroup var moment: MomentOptions
  @OptionGroup var store: StoreOptions

  func validate() throws {
    guard messages.isEmpty == all else {
      throw ValidationError("Name messages by their numbers, or say --all, and not both.")
    }
  }

  func run() throws {
    let count = try store.open(.writing)
      .revive(all ? nil : messages, destination: destination, at: moment.moment)
    try Console.tell(["\(counted(count, "message")) will be sent again"])
  }
}

/// `plumb notice drop`.
struct NoticeDropCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "drop", abstract: "Drop messages that were given up.",
    discussion: """
      They are not listed any more, and cannot be sent again. What they told counts as told, and \
      'plumb log' shows who dropped it. Messages that were sent are dropped by \
      'plumb prune --messages-older-than'.

      EXAMPLE: plumb notice drop 41 42 --by alice@example.com --reason "told by telephone"

      \(ExitStatus.discussion)
      """)

  @Argument(help: "The messages' numbers.") var messages: [Int64]
  @OptionGroup var actor: ActorOptions
  @OptionGroup var store: StoreOptions
  @OptionGroup var moment: MomentOptions

  func run() throws {
    let count = try store.open(.writing).dropDeadMessages(
      messages, at: moment.moment, by: actor.by, reason: actor.reason)
    try Console.tell(["\(counted(count, "message")) dropped"])
  }
}

extension Courier.Surroundings {
  /// Those of this process; at a moment, or as time goes by.
  fileprivate static func ofThisProcess(at given: Timestamp?) -> Courier.Surroundings {
    .system(
      .system(), variables: ProcessInfo.processInfo.environment, now: { given ?? .precise })
  }
}

extension Problem {
  fileprivate static func testNotDelivered(_ name: String, _ problem: String) -> Problem {
    Problem(
      "notice-not-delivered", "The test was not delivered to '\(name)': \(problem)",
      hint: "Check the destination in the settings, and its secret.")
  }
}
