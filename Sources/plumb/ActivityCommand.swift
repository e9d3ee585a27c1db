import AWSClient
import AWSCollection
import ArgumentParser
import AuditReport
import AuditService
import AuditStore
import ChangeDocuments
import ConfigurationModel
import SnapshotSources

/// `plumb activity`.
struct ActivityCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "activity", abstract: "Keep what CloudTrail recorded, and see who did what.",
    discussion: "EXAMPLE: plumb activity import AWSLogs/\n\n\(ExitStatus.discussion)",
    subcommands: [
      ActivityImportCommand.self, ActivityListCommand.self, ActivityTimelineCommand.self,
      ActivityShowCommand.self, ActivityCoverageCommand.self, ActivityUnreadCommand.self,
      ActivityWithdrawCommand.self, ActivityVerifyCommand.self, ActivityUnusualCommand.self,
    ])
}

/// `plumb activity import`.
struct ActivityImportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Import events from files, from a trail's bucket, or from CloudTrail itself.",
    discussion: """
      Takes files and folders as CloudTrail delivers them to S3, answers of 'aws cloudtrail \
      lookup-events', events in EventBridge's envelope, a single event, or one of these on each \
      line. Events that only read are counted and not kept, except those that an alert rule names. \
      Each event is kept once. Findings then say who made their edits.

      A trail's bucket (s3://bucket/prefix) is read from the last file of each account and region \
      on. --lookup asks CloudTrail itself, which remembers 90 days and needs no trail. Both only \
      read; 'plumb iam-policy --activity' prints the permissions. --source reads a source of \
      activity of the settings, as the daemon does.

      EXAMPLE: plumb activity import AWSLogs/111122223333/CloudTrail/eu-west-1/2026/11/20/
      EXAMPLE: aws cloudtrail lookup-events > events.json && plumb activity import events.json
      EXAMPLE: plumb activity import s3://my-trail-bucket/prefix --region eu-west-1
      EXAMPLE: plumb activity import --lookup --region eu-west-1
      EXAMPLE: plumb activity import --source trail

      \(ExitStatus.discussion)
      """)

  @Argument(help: "Files and folders, or buckets as s3://bucket/prefix.", completion: .file())
  var paths: [String] = []
  @Flag(help: "Ask CloudTrail for the events of the last 90 days.") var lookup = false
  @Option(help: "A source of activity in the settings; may be repeated.") var source: [String] = []
  @Option(help: "The bucket's region; with --lookup a region to ask; may be repeated.")
  var region: [String] = []
  @Option(help: "The profile of the AWS configuration (default: AWS_PROFILE).") var profile: String?
  @Flag(help: "Also keep events that only read.") var all = false
  @OptionGroup var alerts: AlertOptions
  @OptionGroup var settings: SettingsOptions
  @OptionGroup var store: StoreOptions
  @OptionGroup var moment: MomentOptions
  @OptionGroup var output: OutputOptions

  private var buckets: [String] { paths.filter { $0.hasPrefix("s3://") } }

  func validate() throws {
    guard source.isEmpty else {
      guard paths.isEmpty, !lookup, region.isEmpty, profile == nil, !all, moment.at == nil else {
        throw ValidationError("A --source says itself what is read: leave the other options away.")
      }
      return
    }
    guard lookup != !paths.isEmpty else {
      throw ValidationError("Give files, folders or a bucket, --lookup, or a --source.")
    }
    for bucket in buckets where S3Place(parsing: bucket) == nil {
      throw ValidationError("'\(bucket)' is no place in S3: write s3://bucket/prefix.")
    }
    let isRight = lookup ? !region.isEmpty : region.count == (buckets.isEmpty ? 0 : 1)
    guard isRight else { throw ValidationError(regionHint) }
  }

  private var regionHint: String {
    guard !lookup else { return "Give a --region to ask, again for more." }
    return buckets.isEmpty
      ? "--region goes with a bucket or --lookup." : "Give the bucket's --region."
  }

  func run() async throws {
    guard source.isEmpty else { return try await runSources() }
    let keeping = ActivitySelection(alerts: try alerts.rules.load(), keepsReading: all)
    let store = try store.open(.creating)
    let target = ActivityTarget(keeping: keeping, at: moment.moment) { store }
      .held(against: { Timestamp.now })
    var outcomes: [ImportActivity.Outcome] = []
    let files = paths.filter { !$0.hasPrefix("s3://") }
    if !files.isEmpty {
      outcomes.append(
        try ImportActivity(
          store: store, paths: files, keeping: keeping, at: moment.moment,
          clock: { Timestamp.now }
        ).run())
    }
    for place in buckets.compactMap(S3Place.init(parsing:)) {
      outcomes.append(
        try await TakeDeliveredActivity(
          client: client(AWSTraffic()), place: place, region: region[0], into: target
        ).run())
    }
    if lookup { outcomes.append(try await lookUp(into: target)) }
    for outcome in outcomes { try Console.write(outcome.text) }
    let problems = outcomes.flatMap(\.problems)
    guard problems.isEmpty else { throw Problems(problems) }
  }

  private func runSources() async throws {
    guard let file = try settings.load() else { throw Problem.noSettings() }
    let chosen = try file.sources(named: source)
    for source in chosen where !source.isOfActivity { throw Problem.notOfActivity(source.name) }
    try await takeEach(of: chosen, output) { source in
      let progress = CollectionProgress()
      defer { progress.end() }
      return try await file.take(source, storePath: store.path(file), progress)
    }
  }

  private func lookUp(into target: ActivityTarget) async throws -> ImportActivity.Outcome {
    let surroundings = CredentialSurroundings.system(prompt: TerminalPrompt.ask)
    let rates = EventLookup.rates(profile ?? surroundings.profileName, in: region)
    return try await LookUpActivity(
      client: client(AWSTraffic(rates: rates)), regions: region, into: target
    ).run()
  }

  private func client(_ traffic: AWSTraffic) -> AWSClient {
    AWSClient(profile: profile, in: .system(prompt: TerminalPrompt.ask), traffic: traffic)
  }
}

extension ImportActivity.Outcome {
  fileprivate var text: String {
    let passed =
      files.passedOver == 0
      ? ""
      : "\(counted(files.passedOver, "file")) passed over whose names do not end as JSON's do: name "
        + "them one by one where they hold events.\n"
    return sentence + "\n" + passed
  }
}

extension Problem {
  fileprivate static func notOfActivity(_ source: String) -> Problem {
    Problem(
      "not-of-activity", "The source '\(source)' is a source of configurations, not of activity.",
      hint: "Take it with 'plumb snapshot take --source \(source)'.")
  }
}

/// `plumb activity list`.
struct ActivityListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the activity that is kept: who called what, and when.",
    discussion: """
      Shows what one person did, or what was done to one resource, the oldest first. If calls were \
      pruned or could not be read that may be among those asked for, it says so and ends with \
      status 2.

      EXAMPLE: plumb activity list --by alice --from 2026-11-20
      EXAMPLE: plumb activity list --resource sg-0a1b2c3d

      \(ExitStatus.discussion)
      """)

  @OptionGroup var activity: ActivityFilterOptions
  @Option(help: "text, json or csv.") var format = TableFormat.text
  @OptionGroup var output: OutputOptions
  @OptionGroup var store: StoreOptions

  func run() throws {
    let store = try store.open(.reading)
    let table = try ListActivity(store: store).table(activity.filter)
    try Console.write(table.text(format, output.tableOptions))
    try KeptActivity(
      store: store, account: activity.account, in: activity.window, now: .now
    ).tell()
    let unread = try UnreadCalls(store: store)
      .sentence(in: activity.window, account: activity.account)
    let pruned = try PrunedCalls(store: store).sentence(activity.filter)
    let sentences = [unread, pruned].compactMap(\.self)
    for sentence in sentences { Console.writeError(sentence + "\n") }
    guard sentences.isEmpty else { throw ExitStatus.incomplete }
  }
}

extension KeptActivity {
  /// Writes to standard error of which times activity is kept, where that is not all that was asked for.
  func tell() throws {
    if let sentence = try sentence() { Console.writeError(sentence + "\n") }
  }
}

/// `plumb activity show`.
struct ActivityShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show an event whole, as JSON.",
    discussion: """
      As CloudTrail wrote it, without secrets.

      EXAMPLE: plumb activity show 8f7a2c4e-0000-4000-8000-000000000001

      \(ExitStatus.discussion)
      """)

  @Argument(help: "The id of the event.") var event: String
  @OptionGroup var store: StoreOptions

  func run() throws {
    try Console.write(ListActivity(store: store.open(.reading)).text(of: event) + "\n")
  }
}

/// `plumb activity coverage`.
struct ActivityCoverageCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "coverage",
    abstract: "Show for which times activity is kept, and the gaps between them.",
    discussion: """
      For each account and region, by the hours of the imported files, and by digests whose log \
      files were all imported. Up to six hours without a file are a quiet time, more are a gap. \
      Before the last call of an account that was pruned, the time is "pruned"; the day before a \
      log file that could not be read is "unread", also if the file was taken back. An edit is \
      called unexplained only if activity is kept for all of its interval. If activity could not \
      be read, it says so and ends with status 2.

      EXAMPLE: plumb activity coverage
      EXAMPLE: plumb activity coverage --account 111122223333 --format csv

      \(ExitStatus.discussion)
      """)

  @Option(help: "Only of this account.") var account: String?
  @Option(help: "text, json or csv.") var format = TableFormat.text
  @OptionGroup var output: OutputOptions
  @OptionGroup var store: StoreOptions

  func run() throws {
    let store = try store.open(.reading)
    let table = try ListActivity(store: store).coverage(account: account)
    try Console.write(table.text(format, output.tableOptions))
    let all = Window(from: nil, until: nil)
    guard let unread = try UnreadCalls(store: store).sentence(in: all, account: account) else {
      return
    }
    Console.writeError(unread + "\n")
    throw ExitStatus.incomplete
  }
}

/// `plumb activity verify`.
struct ActivityVerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Prove that files of CloudTrail are what it delivered.",
    discussion: """
      Uses CloudTrail's digests: each names the log files of an hour with their hashes, and the \
      digest before. Lists each hour and file that is missing, changed, moved, forged or not \
      signed, and log files that no digest names. A copy has no signature for the newest digest: \
      that hour is proven only by the next digest.

      EXAMPLE: aws s3 sync s3://BUCKET/AWSLogs AWSLogs
      EXAMPLE: aws cloudtrail list-public-keys --region eu-west-1 --start-time 2026-01-01 > keys.json
      EXAMPLE: plumb activity verify AWSLogs --keys keys.json

      Status 1 means that something is not as CloudTrail left it, status 2 that a key or file \
      could not be read.

      \(ExitStatus.discussion)
      """)

  @Argument(help: "Files and folders.", completion: .file()) var paths: [String]
  @Option(
    help: """
      An answer of 'aws cloudtrail list-public-keys' for the region and time; may be repeated.
      """, completion: .file()) var keys: [String]
  @Option(help: "Until when digests are expected (default: the newest file).") var until: EndMoment?
  @Option(help: "text, json or csv: a row for each finding.") var format = TableFormat.text
  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard keys.isEmpty else { return }
    throw ValidationError(
      "--keys is needed: signatures are checked by the public keys of CloudTrail.")
  }

  func run() throws {
    let result = try VerifyActivity(paths: paths, keys: TrailKeys(keys), until: until?.moment).run()
    switch format {
    case .text: try Console.write(result.text)
    case .json, .csv: try Console.write(result.table.text(format, output.tableOptions))
    }
    guard !result.isAltered else { throw ExitStatus.unapproved }
    guard result.isSound else { throw ExitStatus.incomplete }
  }
}
