import AWSClient
import AWSCollection
import ConfigurationDiff
import ConfigurationModel
import ResourceKinds

/// Reads several accounts live, each by itself: what one of them lacks costs no other.
struct ReadAccounts: Sendable {
  /// The regions that were asked for; empty for all that an account has enabled.
  let wanted: [String]
  /// Where an account is asked for its regions.
  let home: String
  let kinds: [ResourceKind]
  let last: [Scope: Int]
  /// The regions of buckets, by account and name.
  let homes: [String: [String: String]]
  let secondReading: SecondReading
  /// The clock by which scopes are read.
  let now: @Sendable () -> Timestamp
  let observe: @Sendable (CollectionEvent) -> Void

  /// So many accounts at a time: what waits for a place holds memory.
  private static let width = 8

  /// What was asked of one account, with where the answers go.
  struct Reading: Sendable {
    let account: String
    /// When each scope that was asked about was read.
    let times: [Scope: ReadingTime]
    /// Why there may be regions that nobody knows of.
    var problem: Problem?
  }

  /// What is read of an account.
  private struct Plan: Sendable {
    let access: AccountAccess
    var regions: [String] = []
    /// Regions that were asked for and that it has not enabled.
    var notEnabled: [String] = []
    /// Regions that were asked for and that it does not know.
    var unknown: [String] = []
    /// Why nothing of it can be read.
    var refusal: (any Error)?
    /// Why there may be regions that nobody knows of.
    var problem: Problem?
  }

  /// Says of each account that it was read, as soon as it was. Throws `unknown-region`, before anything is read, where
  /// no account knows a region that was asked for.
  func run(
    _ accesses: [AccountAccess], into sink: @escaping @Sendable (String) -> AccountCollector.Sink,
    done: @escaping @Sendable (Reading) -> Void
  ) async throws {
    let plans = try await accesses.concurrentMap(width: Self.width) { try await plan(of: $0) }
    let asked = plans.filter { $0.refusal == nil }
    if let first = asked.first, asked.allSatisfy({ !$0.unknown.isEmpty }) {
      let unknown = asked.reduce(Set(first.unknown)) { $0.intersection($1.unknown) }
      guard unknown.isEmpty else {
        throw Problem.regionsUnknown(unknown.sorted(), first.access.account)
      }
    }
    let accounts = Set(plans.map(\.access.account))
    _ = try await plans.concurrentMap(width: Self.width) { plan in
      let account = plan.access.account
      let times = try await read(plan, beside: accounts, into: sink(account))
      done(Reading(account: account, times: times, problem: plan.problem))
    }
  }

  // MARK: What to read

  private func plan(of access: AccountAccess) async throws -> Plan {
    var plan = Plan(access: access, refusal: access.refusal)
    guard plan.refusal == nil else { return plan }
    do {
      if !access.isConfirmed {
        let identity = try await CallerIdentity(of: access.client, at: home)
        guard identity.account == access.account else {
          throw Problem.otherAccount(access.account, identity.account)
        }
      }
    } catch let refusal where refusal is AWSError || refusal is Problem {
      plan.refusal = refusal
      return plan
    }
    do {
      let regions = try await AccountRegions(of: access.client, at: home)
      let known = Set(regions.enabled + regions.notEnabled)
      (plan.regions, plan.notEnabled) = regions.choosing(wanted)
      plan.unknown = wanted.filter { !known.contains($0) }
      plan.regions.removeAll(where: plan.unknown.contains)
    } catch let refusal where refusal is AWSError || refusal is Problem {
      plan.regions = knownRegions(of: access.account)
      if wanted.isEmpty {
        plan.problem = .regionsUnlisted(of: access.account, Problem.of(callFailure: refusal))
      }
    }
    return plan
  }

  /// The regions that are wanted, or those that something was read in before, or the first that there is.
  private func knownRegions(of account: String) -> [String] {
    let seen = standingRegions(of: account)
    return wanted.isEmpty ? (seen.isEmpty ? [home] : seen.sorted()) : wanted
  }

  private func standingRegions(of account: String) -> Set<String> {
    Set(last.keys.filter { $0.account == account }.map(\.region)).subtracting([Scope.global])
  }

  // MARK: Reading

  private func read(_ plan: Plan, beside accounts: Set<String>, into sink: AccountCollector.Sink)
    async throws -> [Scope: ReadingTime]
  {
    let account = plan.access.account
    let collector = AccountCollector(
      plan.access.client, account: account, kinds: kinds,
      companions: kinds.companions, beside: accounts, last: last,
      homes: homes[account] ?? [:], home: home, secondReading: secondReading, now: now,
      into: sink, observe: observe)
    observe(.began(account: account, regions: plan.regions, notEnabled: plan.notEnabled))
    if let refusal = plan.refusal {
      return try await collector.refuse(knownRegions(of: account), refusal)
    }
    var times: [Scope: ReadingTime] = [:]
    if !plan.unknown.isEmpty {
      times = try await collector.refuse(
        plan.unknown, onlyRegions: true, Problem.regionsUnknown(plan.unknown, account))
    }
    // Nothing can be in a region that is not enabled. Where something stood, or all that was asked for is such
    // a region, it must be told all the same.
    let standing = standingRegions(of: account)
    let lost = plan.regions.isEmpty ? plan.notEnabled : plan.notEnabled.filter(standing.contains)
    if !lost.isEmpty {
      let refused = try await collector.refuse(
        lost, onlyRegions: true, Problem.regionsNotEnabled(lost, account))
      times.merge(refused) { $0.joined(with: $1) }
    }
    return try await collector.collect(plan.regions).merging(times) { $0.joined(with: $1) }
  }
}

extension Problem {
  static func regionsUnknown(_ names: [String], _ account: String) -> Problem {
    Problem(
      "unknown-region",
      "The account \(account) knows no region \(names.joined(separator: ", ")).",
      hint: "'aws ec2 describe-regions --all-regions' lists them.")
  }

  static func regionsNotEnabled(_ names: [String], _ account: String) -> Problem {
    Problem(
      "region-not-enabled",
      "The account \(account) has not enabled \(names.joined(separator: ", ")).",
      hint: "Enable it, name other regions, or none for all that are enabled.")
  }
}

extension Problem {
  fileprivate static func regionsUnlisted(of account: String, _ problem: Problem) -> Problem {
    Problem(
      "regions-unlisted",
      "The regions of the account \(account) could not be listed; those that were known were read: "
        + problem.message,
      hint: "Allow ec2:DescribeRegions, or name the regions in the settings or with --region.")
  }
}
