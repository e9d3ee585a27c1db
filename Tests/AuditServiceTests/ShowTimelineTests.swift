import AuditReport
import AuditService
import AuditStore
import ConfigurationModel
import Testing

/// Who did what to a group that is opened, closed again unseen, and opened to stay.
@Suite struct ShowTimelineTests {
  private let shop: Shop

  init() throws {
    shop = try Shop()
    try shop.take(1, "10.0.1.0/24")
    try shop.setBaseline("default", to: "1", on: 1)
    try shop.take(3, "0.0.0.0/0")
    let session =
      #"{"type":"AssumedRole","arn":"arn:aws:sts::111122223333:assumed-role/R/s","accessKeyId":"ASIA1"}"#
    let deep =
      #"{"type":"AssumedRole","arn":"arn:aws:sts::111122223333:assumed-role/D/s","accessKeyId":"ASIA2"}"#
    try keep([
      event(
        "role", 0, "sts", "AssumeRole", "{}", user("alice"),
        #","responseElements":{"credentials":{"accessKeyId":"ASIA1"}}"#),
      event(
        "deep", 1, "sts", "AssumeRole", "{}", session,
        #","responseElements":{"credentials":{"accessKeyId":"ASIA2"}}"#),
      event("close", 2, "ec2", "RevokeSecurityGroupIngress", rule("10.0.1.0/24"), deep),
      event("open", 3, "ec2", "AuthorizeSecurityGroupIngress", rule("0.0.0.0/0"), deep),
      event("on", 4, "ec2", "AuthorizeSecurityGroupIngress", rule("10.9.0.0/16"), user("bob")),
      event("off", 5, "ec2", "RevokeSecurityGroupIngress", rule("10.9.0.0/16"), user("carol")),
      event(
        "refused", 6, "ec2", "DeleteSecurityGroup", #"{"groupId":"sg-a"}"#, user("bob"),
        #","errorCode":"Client.DryRunOperation""#),
    ])
    try shop.audit(on: 6)
  }

  private func user(_ name: String) -> String {
    #"{"type":"IAMUser","userName":"\#(name)","arn":"arn:aws:iam::111122223333:user/\#(name)"}"#
  }

  private func rule(_ source: String) -> String {
    #"{"groupId":"sg-a","ipPermissions":{"items":[{"ipProtocol":"tcp","fromPort":443,"toPort":443,"ipRanges":{"items":[{"cidrIp":"\#(source)"}]}}]}}"#
  }

  private func event(
    _ id: String, _ minute: Int64, _ source: String, _ name: String, _ request: String,
    _ who: String, _ more: String = ""
  ) -> String {
    let time = shop.day(2).advanced(bySeconds: minute * 60)
    return """
      {"eventVersion":"1.08","eventID":"\(id)","eventTime":"\(time)","eventSource":"\(source).amazonaws.com",\
      "eventName":"\(name)","awsRegion":"eu-west-1","recipientAccountId":"111122223333","readOnly":false,\
      "userIdentity":\(who),"requestParameters":\(request)\(more)}
      """
  }

  private func keep(_ events: [String]) throws {
    let path = try shop.temporary.write(
      #"{"Records":[\#(events.joined(separator: ","))]}"#, to: "activity/a.json")
    _ = try ImportActivity(store: shop.store, paths: [path], at: shop.day(5)).run()
  }

  private func timeline(by actor: String? = nil, about resource: String? = nil) throws
    -> ActivityTimeline
  {
    var filter = ActivityFilter()
    (filter.actor, filter.resource) = (actor, resource)
    return try ShowTimeline(store: shop.store, at: shop.day(9)).timeline(filter)
  }

  @Test func `what was done to a resource stands beside its findings`() throws {
    let calls = try timeline(about: "sg-a").calls
    #expect(calls.map(\.id) == ["close", "open", "on", "off"])
    let numbers = try ListFindings(store: shop.store, at: shop.day(9)).all().map(\.finding)
    let standing = try #require(numbers.first { !$0.isPassing }).id
    let passing = try #require(numbers.first { $0.isPassing }).id
    #expect(
      calls.map(\.findings) == [
        ["made \(standing)"], ["made \(standing)"], ["made \(passing)"], ["undid \(passing)"],
      ])
  }

  @Test func `what a person did is also what they did in roles that they took`() throws {
    let calls = try timeline(by: "alice").calls
    #expect(calls.map(\.id) == ["role", "deep", "close", "open"])
    #expect(calls.allSatisfy { $0.actor.contains("alice") })
    #expect(try timeline(by: "bob").calls.map(\.id) == ["on", "refused"])
    #expect(try timeline(by: "nobody").calls.isEmpty)
  }

  @Test func `a refused call says so and made nothing`() throws {
    let refused = try #require(try timeline(by: "bob").calls.last)
    #expect(refused.errorCode == "Client.DryRunOperation" && refused.findings.isEmpty)
  }
}
