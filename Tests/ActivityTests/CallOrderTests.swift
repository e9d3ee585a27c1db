import Activity
import ConfigurationDiff
import ConfigurationJSON
import ConfigurationModel
import ResourceKinds
import Testing

/// Who made an edit where calls of one second have no order, and where a resource was made anew.
@Suite struct CallOrderTests {
  private static let context = NormalizationContext(account: "111122223333")
  private static let user: ResourceType = "AWS::IAM::User"

  private static func attached(_ names: [String]) -> ConfigurationValue {
    .object([
      "AttachedManagedPolicies": .list(
        names.map { .object(["PolicyArn": .string("arn:aws:iam::aws:policy/\($0)")]) })
    ])
  }

  private static func compared(_ names: [String]) -> ConfigurationValue {
    ResourceKind.of(user).normalized(attached(names), form: .cli, context: context)
  }

  /// `+X` attaches, `-X` detaches, `delete`, `create`; `second` is when.
  private static func call(_ id: String, _ second: Int64, _ what: String, isPerhaps: Bool = false)
    -> TimedCall
  {
    let document = attached([String(what.dropFirst())])
    let steps: [CallEffect.Step] =
      switch what {
      case "delete": [.delete]
      case "create": [.create]
      case "touch": [.touch]
      case let text where text.hasPrefix("+"): [.put(document)]
      case _: [.take(document)]
      }
    return TimedCall(
      id: id, at: Timestamp(seconds: second), steps: steps, isPerhaps: isPerhaps)
  }

  private func attribution(_ before: [String], _ after: [String], _ calls: [TimedCall]) -> String {
    let kind = ResourceKind.of(Self.user)
    let replays = Replays(kind, Self.context, before: Self.compared(before), calls: calls)
    let edits = kind.edits(from: Self.compared(before), to: Self.compared(after))
    return edits.map { edit in
      let (grade, events) = replays.attribution(of: edit)
      return "\(grade) \(events.sorted().joined(separator: ","))"
    }.joined(separator: "; ")
  }

  @Test func `of two calls of a second AWS can only have taken the one order`() {
    // Whatever their ids: what is not attached cannot be detached.
    for (first, second) in [("a", "b"), ("b", "a")] {
      let calls = [
        Self.call(first, 10, "+X"), Self.call(second, 10, "-X"), Self.call("c", 20, "+X"),
      ].sorted { ($0.at, $0.id) < ($1.at, $1.id) }
      #expect(attribution([], ["X"], calls) == "exact c")
    }
  }

  @Test func `where each order can be, none of their callers is certain`() {
    let calls = [Self.call("a", 10, "+X"), Self.call("b", 10, "+X")]
    #expect(attribution([], ["X"], calls) == "byResourceAndTime a,b")
  }

  @Test func `calls of a second that do not meet are as certain as any`() {
    let calls = [Self.call("a", 10, "+X"), Self.call("b", 10, "+Y")]
    #expect(attribution([], ["X", "Y"], calls) == "exact a; exact b")
  }

  @Test func `of more calls than can be tried none is certain`() {
    let calls = (0..<6).map { Self.call("e\($0)", 10, "+X") }
    #expect(attribution([], ["X"], calls).hasPrefix("byResourceAndTime"))
  }

  @Test func `what was there before a resource was made anew has no author of the new one`() {
    let calls = [
      Self.call("alice", 10, "+X"), Self.call("eve1", 20, "delete"),
      Self.call("eve2", 21, "create"),
      Self.call("eve3", 22, "+X"),
    ]
    #expect(attribution([], ["X"], calls) == "exact eve3")
    #expect(attribution([], ["X"], Array(calls.dropLast())) == "byResourceAndTime eve2")
  }

  @Test func `a call in the second of a reading made what no other explains`() {
    let perhaps = Self.call("eve", 10, "+X", isPerhaps: true)
    #expect(attribution([], ["X"], [perhaps]) == "exact eve")
    #expect(
      attribution([], ["X"], [perhaps, Self.call("bob", 20, "+X")]) == "byResourceAndTime bob,eve")
    // It was before the reading where it would have changed nothing after it.
    #expect(
      attribution(
        ["Y"], ["X"],
        [
          Self.call("eve", 10, "-Z", isPerhaps: true), Self.call("bob", 20, "+X"),
          Self.call("bob2", 21, "-Y"),
        ]) == "exact bob; exact bob2")
  }

  private func passed(_ calls: [TimedCall]) -> [String] {
    PassingEdits.passed(
      ResourceKind.of(Self.user), Self.context, before: Self.compared([]), calls: calls,
      observed: Self.compared([])
    ).map { "\($0.opened)-\($0.closed)" }
  }

  @Test func `what came and went within a second is found by the one order that can be`() {
    #expect(passed([Self.call("a", 10, "+X"), Self.call("b", 10, "-X")]) == ["a-b"])
    #expect(passed([Self.call("a", 10, "-X"), Self.call("b", 10, "+X")]) == ["b-a"])
  }

  @Test func `what was undone in the second of the later reading is found`() {
    let close = Self.call("b", 20, "-X", isPerhaps: true)
    #expect(passed([Self.call("a", 10, "+X"), close]) == ["a-b"])
  }

  @Test func `all tags go but those of AWS, and who tags anew is the author`() {
    let kind = ResourceKind.of("AWS::EC2::SecurityGroup")
    func tags(_ names: [String]) -> ConfigurationValue {
      .object([
        "Tags": .list(names.map { .object(["Key": .string($0), "Value": .string("x")]) })
      ])
    }
    func compared(_ names: [String]) -> ConfigurationValue {
      kind.normalized(tags(names), form: .cli, context: Self.context)
    }
    let all = TimedCall(id: "eve", at: Timestamp(seconds: 20), steps: [.empty("Tags")])
    let before = compared(["a", "aws:b"])
    let gone = Replays(kind, Self.context, before: before, calls: [all])
    for edit in kind.edits(from: before, to: compared(["aws:b"])) {
      #expect(gone.attribution(of: edit).events == ["eve"])
      #expect(gone.attribution(of: edit).grade == .exact)
    }
    let anew = Replays(
      kind, Self.context, before: compared([]),
      calls: [
        TimedCall(id: "alice", at: Timestamp(seconds: 10), steps: [.put(tags(["a"]))]), all,
        TimedCall(id: "eve2", at: Timestamp(seconds: 30), steps: [.put(tags(["a"]))]),
      ])
    let edits = kind.edits(from: compared([]), to: compared(["a"]))
    #expect(edits.map { anew.attribution(of: $0).events } == [["eve2"]])
  }

  @Test func `pairs of calls of one second are found, each by itself`() {
    let calls = ["+X", "-X", "+Y", "-Y", "+Z", "-Z"].enumerated().map { index, what in
      Self.call("\(index)", 10, what)
    }
    let passed = PassingEdits.passed(
      ResourceKind.of(Self.user), Self.context, before: Self.compared([]), calls: calls,
      observed: Self.compared([]))
    #expect(passed.map { "\($0.opened)-\($0.closed)" }.sorted() == ["0-1", "2-3", "4-5"])
  }

  @Test func `more calls of a second than can be tried say nothing of what others wrote`() {
    let many = (0..<5).map { Self.call("x\($0)", 10, $0 % 2 == 0 ? "+X" : "-X") }
    let found = attribution([], ["X", "Y"], many + [Self.call("y", 10, "+Y")])
    #expect(found.hasSuffix("exact y"))
    #expect(!found.hasPrefix("exact"))
  }
}
