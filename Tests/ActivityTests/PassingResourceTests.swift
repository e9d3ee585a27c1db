import Activity
import ConfigurationDiff
import ConfigurationJSON
import ConfigurationModel
import ResourceKinds
import Testing

@Suite struct PassingResourceTests {
  private let group = ResourceKind.of("AWS::EC2::SecurityGroup")
  private let context = NormalizationContext(account: "111122223333")

  /// Calls as `c` (makes), `d` (deletes), `p` (gives a tag), `-` (takes it), `?` (touches), each with its second.
  private func passed(_ calls: [(word: Character, second: Int64)]) throws -> [PassingResource] {
    let tags = try JSONParser().parse(#"{"Tags":[{"Key":"a","Value":"b"}]}"#)
    let timed = calls.enumerated().map { index, call in
      let step: CallEffect.Step =
        switch call.word {
        case "c": .create
        case "d": .delete
        case "p": .put(tags)
        case "-": .take(tags)
        default: .touch
        }
      return TimedCall(
        id: "\(call.word)\(index)", at: Timestamp(seconds: call.second), steps: [step])
    }
    return PassingResource.passed(group, context, calls: timed)
  }

  @Test func `each time that it was made and deleted is one`() throws {
    let found = try passed([("c", 1), ("d", 2), ("c", 3), ("?", 4), ("d", 5)])
    #expect(found.map(\.calls) == [["c0"], ["c2", "?3"]])
    #expect(found.map(\.deleted) == ["d1", "d4"])
  }

  @Test(arguments: ["c", "d", "dc", "cc", "?d", ""])
  func `without its beginning and its end it is none`(words: String) throws {
    let calls = words.enumerated().map { (word: $1, second: Int64($0)) }
    #expect(try passed(calls).isEmpty)
  }

  @Test func `of one second it was made before it was deleted`() throws {
    #expect(try passed([("d", 1), ("c", 1)]).map(\.calls) == [["c1"]])
    // What was there was deleted before it was made anew.
    let found = try passed([("c", 1), ("c", 2), ("d", 2), ("d", 3)])
    #expect(found.map(\.deleted) == ["d2", "d3"])
  }

  @Test func `it had what it was given, whatever was taken away again`() throws {
    let found = try #require(try passed([("c", 1), ("p", 2), ("-", 3), ("d", 4)]).first)
    #expect(found.configuration["Tags"] != nil && found.configuration["Unseen"] == .bool(true))
  }
}
