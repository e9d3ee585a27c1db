import Activity
import ConfigurationDiff
import ConfigurationJSON
import ConfigurationModel
import PlumblineTestSupport
import ResourceKinds
import Testing

private let group: ResourceType = "AWS::EC2::SecurityGroup"

/// A rule of a security group for a port, in the AWS CLI's spelling.
private func rules(_ ports: some Sequence<Int>) -> String {
  let all = ports.map {
    #"{"IpProtocol":"tcp","FromPort":\#($0),"ToPort":\#($0),"IpRanges":[{"CidrIp":"10.0.0.0/8"}]}"#
  }
  return #"{"IpPermissions":[\#(all.joined(separator: ","))]}"#
}

/// One call on a group of rules.
private enum Act: Equatable {
  case open(Int), close(Int), put(Int), touch, delete, make

  func steps() throws -> [CallEffect.Step] {
    func document(_ port: Int) throws -> ConfigurationValue {
      try JSONParser().parse(rules([port]))
    }
    return switch self {
    case .open(let port): [.add(try document(port))]
    case .close(let port): [.take(try document(port))]
    case .put(let port): [.put(try document(port))]
    case .touch: [.touch]
    case .delete: [.delete]
    case .make: [.create]
    }
  }
}

@Suite struct PassingEditsTests {
  private static let context = NormalizationContext(account: "111122223333")

  private func compared(_ text: String, _ type: ResourceType = group) throws -> ConfigurationValue {
    ResourceKind.of(type).normalized(
      try JSONParser().parse(text), form: .cli, context: Self.context)
  }

  private func passed(_ before: [Int], _ acts: [Act], _ after: [Int]?) throws -> [PassingEdit] {
    var passing = PassingEdits(
      ResourceKind.of(group), Self.context, before: try compared(rules(before)))
    for (index, act) in acts.enumerated() { passing.take("e\(index)", try act.steps()) }
    return passing.passed(observed: try after.map { try compared(rules($0)) })
  }

  /// `+22 e0-e1`: what came or went, by which events; `?` where the second is not sure.
  private func told(_ edit: PassingEdit) -> String {
    let port = edit.edit.path.text.split(separator: " ").dropFirst().first ?? "-"
    let sign = edit.edit.new == nil ? "-" : "+"
    return "\(sign)\(port) \(edit.opened)-\(edit.closed)\(edit.isClosedExactly ? "" : "?")"
  }

  fileprivate struct Row: CustomTestStringConvertible {
    let name: String
    var before: [Int] = []
    let acts: [Act]
    var after: [Int]? = []
    let found: [String]

    var testDescription: String { name }
  }

  private static let rows: [Row] = [
    Row(
      name: "what is opened again was undone by whoever may have",
      acts: [.open(22), .touch, .open(22)],
      after: [22], found: ["+22 e0-e1?"]),
    Row(
      name: "and undone again by another", acts: [.open(22), .touch, .open(22), .close(22)],
      found: ["+22 e0-e1?", "+22 e2-e3"]),
    Row(name: "opened and closed", acts: [.open(22), .close(22)], found: ["+22 e0-e1"]),
    Row(
      name: "taken away and put back", before: [22], acts: [.close(22), .open(22)], after: [22],
      found: ["-22 e0-e1"]),
    Row(name: "opened and still there", acts: [.open(22)], after: [22], found: []),
    Row(name: "opened, and the last reading does not know it", acts: [.open(22)], found: []),
    Row(
      name: "opened twice and closed twice", acts: [.open(22), .close(22), .open(22), .close(22)],
      found: ["+22 e0-e1", "+22 e2-e3"]),
    Row(
      name: "opened, closed, and opened to stay", acts: [.open(22), .close(22), .open(22)],
      after: [22], found: ["+22 e0-e1"]),
    Row(
      name: "put where it was already, and taken away", before: [22],
      acts: [.put(22), .close(22)], found: []),
    Row(
      name: "two at once, one of which stays", acts: [.open(22), .open(80), .close(22)],
      after: [80], found: ["+22 e0-e2"]),
    Row(
      name: "opened and taken away by a call that does not say what it did",
      acts: [.open(22), .touch], found: ["+22 e0-e1?"]),
    Row(
      name: "the same where something is there that no call explains",
      acts: [.open(22), .touch], after: [80], found: []),
    Row(
      name: "what is put after a call that does not say what it did may have been there",
      acts: [.touch, .put(22), .close(22)], found: []),
    Row(
      name: "what AWS adds after it was not", acts: [.touch, .open(22), .close(22)],
      found: ["+22 e1-e2"]),
    Row(
      name: "closed for certain after a call that does not say what it did",
      acts: [.open(22), .touch, .close(22)], found: ["+22 e0-e2?"]),
    Row(
      name: "opened until the group was deleted", acts: [.open(22), .delete], after: nil,
      found: ["+22 e0-e1"]),
    Row(
      name: "a group made anew is another one", acts: [.open(22), .make, .close(22)], found: []),
    Row(
      name: "taken away, and the group deleted", before: [22], acts: [.close(22), .delete],
      after: nil, found: []),
  ]

  @Test(arguments: rows)
  fileprivate func `what was made and undone is found, and nothing else`(row: Row) throws {
    #expect(try passed(row.before, row.acts, row.after).map(told) == row.found)
  }

  @Test func `a value that was overwritten stood too`() throws {
    let table: ResourceType = "AWS::EC2::RouteTable"
    func routes(_ gateway: String) -> String {
      #"{"Routes":[{"DestinationCidrBlock":"0.0.0.0/0","GatewayId":"\#(gateway)"}]}"#
    }
    var passing = PassingEdits(
      ResourceKind.of(table), Self.context, before: try compared(routes("igw-1"), table))
    passing.take("first", [.put(try JSONParser().parse(routes("igw-evil")))])
    passing.take("second", [.put(try JSONParser().parse(routes("igw-2")))])
    let found = passing.passed(observed: try compared(routes("igw-2"), table))
    #expect(found.map { [$0.opened, $0.closed] } == [["first", "second"]])
    #expect(found.first?.edit.new == .string("igw-evil") && found.first?.undoing == nil)
  }

  @Test func `a rule that was taken away to be described otherwise is an edit of its description`()
    throws
  {
    func described(_ text: String) -> String {
      #"{"IpPermissions":[{"IpProtocol":"tcp","FromPort":22,"ToPort":22,"IpRanges":[{"CidrIp":"10.0.0.0/8","Description":"\#(text)"}]}]}"#
    }
    var passing = PassingEdits(
      ResourceKind.of(group), Self.context, before: try compared(described("a")))
    passing.take("first", [.take(try JSONParser().parse(described("a")))])
    passing.take("second", [.add(try JSONParser().parse(described("b")))])
    #expect(passing.passed(observed: try compared(described("b"))) == [])
  }

  @Test func `what came and went is found after a call on another part of the resource`() throws {
    let bucket: ResourceType = "AWS::S3::Bucket"
    let policy =
      #"{"Version":"2012-10-17","Statement":[{"Sid":"a","Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*"}]}"#
    let none = try compared(#"{"Policy":null}"#, bucket)
    var passing = PassingEdits(ResourceKind.of(bucket), Self.context, before: none)
    for (name, request) in [
      ("PutBucketCors", ""), ("PutBucketPolicy", #","bucketPolicy":\#(policy)"#),
      ("DeleteBucketPolicy", ""),
    ] {
      let call = try event(
        #""requestParameters":{"bucketName":"b"\#(request)}"#, name: name, source: "s3")
      passing.take(name, call.effects.flatMap(\.steps))
    }
    let found = passing.passed(observed: none).map { [$0.opened, $0.closed] }
    #expect(Set(found) == [["PutBucketPolicy", "DeleteBucketPolicy"]])
  }

  // MARK: A second reading of the rules

  /// A history of a group as it was, call by call: which ports were open after each.
  private struct History {
    var before: Set<Int> = []
    var acts: [Act] = []
    var states: [Set<Int>] = []

    init(_ random: inout SeededGenerator) {
      for port in 1...4 where Bool.random(using: &random) { before.insert(port) }
      var now = before
      for _ in 0..<Int.random(in: 0...9, using: &random) {
        let port = Int.random(in: 1...4, using: &random)
        // AWS refuses to open what is open and to close what is not: those calls are no events of success.
        acts.append(now.contains(port) ? .close(port) : .open(port))
        now.formSymmetricDifference([port])
        states.append(now)
      }
    }

    /// Of each port, every span of calls in which it was otherwise than before and after which it was as before.
    var excursions: Set<String> {
      var found: Set<String> = []
      for port in 1...4 {
        let was = before.contains(port)
        var start: Int?
        for (index, state) in states.enumerated() {
          let isOther = state.contains(port) != was
          if isOther, start == nil { start = index }
          if !isOther, let begun = start {
            found.insert("\(was ? "-" : "+")\(port) e\(begun)-e\(index)")
            start = nil
          }
        }
      }
      return found
    }
  }

  @Test(arguments: 1...12)
  func `of any calls, exactly the spans are found that ended`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var count = 0
    for round in 0..<40 {
      let history = History(&random)
      let found = try passed(
        history.before.sorted(), history.acts, (history.states.last ?? history.before).sorted())
      #expect(Set(found.map(told)) == history.excursions, "seed \(seed), round \(round)")
      #expect(found.count == history.excursions.count, "seed \(seed), round \(round)")
      count += found.count
    }
    #expect(count > 10, "seed \(seed)")
  }
}
