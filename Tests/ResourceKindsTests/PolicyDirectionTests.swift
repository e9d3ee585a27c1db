import ConfigurationDiff
import ConfigurationModel
import PlumblineTestSupport
import ResourceKinds
import Testing

/// Statements of a policy before and after, and what is said of the worst of the edits.
private struct Turn: Sendable, CustomTestStringConvertible {
  let old: String
  let new: String
  let severity: Severity
  let sentence: String
  var kind = ResourceKind.iamGroup

  var testDescription: String { "\(old) -> \(new)" }

  func value(_ statements: String) throws -> ConfigurationValue {
    let policy = #"{"Version":"2012-10-17","Statement":[\#(statements)]}"#
    return kind.type == ResourceKind.iamGroup.type
      ? try kind.value(#"{"GroupPolicyList":[{"PolicyName":"p","PolicyDocument":\#(policy)}]}"#)
      : try kind.value(#"{"Policy":\#(policy)}"#)
  }
}

private let only = #""Condition":{"IpAddress":{"aws:SourceIp":"10.0.0.0/8"}}"#
private let wider = #""Condition":{"IpAddress":{"aws:SourceIp":["10.0.0.0/8","0.0.0.0/0"]}}"#
private let but = #""Condition":{"StringNotEquals":{"aws:x":["a"]}}"#
private let butMore = #""Condition":{"StringNotEquals":{"aws:x":["a","b"]}}"#

private func allow(_ fields: String, _ sid: String = #""Sid":"S","#) -> String {
  #"{\#(sid)"Effect":"Allow","Action":"s3:GetObject",\#(fields)}"#
}

private func deny(_ fields: String, _ sid: String = #""Sid":"S","#) -> String {
  #"{\#(sid)"Effect":"Deny","Action":"s3:GetObject",\#(fields)}"#
}

private let all = #""Resource":"*""#

private let turns: [Turn] = [
  Turn(
    old: allow(all), new: allow("\(all),\(only)"), severity: .medium,
    sentence: "What a statement allows now depends on a condition"),
  Turn(
    old: allow(all, ""), new: allow("\(all),\(only)", ""), severity: .medium,
    sentence: "What a statement allows now depends on a condition"),
  Turn(
    old: allow("\(all),\(only)"), new: allow(all), severity: .high,
    sentence: "What a statement allows no longer depends on a condition"),
  Turn(
    old: deny(all), new: deny("\(all),\(only)"), severity: .high,
    sentence: "What a statement denies now depends on a condition"),
  Turn(
    old: deny("\(all),\(only)"), new: deny(all), severity: .medium,
    sentence: "What a statement denies no longer depends on a condition"),
  Turn(
    old: allow("\(all),\(only)"), new: allow("\(all),\(wider)"), severity: .high,
    sentence: "A statement's condition now lets more through"),
  Turn(
    old: allow("\(all),\(wider)"), new: allow("\(all),\(only)"), severity: .medium,
    sentence: "A statement's condition now lets less through"),
  Turn(
    old: deny("\(all),\(wider)"), new: deny("\(all),\(only)"), severity: .high,
    sentence: "A statement now denies in fewer cases"),
  Turn(
    old: allow("\(all),\(but)"), new: allow("\(all),\(butMore)"), severity: .medium,
    sentence: "A statement's condition now lets less through"),
  Turn(
    old: deny("\(all),\(but)"), new: deny("\(all),\(butMore)"), severity: .high,
    sentence: "A statement now denies in fewer cases"),
  Turn(
    old: allow(all), new: allow(all, #""Sid":"T","#), severity: .low,
    sentence: "Only a statement's Sid differs"),
  Turn(
    old: deny(all), new: deny(all, ""), severity: .low,
    sentence: "Only a statement's Sid differs"),
  Turn(
    old: deny(#""Resource":["a","b"]"#), new: deny(#""Resource":["a"]"#), severity: .high,
    sentence: "A statement no longer denies b"),
  Turn(
    old: deny(#""Resource":["a"]"#), new: deny(#""Resource":["a","*"]"#), severity: .medium,
    sentence: "A statement now denies *"),
  Turn(
    old: deny(#""Resource":["a","b"]"#, ""), new: deny(#""Resource":["a"]"#, ""), severity: .high,
    sentence: "A statement no longer denies b"),
  Turn(
    old: allow(#""NotResource":["a"]"#), new: allow(#""NotResource":["a","b"]"#), severity: .medium,
    sentence: "A statement now leaves out b, and allows less"),
  Turn(
    old: allow(#""NotResource":["a","b"]"#), new: allow(#""NotResource":["a"]"#), severity: .high,
    sentence: "A statement no longer leaves out b, and allows more"),
  Turn(
    old: deny(#""NotResource":["a"]"#), new: deny(#""NotResource":["a","b"]"#), severity: .high,
    sentence: "A statement now leaves out b, and denies less"),
  Turn(
    old: deny(#""NotResource":["a","b"]"#), new: deny(#""NotResource":["a"]"#), severity: .medium,
    sentence: "A statement no longer leaves out b, and denies more"),
  Turn(
    old: allow(#""Resource":"a""#), new: allow(#""NotResource":"a""#), severity: .high,
    sentence: "A statement now allows all but what it names"),
  Turn(
    old: deny(#""NotResource":"a""#), new: deny(#""Resource":"a""#), severity: .high,
    sentence: "A statement now denies only what it names"),
  Turn(
    old: deny(all), new: "", severity: .high,
    sentence: "What a statement denied is no longer denied"),
  Turn(
    old: "", new: #"{"Effect":"Allow","Action":"*","NotResource":"a"}"#, severity: .critical,
    sentence: "Every action is now allowed on all resources but some"),
  Turn(
    old: deny(all), new: #"{"Sid":"S","Effect":"allow","Action":"*","Resource":"*"}"#,
    severity: .high, sentence: "This is no valid policy: an effect is allow"),
  Turn(
    old: allow(#""Principal":"*",\#(only)"#), new: allow(#""Principal":"*""#), severity: .critical,
    sentence: "Anybody may now use this bucket", kind: .s3Bucket),
  Turn(
    old: allow(#""Principal":{"AWS":"a"},\#(only)"#),
    new: allow(#""Principal":{"AWS":["a","*"]},\#(only)"#), severity: .high,
    sentence: "Anybody who meets a condition may now use this bucket", kind: .s3Bucket),
  Turn(
    old: deny(#""Principal":{"AWS":"a"}"#), new: deny(#""Principal":{"AWS":["a","*"]}"#),
    severity: .medium, sentence: "A statement now denies *", kind: .s3Bucket),
  Turn(
    old: allow(#""NotPrincipal":{"AWS":["a","b"]}"#), new: allow(#""NotPrincipal":{"AWS":"a"}"#),
    severity: .high, sentence: "A statement no longer leaves out b, and allows more",
    kind: .s3Bucket),
  Turn(
    old: allow(#""Principal":{"AWS":"a"}"#, ""), new: allow(#""Principal":{"AWS":["a","b"]}"#, ""),
    severity: .high, sentence: "b may now use this bucket", kind: .s3Bucket),
]

@Suite struct `Directions of policy edits` {
  @Test(arguments: turns.indices) func `what widens and what narrows is told apart`(_ index: Int)
    throws
  {
    let turn = turns[index]
    let (old, new) = (try turn.value(turn.old), try turn.value(turn.new))
    let worst = assessments(turn.kind, old, new).max { $0.severity < $1.severity }
    #expect(worst == Assessment(turn.severity, turn.sentence), "\(turn)")
  }

  @Test func `a new Sid alone is low, whatever the statement says`() throws {
    for turn in turns where !turn.old.isEmpty {
      let named = turn.old.replacing(#""Sid":"S","#, with: #""Sid":"T","#)
      let (old, new) = (try turn.value(turn.old), try turn.value(named))
      #expect(assessments(turn.kind, old, new).allSatisfy { $0.severity == .low }, "\(turn)")
    }
  }

  @Test func `a document of anything is no crash`() throws {
    var random = SeededGenerator(seed: 5)
    func value() -> ConfigurationValue {
      let statement = ConfigurationValue.object([
        "Effect": .string("Allow"), "Sid": .string("S"),
        "Condition": .random(depth: 4, using: &random),
        "Principal": .random(depth: 3, using: &random),
        "NotAction": .random(depth: 2, using: &random),
      ])
      return ResourceKind.s3Bucket.normalized(
        .object(["Policy": .object(["Statement": .list([statement])])]), form: .cli,
        context: context)
    }
    for _ in 0..<300 { _ = assessments(.s3Bucket, value(), value()) }
  }

  @Test func `who joins the administrators is as bad in the group as in the user`() throws {
    for (group, severity) in [("Admins", Severity.critical), ("Readers", .high)] {
      let (inGroup, inUser) = (ResourceKind.iamGroup, ResourceKind.iamUser)
      let groups = try ["[]", #"[{"UserName":"m"}]"#].map {
        try inGroup.value(#"{"GroupName":"\#(group)","Users":\#($0)}"#)
      }
      let users = try ["[]", #"["\#(group)"]"#].map {
        try inUser.value(#"{"UserName":"m","GroupList":\#($0)}"#)
      }
      #expect(assessments(inGroup, groups[0], groups[1]).map(\.severity) == [severity])
      #expect(assessments(inUser, users[0], users[1]).map(\.severity) == [severity])
    }
  }
}

/// What is said of each edit between two values.
func assessments(_ kind: ResourceKind, _ old: ConfigurationValue, _ new: ConfigurationValue)
  -> [Assessment]
{
  new.difference(from: old).compactMap { kind.assessment(of: $0, from: old, to: new) }
}
