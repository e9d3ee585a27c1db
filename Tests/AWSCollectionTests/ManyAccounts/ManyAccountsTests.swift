import AWSClient
import AuditService
import AuditStore
import ConfigurationModel
import Synchronization
import Testing

/// Accounts are stored as they are done: what one of them lacks, and when the run ends, costs no other.
@Suite struct ManyAccountsTests {
  @Test func `all accounts are read and stored, each with the time it was read at`() async throws {
    let place = try LivePlace()
    let outcome = try await place.take(ScriptedCloud(), accounts: 0..<40)
    #expect(try place.readAccounts() == (0..<40).map(ScriptedCloud.account))
    #expect(outcome.readings.count == 80 && !outcome.hasUnread)
    #expect(outcome.snapshots == Array(1...outcome.snapshots.count))
    #expect(try place.store.verify().problems.isEmpty)
  }

  @Test func `what is done is stored while another account still hangs`() async throws {
    let place = try LivePlace()
    let hold = AsyncStream.makeStream(of: Void.self)
    let cloud = ScriptedCloud { call in
      guard call.account == ScriptedCloud.account(3), call.operation == "DescribeVpcs" else {
        return nil
      }
      for await _ in hold.stream {}
      return nil
    }
    let (storedAccounts, told) = AsyncStream.makeStream(of: [String].self)
    async let outcome = place.take(
      cloud, accounts: 0..<4,
      stored: { told.yield($0.readings.keys.map(\.account)) })
    var stored: Set<String> = []
    for await accounts in storedAccounts {
      stored.formUnion(accounts)
      if stored.count == 3 { break }
    }
    #expect(try place.readAccounts() == (0..<3).map(ScriptedCloud.account))
    hold.continuation.finish()
    #expect(try await outcome.hasUnread == false)
    #expect(try place.readAccounts() == (0..<4).map(ScriptedCloud.account))
  }

  @Test func `where the regions may not be listed, others may be there, and the run says so`()
    async throws
  {
    let place = try LivePlace()
    let denied = """
      <Response><Errors><Error><Code>UnauthorizedOperation</Code><Message>no</Message></Error></Errors></Response>
      """
    let cloud = ScriptedCloud { call in
      guard call.account == ScriptedCloud.account(1), call.operation == "DescribeRegions" else {
        return nil
      }
      return HTTPResponse(status: 403, body: Array(denied.utf8))
    }
    let outcome = try await place.take(cloud, accounts: 0..<2)
    #expect(outcome.hasUnread && outcome.refused.map(\.code) == ["regions-unlisted"])
    #expect(outcome.refused.first?.message.contains(ScriptedCloud.account(1)) == true)
    #expect(try place.readAccounts() == (0..<2).map(ScriptedCloud.account))
  }

  @Test func `at the deadline what is done stays, and the rest is unread`() async throws {
    let place = try LivePlace()
    let isOver = Mutex(false)
    let cloud = ScriptedCloud { call in
      if call.account == ScriptedCloud.account(2), call.operation == "DescribeVpcs" {
        isOver.withLock { $0 = true }
      }
      return nil
    }
    let deadline = CallDeadline(
      secondsLeft: { isOver.withLock { $0 } ? 0 : 3600 }, problem: .deadlinePassed())
    let outcome = try await place.take(cloud, accounts: 0..<20, deadline: deadline)
    #expect(Set(outcome.readings.keys.map(\.account)).count == 20)
    #expect(outcome.unread.allSatisfy { $0.problem.message.contains("deadline-passed") })
    #expect(!outcome.unread.isEmpty && outcome.unread.count < 40)
  }

  @Test func `a run that ends in the middle keeps what it has stored`() async throws {
    let place = try LivePlace()
    let hold = AsyncStream.makeStream(of: Void.self)
    let cloud = ScriptedCloud { call in
      guard call.account == ScriptedCloud.account(1), call.operation == "DescribeVpcs" else {
        return nil
      }
      for await _ in hold.stream {}
      return nil
    }
    let (storedSomething, told) = AsyncStream.makeStream(of: Void.self)
    let run = Task {
      try await place.take(cloud, accounts: 0..<2, stored: { _ in told.yield() })
    }
    for await _ in storedSomething { break }
    run.cancel()
    await #expect(throws: (any Error).self) { try await run.value }
    hold.continuation.finish()
    #expect(try place.readAccounts() == [ScriptedCloud.account(0)])
  }

  /// Reads accounts from an hour on; meanwhile, an hour later, another source reads the first of them, and it takes
  /// an hour more.
  private func overtaken(_ place: LivePlace, accounts: Range<Int>, at hour: Int64) async throws
    -> ImportOutcome
  {
    let clock = Mutex(hour)
    let isFirst = Mutex(true)
    let cloud = ScriptedCloud { call in
      let overtakes =
        call.account == ScriptedCloud.account(0) && call.operation == "DescribeVpcs"
        && isFirst.withLock { first in
          defer { first = false }
          return first
        }
      guard overtakes else { return nil }
      _ = try await place.take(ScriptedCloud(), accounts: 0..<1, at: hour + 1)
      clock.withLock { $0 = hour + 2 }
      return nil
    }
    return try await place.take(
      cloud, accounts: accounts, at: hour, by: { LivePlace.moment(clock.withLock { $0 }) })
  }

  @Test func `a reading that another source overtook is passed over, and the rest is stored`()
    async throws
  {
    let place = try LivePlace()
    let outcome = try await overtaken(place, accounts: 0..<2, at: 4)
    #expect(try place.readAccounts() == (0..<2).map(ScriptedCloud.account))
    #expect(Set(outcome.readings.keys.map(\.account)) == [ScriptedCloud.account(1)])
    #expect(outcome.warnings.contains { $0.contains("read later already") })
    #expect(!outcome.hasUnread && outcome.edits == 0)
    let alone = try await overtaken(place, accounts: 0..<1, at: 8)
    #expect(alone.snapshots.isEmpty && alone.warnings.count == 1)
    #expect(try place.store.verify().problems.isEmpty)
  }

  @Test func `what is dead in a region costs accounts one try each, and nothing of other regions`()
    async throws
  {
    let place = try LivePlace()
    let cloud = ScriptedCloud { call in
      guard call.region == "eu-west-1", call.operation == "DescribeVpcs" else { return nil }
      throw TransportFailure.timedOut(seconds: 30)
    }
    let outcome = try await place.take(cloud, accounts: 0..<40, attempts: 3)
    let tries = Dictionary(grouping: cloud.calls.filter { $0.region == "eu-west-1" }, by: \.account)
    // Eight accounts are read at a time, and another begins where one has ended: those that began before three had
    // given it up try as usual.
    #expect(tries.count == 40 && tries.values.allSatisfy { $0.count <= 3 })
    #expect(tries.values.count { $0.count > 1 } <= 10)
    let unread = outcome.unread.map(\.scope)
    #expect(unread.count == 40 && unread.allSatisfy { $0.region == "eu-west-1" })
    #expect(try place.readAccounts() == (0..<40).map(ScriptedCloud.account))
  }

  @Test func `a role that is refused costs its account only`() async throws {
    let place = try LivePlace()
    let cloud = ScriptedCloud { call in
      guard call.account == ScriptedCloud.account(2) else { return nil }
      let text = """
        <ErrorResponse><Error><Code>AccessDenied</Code><Message>no</Message></Error></ErrorResponse>
        """
      return HTTPResponse(status: 403, body: Array(text.utf8))
    }
    let outcome = try await place.take(cloud, accounts: 0..<4)
    #expect(try place.readAccounts() == [0, 1, 3].map(ScriptedCloud.account))
    #expect(Set(outcome.unread.map(\.scope.account)) == [ScriptedCloud.account(2)])
  }
}
