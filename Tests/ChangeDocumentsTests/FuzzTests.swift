import ChangeDocuments
import ConfigurationModel
import PlumblineTestSupport
import Testing

/// What YAML gives a meaning.
private let marks = Array("{}[]:,-?*&!|>'\"#%@\n\t \\~0az\u{0}\u{2028}<=".unicodeScalars)

@Test func `mutilated documents never trap, and every problem has a line`() throws {
  var random = Random(generator: SeededGenerator(seed: 23))
  var refused = 0
  for _ in 0..<1500 {
    var text = Array(random.record().yaml.unicodeScalars)
    for _ in 0..<Int.random(in: 1...6, using: &random.generator) where !text.isEmpty {
      let index = Int.random(in: text.indices, using: &random.generator)
      switch Int.random(in: 0..<4, using: &random.generator) {
      case 0: text.remove(at: index)
      case 1: text.insert(marks.randomElement(using: &random.generator) ?? " ", at: index)
      case 2: text[index] = marks.randomElement(using: &random.generator) ?? " "
      default: text.removeSubrange(index..<min(text.count, index + 20))
      }
    }
    let broken = String(String.UnicodeScalarView(text))
    do {
      _ = try RecordDocument.read(broken, file: "f")
    } catch {
      refused += 1
      #expect(!error.all.isEmpty && error.all.allSatisfy { ($0.place?.line ?? 0) > 0 })
    }
    _ = try? Ignore.read(broken, file: "f")
    _ = try? GoldenDocument.read(broken, file: "f")
  }
  #expect(refused > 500)
}

@Test func `settings and ignores of any kind are read or refused with their lines`() {
  let seeds = [
    Settings.example,
    """
    store: s
    sources:
      - { name: a, exports: [x], schedule: { every: 15m }, deadline: 30s }
      - { name: b, aws: { regions: [eu-west-1], accounts: [111122223333], role: { name: r } } }
    retention: { age: 90d, count: 3 }
    status: { host: 127.0.0.1, port: 0 }
    """,
    """
    ignores:
      - resource: { type: "AWS::*", tags: { a: b } }
        path: Tags[*]
        owner: a
        reason: b
        until: 2027-03-31
    """,
  ]
  Fuzzing.run("settings", seed: 25, seeds: seeds, marks: "{}[]:,-?*&!|>'\"#%@\n\t \\~0az\u{0}<=") {
    text, _ in
    expectLines { _ = try Settings.read(text, file: "f") }
    expectLines { _ = try Ignore.read(text, file: "f") }
    expectLines { _ = try Freeze.read(text, file: "f") }
    expectLines { _ = try RecordDocument.read(text, file: "f") }
  }
}

/// What is refused says where.
private func expectLines(_ read: () throws -> Void) {
  do {
    try read()
  } catch let problems as Problems {
    #expect(problems.all.allSatisfy { ($0.place?.line ?? 0) > 0 } && !problems.all.isEmpty)
  } catch {
    Issue.record("\(error)")
  }
}

@Test func `any soup of marks is refused or read, never a trap`() {
  var random = Random(generator: SeededGenerator(seed: 24))
  for _ in 0..<4000 {
    var soup = String.UnicodeScalarView()
    for _ in 0..<Int.random(in: 0...30, using: &random.generator) {
      soup.append(marks.randomElement(using: &random.generator) ?? " ")
    }
    let text = String(soup)
    do {
      _ = try RecordDocument.read(text, file: "f")
      Issue.record("read \(text)")
    } catch {
      #expect(error.all.allSatisfy { ($0.place?.line ?? 0) > 0 && !$0.message.isEmpty })
    }
  }
}
