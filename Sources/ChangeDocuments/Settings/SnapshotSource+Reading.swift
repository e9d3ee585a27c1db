import AuditSchedule
import ConfigurationModel

extension DocumentReading {
  mutating func sources(_ node: DocumentNode) -> [SnapshotSource] {
    var lines: [String: Int] = [:]
    return (members(node, "'sources'") ?? []).compactMap { member in
      guard let source = source(member) else { return nil }
      if let first = lines.updateValue(member.line, forKey: source.name) {
        report(
          .contradiction(
            "The source '\(source.name)' stands here and in line \(first).",
            hint: "Give one of them another name.", at: place(member.line)))
      }
      return source
    }
  }

  private mutating func source(_ node: DocumentNode) -> SnapshotSource? {
    let origins = ["aws", "recorder", "delivery", "exports", "activity"]
    let keys = ["name"] + origins + ["types", "schedule", "deadline", "secondReading"]
    guard let fields = fields(node, "A source", keys: keys) else { return nil }
    let name = requiredText(fields, "name")
    let given = origins.filter { fields[$0] != nil }
    if given.count != 1 {
      report(
        .contradiction(
          "A source is one of \(origins.joined(separator: ", ")), and here "
            + (given.isEmpty ? "is none." : "are \(given.joined(separator: ", "))."),
          at: place(fields.line)))
    }
    let origin = given.first.flatMap { key in fields[key].flatMap { read(key, $0) } }
    if fields["activity"] != nil { reportWhatActivityLacks(fields) }
    let types = fields["types"].map { globs($0) } ?? []
    let schedule = fields["schedule"].flatMap { self.schedule($0) }
    let deadline = fields["deadline"].flatMap { duration($0, atMost: 7) }
    if case .activity(.queue)? = origin, let node = fields["schedule"] {
      report(
        .contradiction(
          "A queue has no 'schedule': the daemon listens to it all the time.",
          at: place(node.line)))
    }
    guard let name, let origin else { return nil }
    var source = SnapshotSource(name: name, origin: origin, types: types)
    source.schedule = schedule
    source.deadline = max(1, deadline ?? source.deadline)
    source.secondReading =
      fields["secondReading"].flatMap { secondReading($0) } ?? source.secondReading
    return source
  }

  /// Types and listings are of configurations.
  private mutating func reportWhatActivityLacks(_ fields: DocumentFields) {
    for key in ["types", "secondReading"] {
      guard let node = fields[key] else { continue }
      report(.contradiction("A source of activity has no '\(key)'.", at: place(node.line)))
    }
  }

  private mutating func secondReading(_ node: DocumentNode) -> SecondReading? {
    guard let fields = fields(node, "'secondReading'", keys: ["below", "atLeast"]) else {
      return nil
    }
    let share = fields["below"].flatMap { node in
      parsed(node, "a part of the last count", form: "as 0.5 or 50%") { text in
        let isPercent = text.hasSuffix("%")
        let value = Double(isPercent ? String(text.dropLast()) : text).map {
          isPercent ? $0 / 100 : $0
        }
        return value.flatMap { (0...1).contains($0) ? $0 : nil }
      }
    }
    let least = fields["atLeast"].flatMap { number($0, "'atLeast'", in: 1...1_000_000) }
    return SecondReading(share: share ?? 0.5, least: least ?? 20)
  }

  private mutating func globs(_ node: DocumentNode) -> [Glob] {
    (members(node, "'types'") ?? []).compactMap { glob($0) }
  }

  private mutating func read(_ key: String, _ node: DocumentNode) -> SnapshotSource.Origin? {
    switch key {
    case "aws": awsAccounts(node).map { .aws($0) }
    case "recorder": recorder(node).map { .recorder($0) }
    case "delivery": delivery(node).map { .delivery($0) }
    case "activity": activity(node).map { .activity($0) }
    default: .exports(texts(node, "'exports'"))
    }
  }

  mutating func schedule(_ node: DocumentNode) -> Schedule? {
    let keys = ["every", "cron", "zone", "jitter"]
    guard let fields = fields(node, "A schedule", keys: keys) else { return nil }
    let jitter = fields["jitter"].flatMap { duration($0, atMost: 1) } ?? 0
    guard (fields["every"] == nil) != (fields["cron"] == nil) else {
      report(
        .contradiction(
          "A schedule has either 'every' or 'cron'.",
          hint: "Write { every: 15m } or { cron: \"0 6 * * 1-5\", zone: Europe/Berlin }.",
          at: place(fields.line)))
      return nil
    }
    if let every = fields["every"] {
      if let zone = fields["zone"] {
        report(.contradiction("Only 'cron' has a zone.", at: place(zone.line)))
      }
      guard let seconds = duration(every, atMost: 366) else { return nil }
      guard seconds > 0 else {
        report(.malformed("a span to wait", "0", form: "as 15m or 1h", at: place(every.line)))
        return nil
      }
      if let node = fields["jitter"], jitter >= seconds {
        report(
          .contradiction("A 'jitter' is shorter than the interval.", at: place(node.line)))
      }
      return Schedule(.every(seconds: seconds), jitter: jitter)
    }
    let expression = fields["cron"].flatMap { node in
      parsed(
        node, "a cron expression of five fields that some day fits", form: "as \"0 6 * * 1-5\"",
        CronExpression.init(parsing:))
    }
    let zone = fields["zone"].map { node in
      parsed(
        node, "a time zone", form: "as the tz database does: Europe/Berlin",
        TimeZoneRules.init(named:))
    }
    guard let expression, let rules = zone ?? .utc else { return nil }
    return Schedule(.cron(expression, rules), jitter: jitter)
  }
}
