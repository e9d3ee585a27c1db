import ConfigurationDiff
import ConfigurationModel
import Foundation
import PlumblineTestSupport
import ResourceKinds
import Testing

@Suite(.enabled(if: corpus != nil)) struct `Versions of managed policies` {
  private func versions(in folder: URL) throws -> [(name: String, document: ConfigurationValue)] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
      .filter { $0.hasSuffix(".json") }
      .map { name in
        let value = try fixture(Data(contentsOf: folder.appending(path: name)))
        return (name, try #require(value["document"]))
      }
  }

  @Test func `what changed is what a set of actions says`() throws {
    let root = try #require(corpus).appending(path: "iam-dataset-policy-history")
    let context = NormalizationContext(account: "111122223333")
    for policy in try FileManager.default.contentsOfDirectory(atPath: root.path).sorted() {
      let folder = root.appending(path: policy)
      guard folder.hasDirectoryPath || policy != "LICENSE" else { continue }
      let all = try versions(in: folder)
      for (old, new) in zip(all, all.dropFirst()) {
        let values = [old, new].map {
          ResourceKind.iamPolicy.normalized(
            .object(["Document": $0.document]), form: .cli, context: context)
        }
        let edits = values[1].difference(from: values[0])
        let expected = old.document.actions.symmetricDifference(new.document.actions)
        print(
          "POLICY \(policy) \(old.name) \(new.name): actions \(expected.count), edits \(edits.count)"
        )
        for edit in edits.prefix(6) where edits.count != expected.count {
          print("    \(edit.word) \(edit.path.text.prefix(140))")
        }
      }
    }
  }
}

extension ConfigurationValue {
  /// Every action of every statement, with the statement's place for what is not an action.
  fileprivate var actions: Set<String> {
    let statements = self["Statement"]?.members ?? [self["Statement"]].compactMap { $0 }
    return Set(
      statements.flatMap { statement in
        let action = statement["Action"] ?? .null
        let names = (action.members ?? [action]).compactMap(\.string)
        return names.map { "\(statement["Sid"]?.string ?? "") \($0.lowercased())" }
      })
  }
}
