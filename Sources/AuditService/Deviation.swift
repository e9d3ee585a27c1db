import AuditStore
import ConfigurationModel

/// What makes a standing edit the same edit in the next snapshot: where, what, and both values.
struct DeviationKey: Hashable {
  let path: String
  let word: ChangeWord
  let old: String?
  let new: String?
}

extension StoredJudgement {
  var key: DeviationKey { DeviationKey(path: path, word: word, old: old, new: new) }
}

extension Edit {
  var key: DeviationKey {
    DeviationKey(
      path: path.text, word: word, old: old?.canonicalJSON, new: new?.canonicalJSON)
  }
}
