import ConfigurationDiff
import ConfigurationJSON
import ConfigurationModel
import Guardrails
import ResourceKinds
import Testing

/// What the view `trail_selectors` says a trail records.
@Suite struct TrailSelectorsTests {
  private func observed(_ selectors: ConfigurationValue?) -> ObservedResource {
    let kind = ResourceKind.of("AWS::CloudTrail::Trail")
    let context = NormalizationContext(account: "111122223333", partition: "aws") { _ in }
    let id = ResourceID(
      account: "111122223333", region: "eu-west-1", type: kind.type, id: "main")
    var fields: [String: ConfigurationValue] = ["Name": .string("main")]
    fields["Selectors"] = selectors
    return ObservedResource(
      Resource(id), kind.normalized(.object(fields), form: .cli, context: context), kind: kind)
  }

  /// Category, type, access and limits of each row, without what is null.
  private func rows(_ selectors: String) throws -> [String] {
    let view = try #require(GuardrailView.named("trail_selectors"))
    let value = try ConfigurationValue(json: selectors)
    return view.rows(of: observed(value), key: 1).map { row in
      row.dropFirst(7).compactMap { cell in
        if case .text(let text) = cell { text } else { nil }
      }.joined(separator: " ")
    }.sorted()
  }

  private static let everything = ["Management read", "Management write"]
  /// A field selector of an advanced selector of management events, with nothing else.
  private static func managing(_ field: String) -> String {
    """
    {"AdvancedEventSelectors":[{"Name":"m","FieldSelectors":[
    {"Field":"eventCategory","Equals":["Management"]},\(field)]}]}
    """
  }

  @Test(arguments: [
    (#"{"EventSelectors":[{"ReadWriteType":"All","IncludeManagementEvents":true}]}"#, everything),
    // What an answer leaves out has AWS's default.
    (#"{"EventSelectors":[{}]}"#, everything),
    (
      #"{"EventSelectors":[{"ReadWriteType":"WriteOnly","IncludeManagementEvents":true}]}"#,
      ["Management write"]
    ),
    (#"{"EventSelectors":[{"IncludeManagementEvents":false}]}"#, []),
    (
      #"{"EventSelectors":[{"ReadWriteType":"ReadOnly","ExcludeManagementEventSources":["kms.amazonaws.com"]}]}"#,
      [#"Management read {"eventSource NotEquals":["kms.amazonaws.com"]}"#]
    ),
    (
      #"{"EventSelectors":[{"ReadWriteType":"ReadOnly","IncludeManagementEvents":false,"DataResources":[{"Type":"AWS::S3::Object","Values":["arn:aws:s3"]},{"Type":"AWS::Lambda::Function","Values":["arn:aws:lambda:eu-west-1:111122223333:function:f"]}]}]}"#,
      [
        #"Data AWS::Lambda::Function read {"resources.ARN StartsWith":["arn:aws:lambda:eu-west-1:111122223333:function:f"]}"#,
        "Data AWS::S3::Object read",
      ]
    ),
    (managing(#"{"Field":"readOnly","Equals":["false"]}"#), ["Management write"]),
    (managing(#"{"Field":"readOnly","NotEquals":["false"]}"#), ["Management read"]),
    (
      managing(
        #"{"Field":"readOnly","Equals":["true"]},{"Field":"eventName","NotStartsWith":["Get","Describe"]}"#
      ),
      [#"Management read {"eventName NotStartsWith":["Describe","Get"]}"#]
    ),
  ])
  func `a selector records what it says, and what it leaves out is a limit`(
    selectors: String, expected: [String]
  ) throws {
    #expect(try rows(selectors) == expected)
  }

  @Test func `all management events may be in several selectors`() throws {
    let view = try #require(GuardrailView.named("trails"))
    let place = try #require(view.columnNames.firstIndex(of: "records_management"))
    func says(_ selectors: String) throws -> GuardrailView.Cell? {
      view.rows(of: observed(try ConfigurationValue(json: selectors)), key: 1).first?[place]
    }
    let halves = ["ReadOnly", "WriteOnly"].map { "{\"ReadWriteType\":\"\($0)\"}" }
    #expect(try says("{\"EventSelectors\":[\(halves[0]),\(halves[1])]}") == .integer(1))
    #expect(try says("{\"EventSelectors\":[\(halves[0])]}") == .integer(0))
    #expect(
      try says(Self.managing(#"{"Field":"eventSource","NotEquals":["kms.amazonaws.com"]}"#))
        == .integer(0))
  }

  @Test func `what a trail selects counts as read only where both kinds of selectors were`() throws
  {
    let view = try #require(GuardrailView.named("trail_selectors"))
    #expect(
      view.parts(of: "AWS::CloudTrail::Trail", for: [])
        == ["EventSelectors", "AdvancedEventSelectors"])
    #expect(observed(nil).isUnread("EventSelectors"))
    #expect(observed(nil).isUnread("AdvancedEventSelectors"))
  }
}
