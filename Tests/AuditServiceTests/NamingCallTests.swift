import AuditReport
import AuditService
import AuditStore
import ChangeAudit
import ConfigurationModel
import Testing

/// A function that changes between two snapshots, with calls of Lambda: what they do is not known.
@Suite struct NamingCallTests {
  private let shop: Shop

  init() throws {
    shop = try Shop()
    try take(1, timeout: 3)
    try shop.setBaseline("default", to: "1", on: 1)
    try take(4, timeout: 60)
    try shop.audit(on: 4)
    for day in 1...4 {
      for hour in ["00", "06", "12", "18"] {
        try shop.keep(
          [], as: "111122223333_CloudTrail_eu-west-1_2026110\(day)T\(hour)05Z_x.json", on: 5)
      }
    }
  }

  private static let arn = "arn:aws:lambda:eu-west-1:111122223333:function:pay"

  private func take(_ day: Int, timeout: Int) throws {
    _ = try shop.temporary.write(
      """
      {"Functions":[{"FunctionName":"pay","FunctionArn":"\(Self.arn)","Runtime":"python3.12",\
      "Timeout":\(timeout),"Version":"$LATEST"}]}
      """, to: "exports/111122223333/eu-west-1/lambda-list-functions.json")
    try shop.take(day, "10.0.1.0/24")
  }

  /// A call by which somebody changes the function, some of whose text is another.
  private func keep(_ own: String = "", _ other: String = "", _ more: String = "") throws {
    let call = shop.call(
      "e1", afterMinutes: 60, "UpdateFunctionConfiguration20150331v2",
      request: #"{"functionName":"pay","timeout":60}"#, more
    ).replacing("ec2.amazonaws.com", with: "lambda.amazonaws.com")
    try shop.keep([own.isEmpty ? call : call.replacing(own, with: other)], as: "a.json", on: 5)
  }

  private func attributions() throws -> [EditAttribution?] {
    try ListFindings(store: shop.store, at: shop.day(6)).report(on: "F-1").findings
      .flatMap(\.edits).map(\.attribution)
  }

  @Test(arguments: [
    ("", "", ""), (#""pay""#, #""\#(arn)""#, ""),
    (#""functionName":"pay""#, #""x":1"#, #","resources":[{"ARN":"\#(arn)"}]"#),
    (
      #""lambda.amazonaws.com","eventName":"UpdateFunctionConfiguration20150331v2""#,
      #""tagging.amazonaws.com","eventName":"TagResources""#, ""
    ),
  ])
  func `a call that names the resource may have changed it`(
    own: String, other: String, more: String
  ) throws {
    #expect(try attributions().map { $0?.grade } == [.unexplained])
    try keep(own, other, more)
    let found = try attributions()
    #expect(found.map { $0?.grade } == [.byResourceAndTime])
    #expect(found.flatMap { $0?.events ?? [] }.map(\.id) == ["e1"])
    #expect(found[0]?.words.hasPrefix("perhaps by alice") == true)
    #expect(found[0]?.events[0].fixedNames == [], "nobody is left out for it")
  }

  @Test(arguments: [
    (#""pay""#, #""payments""#, ""),
    (#""pay""#, #""\#(arn.replacing("111122223333", with: "444455556666"))""#, ""),
    (#""pay""#, #""\#(arn.replacing("eu-west-1", with: "us-east-1"))""#, ""),
    (#""lambda.amazonaws.com""#, #""sns.amazonaws.com""#, ""),
    (#""awsRegion":"eu-west-1""#, #""awsRegion":"us-east-1""#, ""),
    (#""recipientAccountId":"111122223333""#, #""recipientAccountId":"444455556666""#, ""),
    ("", "", #","errorCode":"AccessDenied""#),
    ("2026-11-02", "2026-10-31", ""),
  ])
  func `what names another resource, or changed nothing, explains nothing`(
    own: String, other: String, more: String
  ) throws {
    try keep(own, other, more)
    #expect(try attributions().map { $0?.grade } == [.unexplained])
  }

  @Test func `the group, whose calls are known, is explained by none of them`() throws {
    try shop.take(6, "0.0.0.0/0")
    try shop.audit(on: 6)
    let call = shop.call(
      "e2", afterMinutes: 3 * 24 * 60, "RunInstances", request: #"{"groupId":"sg-a"}"#)
    try shop.keep([call], as: "b.json", on: 6)
    let found = try ListFindings(store: shop.store, at: shop.day(7)).report(on: "F-2").findings
    #expect(found.flatMap(\.edits).allSatisfy { $0.attribution?.events == [] })
  }
}
