import AuditSchedule
package import ConfigurationModel

extension Settings {
  /// The outermost keys of their document.
  static let keys = [
    "store", "baselines", "changes", "audit", "ignores", "freezes", "alerts", "guardrails",
    "notices", "sources", "maxAge", "retention", "status", "log",
  ]

  /// The settings in a YAML or JSON text. Throws everything that is wrong, with its lines.
  package static func read(_ text: String, file: String) throws(Problems) -> Settings {
    var reading = DocumentReading(file: file)
    let settings = reading.document(text).flatMap { reading.settings($0) }
    return try reading.result(settings ?? Settings())
  }

  /// The text of a file of settings.
  package static func text(at path: String) throws(Problems) -> String {
    try documentText(at: path)
  }
}

extension DocumentReading {
  fileprivate mutating func settings(_ node: DocumentNode) -> Settings? {
    guard let fields = fields(node, "The settings", keys: Settings.keys) else { return nil }
    var settings = Settings()
    settings.store = optionalText(fields, "store")
    settings.baselines = fields["baselines"].map { texts($0, "'baselines'") } ?? ["default"]
    settings.changes = fields["changes"].flatMap { changes($0) }
    settings.isStrict = fields["audit"].flatMap { isStrict($0) } ?? false
    settings.ignores = fields["ignores"].map { texts($0, "'ignores'") } ?? []
    settings.freezes = fields["freezes"].map { texts($0, "'freezes'") } ?? []
    settings.alerts = fields["alerts"].map { alerts($0) } ?? Settings.Alerts()
    settings.guardrails = fields["guardrails"].map { guardrails($0) } ?? Settings.Guardrails()
    settings.notices = fields["notices"].map { notices($0) } ?? Settings.Notices()
    settings.sources = fields["sources"].map { sources($0) } ?? []
    settings.maxAge = fields["maxAge"].flatMap { age($0) }
    settings.retention = fields["retention"].flatMap { retention($0) }
    settings.status = fields["status"].flatMap { statusPage($0) } ?? Settings.StatusPage()
    settings.log = fields["log"].flatMap { word($0, "'log'") } ?? .text
    return settings
  }

  /// The texts of a list, each once.
  mutating func texts(_ node: DocumentNode, _ what: String) -> [String] {
    var seen: Set<String> = []
    return (members(node, what) ?? []).compactMap { member in
      guard let text = text(member, "A member of \(what)") else { return nil }
      guard seen.insert(text).inserted else {
        report(.contradiction("'\(text)' stands twice in \(what).", at: place(member.line)))
        return nil
      }
      return text
    }
  }

  private mutating func changes(_ node: DocumentNode) -> Settings.ChangeFolders? {
    guard let fields = fields(node, "'changes'", keys: ["folders", "by"]) else { return nil }
    let folders = required(fields, "folders").map { texts($0, "'folders'") }
    let actor = requiredText(fields, "by")
    guard let folders, let actor else { return nil }
    return Settings.ChangeFolders(folders: folders, actor: actor)
  }

  /// A list of files and folders, or a mapping that also turns rules off.
  private mutating func alerts(_ node: DocumentNode) -> Settings.Alerts {
    if case .list = node.content { return Settings.Alerts(rules: texts(node, "'alerts'")) }
    guard let fields = fields(node, "'alerts'", keys: ["rules", "off"]) else {
      return Settings.Alerts()
    }
    return Settings.Alerts(
      rules: fields["rules"].map { texts($0, "'rules'") } ?? [],
      off: fields["off"].map { turnedOff($0) } ?? [])
  }

  /// The same, and whether what breaks one counts.
  private mutating func guardrails(_ node: DocumentNode) -> Settings.Guardrails {
    if case .list = node.content {
      return Settings.Guardrails(rules: texts(node, "'guardrails'"))
    }
    guard let fields = fields(node, "'guardrails'", keys: ["rules", "off", "strict"]) else {
      return Settings.Guardrails()
    }
    return Settings.Guardrails(
      rules: fields["rules"].map { texts($0, "'rules'") } ?? [],
      off: fields["off"].map { turnedOff($0) } ?? [],
      isStrict: fields["strict"].flatMap { flag($0, "'strict'") } ?? false)
  }

  private mutating func isStrict(_ node: DocumentNode) -> Bool? {
    guard let fields = fields(node, "'audit'", keys: ["strict"]),
      let strict = required(fields, "strict")
    else { return nil }
    return flag(strict, "'strict'")
  }

  private mutating func retention(_ node: DocumentNode) -> Settings.Retention? {
    let keys = ["age", "count", "activity", "messages"]
    guard let fields = fields(node, "'retention'", keys: keys) else { return nil }
    let age = fields["age"].flatMap { self.age($0) }
    let count = fields["count"].flatMap { number($0, "'count'", in: 1...1_000_000) }
    let activity = fields["activity"].flatMap { self.activityAge($0) }
    let messages = fields["messages"].flatMap { self.age($0) }
    if keys.allSatisfy({ fields[$0] == nil }) {
      report(.missingKey("age", of: fields.what, at: place(fields.line)))
    }
    return Settings.Retention(age: age, count: count, activity: activity, messages: messages)
  }

  private mutating func activityAge(_ node: DocumentNode) -> Age? {
    let least = Settings.Retention.leastActivity
    return parsed(
      node, "an age of \(least) or more, since files of CloudTrail come late",
      form: "as 400d or 52w"
    ) { text in Age(parsing: text).flatMap { $0.seconds < least.seconds ? nil : $0 } }
  }

  private mutating func age(_ node: DocumentNode) -> Age? {
    parsed(node, "an age", form: "as 90d, 12h or 52w", Age.init(parsing:))
  }

  private mutating func statusPage(_ node: DocumentNode) -> Settings.StatusPage? {
    if node.value == .string("off") || node.value == .bool(false) {
      return Settings.StatusPage(isOn: false)
    }
    guard let fields = fields(node, "'status'", keys: ["host", "port", "socket"]) else {
      return nil
    }
    var page = Settings.StatusPage()
    page.socket = optionalText(fields, "socket")
    if page.socket != nil, fields["host"] != nil || fields["port"] != nil {
      report(
        .contradiction("'status' names a socket and an address.", at: place(node.line)))
    }
    if let host = fields["host"] {
      let hosts = ["127.0.0.1", "::1", "localhost"]
      page.host =
        guarded(host, "host", "a loopback address", form: "as 127.0.0.1 or ::1") {
          hosts.contains($0) ? $0 : nil
        } ?? page.host
    }
    page.port = fields["port"].flatMap { number($0, "'port'", in: 0...65535) } ?? page.port
    return page
  }

  /// A whole number.
  mutating func number(_ node: DocumentNode, _ what: String, in range: ClosedRange<Int>) -> Int? {
    parsed(
      node, "a number for \(what)", form: "as one from \(range.lowerBound) to \(range.upperBound)"
    ) { text in
      Int(text).flatMap { range.contains($0) ? $0 : nil }
    }
  }
}
