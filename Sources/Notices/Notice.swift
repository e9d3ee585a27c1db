import AuditReport
package import ConfigurationModel

/// A message about findings, as one value: what every destination's text is made from.
package struct Notice: Hashable, Sendable {
  /// What gave rise to it.
  package enum Occasion: Hashable, Sendable {
    /// What happened to its findings, each once.
    case news([NoticeKind])
    /// Nobody acknowledged them for so many seconds.
    case reminder(seconds: Int64)
    /// What came together until the time for it.
    case digest
    /// Somebody tries whether messages arrive.
    case test
  }

  /// Whether it begins its thread, says more, or says that all of it is over.
  package let act: NoticeAct
  /// Why it is sent.
  package let occasion: Occasion
  /// The same for every attempt, and for no other message.
  package let key: String
  /// The key of the message that first told of these findings.
  package let thread: String
  /// What the store is called by its key.
  package let store: String
  /// The moment at which it is made; ages in its text count from it.
  package let at: Timestamp
  /// One line: how bad, what, where, and what it means.
  package let title: String
  /// That of the worst finding.
  package let severity: Severity
  /// The ids of the findings it is about: `F-17`; not all where there are many.
  package private(set) var findings: [String]
  /// How many findings it is about whose ids are not named.
  package private(set) var unnamed: Int
  /// What it says of them, the worst first; not all where there are many.
  package private(set) var entries: [NoticeEntry]
  /// How many findings no entry tells of.
  package private(set) var untold: Int
  /// Where people go on; nil for none.
  package let link: String?

  /// - Parameters:
  ///   - findings: At least one.
  ///   - link: `{finding}` stands for the first finding's id.
  package init(
    _ act: NoticeAct, _ occasion: Occasion, about findings: [Finding], key: String, thread: String,
    store: String, at: Timestamp, link: String?
  ) {
    let groups = FindingGroup.groups(
      findings.sorted { ($1.severity, $0.number) < ($0.severity, $1.number) })
    let told = groups.prefix(Self.mostEntries)
    self.act = act
    self.occasion = occasion
    self.key = key
    self.thread = thread
    self.store = store
    self.at = at
    severity = findings.map(\.severity).max() ?? .low
    self.findings = findings.map(\.number).sorted().prefix(Self.mostIds).map { "F-\($0)" }
    unnamed = max(0, findings.count - Self.mostIds)
    entries = told.map { NoticeEntry($0, at: at) }
    untold = groups.dropFirst(Self.mostEntries).reduce(0) { $0 + $1.members.count }
    title = NoticeTitle(act, occasion, groups, count: findings.count, at: at).text
      .cut(to: Self.mostInTitle)
    self.link = link.map { $0.replacing("{finding}", with: groups.first?.leader.id ?? "") }
  }

  /// So many groups of findings are told of in one message.
  private static let mostEntries = 10
  /// So many findings are named by their ids.
  private static let mostIds = 500
  /// So many characters has a title: an IAM name and an ARN fit.
  private static let mostInTitle = 600

  /// The same with the first so many entries; the findings of the others are counted.
  package func with(entries count: Int) -> Notice {
    var notice = self
    notice.entries = Array(entries.prefix(count))
    notice.untold += entries.dropFirst(count).reduce(0) { $0 + $1.count }
    return notice
  }

  /// The same with the first so many ids; the others are counted.
  private func with(ids count: Int) -> Notice {
    var notice = self
    notice.findings = Array(findings.prefix(count))
    notice.unnamed += max(0, findings.count - count)
    return notice
  }

  /// What is made of it with the most entries with which it fits, and where it does not with one, of fewer ids too. What is
  /// made without any entry, and of one id, is taken as it is: a title fits everywhere.
  package func fitting<Made>(_ make: (Notice) -> Made, _ fits: (Made) -> Bool) -> Made {
    let fewer = stride(from: entries.count, to: 0, by: -1).map { with(entries: $0) }
    let fewest = [min(entries.count, 1), 0].flatMap { entries in
      [50, 1].map { with(entries: entries).with(ids: $0) }
    }
    for notice in fewer + fewest {
      let made = make(notice)
      if fits(made) { return made }
    }
    return make(with(entries: 0).with(ids: 1))
  }

  /// `and 4990 more findings: plumb finding list`; nil where all are told of.
  package var rest: String? {
    untold == 0 ? nil : "and \(counted(untold, "more finding")): plumb finding list --groups"
  }
}

/// What a message says of one finding, or of several that say the same.
package struct NoticeEntry: Hashable, Sendable {
  /// An edit, in words.
  package struct Line: Hashable, Sendable {
    /// `+`, `-` or `~`.
    package let sign: String
    /// The path of the edit, with its hidden characters made visible.
    package let path: String
    /// What it means, or the values.
    package let detail: String
  }

  /// `F-17`, `F-1, F-2 and 124 more`.
  package let ids: String
  /// How many findings it is about.
  package let count: Int
  /// That of the finding, or of the first of several.
  package let severity: Severity
  /// `security group web-prod (sg-0a1b2c3d)`.
  package let what: String
  /// `111122223333 eu-west-1`.
  package let place: String
  /// `open 13 min`, `reverted 2026-11-20 21:15 UTC`.
  package let status: String
  /// The worst first; not all where there are many.
  package let edits: [Line]
  /// How many edits are not among them.
  package let hiddenEdits: Int
  /// Who made them, as far as activity tells; empty where it tells nothing.
  package let who: [String]
  /// `after 2026-11-20 20:45, by 21:15 UTC`.
  package let when: String
  /// The records that nearly covered them, and what each lacked.
  package let near: [String]
  /// What else a person should know, a sentence each; at most three.
  package let notes: [String]
  /// How they are taken back: of several findings, how the first is.
  package let putBack: [PutBack.Way]
  /// Commands to go on with.
  package let next: [String]

  init(_ group: FindingGroup, at now: Timestamp) {
    let edits = group.edits
    ids = group.ids(atMost: 3)
    count = group.members.count
    severity = group.leader.severity
    what = group.subject.visible.cut(to: Self.mostInText)
    place = group.place.visible
    status = group.statusText(at: now).visible
    self.edits = edits.prefix(Self.most).map {
      Line(
        sign: $0.edit.word.sign, path: $0.edit.pathText.visible.cut(to: Self.mostInText),
        detail: $0.detail.visible.shortened)
    }
    hiddenEdits = max(0, edits.count - Self.most)
    let texts = group.isMany ? group.members.flatMap(\.people) : group.leader.actors
    who = texts.uniqued.prefix(Self.most).map(Self.told)
    when = group.occurred.words
    near = group.nearMisses.prefix(3).map(Self.told)
    notes = group.notes.prefix(3).map(Self.told)
    putBack = Array(PutBack.ways(for: group.leader).prefix(Self.most))
    next = group.commands
  }

  /// So many edits, actors and ways back are told.
  private static let most = 5
  /// So many characters of a name or a sentence are.
  private static let mostInText = 2_000

  private static func told(_ text: String) -> String { text.visible.cut(to: mostInText) }
}

extension [String] {
  /// Each text once, at its first place.
  fileprivate var uniqued: [String] {
    var seen: Set<String> = []
    return filter { seen.insert($0).inserted }
  }
}

extension String {
  /// Up to 300 characters of it.
  fileprivate var shortened: String { count <= 300 ? self : prefix(299) + "…" }

  /// Up to so many characters of it, the last of which says that some are missing.
  package func cut(to count: Int) -> String {
    unicodeScalars.count <= count
      ? self : String(String.UnicodeScalarView(unicodeScalars.prefix(max(0, count - 1)))) + "…"
  }
}
