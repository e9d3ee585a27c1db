import ConfigurationDiff
import ConfigurationModel
import PlumblineTestSupport
import Testing

private let context = NormalizationContext(account: "111122223333")

private func labels(_ statements: String) throws -> [String] {
  let policy = try fixture(#"{"Statement":\#(statements)}"#)
  let value = NormalizationRule.policy("").applied(to: policy, context)
  guard case .elements(let elements)? = value["Statement"] else { return [] }
  return elements.keys.sorted { $0.precedes($1) }
}

private struct Called: CustomTestStringConvertible, Sendable {
  let statements: String
  let labels: [String]
  init(_ statements: String, _ labels: String...) {
    (self.statements, self.labels) = (statements, labels)
  }
  var testDescription: String { statements }
}

@Suite struct `Labels` {
  @Test(arguments: [
    Called(#"{"Effect":"Allow","Action":"a:b"}"#, "Allow a:b"),
    Called(#"{"Effect":"Allow"}"#, "Allow"),
    Called(#"{"Sid":"Allow","Effect":"Allow"}"#, "Sid=Allow"),
    Called(#"{"Sid":"Allow a:b","Effect":"Deny"}"#, "Sid=Allow a:b"),
    Called(#"{"Sid":"Sid=Allow a:b","Effect":"Deny"}"#, "Sid=Sid=Allow a:b"),
    Called(#"{"Sid":"AllowAll","Effect":"Deny"}"#, "AllowAll"),
    Called(#"{"Sid":"Deny","Effect":"Deny"}"#, "Sid=Deny"),
    Called(
      #"{"Effect":"Allow","Action":"a:b","Condition":{"Bool":{"k:a":"1","k:b":"2"},"Null":{"k:c":"3"}}}"#,
      "Allow a:b if Bool k:a 1 and Bool k:b 2 and Null k:c 3"),
    Called(
      #"{"Effect":"Allow","Principal":{"AWS":["x","y"],"Service":"z"}}"#,
      "Allow for AWS x, y and Service z"),
    Called(
      #"{"Effect":"Allow","Action":"a:b","Extra":"x"}"#,
      "Allow a:b #b9a8f37de9c4db1cbc1ceac76552476c"),
    Called(
      #"{"Effect":"Allow","Action":["a:b, a:c"]}"#,
      "Allow a:b, a:c #5413ebfc6dd93468bf9c17c53f4dc801"),
    Called(#"{"Effect":"Allow","Action":["a:b","a:c"]}"#, "Allow a:b, a:c"),
    Called(
      #"[{"Sid":"x","Effect":"Deny","Action":"a:b"},{"Sid":"x","Effect":"Deny","Action":"a:c"}]"#,
      "x ~…", "x ~…"),
    Called(
      #"[{"Effect":"Deny","Action":"a:b"},{"Effect":"Deny","Action":"a:b"}]"#, "Deny a:b",
      "Deny a:b ~… (2)"),
    Called(
      #"{"Sid":"x ~00000000000000000000000000000000","Effect":"Deny"}"#,
      "x ~00000000000000000000000000000000 ~…"),
  ])
  private func `a statement is called by its Sid or by all that it says`(row: Called) throws {
    let found = try labels(row.statements).map { label in
      row.labels.contains(label)
        ? label : label.replacing(/~[0-9a-f]{32}( \([0-9]\))?$/) { "~…\($0.1 ?? "")" }
    }
    #expect(found == row.labels)
  }

  /// Over texts that have what labels are made of, so that every separator is tried against every other.
  @Test func `two statements have one label only if they are the same`() throws {
    var world = Statements(seed: 7)
    var known: [String: String] = [:]
    var (same, digests) = (0, 0)
    for _ in 0..<Trials.count(2000) {
      let json = world.statement()
      guard let label = try labels(json).first else { continue }
      let policy = try fixture(#"{"Statement":\#(json)}"#)
      let meaning = NormalizationRule.policy("").applied(to: policy, context)["Statement"]?[label]
      let sid = try fixture(json)["Sid"]?.string ?? ""
      // Of two statements with one Sid that is the name, whatever they say.
      let said = sid.isEmpty ? meaning?.canonicalJSON ?? "" : "Sid " + sid
      if let other = known[label] {
        same += 1
        #expect(other == said, "\(label)")
      }
      known[label] = said
      digests += label.contains(#/ #[0-9a-f]{32}$/#) ? 1 : 0
      let path = ConfigurationPath([.key("Statement"), .element(label)])
      #expect(ConfigurationPath(parsing: path.text) == path)
      #expect(PathPattern(parsing: path.text)?.names(path) == true)
    }
    #expect(same > 200 && digests > 200 && known.count > 700)
  }

  @Test func `no member of a set or keyed list is lost, and no two are called alike`() throws {
    var random = SeededGenerator(seed: 8)
    let texts = [
      "a", "a (2)", "a ~0cc175b9c0f1b6a831c399e269772661", "true", "null", "1", "{}", "[]", "\"a\"",
      "a b", "c", "b c", "\u{e9}", "e\u{301}",
    ]
    // By bytes: a dictionary takes canonically equivalent texts for one.
    var known: [[UInt8]: ConfigurationValue] = [:]
    for _ in 0..<Trials.count(2000) {
      let members = (0..<Int.random(in: 1...6, using: &random)).map { _ -> ConfigurationValue in
        let text = texts.randomElement(using: &random) ?? ""
        return switch Int.random(in: 0..<8, using: &random) {
        case 0: .bool(true)
        case 1: .object([:])
        case 2: .list([.string(text)])
        case 3:
          .object(["A": .string(text), "B": .string(texts.randomElement(using: &random) ?? "")])
        default: .string(text)
        }
      }
      let set = NormalizationRule.set("").applied(to: .list(members), context)
      #expect(set.members?.count == members.count)
      guard case .elements(let elements) = set else { continue }
      for (label, value) in elements {
        if let other = known[Array(label.utf8)] { #expect(other == value, "\(label)") }
        known[Array(label.utf8)] = value
      }
      #expect(NormalizationRule.set("").applied(to: set, context) == set)
      let keyed = NormalizationRule.keyed("", by: ["A+B", "A"]).applied(to: .list(members), context)
      #expect(keyed.members?.count == members.count)
    }
  }

  @Test(arguments: [
    (
      #"{"IpProtocol":"tcp","FromPort":1,"ToPort":2,"UserIdGroupPairs":[{"GroupName":"sg-1 (444455556666)"}]}"#,
      #"tcp 1-2 from "sg-1 (444455556666)""#
    ),
    (
      #"{"IpProtocol":"tcp","FromPort":1,"ToPort":2,"UserIdGroupPairs":[{"GroupId":"sg-1","UserId":"444455556666"}]}"#,
      "tcp 1-2 from sg-1 (444455556666)"
    ),
    (#"{"IpProtocol":"tcp","FromPort":1,"ToPort":1}"#, "tcp 1 from nobody"),
    (
      #"{"IpProtocol":"tcp","FromPort":1,"ToPort":1,"UserIdGroupPairs":[{"GroupName":"nobody"}]}"#,
      #"tcp 1 from "nobody""#
    ),
    (#"{"IpProtocol":"tcp 1","UserIdGroupPairs":[{"GroupName":"x"}]}"#, #""tcp 1" from x"#),
    (
      #"{"IpProtocol":"tcp","FromPort":"1-2","ToPort":"1-2","UserIdGroupPairs":[{"GroupName":"x"}]}"#,
      #"tcp "1-2" from x"#
    ),
  ])
  func `texts in a rule cannot make the label of another rule`(json: String, label: String) throws {
    let rule = NormalizationRule.permissions("", .ingress).applied(
      to: .list([try fixture(json)]), context)
    guard case .elements(let elements) = rule else {
      Issue.record("no rules")
      return
    }
    #expect(Array(elements.keys) == [label])
  }
}

/// Statements of few words, among them the label's own.
private struct Statements {
  private var random: SeededGenerator
  private let texts = [
    "a:b", "a:b, a:c", "a:c", "*", "x on y", "on", "all but a:b", "AWS x", "x and Service y", "y",
    "if",
    "#0f1e", "~", "\\\"q\\\"", "\u{e9}", "e\u{301}", "Allow", "1", "",
  ]

  init(seed: UInt64) { random = SeededGenerator(seed: seed) }

  mutating func statement() -> String {
    var fields = [#""Effect":"\#(chance(2) ? "Allow" : "Deny")""#]
    if chance(6) {
      let sids = ["Allow a:b", "A", "Allow", "Sid=A", "Deny on *", "Sid=Allow", ""]
      fields.append(#""Sid":"\#(sids.randomElement(using: &random) ?? "")""#)
    }
    if chance(2) { fields.append(#""\#(chance(4) ? "NotAction" : "Action")":\#(list())"#) }
    if chance(2) { fields.append(#""\#(chance(4) ? "NotResource" : "Resource")":\#(list())"#) }
    if chance(4) {
      fields.append(#""Principal":{"AWS":\#(list())\#(chance(2) ? "" : #","Service":"# + list())}"#)
    }
    if chance(4) {
      let keys = chance(2) ? #""k:a":\#(list())"# : #""k:a":\#(list()),"k b":\#(list())"#
      fields.append(#""Condition":{"Bool":{\#(keys)}\#(chance(2) ? "" : #","Null":{"k:a":"1"}"#)}"#)
    }
    if chance(12) { fields.append(#""Extra":"\#(text())""#) }
    return "{\(fields.joined(separator: ","))}"
  }

  private mutating func list() -> String {
    if chance(20) { return #"{"x":1}"# }
    let count = chance(10) ? 12 : Int.random(in: 0...3, using: &random)
    return "[" + (0..<count).map { _ in "\"\(text())\"" }.joined(separator: ",") + "]"
  }

  private mutating func text() -> String { texts.randomElement(using: &random) ?? "" }
  private mutating func chance(_ of: Int) -> Bool { Int.random(in: 0..<of, using: &random) == 0 }
}
