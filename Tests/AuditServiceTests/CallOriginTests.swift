import AuditReport
import AuditService
import ConfigurationModel
import Testing

/// Who stands behind a call of a session whose name, and whose source identity, somebody chose.
@Suite struct CallOriginTests {
  private let shop: Shop

  init() throws {
    shop = try Shop()
    try shop.take(1, "10.0.1.0/24")
    try shop.setBaseline("default", to: "1", on: 1)
    try shop.take(4, "0.0.0.0/0")
    try shop.audit(on: 4)
  }

  private static let mallory = #"{"type":"IAMUser","userName":"mallory"}"#
  private static let provider = #"{"type":"SAMLUser","userName":"alice@example.com"}"#
  private static let service = #"{"type":"AWSService","invokedBy":"ec2.amazonaws.com"}"#

  private static func session(_ role: String, _ name: String, key: String, identity: String? = nil)
    -> String
  {
    let source = identity.map { #","sourceIdentity":"\#($0)""# } ?? ""
    return #"""
      {"type":"AssumedRole","principalId":"AROAX:\#(name)","accessKeyId":"\#(key)",
      "sessionContext":{"sessionIssuer":{"userName":"\#(role)"}\#(source)}}
      """#
  }

  private func event(_ id: String, _ source: String, _ name: String, by who: String, _ more: String)
    -> String
  {
    """
    {"eventVersion":"1.08","eventID":"\(id)","eventTime":"\(shop.day(3))",\
    "eventSource":"\(source).amazonaws.com","eventName":"\(name)","awsRegion":"eu-west-1",\
    "recipientAccountId":"111122223333","userIdentity":\(who),"readOnly":false,\(more)}
    """
  }

  private func opening(_ key: String, by who: String) -> String {
    event(
      "open-\(key)", "sts", "AssumeRole", by: who,
      #""responseElements":{"credentials":{"accessKeyId":"\#(key)"}}"#)
  }

  /// Who opened the group, as activity tells.
  private func told(by who: String, _ openings: [String]) throws -> EditAttribution.Event? {
    let call = event(
      "call", "ec2", "AuthorizeSecurityGroupIngress", by: who,
      #""requestParameters":{"groupId":"sg-a","ipPermissions":{"items":[{"ipProtocol":"tcp","fromPort":443,"toPort":443,"ipRanges":{"items":[{"cidrIp":"0.0.0.0/0"}]}}]}}"#
    )
    try shop.keep(openings + [call], as: "a.json", on: 5)
    return try ListFindings(store: shop.store, at: shop.day(6)).report(on: "F-1").findings
      .flatMap(\.edits).first { $0.edit.word == .added }?.attribution?.events.first
  }

  @Test func `who opened the session is the person, and its name is only what it says`() throws {
    let who = Self.session("Admin", "ci-x@evil", key: "ASIA1")
    let told = try #require(try told(by: who, [opening("ASIA1", by: Self.mallory)]))
    #expect(told.person == "mallory" && told.claimed == "ci-x@evil")
    #expect(told.fixedNames == ["Admin", "role Admin", "mallory"])
  }

  @Test func `where nobody is known to have opened it, its name tells no more than it did`() throws
  {
    let who = Self.session("Admin", "ci-x@evil", key: "ASIA1")
    let told = try #require(try told(by: who, []))
    #expect(told.person == "ci-x@evil" && told.claimed == nil)
    #expect(told.fixedNames == ["Admin", "role Admin"])
  }

  @Test func `every person whom the activity shows is told, whoever chose the name`() throws {
    let dora = #"{"type":"IAMUser","userName":"dora"}"#
    let who = Self.session("Admin", "s", key: "ASIA1", identity: "bob")
    #expect(try told(by: who, [opening("ASIA1", by: dora)])?.people == ["bob", "dora"])
  }

  @Test func `who gave a federated session away is one of them`() throws {
    let who = #"""
      {"type":"FederatedUser","arn":"arn:aws:sts::111122223333:federated-user/bob",
      "sessionContext":{"sessionIssuer":{"type":"IAMUser","arn":"arn:aws:iam::111122223333:user/dora"}}}
      """#
    #expect(try told(by: who, [])?.people == ["bob", "dora"])
  }

  @Test func `a name on the way is passed over for who opened the first session`() throws {
    let told = try told(
      by: Self.session("Deep", "x", key: "ASIA2"),
      [
        opening("ASIA2", by: Self.session("Admin", "ci-x@evil", key: "ASIA1")),
        opening("ASIA1", by: Self.mallory),
      ])
    #expect(told?.person == "mallory" && told?.claimed == nil)
    #expect(told?.fixedNames == ["Deep", "role Deep", "Admin", "role Admin", "mallory"])
  }

  @Test(
    arguments: [
      ([], true), ([mallory], false), ([provider], true), ([service], false),
      ([session("Broker", "b", key: "ASIA0", identity: "ci-x")], true),
      ([session("Broker", "b", key: "ASIA0")], false),
    ] as [([String], Bool)])
  func `a source identity counts unless whoever opened the session chose it`(
    openers: [String], counts: Bool
  ) throws {
    let told = try told(
      by: Self.session("Admin", "s", key: "ASIA1", identity: "ci-x"),
      openers.map { opening("ASIA1", by: $0) })
    #expect(told?.fixedNames.contains("ci-x") == counts)
    #expect(told?.fixedNames.contains("role Admin") == true)
  }
}
