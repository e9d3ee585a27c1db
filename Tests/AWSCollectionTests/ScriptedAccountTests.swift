import AWSTestSupport
import AuditReport
import AuditService
import AuditStore
import ChangeAudit
import ChangeDocuments
import ConfigurationModel
import Foundation
import Testing

/// A scripted account of moto in three regions: what the AWS CLI changes in it is found, each with the
/// right verdict.
@Suite(.enabled(if: Moto.program != nil), .timeLimit(.minutes(60))) struct ScriptedAccountTests {
  private static let records = """
    change: CHG1
    title: HTTPS from the office, a route to the partner, user-2 to group-1
    kind: normal
    state: approved
    requestedBy: alice@example.com
    approvals: [{ by: bob@example.com, at: 2026-11-18T11:10:00Z }]
    window: { from: 2026-11-18T11:20:00Z, until: 2026-11-18T13:00:00Z }
    allows:
      - resource: { type: AWS::EC2::SecurityGroup, region: eu-west-1, name: group-3 }
        action: modify
        edits:
          - added: IpPermissions
            where: { IpProtocol: tcp, ports: 443, source: { within: 10.0.0.0/8 } }
      - resource: { type: AWS::EC2::SecurityGroup, region: us-east-1, name: group-4 }
        action: modify
        edits:
          - added: IpPermissions
            where: { IpProtocol: tcp, ports: 443, source: { within: 10.0.0.0/8 } }
      - resource: { type: AWS::EC2::RouteTable, region: us-east-1, name: table-1 }
        action: modify
        edits:
          - added: Routes
            where: { DestinationCidrBlock: 203.0.113.0/24 }
      - resource: { type: AWS::IAM::Group, id: group-1 }
        action: modify
        edits:
          - added: Users
            where: { UserName: user-2 }
      - resource: { type: AWS::IAM::User, id: user-2 }
        action: modify
        edits:
          - added: Groups
    """

  @Test func `each change of a scripted account is found, with the right verdict`() async throws {
    try await Moto.run { moto in
      _ = try await moto.python("account.py")
      let place = try LivePlace()
      var accounts = SnapshotSource.AWSAccounts()
      accounts.regions = ["eu-west-1", "us-east-1", "ap-southeast-2"]
      let first = try await place.take(moto.surroundings(), at: 0, accounts)
      #expect(first.unread.isEmpty)
      let groups = first.readings.filter { $0.key.type.name == "AWS::EC2::SecurityGroup" }
      #expect(
        groups.values.reduce(0) { if case .read(let count) = $1 { $0 + count } else { $0 } } == 206)
      _ = try ManageBaselines(
        store: place.store, name: "default", at: LivePlace.moment(0)
      ).set(to: "latest", choosing: ResourceSelector(), by: "erin@example.com", reason: nil)
      _ = try await moto.python("changes.py")
      let second = try await place.take(moto.surroundings(), at: 1, accounts)
      #expect(second.unread.isEmpty)

      let file = place.folder.appending(path: "CHG1.yaml")
      try Data(Self.records.utf8).write(to: file)
      let documents = try ManageChangeRecords.read([file.path])
      _ = try ManageChangeRecords(store: place.store, at: LivePlace.moment(1))
        .register(documents, by: "alice@example.com")
      let rules = try LoadRules().load(from: place.store)
      _ = try RunAudit(
        store: place.store, baseline: "default", rules: rules, at: LivePlace.moment(2)
      ).run()
      let report = try ComposeReport(
        store: place.store, baseline: "default", rules: rules, at: LivePlace.moment(2)
      ).audit()
      let unapproved = report.unapproved.flatMap { finding in
        finding.unapproved.map { "\(finding.resource.words) \($0.edit.word) \($0.edit.path)" }
      }
      #expect(
        unapproved.sorted() == [
          "ap-southeast-2 AWS::CloudTrail::Trail trail-ap-southeast-2 changed IsLogging",
          "ap-southeast-2 AWS::EC2::SecurityGroup group-5 removed ",
          "eu-west-1 AWS::EC2::SecurityGroup group-3 added IpPermissions[tcp 22 from 0.0.0.0/0]",
          "eu-west-1 AWS::S3::Bucket scripted-1 changed Policy",
          "global AWS::IAM::Group group-1 added Users[user-3]",
          "global AWS::IAM::User user-3 added Groups[group-1]",
          "us-east-1 AWS::EC2::RouteTable table-1 added Routes[198.51.100.0/24]",
          "us-east-1 AWS::EC2::SecurityGroup group-4 added IpPermissions[tcp 443 from 0.0.0.0/0]",
        ])
      // The record is registered after what it approves.
      #expect(report.approvedOnPaper.count == 4)
    }
  }
}

extension Resource {
  fileprivate var words: String { "\(id.region) \(id.type.name) \(name ?? id.id)" }
}
