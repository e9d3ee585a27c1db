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
    var compared = 0
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
        let (before, after) = (old.document.actionsBySid, new.document.actionsBySid)
        guard let before, let after, Set(before.keys) == Set(after.keys) else {
          #expect(edits.isEmpty == (values[0] == values[1]), "\(policy) \(new.name)")
          continue
        }
        compared += 1
        let expected = before.keys.flatMap { sid in
          let (old, new) = (before[sid, default: []], after[sid, default: []])
          return new.subtracting(old).map { "added \(sid) \($0)" }
            + old.subtracting(new).map { "removed \(sid) \($0)" }
        }
        #expect(
          edits.compactMap(\.actionText).sorted() == expected.sorted(), "\(policy) \(new.name)")
      }
    }
    #expect(compared > 25)
  }
}

extension Edit {
  /// `added SID ACTION`; nil for what is no action.
  fileprivate var actionText: String? {
    guard path.steps.count == 5, path.steps[3] == .key("Action"),
      case .element(let sid) = path.steps[2], case .element(let action) = path.steps[4]
    else { return nil }
    return "\(word) \(sid) \(action)"
  }
}

extension ConfigurationValue {
  /// The actions of every statement by its Sid; nil where one has none.
  fileprivate var actionsBySid: [String: Set<String>]? {
    var found: [String: Set<String>] = [:]
    for statement in self["Statement"]?.members ?? [] {
      guard let sid = statement["Sid"]?.string, found[sid] == nil else { return nil }
      let actions = statement["Action"] ?? .list([])
      found[sid] = Set((actions.members ?? [actions]).compactMap(\.string).map { $0.lowercased() })
    }
    return found
  }
}
