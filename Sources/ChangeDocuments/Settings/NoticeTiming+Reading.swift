import AuditSchedule
import ConfigurationModel

extension NoticeTiming {
  /// The keys of a destination that say when it is told.
  static let keys = ["quiet", "digest", "unless", "remind", "escalate"]
}

extension DocumentReading {
  mutating func timing(_ fields: DocumentFields) -> NoticeTiming {
    var timing = NoticeTiming()
    timing.quiet = fields["quiet"].flatMap { quietHours($0) }
    timing.digest = fields["digest"].flatMap { schedule($0) }
    timing.unless = fields["unless"].flatMap { severity($0) }
    if let node = fields["unless"], timing.quiet == nil, timing.digest == nil {
      report(
        .contradiction(
          "'unless' is about 'quiet' or 'digest', and there is neither.", at: place(node.line)))
    }
    timing.remind = fields["remind"].flatMap { span($0) }
    timing.escalation = fields["escalate"].flatMap { escalation($0) }
    return timing
  }

  /// At least a minute: whoever is reminded more often reads nothing.
  private mutating func span(_ node: DocumentNode) -> Int64? {
    guard let seconds = duration(node, atMost: 30) else { return nil }
    guard seconds >= 60 else {
      report(
        .malformed(
          "a span of a minute or more", "\(seconds)s", form: "as 15m or 4h", at: place(node.line)))
      return nil
    }
    return seconds
  }

  private mutating func escalation(_ node: DocumentNode) -> NoticeTiming.Escalation? {
    guard let fields = fields(node, "'escalate'", keys: ["after", "to"]) else { return nil }
    let after = required(fields, "after").flatMap { span($0) }
    let to = requiredText(fields, "to")
    guard let after, let to else { return nil }
    return NoticeTiming.Escalation(after: after, to: to)
  }

  private mutating func quietHours(_ node: DocumentNode) -> NoticeTiming.QuietHours? {
    guard let fields = fields(node, "'quiet'", keys: ["from", "until", "zone"]) else { return nil }
    let from = required(fields, "from").flatMap { minute($0) }
    let until = required(fields, "until").flatMap { minute($0) }
    let zone = fields["zone"].map { node in
      parsed(
        node, "a time zone", form: "as the tz database does: Europe/Berlin",
        TimeZoneRules.init(named:))
    }
    guard let from, let until, let rules = zone ?? .utc else { return nil }
    guard from != until else {
      report(.contradiction("'quiet' ends when it begins.", at: place(fields.line)))
      return nil
    }
    return NoticeTiming.QuietHours(from: from, until: until, zone: rules)
  }

  /// Minutes since midnight.
  private mutating func minute(_ node: DocumentNode) -> Int? {
    parsed(node, "a time of day", form: "in quotes: \"22:00\"") { text in
      let parts = text.split(separator: ":", omittingEmptySubsequences: false)
      guard parts.count == 2, parts.allSatisfy({ $0.count == 2 }), let hour = Int(parts[0]),
        let minute = Int(parts[1]), (0...23).contains(hour), (0...59).contains(minute)
      else { return nil }
      return hour * 60 + minute
    }
  }
}
