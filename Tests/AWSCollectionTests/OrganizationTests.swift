import AWSClient
import AWSCollection
import AWSTestSupport
import AuditService
import ChangeDocuments
import ConfigurationModel
import Foundation
import Synchronization
import Testing

/// An organization of moto: which of its accounts are read, and what of those that cannot be.
@Suite(.enabled(if: Moto.program != nil), .timeLimit(.minutes(60))) struct OrganizationTests {
  private static let own = "123456789012"

  @Test
  func `the accounts of a unit and below are read with a role, but what is excluded or closed`()
    async throws
  {
    try await Moto.run { moto in
      let made = try JSONDecoder().decode(
        [String: String].self, from: Data(try await moto.python("organize.py")))
      let types = ["AWS::EC2::SecurityGroup", "AWS::IAM::Group"].map { Glob($0) }

      func accounts(_ reach: SnapshotSource.Reach) async throws -> [String] {
        var accounts = SnapshotSource.AWSAccounts()
        accounts.reach = reach
        accounts.role = .init(name: "PlumblineReader", externalID: "x")
        accounts.regions = ["eu-west-1"]
        let folder = try LivePlace()
        let outcome = try await folder.take(moto.surroundings(), at: 0, accounts, types: types)
        #expect(outcome.unread.isEmpty)
        // One call lists users, groups, roles and policies.
        let accountsRead = Set(outcome.readings.keys.map(\.account)).sorted()
        #expect(outcome.readings.count == 5 * accountsRead.count)
        return accountsRead
      }

      let (web, data) = (try #require(made["web"]), try #require(made["data"]))
      let (beside, unit) = (try #require(made["beside"]), try #require(made["unit"]))
      #expect(
        try await accounts(.organization(units: [unit], except: [])) == [web, data].sorted())
      #expect(try await accounts(.organization(units: [unit], except: [web])) == [data])
      #expect(
        try await accounts(.organization(units: [], except: []))
          == [Self.own, web, data, beside].sorted())
      #expect(try await accounts(.accounts([beside, Self.own])) == [beside, Self.own].sorted())
    }
  }

  @Test func `a region that is not enabled is told and is no failure, an unknown one is an error`()
    async throws
  {
    try await Moto.run { moto in
      let place = try LivePlace()
      let notEnabled = Mutex<[String]>([])
      var accounts = SnapshotSource.AWSAccounts()
      accounts.regions = ["eu-west-1", "ap-east-1"]
      let outcome = try await place.take(
        moto.surroundings(), at: 0, accounts, types: [Glob("AWS::EC2::VPC")]
      ) { event in
        if case .began(_, _, let regions) = event { notEnabled.withLock { $0 = regions } }
      }
      #expect(notEnabled.withLock { $0 } == ["ap-east-1"])
      #expect(outcome.readings.keys.map(\.region) == ["eu-west-1"])
      #expect(outcome.unread.isEmpty)

      accounts.regions = ["eu-wst-1"]
      await #expect {
        try await place.take(moto.surroundings(), at: 1, accounts)
      } throws: { error in
        (error as? Problem)?.code == "unknown-region"
      }
    }
  }
}
