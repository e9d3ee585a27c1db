import Activity
import ConfigurationDiff
import ConfigurationJSON
import ConfigurationModel
import FoundationEssentials
import ResourceKinds
import Testing

/// Every call that is known, as CloudTrail writes it: asked only, with its answer, and refused.
@Suite struct CallTableTests {
  private static let context = NormalizationContext(account: "111122223333")

  private func event(_ sample: CallSample, response: String?, _ more: String = "") throws
    -> ActivityEvent
  {
    let answer = response.map { #","responseElements":{\#($0)}"# } ?? ""
    return try ActivityEvent(
      JSONParser().parse(
        """
        {"eventVersion":"1.09","eventID":"e1","eventTime":"2026-11-20T20:00:00Z",\
        "eventSource":"\(sample.source).amazonaws.com","eventName":"\(sample.name)",\
        "awsRegion":"us-east-1","recipientAccountId":"111122223333","readOnly":false,\
        "userIdentity":{"type":"IAMUser","userName":"alice"},\
        "requestParameters":{\(sample.request)}\(answer)\(more)}
        """))
  }

  /// What is said of a change that the call makes, by its event.
  private func found(_ sample: CallSample, _ event: ActivityEvent) throws
    -> (steps: [CallEffect.Step], grades: Set<EditAttribution.Grade>)
  {
    let kind = ResourceKind.of(sample.type)
    let names = [sample.resource, sample.alias]
    let steps = event.effects.filter { $0.type == sample.type && names.contains($0.resource) }
      .flatMap(\.steps)
    func value(_ text: String) throws -> ConfigurationValue {
      kind.normalized(try JSONParser().parse(text), form: .cli, context: Self.context)
    }
    let (before, after) = try (value(sample.before), value(sample.after))
    var replay = Replay(kind, Self.context, before: before)
    if !steps.isEmpty { replay.take(event.id, steps) }
    let edits = kind.edits(from: before, to: after)
    #expect(!edits.isEmpty, "\(sample)")
    return (steps, Set(edits.map { replay.attribution(of: $0).grade }))
  }

  private func word(_ found: (steps: [CallEffect.Step], grades: Set<EditAttribution.Grade>))
    -> CallSample.Word?
  {
    if found.steps == [.create] { return .created }
    if found.steps == [.delete] { return .deleted }
    if found.grades == [.exact] { return .exact }
    return found.steps.isEmpty ? nil : .touched
  }

  /// What the documentation says of each call, as `ec2.amazonaws.com CreateRoute`.
  private func documented() throws -> [String: CallSample.Word] {
    let file =
      #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3)
      .joined(separator: "/") + "/Documentation/Activity.md"
    let text = try String(decoding: Data(contentsOf: URL(filePath: file)), as: UTF8.self)
    var all: [String: CallSample.Word] = [:]
    for line in text.split(separator: "\n") {
      let cells = line.split(separator: "|").map { $0.trimmingPrefix(" ") }
      guard cells.count == 3, let word = CallSample.Word(rawValue: cells[1].trimmed) else {
        continue
      }
      for call in cells[2].split(separator: "`") where call.first?.isUppercase == true {
        let name = "\(cells[0].trimmed.lowercased()).amazonaws.com \(call)"
        #expect(all.updateValue(word, forKey: name) == nil, "\(name) twice")
      }
    }
    return all
  }

  @Test func `every call that is known is documented and tried, and no other`() throws {
    let known = Set(CallTable.rules.keys)
    #expect(Set(try documented().keys) == known)
    #expect(Set(callSamples.map { "\($0.source).amazonaws.com \($0.name)" }) == known)
    #expect(callSamples.count == known.count)
  }

  @Test func `the types are known of the resources that calls are on`() {
    #expect(Set(callSamples.map(\.type)) == CallTable.types)
  }

  @Test func `a call is told as it is documented, with its answer and without`() throws {
    let documented = try documented()
    for sample in callSamples {
      let word = try #require(documented["\(sample.source).amazonaws.com \(sample.name)"])
      let full = try self.word(found(sample, event(sample, response: sample.response)))
      let bare = try self.word(found(sample, event(sample, response: nil)))
      switch word {
      case .exact, .touched, .deleted:
        #expect(full == word && bare == word, "\(sample): \(full as Any), \(bare as Any)")
      case .answered: #expect(full == .exact && bare != .exact, "\(sample): \(bare as Any)")
      case .created: #expect(full == .created && bare ?? .created == .created, "\(sample)")
      }
    }
  }

  @Test(arguments: [
    #","errorCode":"AccessDenied""#, #","errorCode":"Client.DryRunOperation""#,
    #","errorMessage":"no""#,
  ])
  func `a refused call and one that only tried made nothing`(refusal: String) throws {
    for sample in callSamples {
      let refused = try event(sample, response: sample.response, refusal)
      #expect(refused.effects.isEmpty, "\(sample)")
      #expect(try found(sample, refused).grades == [.unexplained], "\(sample)")
    }
  }
}

extension Substring {
  fileprivate var trimmed: String {
    String(self).split(separator: " ").joined(separator: " ")
  }
}
