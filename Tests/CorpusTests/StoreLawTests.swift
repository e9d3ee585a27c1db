import AuditService
import AuditStore
import ConfigurationDiff
import ConfigurationModel
import Foundation
import PlumblineTestSupport
import Testing

@Suite(.enabled(if: corpus != nil)) struct `Laws through a store` {
  @Test func `another order is no edit, and one changed leaf is what the documents differ in`()
    throws
  {
    var random = SeededGenerator(seed: 23)
    var (documents, secrets) = (0, 0)
    for samples in batches(try #require(corpus)) {
      let temporary = try TemporaryStore()
      _ = try temporary.import(lines: samples.map { $0.line($0.document) })
      let reordered = samples.map { $0.line($0.reordered(using: &random)) }
      #expect(try temporary.import(lines: reordered).edits == 0, "\(samples[0].resource)")
      var leaves: [ResourceID: Leaf] = [:]
      for sample in samples {
        let all = sample.document.leaves
        leaves[sample.resource] =
          all.first { Prediction(of: $0, in: sample) == .secret }
          ?? all.randomElement(using: &random)
      }
      _ = try temporary.import(
        lines: samples.map { sample in
          sample.line(
            leaves[sample.resource].map { sample.document.changing($0.steps[...]) }
              ?? sample.document)
        })
      let found = try DiffConfigurations(store: temporary.store)
        .difference(from: .snapshot(2), to: .snapshot(3))
      let edits = Dictionary(uniqueKeysWithValues: found.map { ($0.resource.id, $0.edits) })
      for sample in samples {
        documents += 1
        guard let leaf = leaves[sample.resource] else { continue }
        let isSecret = check(edits[sample.resource] ?? [], sample, leaf)
        secrets += isSecret ? 1 : 0
      }
      #expect(
        try VerifyStore(store: temporary.store).run().problems == [], "\(samples[0].resource)")
      try expectNoSecrets(of: samples, in: temporary.store)
    }
    print("through a store: \(documents) documents, \(secrets) secret leaves")
  }

  /// Documents that one store can hold together: each resource once.
  private func batches(_ corpus: URL) -> [[Sample]] {
    var batches: [[ResourceID: Sample]] = []
    for sample in ImportGroup.chosen(in: corpus).flatMap(\.samples) {
      let free = batches.firstIndex { $0[sample.resource] == nil }
      if free == nil { batches.append([:]) }
      batches[free ?? batches.count - 1][sample.resource] = sample
    }
    return batches.map { $0.values.sorted { $0.resource < $1.resource } }
  }

  /// Nothing that stands where a secret stands, and nothing that looks like an access key, is stored.
  private func expectNoSecrets(of samples: [Sample], in store: AuditStore) throws {
    let answer = try store.query(
      "SELECT configuration FROM items UNION ALL SELECT old FROM edits UNION ALL SELECT new FROM edits"
    )
    let stored = answer.rows.flatMap { $0 }.map { "\($0)" }.joined(separator: "\n")
    #expect(stored.firstMatch(of: /\b(AKIA|ASIA)[0-9A-Z]{16}\b/) == nil, "\(samples[0].resource)")
    for sample in samples {
      let (secrets, others) = sample.texts
      for text in secrets
      where text.utf8.count > 7 && !others.contains(where: { $0.contains(text) }) {
        #expect(!stored.contains(text), "\(sample.resource)")
      }
    }
  }

  /// Whether the leaf is a secret.
  private func check(_ edits: [Edit], _ sample: Sample, _ leaf: Leaf) -> Bool {
    let expected = sample.normalized(sample.document.changing(leaf.steps[...]))
      .difference(from: sample.normalized(sample.document))
      // A part that is absent was not read, and stays as it was.
      .filter { edit in
        edit.word != .removed || !sample.kind.facets.contains(edit.path.text)
      }
    if Prediction(of: leaf, in: sample) == .secret {
      #expect(!edits.isEmpty, "\(sample.resource) \(leaf.shape)")
      for value in edits.flatMap({ [$0.old, $0.new] }).compactMap(\.?.string) {
        #expect(value.hasPrefix("secret:"), "\(sample.resource) \(leaf.shape)")
      }
      return true
    }
    #expect(
      edits.map { "\($0.word) \($0.path.shape)" } == expected.map { "\($0.word) \($0.path.shape)" },
      "\(sample.resource) \(leaf.shape)")
    return false
  }
}

extension ConfigurationPath {
  /// The path without positions, and without what is a secret in a label.
  fileprivate var shape: String {
    Leaf(steps: steps).shape.replacing(/secret:[0-9a-f]{64}|A[KS]IA[0-9A-Z]{12,}/, with: "secret")
  }
}

extension Sample {
  /// The texts that are secrets, and those that are not.
  fileprivate var texts: (secrets: [String], others: [String]) {
    var (secrets, others): ([String], [String]) = ([], [])
    for leaf in document.leaves {
      guard let text = document.value(at: leaf.steps)?.string else { continue }
      if kind.secrets.contains(where: { $0.covers(leaf.steps[...]) != nil }) {
        secrets.append(text)
      } else {
        others.append(text)
      }
    }
    return (secrets, others)
  }
}
