package import AuditStore
import ChangeDocuments
import ConfigurationJSON
package import ConfigurationModel

/// What a daemon says of itself in the store, so that others can tell what it goes by.
package struct DaemonNote: Hashable, Sendable {
  /// The process.
  package let holder: String
  /// When it began.
  package let since: Timestamp
  /// The parts of the settings that it reads once, when it begins, by their names.
  package let fixed: [String: String]
  /// A digest of the text of the settings that it goes by.
  package let settings: String
  /// How the guardrails stood after its last audits; nil where it has not held them.
  package var guardrails: WatchGuardrails.Standing?
  /// Why its last audit of a baseline failed, by the baseline's name; none where it did not.
  package var failed: [String: Failure] = [:]
  /// Why the guardrails could not be held after its last audits; nil where they could.
  package var notHeld: Failure?
  /// When it last said anything.
  package var said: Timestamp

  /// Why something was not done, and when.
  package struct Failure: Hashable, Sendable {
    /// When it failed.
    package let at: Timestamp
    /// The code of what was wrong.
    package let code: String
    /// What was wrong, with the place where it stands.
    package let message: String

    /// Of an error.
    package init(_ problem: Problem, at moment: Timestamp) {
      at = moment
      code = problem.code
      message = problem.placedMessage
    }

    fileprivate init?(_ value: ConfigurationValue) {
      guard let at = value["at"]?.string.flatMap({ Timestamp(parsing: $0) }),
        let code = value["code"]?.string, let message = value["message"]?.string
      else { return nil }
      (self.at, self.code, self.message) = (at, code, message)
    }

    fileprivate var value: ConfigurationValue {
      .object([
        "at": .string(at.description), "code": .string(code), "message": .string(message),
      ])
    }
  }

  /// Seconds after which a daemon that said nothing may be gone: it says something every ten minutes.
  package static let silence: Int64 = 3600
  /// Seconds after which a daemon of another machine that said nothing is gone.
  private static let oblivion: Int64 = 7 * 86_400

  /// Of this process, which began at a moment with some settings and goes by others now.
  package init(
    since: Timestamp, begunWith first: SettingsFile, by file: SettingsFile, at now: Timestamp
  ) {
    holder = RunHolder.own.text
    self.since = since
    said = now
    fixed = Self.fixed(first)
    settings = file.digest
  }

  private init?(_ value: ConfigurationValue) {
    guard let holder = value["holder"]?.string,
      let since = value["since"]?.string.flatMap({ Timestamp(parsing: $0) }),
      case .object(let fixed)? = value["fixed"], let settings = value["settings"]?.string
    else { return nil }
    self.holder = holder
    self.since = since
    self.fixed = fixed.compactMapValues(\.string)
    self.settings = settings
    guardrails = value["guardrails"].flatMap { WatchGuardrails.Standing($0) }
    notHeld = value["notHeld"].flatMap { Failure($0) }
    if case .object(let failed)? = value["failed"] {
      self.failed = failed.compactMapValues { Failure($0) }
    }
    // A daemon of an older version says it once.
    said = value["said"]?.string.flatMap { Timestamp(parsing: $0) } ?? since
  }

  /// The parts of the settings of a file that this daemon goes by as they were: a restart takes them.
  package func awaitingRestart(_ file: SettingsFile) -> [String] {
    Self.fixed(file).filter { fixed[$0.key] != $0.value }.keys.sorted()
  }

  /// Whether a file has changed since it was read, in what a reload takes.
  package func awaitsReload(_ file: SettingsFile) -> Bool {
    awaitingRestart(file).isEmpty && file.digest != settings
  }

  /// Whether it is there no more: its process has ended, or, of another machine, it was silent for a week.
  package func isGone(at now: Timestamp) -> Bool {
    RunHolder.isGone(holder)
      || !RunHolder.isHere(holder) && now.seconds - said.seconds > Self.oblivion
  }

  private static func fixed(_ file: SettingsFile) -> [String: String] {
    let page = file.settings.status
    let address = page.socket ?? "\(page.host):\(page.port)"
    return [
      "store": file.settings.store ?? "", "status": page.isOn ? address : "off",
      "log": file.settings.log.rawValue,
    ]
  }

  private var value: ConfigurationValue {
    var fields: [String: ConfigurationValue] = [
      "holder": .string(holder), "since": .string(since.description),
      "fixed": .object(fixed.mapValues { .string($0) }), "settings": .string(settings),
    ]
    fields["guardrails"] = guardrails?.value
    fields["notHeld"] = notHeld?.value
    fields["failed"] = .object(failed.mapValues(\.value))
    fields["said"] = .string(said.description)
    return .object(fields)
  }

  // MARK: In the store

  /// Writes it down, and takes away what daemons left that are gone.
  package func write(to store: AuditStore) throws(Problem) {
    let gone = try Self.all(in: store).filter { $0.isGone(at: said) }.map(\.holder)
    try store.setDaemonNotes([holder: value.canonicalJSON], without: gone)
  }

  /// This daemon has ended.
  package func remove(from store: AuditStore) throws(Problem) {
    try store.setDaemonNotes([:], without: [holder])
  }

  /// Those of daemons that may still be there.
  package static func all(in store: AuditStore) throws(Problem) -> [DaemonNote] {
    try store.daemonNotes().sorted { $0.key < $1.key }.compactMap { _, text in
      (try? ConfigurationValue(json: text)).flatMap { DaemonNote($0) }
    }
  }
}

extension WatchGuardrails.Standing {
  fileprivate init?(_ value: ConfigurationValue) {
    guard let at = value["at"]?.string.flatMap({ Timestamp(parsing: $0) }) else { return nil }
    func count(_ name: String) -> Int { value[name]?.scalarText.flatMap { Int($0) } ?? 0 }
    self.init(at: at)
    asked = count("asked")
    passed = count("passed")
    notObserved = count("notObserved")
    unanswered = count("unanswered")
    changes = count("changes")
    for severity in Severity.allCases where count(severity.word) > 0 {
      broken[severity] = count(severity.word)
    }
  }

  fileprivate var value: ConfigurationValue {
    func number(_ count: Int) -> ConfigurationValue { .number("\(count)") }
    let counts = broken.map { ($0.key.word, number($0.value)) }
    return .object(
      [
        "at": .string(at.description), "asked": number(asked), "passed": number(passed),
        "notObserved": number(notObserved), "unanswered": number(unanswered),
        "changes": number(changes),
      ].merging(counts) { first, _ in first })
  }
}
