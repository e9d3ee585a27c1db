import AWSClient
import ArgumentParser
import AuditReport
import AuditService
import AuditStore
import ChangeDocuments
import ConfigurationModel

/// `plumb snapshot take`.
struct SnapshotTakeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "take", abstract: "Read AWS accounts, or a source of the settings, as a snapshot.",
    discussion: """
      Finds credentials and endpoints as the AWS CLI does: environment, profile, web identity, \
      container, instance. Makes only calls that read. What cannot be read is unread, stays as it \
      was last seen, and is named. With settings (plumbline.yaml) and no option that says what to \
      read, takes every source, one snapshot each; a source of activity keeps its events.

      EXAMPLE: plumb snapshot take --region eu-west-1 --type 'AWS::EC2::*'
      EXAMPLE: plumb snapshot take --source production
      EXAMPLE: plumb snapshot take --organization --except 444455556666 --role PlumblineReader

      \(ExitStatus.discussion) Status 2 also if a scope could not be read; the rest is stored.
      """)

  @Option(help: "A source of the settings; may be repeated.") var source: [String] = []
  @Option(help: "A region; may be repeated (default: all that are enabled).")
  var region: [String] = []
  @Option(help: "A resource type, * for any text; may be repeated (default: all with rules).")
  var type: [String] = []
  @Option(help: "The profile of the AWS configuration (default: AWS_PROFILE).") var profile: String?
  @Option(help: "An account to read with --role; may be repeated (default: the caller's).")
  var account: [String] = []
  @Flag(help: "Read all accounts of the organization, with --role.") var organization = false
  @Option(help: "Only this unit of the organization (ou-…); may be repeated.") var unit: [String] =
    []
  @Option(help: "Not this account of the organization; may be repeated.") var except: [String] = []
  @Option(help: "The role to assume in each account except the caller's own.")
  var role: String?
  @Option(help: "The external id that the role requires.") var externalID: String?
  @Option(
    help: "Keep AWS's answers in this folder. They hold secrets, which the store never does.",
    completion: .directory)
  var keep: String?
  @OptionGroup var settings: SettingsOptions
  @OptionGroup var store: StoreOptions
  @OptionGroup var output: OutputOptions

  private var saysWhatToRead: Bool {
    let texts =
      region + type + account + unit + except + [profile, role, externalID].compactMap(\.self)
    return organization || !texts.isEmpty
  }

  func validate() throws {
    if !source.isEmpty, saysWhatToRead {
      throw ValidationError("A --source says itself what is read: leave the other options away.")
    }
    if organization, !account.isEmpty {
      throw ValidationError("Give either --account or --organization.")
    }
    for account in account + except
    where account.utf8.count != 12 || !account.utf8.allSatisfy({ (48...57).contains($0) }) {
      throw ValidationError("'\(account)' is not an account: write its 12 digits.")
    }
    if !organization, !unit.isEmpty || !except.isEmpty {
      throw ValidationError("--unit and --except go with --organization.")
    }
    if organization || !account.isEmpty, role == nil {
      throw ValidationError("Give the --role that is assumed in the accounts.")
    }
  }

  func run() async throws {
    try Descriptors.raise()
    let file = try settings.load()
    try await takeEach(of: sources(file), output) { try await outcome(of: $0, file) }
  }

  private func outcome(of source: SnapshotSource, _ file: SettingsFile?) async throws
    -> ImportOutcome
  {
    let progress = CollectionProgress()
    defer { progress.end() }
    let path = store.path(file)
    guard let file, file.settings.sources.contains(source) else {
      return try await take(source, storePath: path, progress)
    }
    return try await file.take(source, storePath: path, keep: keep, progress)
  }

  private func take(_ source: SnapshotSource, storePath: String, _ progress: CollectionProgress)
    async throws -> ImportOutcome
  {
    var take = TakeSource(source, in: .system(prompt: TerminalPrompt.ask))
    take.keptFolder = keep
    take.past = SourcePast(of: source.name, at: storePath)
    take.observe = { progress.tell($0) }
    take.observeCalls = { progress.tell($0) }
    let target = SnapshotTarget(source: source.name, now: { .now }) {
      try AuditStore(path: storePath, mode: .creating)
    }
    return try await take.run(into: target)
  }

  private func sources(_ file: SettingsFile?) throws -> [SnapshotSource] {
    if saysWhatToRead || (source.isEmpty && file?.settings.sources.isEmpty ?? true) {
      return [adHoc]
    }
    guard let file else { throw Problem.noSettings() }
    return try file.sources(named: source)
  }

  private var adHoc: SnapshotSource {
    var accounts = SnapshotSource.AWSAccounts()
    accounts.profile = profile
    accounts.regions = region
    accounts.role = role.map { .init(name: $0, externalID: externalID) }
    if organization { accounts.reach = .organization(units: unit, except: except) }
    if !account.isEmpty { accounts.reach = .accounts(account) }
    return SnapshotSource(name: adHocName, origin: .aws(accounts), types: type.map { Glob($0) })
  }

  // What was asked for belongs to the name: that one region was read says nothing of another's reading.
  private var adHocName: String {
    let reach = organization ? ["organization"] + unit + except.map { "without \($0)" } : account
    return (["aws"] + [profile].compactMap(\.self) + reach + region + type).joined(separator: " ")
  }
}

extension Problem {
  static func noSettings() -> Problem {
    Problem(
      "no-settings", "There are no settings: neither --config, PLUMB_CONFIG nor plumbline.yaml.",
      hint: "'plumb init' writes one with comments.")
  }
}
