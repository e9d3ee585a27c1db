import Foundation
import Testing

private struct Listed: Decodable {
  let test: String
  let operation: String
  let before: String
  let after: String
}

extension AnswerPair {
  fileprivate init?(_ listed: Listed) {
    func number(_ path: String) -> Int? {
      path.split(separator: "_").last.flatMap { Int($0.dropLast(5)) }
    }
    guard let before = number(listed.before), let after = number(listed.after) else { return nil }
    self.init(listed.test, listed.operation, before, after)
  }
}

@Suite(.enabled(if: corpus != nil)) struct `Answers before and after` {
  @Test func `every listed pair is compared`() throws {
    let file = try #require(corpus).appending(path: "c7n-pairs-awscli/PAIRS.shared.json")
    let pairs = try JSONDecoder().decode([Listed].self, from: Data(contentsOf: file))
    for pair in pairs.compactMap({ AnswerPair($0) }) {
      do {
        let lines = try pair.edits().map { "\n        \"" + $0 + "\"," }.joined()
        print(
          "ROW    (\n      AnswerPair(\"\(pair.folder)\", \"\(pair.operation)\", \(pair.before), \(pair.after)),\n      [\(lines)\n      ]\n    ),"
        )
      } catch {
        print("REFUSED \(pair) \(error)")
      }
    }
  }
}
