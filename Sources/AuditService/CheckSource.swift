package import AWSClient
import AWSCollection
package import ChangeDocuments
import ConfigurationDiff
import ConfigurationModel
import Foundation
import ResourceKinds
import Synchronization

/// Holds a source of the settings against reality: credentials, clock, permissions, regions, roles.
package struct CheckSource {
  private let source: SnapshotSource
  private let surroundings: CredentialSurroundings
  private let serverTime = ServerTime()

  /// Makes the check of a source, with the credentials that these surroundings give.
  package init(_ source: SnapshotSource, in surroundings: CredentialSurroundings) {
    self.source = source
    self.surroundings = surroundings
  }

  /// Asks the source as a run would, and stores nothing.
  package func run() async -> [CheckHealth.Check] {
    switch source.origin {
    case .exports(let paths), .activity(.files(let paths)): return paths.map(fileCheck)
    case .aws(let accounts): return await check(accounts)
    case .recorder(let recorder):
      return await check(recorder.profile, region: recorder.regions.first) { client, _ in
        let region = recorder.regions.first ?? client.homeRegion
        let name = recorder.aggregator
        let request =
          name == nil
          ? AWSRequest("configservice", "describe-configuration-recorder-status", region: region)
          : AWSRequest("configservice", "describe-configuration-aggregators", region: region)
        _ = try await client.call(request)
        return [good("recorder", "AWS Config answers in \(region)")]
      }
    case .activity(.lookup(let profile, let regions)):
      return await check(profile, region: regions.first) { client, _ in
        for region in regions {
          let request = AWSRequest(
            "cloudtrail", "lookup-events", region: region, ["max-results": .number("1")])
          _ = try await client.call(request)
        }
        return [good("activity", "CloudTrail answers in \(regions.joined(separator: ", "))")]
      }
    case .activity(.queue(let queue)):
      return await check(queue.profile, region: queue.region) { client, _ in
        let reader = QueueReader(client, url: queue.url, region: queue.region)
        return [good("queue", "\(try await reader.waiting()) messages wait")]
      }
    case .delivery(let delivery), .activity(.bucket(let delivery)):
      return await check(delivery.profile, region: delivery.region) { client, _ in
        let request = AWSRequest(
          "s3api", "list-objects-v2", region: delivery.region,
          ["bucket": .string(delivery.bucket), "max-keys": .number("1")])
        _ = try await client.call(request)
        return [good("bucket", "\(delivery.bucket) can be listed")]
      }
    }
  }

  private func fileCheck(_ path: String) -> CheckHealth.Check {
    let isThere = FileManager.default.isReadableFile(atPath: path)
    return check(
      source.isOfActivity ? "activity" : "exports", isThere,
      isThere ? "\(path) can be read" : "\(path) cannot be read",
      next: "make the folder, or name another in the settings")
  }

  private func check(_ accounts: SnapshotSource.AWSAccounts) async -> [CheckHealth.Check] {
    await check(accounts.profile, region: accounts.regions.first) { client, caller in
      let accesses = try await accounts.accesses(client, caller: caller, in: surroundings)
      var checks = [good("accounts", "\(accesses.count) to read")]
      for access in accesses {
        do {
          checks += try await check(access, accounts)
        } catch {
          checks.append(bad("account \(access.account)", error))
        }
      }
      return checks
    }
  }

  private func check(_ access: AccountAccess, _ accounts: SnapshotSource.AWSAccounts) async throws
    -> [CheckHealth.Check]
  {
    let home = accounts.regions.first ?? access.client.homeRegion
    let identity = try await CallerIdentity(of: access.client, at: home)
    guard identity.account == access.account else {
      throw Problem.otherAccount(access.account, identity.account)
    }
    let regions = try await AccountRegions(of: access.client, at: home)
    let (read, notEnabled) = regions.choosing(accounts.regions)
    let missing = notEnabled.isEmpty ? "" : "; not enabled: \(notEnabled.joined(separator: ", "))"
    let kinds = try ResourceKind.matching(source.types)
    let probe = await PermissionProbe(
      access.client, account: access.account, kinds: kinds + kinds.companions
    ).run(in: read.first ?? home)
    let refused = probe.refused.prefix(5).joined(separator: ", ")
    let words =
      probe.refused.isEmpty
      ? "all \(probe.asked) listings are allowed in \(read.count) regions\(missing)"
      : "\(probe.refused.count) of \(probe.asked) listings are refused: \(refused)"
        + (probe.refused.count > 5 ? " …" : "")
    return [
      check(
        "account \(access.account)", probe.refused.isEmpty, words,
        next: "'plumb iam-policy' prints what is needed")
    ]
  }

  /// Credentials and clock first: without them the rest says nothing.
  private func check(
    _ profile: String?, region: String?,
    _ more: (AWSClient, CallerIdentity) async throws -> [CheckHealth.Check]
  ) async -> [CheckHealth.Check] {
    let client = AWSClient(
      profile: profile, in: serverTime.watching(surroundings), traffic: AWSTraffic())
    var checks = [settingsCheck(profile)]
    do {
      let caller = try await CallerIdentity(of: client, at: region ?? client.homeRegion)
      checks.append(good("credentials", "of the account \(caller.account)"))
      checks += clockCheck
      checks += try await more(client, caller)
    } catch {
      checks.append(bad("credentials", error))
      checks += clockCheck
    }
    return checks
  }

  /// What is followed of the environment and the profile: retries, proxies, authorities, endpoints.
  private func settingsCheck(_ profile: String?) -> CheckHealth.Check {
    do {
      return good("settings", try surroundings.settingsWords(profile: profile))
    } catch {
      return bad("settings", error)
    }
  }

  /// AWS refuses signatures that are more than five minutes off (AWS Signature Version 4, "Elements of
  /// an AWS API request signature").
  private var clockCheck: [CheckHealth.Check] {
    guard let theirs = serverTime.moment else { return [] }
    let seconds = abs(theirs.seconds - surroundings.now().seconds)
    return [
      check(
        "clock", seconds < 120,
        seconds < 120 ? "as AWS's, within \(max(1, seconds)) s" : "\(seconds) s off AWS's",
        next: "set it, and let NTP keep it")
    ]
  }

  private func good(_ name: String, _ words: String) -> CheckHealth.Check {
    check(name, true, words)
  }

  private func bad(_ name: String, _ error: any Error) -> CheckHealth.Check {
    let problem = Problem.of(callFailure: error)
    return check(name, false, problem.message, next: problem.hint)
  }

  private func check(_ name: String, _ isGood: Bool, _ words: String, next: String? = nil)
    -> CheckHealth.Check
  {
    CheckHealth.Check(name: "\(source.name): \(name)", isGood: isGood, words: words, next: next)
  }
}

/// What a server's clock said last, by the header `Date` of its answers.
private final class ServerTime: Sendable {
  private let last = Mutex<Timestamp?>(nil)

  var moment: Timestamp? { last.withLock { $0 } }

  func watching(_ surroundings: CredentialSurroundings) -> CredentialSurroundings {
    surroundings.observing { response in
      if let moment = response.header("date").flatMap(TimestampText.time) {
        self.last.withLock { $0 = moment }
      }
    }
  }
}
