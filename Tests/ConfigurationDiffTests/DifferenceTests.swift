import ConfigurationDiff
import ConfigurationModel
import PlumblineTestSupport
import Testing

/// Pairs of values that share much: a random value and the same with one place replaced, or another.
private func pairs(_ count: Int) -> [(ConfigurationValue, ConfigurationValue)] {
  var random = SeededGenerator(seed: 7)
  return (0..<count).map { _ in
    (
      .object(["r": .random(depth: 4, using: &random)]),
      .object(["r": .random(depth: 4, using: &random)])
    )
  }
}

@Test func `a value never differs from itself`() {
  for (value, _) in pairs(2000) { #expect(value.difference(from: value).isEmpty) }
}

@Test func `accepting every edit gives the new value, accepting none the old`() {
  for (old, new) in pairs(5000) {
    let all = new.merged(from: old) { _ in true }
    #expect(new.difference(from: all).isEmpty)
    let none = new.merged(from: old) { _ in false }
    #expect(none.difference(from: old).isEmpty)
  }
}

@Test func `accepting some edits leaves exactly the others`() {
  for (old, new) in pairs(5000) {
    let edits = new.difference(from: old)
    let accepted = Set(edits.enumerated().filter { $0.offset % 2 == 0 }.map(\.element))
    let moved = new.merged(from: old) { accepted.contains($0) }
    // Positions in ordered lists shift as members come and go; what is left is the same otherwise.
    let left = new.difference(from: moved).map(\.change)
    #expect(left.count == edits.count - accepted.count || edits.contains { $0.path.hasPosition })
  }
}

@Test func `swapping the sides mirrors added and removed`() {
  for (old, new) in pairs(2000) {
    let forth = new.difference(from: old)
    let back = old.difference(from: new)
    #expect(forth.count { $0.word == .added } == back.count { $0.word == .removed })
    #expect(forth.count { $0.word == .changed } == back.count { $0.word == .changed })
  }
}

@Test func `one changed leaf in a list of objects is one edit at its place`() {
  let old = list([["a": 1, "b": 1], ["a": 2, "b": 2], ["a": 3, "b": 3]])
  let new = list([["a": 1, "b": 1], ["a": 2, "b": 9], ["a": 3, "b": 3]])
  #expect(new.difference(from: old).map(\.path.text) == ["r[#1].b"])
}

@Test func `a member put in front is one edit`() {
  let old = list([["a": 1], ["a": 2]])
  let new = list([["a": 0], ["a": 1], ["a": 2]])
  #expect(new.difference(from: old).map(\.path.text) == ["r[#0]"])
}

@Test func `the elements of a collection that appears are edits of their own`() {
  let old = ConfigurationValue.object([:])
  let new = ConfigurationValue.object(["Tags": .elements(["a": .null, "b": .null])])
  #expect(new.difference(from: old).map(\.path.text) == ["Tags[a]", "Tags[b]"])
  #expect(old.difference(from: new).map(\.word) == [.removed, .removed])
  #expect(ConfigurationValue.object(["Tags": .elements([:])]).difference(from: old).isEmpty)
}

@Test func `a key that differs in its bytes only is another key`() {
  let old = ConfigurationValue.object(["\u{e9}": .bool(true)])
  let new = ConfigurationValue.object(["e\u{301}": .bool(true)])
  #expect(new.difference(from: old).count == 2)
}

private func list(_ members: [[String: Int]]) -> ConfigurationValue {
  .object(["r": .list(members.map { .object($0.mapValues { .number(String($0)) }) })])
}

extension ConfigurationPath {
  fileprivate var hasPosition: Bool {
    steps.contains { step in
      switch step {
      case .index: true
      case .key, .element: false
      }
    }
  }
}

@Test func `a tag that says more than its value is compared with all it says`() throws {
  let rule = NormalizationRule.tags("Tags")
  func value(_ propagates: Bool) throws -> ConfigurationValue {
    let json = #"{"Tags":[{"Key":"a","Value":"b","PropagateAtLaunch":\#(propagates)}]}"#
    return rule.applied(to: try fixture(json), NormalizationContext(account: ""))
  }
  let (old, new) = (try value(true), try value(false))
  #expect(new.difference(from: old).map(\.path.text) == ["Tags[a].PropagateAtLaunch"])
  #expect(rule.applied(to: old, NormalizationContext(account: "")) == old)
  let written = try fixture(old.canonicalJSON)
  #expect(rule.applied(to: written, NormalizationContext(account: "")) == old)
}
