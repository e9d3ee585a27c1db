import ConfigurationDiff
import ConfigurationModel
import PlumblineTestSupport
import Synchronization
import Testing

private let context = NormalizationContext(account: "111122223333")

private func normalized(_ json: String) throws -> ConfigurationValue {
  NormalizationRule.policy("").applied(to: try fixture(json), context)
}

private func statement(_ fields: String) -> String {
  #"{"Version":"2012-10-17","Statement":[{"Sid":"S","Effect":"Allow",\#(fields)}]}"#
}

/// Pairs of documents that mean the same.
private let equal: [(String, String)] = [
  (
    statement(#""Action":"s3:GetObject","Resource":"*""#),
    statement(#""Action":["s3:GetObject"],"Resource":["*"]"#)
  ),
  (statement(#""Action":["a:B","c:D"]"#), statement(#""Action":["c:D","a:B","a:B"]"#)),
  (statement(#""Action":"S3:getobject""#), statement(#""Action":"s3:GetObject""#)),
  (statement(#""NotAction":"IAM:*""#), statement(#""NotAction":["iam:*"]"#)),
  (statement(#""NotResource":["b","a"]"#), statement(#""NotResource":["a","b"]"#)),
  (statement(#""Principal":"*""#), statement(#""Principal":{"AWS":"*"}"#)),
  (statement(#""Principal":{"AWS":["*"]}"#), statement(#""Principal":"*""#)),
  (
    statement(#""Principal":{"AWS":"111122223333"}"#),
    statement(#""Principal":{"AWS":["arn:aws:iam::111122223333:root"]}"#)
  ),
  (
    statement(#""Principal":{"AWS":["111122223333","arn:aws-cn:iam::111122223333:root"]}"#),
    statement(#""Principal":{"AWS":"arn:aws-cn:iam::111122223333:root"}"#)
  ),
  (
    statement(#""Principal":{"Service":["b.amazonaws.com","a.amazonaws.com"],"AWS":"*"}"#),
    statement(#""Principal":{"AWS":"*","Service":["a.amazonaws.com","b.amazonaws.com"]}"#)
  ),
  (
    statement(#""Condition":{"Bool":{"aws:SecureTransport":true}}"#),
    statement(#""Condition":{"Bool":{"AWS:secureTransport":["true"]}}"#)
  ),
  (
    statement(#""Condition":{"NumericEquals":{"s3:max-keys":10}}"#),
    statement(#""Condition":{"NumericEquals":{"s3:max-keys":"10"}}"#)
  ),
  (statement(#""Action":"*","Condition":{}"#), statement(#""Action":"*""#)),
  (
    #"{"Version":"2008-10-17","Statement":{"Effect":"Deny","Action":"*","Resource":"*"}}"#,
    #"{"Statement":[{"Sid":"","Effect":"Deny","Action":["*"],"Resource":"*"}]}"#
  ),
  (
    #"{"Statement":[{"Sid":"A","Effect":"Deny"},{"Sid":"B","Effect":"Allow"}]}"#,
    #"{"Statement":[{"Sid":"B","Effect":"Allow"},{"Sid":"A","Effect":"Deny"}]}"#
  ),
  (
    #""{\"Statement\":{\"Effect\":\"Deny\",\"Action\":\"a:b\"}}""#,
    #""%7B%22Statement%22%3A%5B%7B%22Effect%22%3A%22Deny%22%2C%22Action%22%3A%22a%3Ab%22%7D%5D%7D""#
  ),
  (#"{"Id":"","Statement":[]}"#, #"{"Id":null,"Statement":[]}"#),
  (#"{"Id":"","Statement":[]}"#, #"{"Statement":[]}"#), (#""""#, "null"),
]

/// Pairs of documents that mean different things.
private let different: [(String, String)] = [
  (statement(#""Action":"s3:Get*""#), statement(#""Action":"s3:GetObject""#)),
  (statement(#""Action":"a:b""#), statement(#""NotAction":"a:b""#)),
  (statement(#""Resource":"arn:aws:s3:::B""#), statement(#""Resource":"arn:aws:s3:::b""#)),
  (statement(#""Principal":"*""#), statement(#""NotPrincipal":"*""#)),
  (
    statement(#""Principal":{"AWS":"111122223333"}"#),
    statement(#""Principal":{"AWS":"111122223334"}"#)
  ),
  (
    statement(#""Principal":{"AWS":"arn:aws-cn:iam::111122223333:root"}"#),
    statement(#""Principal":{"AWS":"arn:aws:iam::111122223333:root"}"#)
  ),
  (
    statement(#""Principal":{"AWS":"x"}"#), statement(#""Principal":{"Service":"x"}"#)
  ),
  (
    statement(#""Condition":{"StringEquals":{"aws:x":"A"}}"#),
    statement(#""Condition":{"StringEquals":{"aws:x":"a"}}"#)
  ),
  (
    statement(#""Condition":{"StringEquals":{"aws:x":"a"}}"#),
    statement(#""Condition":{"StringLike":{"aws:x":"a"}}"#)
  ),
  (statement(#""Action":"*","Extra":1"#), statement(#""Action":"*""#)),
  (
    #"{"Statement":[{"Sid":"A","Effect":"Deny"}]}"#,
    #"{"Statement":[{"Sid":"A","Effect":"Allow"}]}"#
  ),
  (
    #"{"Statement":[{"Sid":"A","Effect":"Deny"},{"Sid":"A","Effect":"Allow"}]}"#,
    #"{"Statement":[{"Sid":"A","Effect":"Deny"}]}"#
  ),
  (
    #"{"Statement":[{"Effect":"Deny","Action":["a:b","c:d","e:f","g:h"]}]}"#,
    #"{"Statement":[{"Effect":"Deny","Action":["a:b","c:d","e:f","i:j"]}]}"#
  ),
  (
    #"{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"*"}]}"#,
    #"{"Statement":[{"Effect":"Deny","Action":"*"}]}"#
  ),
  (#"{"Statement":[]}"#, #"{"Statement":{}}"#),
]

/// Documents that are no policies, with what is said of them.
private let invalid: [(String, String)] = [
  (#""not json""#, "is not a JSON object"), ("[1]", "is not a JSON object"),
  ("7", "is not a JSON object"), ("{}", "has no statements"),
  (#"{"Statement":{}}"#, "has no statements"), (#"{"Statement":"x"}"#, "has no statements"),
  (#"{"Statement":[1]}"#, "has a statement that is not an object"),
  (#"{"Statement":[{"Action":"*"}]}"#, "has a statement of unknown effect (none)"),
  (#"{"Statement":[{"Effect":"allow"}]}"#, "has a statement of unknown effect (allow)"),
  (#"{"Statement":[{"Effect":["Allow"]}]}"#, #"has a statement of unknown effect (["Allow"])"#),
]

@Suite struct `Policy documents` {
  @Test(arguments: equal) func `two spellings of one meaning are one value`(
    left: String, right: String
  ) throws {
    #expect(try normalized(left) == normalized(right))
    #expect(try normalized(left).difference(from: normalized(right)).isEmpty)
  }

  @Test(arguments: different) func `two meanings are told apart`(left: String, right: String) throws
  {
    #expect(try !normalized(left).difference(from: normalized(right)).isEmpty)
  }

  @Test(arguments: equal.flatMap { [$0.0, $0.1] } + different.flatMap { [$0.0, $0.1] })
  func `a normalized document written and read again is the same`(json: String) throws {
    let once = try normalized(json)
    #expect(try normalized(once.canonicalJSON) == once)
    #expect(NormalizationRule.policy("").applied(to: once, context) == once)
  }

  @Test(arguments: invalid) func `what is no policy stays as it is written, and is told`(
    json: String, reason: String
  ) throws {
    let told = Mutex<[String]>([])
    let context = NormalizationContext(account: "111122223333") { sentence in
      told.withLock { $0.append(sentence) }
    }
    let value = try fixture(json)
    let result = NormalizationRule.policy("").applied(to: value, context)
    #expect(result == value)
    #expect(NormalizationRule.policy("").applied(to: result, context) == value)
    #expect(
      told.withLock { $0.first } == "A policy document \(reason): it is compared as it is written.")
  }

  @Test func `shuffled documents are the same`() throws {
    var random = SeededGenerator(seed: 11)
    let value = try fixture(
      #"""
      {"Version":"2012-10-17","Statement":[
       {"Effect":"Allow","Action":["s3:Get*","s3:List*","ec2:*","iam:PassRole"],"Resource":"*"},
       {"Effect":"Allow","Action":["s3:Get*","s3:List*","ec2:*","iam:GetRole"],"Resource":"*"},
       {"Sid":"D","Effect":"Deny","Action":"*","Resource":["b","a"],
        "Condition":{"StringEquals":{"aws:X":["1","2"],"aws:Y":"3"}}},
       {"Sid":"D","Effect":"Deny","NotAction":"*","NotPrincipal":{"AWS":["1","2"],"Service":"x"}}]}
      """#)
    let plain = NormalizationRule.policy("").applied(to: value, context)
    for _ in 0..<200 {
      let shuffled = value.shuffled(using: &random)
      #expect(NormalizationRule.policy("").applied(to: shuffled, context) == plain)
    }
  }

  @Test func `one changed action is one edit under the statement's name`() throws {
    let old = try normalized(statement(#""Action":["s3:GetObject","s3:PutObject"]"#))
    let new = try normalized(statement(#""Action":["s3:GetObject","s3:*"]"#))
    #expect(
      new.difference(from: old).map(\.path.text) == [
        #"Statement[S].Action[s3:\*]"#, "Statement[S].Action[s3:putobject]",
      ])
  }

  @Test func `a statement without Sid is called by what it says`() throws {
    let value = try normalized(
      #"""
      {"Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*",
       "Principal":"*","Condition":{"StringEquals":{"aws:X":"y"}}},
       {"Effect":"Deny","NotAction":["a:1","a:2","a:3","a:4","a:5"]}]}
      """#)
    guard case .elements(let statements)? = value["Statement"] else {
      Issue.record("no statements")
      return
    }
    #expect(
      statements.keys.sorted() == [
        "Allow s3:getobject on arn:aws:s3:::b/* for AWS * if StringEquals aws:x y",
        "Deny all but a:1, a:2, a:3, a:4, a:5",
      ])
  }
}

private let containments: [(String, String, Bool)] = [
  ("s3:GetObject", "s3:Get*", true), ("s3:GetBucket*", "s3:Get*", true),
  ("s3:*", "s3:Get*", false), ("S3:getobject", "s3:GETOBJECT", true), ("s3:*", "*", true),
  ("*", "*", true), ("*", "s3:*", false), ("*", "*:*", false), ("s3:Get*Acl", "s3:Get*", true),
  ("s3:Get*Acl", "s3:*Acl", true), ("s3:Get*", "s3:*Acl", false), ("s3:Get?", "s3:Get*", true),
  ("s3:Get*", "s3:Get?", false), ("s3:Get?", "s3:Get?", true), ("s3:*?*", "s3:?*", true),
  ("s3:?*", "s3:*?*", true), ("s3:*", "s3:?*", false), ("s3:a*b*c", "s3:a*c", true),
  ("s3:a*c", "s3:a*b*c", false), ("s3:ab", "s3:a", false), ("s3:a", "s3:ab", false),
  ("", "*", true), ("", "", true), ("a", "", false), ("ec2:RunInstances", "s3:*", false),
]

@Test(arguments: containments) func `an action pattern contains what it names`(
  action: String, pattern: String, isContained: Bool
) {
  #expect(actionIsContained(action, in: pattern) == isContained)
}

@Test func `containment agrees with every expansion`() {
  var random = SeededGenerator(seed: 5)
  let words = ["", "a", "b", "aa", "ab", "ba", "bb", "aab", "aba", "bab", "abb", "baa", "c", "acb"]
  for _ in 0..<Trials.count(5000) {
    let (left, right) = (pattern(&random), pattern(&random))
    guard actionIsContained(left, in: right) else { continue }
    let (inner, outer) = (Glob(left), Glob(right))
    for word in words where inner.matches(word) {
      #expect(outer.matches(word), "\(left) in \(right), yet not \(word)")
    }
  }
}

private func pattern(_ random: inout SeededGenerator) -> String {
  (0..<Int.random(in: 0...4, using: &random)).map { _ in
    ["a", "b", "*", "?"].randomElement(using: &random) ?? ""
  }.joined()
}

@Suite struct `Principals of other partitions` {
  @Test(arguments: ["aws-cn", "aws-us-gov", "aws-iso", "aws-iso-b", "aws-eusc"])
  func `an account's id is its root in the partition of the resource`(partition: String) throws {
    let context = NormalizationContext(account: "111122223333", partition: partition)
    let values = try [
      "111122223333", "arn:aws:iam::111122223333:root", "arn:\(partition):iam::111122223333:root",
    ]
    .map { principal in
      try NormalizationRule.policy("").applied(
        to: fixture(
          statement(
            #""Principal":{"AWS":"\#(principal)"},"NotPrincipal":{"AWS":["\#(principal)"]}"#)),
        context)
    }
    #expect(Set(values).count == 1)
    #expect(values[0].canonicalJSON.contains("arn:\(partition):iam::111122223333:root"))
  }

  @Test func `a role, another partition's root and what is no account are left alone`() throws {
    let context = NormalizationContext(account: "111122223333", partition: "aws-cn")
    for principal in [
      "arn:aws:iam::111122223333:role/r", "arn:aws-us-gov:iam::111122223333:root", "11112222333",
    ] {
      let value = NormalizationRule.policy("").applied(
        to: try fixture(statement(#""Principal":{"AWS":"\#(principal)"}"#)), context)
      #expect(value.canonicalJSON.contains(#""\#(principal)""#))
    }
  }
}
