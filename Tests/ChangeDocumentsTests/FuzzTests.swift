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

@Test func `settings of any kind are read or refused with their lines`() {
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
  ]
  Fuzzing.run("settings", seed: 25, seeds: seeds, marks: documentMarks) { text, _ in
    expectLines(of: text) { _ = try Settings.read(text, file: "f") }
  }
}

@Test func `ignores and freezes of any kind are read or refused, and written as they were read`() {
  let seeds = [
    """
    ignores:
      - resource: { type: "AWS::*", tags: { a: b } }
        path: Tags[*]
        where: { within: 10.0.0.0/8 }
        owner: a
        reason: b
        until: 2027-03-31
    """,
    """
    freezes:
      - name: winter
        from: 2026-12-20T00:00:00Z
        until: 2027-01-04
        resource: { type: "AWS::EC2::*", region: eu-west-1 }
    """,
  ]
  var read = 0
  Fuzzing.run("ignores and freezes", seed: 26, seeds: seeds, marks: documentMarks) { text, _ in
    expectLines(of: text) {
      for ignore in try Ignore.read(text, file: "f") {
        read += 1
        #expect(try Ignore.read(ignore.yaml, file: "f").map { $0.named("") } == [ignore.named("")])
      }
    }
    expectLines(of: text) {
      for freeze in try Freeze.read(text, file: "f") {
        read += 1
        #expect(try Freeze.read(freeze.yaml, file: "f") == [freeze], "\(text)")
      }
    }
  }
  #expect(read > Fuzzing.count / 50)
}

@Test func `change records of any kind are read or refused, and written as they were read`() {
  let seeds = [
    """
    change: CHG1
    kind: normal
    state: approved
    requestedBy: alice@example.com
    approvals: [{ by: bob@example.com, at: 2026-11-18T11:10:00Z }]
    window: { from: 2026-11-18T11:20:00Z, until: 2026-11-18T13:00:00Z }
    implementers: ["arn:aws:iam::*:role/deploy"]
    approvalDue: 48h
    allows:
      - resource: { type: AWS::EC2::SecurityGroup, name: web, tags: { team: a } }
        action: modify
        edits:
          - added: IpPermissions
            where: { IpProtocol: tcp, ports: 443-445, source: { within: 10.0.0.0/8 } }
            atMost: 3
          - changed: Description
            from: old
            to: { glob: "new*" }
    """,
    """
    change: CHG2
    kind: emergency
    state: draft
    allows:
      - resource: { id: vpc-1 }
        action: delete
    """,
  ]
  var read = 0
  Fuzzing.run("change records", seed: 27, seeds: seeds, marks: documentMarks) { text, _ in
    expectLines(of: text) {
      for document in try RecordDocument.read(text, file: "f") {
        read += 1
        let again = try RecordDocument.read(document.record.yaml, file: "f").map(\.record)
        #expect(again == [document.record], "\(text)")
      }
    }
  }
  #expect(read > Fuzzing.count / 50)
}

@Test func `golden documents of any kind are read or refused, and written as they were read`() {
  let seeds = [
    """
    baseline: prod
    resources:
      - type: AWS::EC2::VPC
        id: vpc-1
        account: "111122223333"
        region: eu-west-1
        match: partial
        configuration: { CidrBlock: 10.0.0.0/16, Tags: [{ Key: a, Value: "1e3" }], Ports: [1, 2.50] }
    """,
    "type: T\nid: i\naccount: a\nregion: r\nname: n\nconfiguration: { a: { b: null }, c: true }\n",
  ]
  var read = 0
  Fuzzing.run("golden documents", seed: 28, seeds: seeds, marks: documentMarks) { text, _ in
    expectLines(of: text) {
      let documents = try GoldenDocument.read(text, file: "f")
      read += documents.count
      guard !documents.isEmpty else { return }
      let again = try GoldenDocument.read(GoldenDocument.yaml(documents), file: "f")
      #expect(again.map(\.resource) == documents.map(\.resource), "\(text)")
      #expect(
        again.map(\.configuration.canonicalJSON) == documents.map(\.configuration.canonicalJSON),
        "\(text)")
    }
  }
  #expect(read > Fuzzing.count / 50)
}

private let documentMarks = "{}[]:,-?*&!|>'\"#%@\n\t \\~0az\u{0}<="

/// What is refused says where, in no more words than the text has places, and what it lacks.
private func expectLines(of text: String, _ read: () throws -> Void) {
  do {
    try read()
  } catch let problems as Problems {
    #expect(problems.all.allSatisfy { ($0.place?.line ?? 0) > 0 } && !problems.all.isEmpty)
    #expect(problems.all.count <= text.unicodeScalars.count + 10, "\(text)")
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
