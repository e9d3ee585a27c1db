import AuditService
import ChangeAudit
import ChangeDocuments
import ConfigurationDiff
import ConfigurationModel
import PlumblineTestSupport
import Synchronization
import Testing

/// What was done to a resource, and a clause that spells it in some way.
private struct Spelled: CustomTestStringConvertible, Sendable {
  let type: ResourceType
  let old: String
  let new: String
  let clause: String
  let isApproved: Bool

  init(_ type: ResourceType, _ old: String, _ new: String, _ clause: String, _ isApproved: Bool) {
    (self.type, self.old, self.new) = (type, old, new)
    (self.clause, self.isApproved) = (clause, isApproved)
  }

  var testDescription: String { "\(clause) \(isApproved)" }
}

private func ingress(_ rule: String, _ clause: String, _ isApproved: Bool) -> Spelled {
  Spelled(
    "AWS::EC2::SecurityGroup", #"{"IpPermissions":[]}"#, #"{"IpPermissions":[\#(rule)]}"#, clause,
    isApproved)
}

private func egress(_ rule: String, _ clause: String, _ isApproved: Bool) -> Spelled {
  Spelled(
    "AWS::EC2::SecurityGroup", #"{"IpPermissionsEgress":[]}"#,
    #"{"IpPermissionsEgress":[\#(rule)]}"#, clause, isApproved)
}

private func acl(_ entry: String, _ clause: String, _ isApproved: Bool) -> Spelled {
  Spelled(
    "AWS::EC2::NetworkAcl", #"{"Entries":[]}"#, #"{"Entries":[\#(entry)]}"#, clause, isApproved)
}

private func policy(_ old: String, _ new: String, _ clause: String, _ isApproved: Bool) -> Spelled {
  let document = { (statements: String) in
    #"{"AssumeRolePolicyDocument":{"Version":"2012-10-17","Statement":[\#(statements)]}}"#
  }
  return Spelled("AWS::IAM::Role", document(old), document(new), clause, isApproved)
}

private let https =
  #"{"IpProtocol":"6","FromPort":443,"ToPort":443,"IpRanges":[{"CidrIp":"10.1.2.3/8"}]}"#
private let version6 =
  #"{"IpProtocol":"tcp","FromPort":1,"ToPort":2,"Ipv6Ranges":[{"CidrIpv6":"2001:DB8:0:0::/32"}]}"#
private let host =
  #"{"IpProtocol":"udp","FromPort":53,"ToPort":53,"IpRanges":[{"CidrIp":"10.0.0.1/32"}]}"#
private let read =
  #"{"Sid":"A","Effect":"Allow","Action":"s3:GetObject","Principal":{"AWS":"111122223333"}}"#
private let organization =
  #"{"Sid":"O","Effect":"Allow","Action":"s3:GetObject","Principal":"*","Condition":{"StringEquals":{"aws:PrincipalOrgID":"o-1"}}}"#

/// As IAM writes the key; its case does not count.
private func member(_ id: String) -> String {
  "Effect: Allow, Condition: { StringEquals: { 'aws:PrincipalOrgID': \(id) } }"
}

private let readAndPut =
  #"{"Sid":"A","Effect":"Allow","Action":["s3:GetObject","s3:PutObject"],"Principal":{"AWS":"111122223333"}}"#
private let two =
  #"{"Sid":"A","Effect":"Allow","Action":"s3:GetObject","Principal":{"AWS":["111122223333","444455556666"]}}"#
private let p = "AssumeRolePolicyDocument"

@Suite struct `Spellings in records` {
  @Test(arguments: [
    ingress(https, "{ added: IpPermissions, where: { IpProtocol: 6 } }", true),
    ingress(https, "{ added: IpPermissions, where: { IpProtocol: \"6\", ports: 443 } }", true),
    ingress(https, "{ added: IpPermissions, where: { IpProtocol: TCP } }", true),
    ingress(https, "{ added: IpPermissions, where: { IpProtocol: 17 } }", false),
    ingress(https, "{ added: IpPermissions, where: { IpProtocol: [udp, 6] } }", true),
    ingress(https, "{ added: IpPermissions, where: { IpProtocol: [udp, 1] } }", false),
    ingress(https, "{ added: IpPermissions, where: { IpProtocol: \"-1\" } }", false),
    ingress(https, "{ added: IpPermissions, where: { source: 10.1.2.3/8 } }", true),
    ingress(https, "{ added: IpPermissions, where: { source: 10.0.0.0/8 } }", true),
    ingress(https, "{ added: IpPermissions, where: { source: 10.1.2.3/9 } }", false),
    ingress(https, "{ added: IpPermissions, where: { source: 10.1.2.3 } }", false),
    ingress(https, "{ added: IpPermissions, where: { FromPort: 443.0, ToPort: 4.43e2 } }", true),
    ingress(https, "{ added: IpPermissions, where: { equals: \(https) } }", true),
    ingress(
      https,
      """
      { added: IpPermissions, where: { equals: { IpProtocol: tcp, FromPort: 443, ToPort: 443, \
      IpRanges: [{ CidrIp: 10.0.0.0/8 }, { CidrIp: 0.0.0.0/0 }] } } }
      """, false),
    ingress(
      https,
      "{ added: IpPermissions, where: { equals: { IpProtocol: tcp, FromPort: 443, ToPort: 443 } } }",
      false),
    ingress(version6, "{ added: IpPermissions, where: { source: \"2001:db8::/32\" } }", true),
    ingress(version6, "{ added: IpPermissions, where: { source: \"2001:DB8:0::0/32\" } }", true),
    ingress(version6, "{ added: IpPermissions, where: { source: \"2001:db8::/33\" } }", false),
    ingress(host, "{ added: IpPermissions, where: { source: 10.0.0.1 } }", true),
    ingress(host, "{ added: IpPermissions, where: { source: 10.0.0.1/32 } }", true),
    ingress(host, "{ added: IpPermissions, where: { source: 10.0.0.2 } }", false),
    ingress(https, "{ added: \"IpPermissions[6 443 from 10.1.2.3/8]\" }", true),
    ingress(https, "{ added: \"IpPermissions[tcp 443-443 from 10.0.0.0/8]\" }", true),
    ingress(https, "{ added: \"IpPermissions[tcp 443 from 10.1.2.3/9]\" }", false),
    ingress(https, "{ added: \"IpPermissions[17 443 from 10.0.0.0/8]\" }", false),
    ingress(https, "{ added: \"IpPermissions[tcp 443 from 10.0.0.0/8 (444455556666)]\" }", false),
    ingress(https, "{ added: \"IpPermissions[all from 10.0.0.0/8]\" }", false),
    egress(https, "{ added: IpPermissionsEgress, where: { destination: 10.1.2.3/8 } }", true),
    egress(https, "{ added: IpPermissionsEgress, where: { source: 10.1.2.3/8 } }", false),
    egress(https, "{ added: \"IpPermissionsEgress[6 443 to 10.1.2.3/8]\" }", true),
    acl(
      #"{"Egress":false,"RuleNumber":100,"Protocol":"6","RuleAction":"allow","CidrBlock":"10.0.0.0/8","PortRange":{"From":22,"To":22}}"#,
      "{ added: Entries, where: { Protocol: 6, CidrBlock: 10.9.9.9/8, ports: 22 } }", true),
    acl(
      #"{"Egress":false,"RuleNumber":100,"Protocol":"1","RuleAction":"allow","CidrBlock":"10.0.0.0/8","IcmpTypeCode":{"Type":8,"Code":0}}"#,
      "{ added: Entries, where: { Protocol: 1, icmpType: 8, icmpCode: 0 } }", true),
    acl(
      #"{"Egress":false,"RuleNumber":100,"Protocol":"1","RuleAction":"allow","CidrBlock":"10.0.0.0/8","IcmpTypeCode":{"Type":8,"Code":0}}"#,
      "{ added: Entries, where: { Protocol: 1, ports: 0-1024 } }", false),
    policy(read, readAndPut, "{ added: \"\(p).Statement[A].Action[s3:PutObject]\" }", true),
    policy(read, readAndPut, "{ added: \"\(p).Statement[A].Action[S3:putobject]\" }", true),
    policy("", organization, "{ added: \"\(p).Statement\", where: { \(member("o-1")) } }", true),
    policy("", organization, "{ added: \"\(p).Statement\", where: { \(member("o-2")) } }", false),
    policy(
      "", organization,
      "{ added: \"\(p).Statement\", where: { Condition: { StringEquals: { aws:PrincipalOrgPaths: o-1 } } } }",
      false),
    policy(read, readAndPut, "{ added: \"\(p).Statement[A].Action[s3:PutObjectAcl]\" }", false),
    policy(read, readAndPut, "{ added: \"\(p).Statement[a].Action[s3:PutObject]\" }", false),
    policy(read, readAndPut, "{ added: \"\(p).Statement[A].Action\", where: s3:PutObject }", true),
    policy(read, readAndPut, "{ added: \"\(p).Statement[A].Action\", where: s3:Put }", false),
    policy(
      "", readAndPut,
      "{ added: \(p).Statement, where: { Action: { subsetOf: [s3:GetObject, s3:PutObject] } } }",
      true),
    policy(
      "", readAndPut,
      "{ added: \(p).Statement, where: { Action: { subsetOf: [S3:getobject, { a: b }, \"S3:*\", S3:PUTobject] } } }",
      true),
    policy(
      "", readAndPut, "{ added: \(p).Statement, where: { Action: { subsetOf: [s3:GetObject] } } }",
      false),
    policy("", read, "{ added: \(p).Statement, where: { Action: s3:GetObject } }", true),
    policy(
      "", read, "{ added: \(p).Statement, where: { Action: { equals: [s3:GetObject] } } }", true),
    policy(
      "", read, "{ added: \(p).Statement, where: { Action: { equals: [s3:GetObject, s3:x] } } }",
      false),
    policy(
      "", read, "{ added: \(p).Statement, where: { Principal: { AWS: \"111122223333\" } } }", true),
    policy(
      "", read, "{ added: \(p).Statement, where: { Principal: { AWS: 111122223333 } } }", true),
    policy(
      "", read, "{ added: \(p).Statement, where: { Principal: { AWS: \"444455556666\" } } }", false),
    policy("", read, "{ added: \(p).Statement, where: { Principal: \"*\" } }", false),
    policy("", read, "{ added: \(p).Statement, where: { equals: \(read) } }", true),
    policy("", read, "{ added: \(p).Statement, where: { equals: \(two) } }", false),
    policy(read, two, "{ added: \"\(p).Statement[A].Principal.AWS[444455556666]\" }", true),
    policy(
      read, two, "{ added: \"\(p).Statement[A].Principal.AWS[arn:aws:iam::444455556666:root]\" }",
      true),
    policy(read, two, "{ added: \"\(p).Statement[A].Principal.AWS[444455556667]\" }", false),
    Spelled(
      "AWS::S3::Bucket", #"{"Name":"b","Policy":null}"#,
      #"{"Name":"b","Policy":{"Version":"2012-10-17","Statement":[\#(read)]}}"#,
      #"{ changed: Policy, to: '{"Statement":\#(read),"Version":"2012-10-17"}' }"#, true),
    Spelled(
      "AWS::S3::Bucket", #"{"Name":"b","Policy":null}"#,
      #"{"Name":"b","Policy":{"Version":"2012-10-17","Statement":[\#(two)]}}"#,
      #"{ changed: Policy, to: '{"Statement":\#(read),"Version":"2012-10-17"}' }"#, false),
    Spelled(
      "AWS::RDS::DBInstance", #"{"EngineVersion":"13.9"}"#, #"{"EngineVersion":"13.10"}"#,
      "{ changed: EngineVersion, from: 13.9, to: 13.10 }", true),
    Spelled(
      "AWS::RDS::DBInstance", #"{"EngineVersion":"13.9"}"#, #"{"EngineVersion":"13.1"}"#,
      "{ changed: EngineVersion, to: [13.10, 1.31e1] }", false),
    Spelled(
      "AWS::RDS::DBInstance", #"{"AllocatedStorage":100}"#, #"{"AllocatedStorage":200}"#,
      "{ changed: AllocatedStorage, from: 1e2, to: 200.0 }", true),
  ])
  private func `a value in another spelling of the same meaning is covered, and no other`(
    row: Spelled
  ) throws {
    let edits = try row.edits
    #expect(edits.count == 1)
    var usage = Usage()
    let verdicts = try RuleBook(records: row.records, meaning: LoadRules.meaning)
      .judge(edits, usage: &usage, at: moment(2))
    #expect(verdicts.map(\.word) == [row.isApproved ? .approved : .unapproved])
  }

  @Test func `a long list of what is allowed is read at once, however long the value is`() throws {
    func actions(_ word: String) -> String {
      (0..<60).map { "\"s3:\(word)\($0)\"" }.joined(separator: ", ")
    }
    let row = policy(
      "", #"{"Sid":"A","Effect":"Allow","Principal":"*","Action":[\#(actions("Get"))]}"#,
      "{ added: \(p).Statement, where: { Action: { subsetOf: [\(actions("Put"))] } } }", false)
    let readings = Readings()
    let rules = RuleBook(records: try row.records) { document, id in
      readings.count.withLock { $0 += 1 }
      return LoadRules.meaning(document, id)
    }
    var usage = Usage()
    let verdicts = rules.judge(try row.edits, usage: &usage, at: moment(2))
    #expect(verdicts.map(\.word) == [.unapproved])
    #expect(readings.count.withLock { $0 } < 100)
  }
}

/// How often the meaning of a configuration was asked for.
private final class Readings: Sendable {
  let count = Mutex(0)
}

private func moment(_ day: Int64) -> Timestamp { Timestamp(seconds: 1_795_200_000 + day * 86400) }

extension Spelled {
  fileprivate var edits: [Candidate] {
    get throws {
      let id = ResourceID(account: "111122223333", region: "eu-west-1", type: type, id: "x")
      let before = LoadRules.meaning(try fixture(old), id)
      let after = LoadRules.meaning(try fixture(new), id)
      return after.difference(from: before).map {
        Candidate(
          resource: Resource(id), change: .modified, edit: $0,
          occurred: Occurrence(after: moment(0), until: moment(1)), before: before, after: after)
      }
    }
  }

  fileprivate var records: [ChangeRecord] {
    get throws {
      let yaml = """
        change: C1
        kind: normal
        state: approved
        requestedBy: alice@example.com
        approvals: [{ by: bob@example.com, at: 2026-01-01 }]
        allows:
          - resource: { id: x }
            action: modify
            edits:
              - \(clause)
        """
      return try RecordDocument.read(yaml, file: "c").map(\.record)
    }
  }
}
