import AuditSchedule
import AuditStore
import ChangeDocuments
import ConfigurationModel
import PlumblineTestSupport

/// A year of an organization: what its sources do each day, and what is true of each scope by then.
/// The truth is kept as what happened, one line after the other, and shares nothing with coverage.
struct SimulatedYear {
  static let days = 365

  /// What happened to a scope, at an hour of the year.
  struct Happening {
    enum What {
      case read, denied, leftOut, sourceFailed, retired
    }

    let hour: Int
    let what: What
  }

  /// A source, and how old in hours what it reads may become.
  struct Source {
    let name: String
    let accounts: [Int]
    /// Every so many days; nil where it has no schedule.
    let interval: Int?
    let allowed: Int
    /// Days on which its runs fail, and on which nobody runs it.
    var failing: Range<Int> = 0..<0
    var idle: Range<Int> = 0..<0

    func isDue(on day: Int) -> Bool { day % (interval ?? 7) == 0 && !idle.contains(day) }
  }

  static let regions = ["eu-west-1", "eu-central-1", "us-east-1"]
  static let types: [ResourceType] = [
    "AWS::EC2::VPC", "AWS::EC2::SecurityGroup", "AWS::EC2::RouteTable",
  ]

  private(set) var sources: [Source]
  /// The account that is closed, when, and when somebody says so.
  let closed: (account: Int, from: Int, told: Int)
  /// The account that joins, and the day on which the settings name it.
  let joined: (account: Int, from: Int)
  /// The scope of which a recorder stops, and for which days.
  let stopped: (scope: Scope, days: Range<Int>)
  /// The scope of which a part is denied, and for which days.
  let denied: (scope: Scope, days: Range<Int>)
  private var happenings: [Scope: [Happening]] = [:]
  /// The sources whose last run failed.
  private(set) var failedSources: Set<String> = []

  init(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    func days(_ least: Int, from: Int = 20) -> Range<Int> {
      let start = Int.random(in: from..<300, using: &random)
      return start..<start + Int.random(in: least..<least + 12, using: &random)
    }
    sources = [
      Source(
        name: "production", accounts: Array(0..<8), interval: 1, allowed: 2 * 24 + 1,
        failing: days(2), idle: days(3)),
      Source(
        name: "staging", accounts: Array(8..<14), interval: 2, allowed: 4 * 24 + 1,
        failing: days(3), idle: days(5)),
      Source(
        name: "recorded", accounts: Array(14..<18), interval: 3, allowed: 6 * 24 + 1,
        failing: days(4), idle: days(8)),
      Source(
        name: "exports", accounts: Array(18..<20), interval: nil, allowed: 8 * 24, idle: days(9)),
    ]
    let day = Int.random(in: 60..<250, using: &random)
    closed = (Int.random(in: 8..<14, using: &random), day, day + 5)
    joined = (7, Int.random(in: 30..<200, using: &random))
    stopped = (
      Self.scope(Int.random(in: 14..<18, using: &random), &random), days(10)
    )
    denied = (Self.scope(Int.random(in: 0..<7, using: &random), &random), days(6))
  }

  private static func scope(_ account: Int, _ random: inout SeededGenerator) -> Scope {
    let region = regions[Int.random(in: regions.indices, using: &random)]
    let type = types[Int.random(in: types.indices, using: &random)]
    return Scope(account: name(of: account), region: region, type: type)
  }

  static func name(of account: Int) -> String { "\(111_111_111_100 + account)" }

  /// The settings of a day: accounts are named as they join and close.
  func settings(on day: Int) -> Settings {
    var settings = Settings()
    settings.maxAge = Age(hours: 8 * 24)
    settings.sources = sources.map { source in
      var accounts = SnapshotSource.AWSAccounts()
      accounts.reach = .accounts(source.accounts.filter { isNamed($0, day) }.map(Self.name))
      accounts.regions = Self.regions
      let isLive = source.name == "production" || source.name == "staging"
      var written = SnapshotSource(
        name: source.name, origin: isLive ? .aws(accounts) : .exports([source.name]),
        types: Self.types.map { Glob($0.name) })
      written.schedule = source.interval.map { Schedule(.every(seconds: Int64($0) * 86400)) }
      return written
    }
    return settings
  }

  private func isNamed(_ account: Int, _ day: Int) -> Bool {
    (account != closed.account || day < closed.from)
      && (account != joined.account || day >= joined.from)
  }

  /// Whether a run of this day finds the account: the settings of the evening before named it.
  private func isRead(_ account: Int, _ day: Int) -> Bool {
    isNamed(account, day) && (account != joined.account || day > joined.from)
  }

  // MARK: A day

  static func moment(_ hour: Int) -> Timestamp {
    Timestamp(seconds: 1_735_689_600 + Int64(hour) * 3600)
  }

  /// The runs of a morning, into the store and into the truth.
  mutating func run(_ day: Int, in store: AuditStore) throws {
    for source in sources where source.isDue(on: day) {
      let hour = day * 24 + 6
      if source.failing.contains(day) {
        try fail(source, hour, store)
        failedSources.insert(source.name)
      } else {
        try take(source, day, hour, store)
        failedSources.remove(source.name)
      }
    }
    guard day == closed.told else { return }
    let account = Self.name(of: closed.account)
    _ = try store.setRetired(
      true, wanted: [], choosing: { $0.account == account }, at: Self.moment(day * 24 + 8),
      by: "carol@example.com", reason: "the account is closed")
    note(.retired, day * 24 + 8) { $0.account == account }
  }

  private mutating func fail(_ source: Source, _ hour: Int, _ store: AuditStore) throws {
    try end(source, hour, store, .failed)
    note(.sourceFailed, hour) { scope in
      source.accounts.contains { Self.name(of: $0) == scope.account }
    }
  }

  private func end(
    _ source: Source, _ hour: Int, _ store: AuditStore, _ outcome: SourceRun.Outcome
  ) throws {
    let (due, now) = (Self.moment(hour), Self.moment(hour))
    guard
      case .begun(let run) = try store.beginRun(
        of: source.name, due: due, by: "here", at: now, leaseUntil: now,
        allowedAge: source.interval.map { _ in Age(hours: Int64(source.allowed)) },
        isGone: { _ in true })
    else { return }
    let problem = Problem("aws-denied", "The credentials expired.")
    try store.endRun(
      run.id, SourceRun.End(at: now, outcome: outcome, problem: outcome == .failed ? problem : nil))
  }

  private mutating func take(_ source: Source, _ day: Int, _ hour: Int, _ store: AuditStore) throws
  {
    let scopes = source.accounts.filter { isRead($0, day) }.flatMap { account in
      Self.regions.flatMap { region in
        Self.types.map { Scope(account: Self.name(of: account), region: region, type: $0) }
      }
    }
    let (stopped, denied) = (stopped, denied)
    let isStopped = { (scope: Scope) in stopped.scope == scope && stopped.days.contains(day) }
    try store.writeSnapshots(now: Self.moment(hour)) { writer in
      _ = try writer.begin(takenAt: Self.moment(hour), source: source.name)
      for scope in scopes {
        let problem = Problem("recorder-stopped", "The recorder stopped.")
        _ = try writer.finish(scope, isStopped(scope) ? .unread(problem) : .read(count: 0))
        if denied.scope == scope, denied.days.contains(day) {
          try writer.insertUnreadPart(
            scope, part: "Policy", count: 1, resources: ["a"], problem: Problem("denied", "no"))
        }
      }
    }
    try end(source, hour, store, .complete)
    for scope in scopes {
      happenings[scope, default: []].append(
        Happening(hour: hour, what: isStopped(scope) ? .denied : .read))
    }
    let own = Set(scopes)
    note(.leftOut, hour) { scope in
      !own.contains(scope) && source.accounts.contains { Self.name(of: $0) == scope.account }
    }
  }

  private mutating func note(_ what: Happening.What, _ hour: Int, of isConcerned: (Scope) -> Bool) {
    for scope in happenings.keys where isConcerned(scope) {
      happenings[scope]?.append(Happening(hour: hour, what: what))
    }
  }

  // MARK: The truth

  /// What is true of each scope at an hour, in a word.
  func truth(at hour: Int) -> [Scope: String] {
    var words: [Scope: String] = [:]
    for (scope, all) in happenings {
      let allowed = sources.first { $0.accounts.contains { Self.name(of: $0) == scope.account } }
      words[scope] = Self.word(all, at: hour, allowed: allowed?.allowed ?? 0)
    }
    if hour / 24 >= joined.from {
      for region in Self.regions {
        for type in Self.types {
          let scope = Scope(account: Self.name(of: joined.account), region: region, type: type)
          words[scope] = words[scope] ?? "never"
        }
      }
    }
    return words
  }

  private static func word(_ all: [Happening], at hour: Int, allowed: Int) -> String {
    let lastRead = all.last { $0.what == .read }?.hour ?? -1
    if let retired = all.last(where: { $0.what == .retired }), retired.hour > lastRead {
      return "retired"
    }
    if let last = all.last, last.what != .read, last.hour > lastRead { return "unread" }
    return hour - lastRead > allowed ? "stale" : "read"
  }

  /// Whether a part is not read by then: the last reading of its scope lacked it.
  func isPartUnread(at hour: Int) -> Bool {
    let last = happenings[denied.scope]?.last { $0.what == .read }?.hour
    return last.map { denied.days.contains($0 / 24) } ?? false
  }
}
