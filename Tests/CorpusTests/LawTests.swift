import AuditService
import AuditStore
import ConfigurationDiff
import ConfigurationModel
import Foundation
import PlumblineTestSupport
import ResourceKinds
import Testing

@Suite(.enabled(if: corpus != nil)) struct `Laws over recorded documents` {
  @Test func `another order is no edit`() throws {
    var random = SeededGenerator(seed: 11)
    var documents = 0
    for group in ImportGroup.chosen(in: try #require(corpus)) {
      for sample in group.samples {
        documents += 1
        let old = sample.normalized(sample.document)
        let new = sample.normalized(sample.reordered(using: &random))
        #expect(
          new.difference(from: old).map(\.path.text) == [], "\(sample.resource) \(group.paths)")
      }
    }
    print("reordered \(documents) documents")
  }

  @Test func `a changed leaf is what the kind's rules say`() throws {
    var random = SeededGenerator(seed: 5)
    var leaves = 0
    var classes: [String: Int] = [:]
    var wrong: [String: Int] = [:]
    for group in ImportGroup.chosen(in: try #require(corpus)) {
      for sample in group.samples {
        let old = sample.normalized(sample.document)
        let all = sample.document.leaves
        for leaf in all.shuffled(using: &random).prefix(60) {
          leaves += 1
          let new = sample.normalized(sample.document.changing(leaf.steps[...]))
          let edits = new.difference(from: old)
          let prediction = Prediction(of: leaf, in: sample)
          classes[prediction.word, default: 0] += 1
          guard !prediction.holds(for: edits) else { continue }
          let text =
            "\(prediction.word) \(sample.resource.type) \(leaf.shape): "
            + edits.prefix(3).map { "\($0.word) \($0.path.text.prefix(150))" }.joined(
              separator: "; ")
          wrong[text, default: 0] += 1
        }
      }
    }
    #expect(wrong.inOrder("") == [])
    print((["changed \(leaves) leaves"] + classes.inOrder("   ")).joined(separator: "\n"))
  }
}

extension Prediction {
  var word: String {
    switch self {
    case .nothing: "nothing"
    case .one: "one"
    case .replaced: "replaced"
    case .secret: "secret"
    case .meaning(let rule): "meaning of \(rule)"
    case .anything: "anything"
    }
  }

  /// Whether the edits of the documents without their secrets' digests are as predicted.
  func holds(for edits: [Edit]) -> Bool {
    switch self {
    case .nothing: edits.isEmpty
    case .one(let path): edits.map(\.path.text) == [path]
    case .replaced:
      edits.count == 2 && Set(edits.map(\.word)) == [.added, .removed]
    case .secret: !edits.isEmpty
    case .meaning: !edits.isEmpty
    case .anything: true
    }
  }
}
