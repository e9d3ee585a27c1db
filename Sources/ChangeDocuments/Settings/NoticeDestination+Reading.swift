import ConfigurationModel

extension DocumentReading {
  mutating func notices(_ node: DocumentNode) -> Settings.Notices {
    var notices = Settings.Notices()
    guard let fields = fields(node, "'notices'", keys: ["link", "destinations"]) else {
      return notices
    }
    notices.link = fields["link"].flatMap { link in
      guarded(
        link, "link", "an address that people may go on at", form: "as https://HOST/{finding}"
      ) {
        $0.isLink ? $0 : nil
      }
    }
    guard let list = required(fields, "destinations") else { return notices }
    var lines: [String: Int] = [:]
    notices.destinations = (members(list, "'destinations'") ?? []).compactMap { member in
      guard let destination = destination(member) else { return nil }
      if let first = lines.updateValue(member.line, forKey: destination.name) {
        report(
          .contradiction(
            "The destination '\(destination.name)' stands here and in line \(first).",
            hint: "Give one of them another name.", at: place(member.line)))
      }
      return destination
    }
    for destination in notices.destinations {
      guard let other = destination.timing.escalation?.to else { continue }
      if other == destination.name || lines[other] == nil {
        report(
          .contradiction(
            "'\(destination.name)' escalates to '\(other)', which is no other destination.",
            at: place(lines[destination.name] ?? list.line)))
      }
    }
    return notices
  }

  private static let channels = [
    "webhook", "program", "slack", "teams", "pagerDuty", "mail", "sns",
    "jira", "serviceNow",
  ]

  private mutating func destination(_ node: DocumentNode) -> NoticeDestination? {
    let channels = Self.channels
    let keys =
      ["name"] + channels + ["only", "except", "news", "giveUpAfter"] + NoticeTiming.keys
    guard let fields = fields(node, "A destination", keys: keys) else { return nil }
    let given = channels.filter { fields[$0] != nil }
    if given.count != 1 {
      report(
        .contradiction(
          "A destination is one of \(channels.joined(separator: ", ")), and here "
            + (given.isEmpty ? "is none." : "are \(given.joined(separator: ", "))."),
          at: place(fields.line)))
    }
    let name = required(fields, "name").flatMap { node in
      parsed(node, "a name", form: "of letters, digits, '-', '_' and '.', 64 at most") { text in
        let isPlain = text.utf8.allSatisfy { byte in
          (97...122).contains(byte) || (65...90).contains(byte) || (48...57).contains(byte)
            || "-_.".utf8.contains(byte)
        }
        return isPlain && text.utf8.count <= 64 ? text : nil
      }
    }
    let channel = given.first.flatMap { key in fields[key].flatMap { self.channel(key, $0) } }
    let only = fields["only"].map { filters($0, "'only'") } ?? []
    let except = fields["except"].map { filters($0, "'except'") } ?? []
    let news: [NoticeDestination.News]? = fields["news"].map { words($0, "'news'") }
    let giveUp = fields["giveUpAfter"].flatMap { duration($0, atMost: 30) }
    let timing = timing(fields)
    guard let name, let channel else { return nil }
    var destination = NoticeDestination(name: name, channel: channel)
    (destination.only, destination.except) = (only, except)
    destination.timing = timing
    destination.news = news.map { Set($0) } ?? destination.news
    destination.giveUpAfter = giveUp.map { max(60, $0) } ?? destination.giveUpAfter
    return destination
  }

  /// The words of a list, or one alone.
  private mutating func words<Word: CaseIterable & RawRepresentable<String>>(
    _ node: DocumentNode, _ what: String
  ) -> [Word] {
    guard case .list = node.content else { return [word(node, what)].compactMap { $0 } }
    return (members(node, what) ?? []).compactMap { word($0, what) }
  }

  private mutating func channel(_ key: String, _ node: DocumentNode) -> NoticeDestination.Channel? {
    switch key {
    case "webhook": webhook(node).map { .webhook($0) }
    case "slack": chat(node, "'slack'").map { .slack($0) }
    case "teams": chat(node, "'teams'").map { .teams($0) }
    case "pagerDuty": pagerDuty(node).map { .pagerDuty($0) }
    case "mail": mail(node).map { .mail($0) }
    case "sns": topic(node).map { .sns($0) }
    case "jira": jira(node).map { .jira($0) }
    case "serviceNow": serviceNow(node).map { .serviceNow($0) }
    default: program(node).map { .program($0) }
    }
  }

  private mutating func topic(_ node: DocumentNode) -> NoticeDestination.Topic? {
    guard let fields = fields(node, "'sns'", keys: ["topic", "profile"]) else { return nil }
    let profile = optionalText(fields, "profile")
    return required(fields, "topic").flatMap { node in
      guarded(
        node, "topic", "the ARN of a topic", form: "as arn:aws:sns:eu-west-1:111122223333:plumb"
      ) {
        NoticeDestination.Topic(arn: $0, profile: profile)
      }
    }
  }

  private mutating func chat(_ node: DocumentNode, _ what: String) -> SecretSource? {
    guard let fields = fields(node, what, keys: ["url"]) else { return nil }
    return required(fields, "url").flatMap { secret($0, "'url'") }
  }

  private mutating func pagerDuty(_ node: DocumentNode) -> NoticeDestination.PagerDuty? {
    guard let fields = fields(node, "'pagerDuty'", keys: ["routingKey", "url"]) else { return nil }
    let address = fields["url"].flatMap { plainAddress($0, "url") }
    guard let key = required(fields, "routingKey").flatMap({ secret($0, "'routingKey'") }) else {
      return nil
    }
    var pagerDuty = NoticeDestination.PagerDuty(routingKey: key)
    pagerDuty.address = address ?? pagerDuty.address
    return pagerDuty
  }

  private mutating func webhook(_ node: DocumentNode) -> NoticeDestination.Webhook? {
    guard let fields = fields(node, "'webhook'", keys: ["url", "secret"]) else { return nil }
    let secret = fields["secret"].flatMap { self.secret($0, "'secret'") }
    guard let address = required(fields, "url").flatMap({ address($0) }) else { return nil }
    return NoticeDestination.Webhook(address: address, secret: secret)
  }

  private mutating func program(_ node: DocumentNode) -> NoticeDestination.ProgramCall? {
    let command = (members(node, "'program'") ?? []).compactMap { text($0, "A word of 'program'") }
    return command.isEmpty ? nil : NoticeDestination.ProgramCall(command: command)
  }

  /// A text, or where a secret one is.
  private mutating func address(_ node: DocumentNode) -> WebAddressSource? {
    if case .mapping = node.content { return secret(node, "'url'").map { .secret($0) } }
    return plainAddress(node, "url", orSecret: true).map { .plain($0) }
  }

  private mutating func filters(_ node: DocumentNode, _ what: String) -> [NoticeFilter] {
    (members(node, what) ?? []).compactMap { filter($0, what) }
  }

  private mutating func filter(_ node: DocumentNode, _ what: String) -> NoticeFilter? {
    let keys = ["severity", "class", "resource", "actor"]
    guard let fields = fields(node, "A member of \(what)", keys: keys) else { return nil }
    if keys.allSatisfy({ fields[$0] == nil }) {
      report(.missingKey("severity", of: fields.what, at: place(fields.line)))
    }
    var filter = NoticeFilter()
    filter.severity = fields["severity"].flatMap { severity($0) }
    filter.classes = Set(fields["class"].map { words($0, "'class'") } ?? [])
    filter.resource = fields["resource"].flatMap { selector($0) }
    filter.actor = fields["actor"].flatMap { glob($0) }
    return filter
  }
}

extension String {
  /// Whether it is an address that people may go on at.
  fileprivate var isLink: Bool {
    (hasPrefix("https://") || hasPrefix("http://"))
      && !unicodeScalars.contains { $0.isHidden || " <>\"".unicodeScalars.contains($0) }
      && !split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false)[2]
        .prefix { $0 != "/" && $0 != "?" && $0 != "#" }.contains("@")
  }
}
