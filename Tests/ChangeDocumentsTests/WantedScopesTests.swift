import ChangeDocuments
import ConfigurationModel
import Testing

/// What the settings ask for, as scopes.
@Suite struct WantedScopesTests {
  private static let bucket: ResourceType = "AWS::S3::Bucket"
  private static let role: ResourceType = "AWS::IAM::Role"

  private static func source(_ origin: SnapshotSource.Origin, _ types: [String] = [])
    -> SnapshotSource
  {
    SnapshotSource(name: "prod", origin: origin, types: types.map { Glob($0) })
  }

  private static func aws(_ reach: SnapshotSource.Reach, _ regions: [String])
    -> SnapshotSource.Origin
  {
    var accounts = SnapshotSource.AWSAccounts()
    accounts.reach = reach
    accounts.regions = regions
    return .aws(accounts)
  }

  @Test func `each named account and region is asked for, and what has no region once`() throws {
    let named = ["111111111111", "222222222222"]
    let wanted = try #require(Self.source(Self.aws(.accounts(named), ["r1", "r2"])).wanted)
    let scopes = wanted.scopes(of: [Self.bucket, Self.role]) { $0 == Self.role }
    #expect(
      scopes.map(\.description)
        == named.flatMap { account in
          [
            "\(account) global AWS::IAM::Role", "\(account) r1 AWS::S3::Bucket",
            "\(account) r2 AWS::S3::Bucket",
          ]
        })
    #expect(scopes.allSatisfy(wanted.wants))
  }

  @Test func `what the settings leave to AWS is what is known, but for the excepted`() throws {
    let reach = SnapshotSource.Reach.organization(units: [], except: ["222222222222"])
    let wanted = try #require(Self.source(Self.aws(reach, []), ["AWS::S3::*"]).wanted)
    let scopes = wanted.scopes(
      in: ["111111111111", "222222222222"], ["r1"], of: [Self.bucket, Self.role]
    ) { _ in false }
    #expect(scopes.map(\.description) == ["111111111111 r1 AWS::S3::Bucket"])
    #expect(wanted.scopes(of: [Self.bucket]) { _ in false }.isEmpty)
  }

  @Test func `the region of an aggregator is not what is asked for, and exports ask for nothing`() {
    var recorder = SnapshotSource.Recorder()
    recorder.regions = ["r1"]
    #expect(Self.source(.recorder(recorder)).wanted?.regions == ["r1"])
    recorder.aggregator = "all"
    #expect(Self.source(.recorder(recorder)).wanted?.regions == [])
    #expect(Self.source(.exports(["exports"])).wanted == nil)
    var settings = Settings()
    settings.sources = [Self.source(.exports(["exports"])), Self.source(.recorder(recorder))]
    #expect(settings.wanted.map(\.source) == ["prod"])
  }
}
