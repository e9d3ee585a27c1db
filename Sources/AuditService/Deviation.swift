import AuditStore
import ConfigurationDiff
import ConfigurationJSON
import ConfigurationModel

/// What makes a standing edit the same edit in the next snapshot: where, what, and both values.
struct DeviationKey: Hashable {
  var path: String
  let word: ChangeWord
  let old: String?
  let new: String?
}

extension StoredJudgement {
  /// The edit as it stands now.
  var key: DeviationKey { DeviationKey(path: place, word: word, old: old, new: new) }
}

extension StoredJudgement {
  /// The addition that was judged, with the value that was added then; nil where it was none.
  var addition: Edit? {
    guard word == .added, let new, let path = ConfigurationPath(parsing: path),
      let value = try? JSONParser().parse(Array(new.utf8))
    else { return nil }
    return Edit(path, .added(value))
  }
}

extension Edit {
  var key: DeviationKey {
    DeviationKey(
      path: path.text, word: word, old: old?.canonicalJSON, new: new?.canonicalJSON)
  }

  /// The same edit under another path, as a judgement has it.
  func moved(to text: String) -> Edit {
    guard !text.isIdentical(to: path.text), let path = ConfigurationPath(parsing: text) else {
      return self
    }
    return Edit(path, change)
  }
}

/// An edit that stands, with where it stood in the configurations that were last compared.
struct StandingEdit {
  let judgement: StoredJudgement
  let key: DeviationKey

  init(_ judgement: StoredJudgement) {
    self.judgement = judgement
    key = judgement.key
  }

  init(_ judgement: StoredJudgement, at edit: Edit) {
    self.judgement = judgement
    key = edit.key
  }

  /// Finds which of some edits are edits that stood before.
  ///
  /// The same path and values are the same edit. A member of a list that has the same values under
  /// another position is the same edit too, which moved: members that were added, removed or approved
  /// around it do not make it new.
  static func found(_ standing: [StandingEdit], among edits: [Edit]) -> [Edit: StoredJudgement] {
    var found: [Edit: StoredJudgement] = [:]
    var left = Dictionary(standing.map { ($0.key, $0) }, uniquingKeysWith: { $1 })
    for edit in edits {
      if let same = left.removeValue(forKey: edit.key) { found[edit] = same.judgement }
    }
    guard !left.isEmpty, found.count < edits.count else { return found }
    var moved = Dictionary(
      grouping: left.values.sorted { $0.key.path.precedes($1.key.path) }, by: \.key.withoutPositions
    )
    for edit in edits where found[edit] == nil {
      guard let first = moved[edit.key.withoutPositions]?.first else { continue }
      moved[edit.key.withoutPositions]?.removeFirst()
      found[edit] = first.judgement
    }
    return found
  }

  /// Whether each of some edits that stood before is one of these edits.
  static func areFound(_ standing: [StoredJudgement], among edits: [Edit]) -> Bool {
    found(standing.map { StandingEdit($0) }, among: edits).count == standing.count
  }

  /// Finds the same where all of the edits are known to have stood before: what approvals left of a list can
  /// be told by other edits than those that were judged. Each of these stands for the one that is
  /// nearest to it, so that none is taken for new.
  static func foundAll(_ standing: [StandingEdit], among edits: [Edit]) -> [StandingEdit] {
    var found = found(standing, among: edits)
    let rows = Set(found.values.map(\.row))
    var left = standing.filter { !rows.contains($0.judgement.row) }
      .sorted { $0.key.path.precedes($1.key.path) }
    for edit in edits where found[edit] == nil {
      let nearest = (left.isEmpty ? standing : left).max {
        edit.stepsShared(with: $0) < edit.stepsShared(with: $1)
      }
      guard let nearest else { continue }
      left.removeAll { $0.judgement.row == nearest.judgement.row }
      found[edit] = nearest.judgement
    }
    return edits.compactMap { edit in found[edit].map { StandingEdit($0, at: edit) } }
  }
}

extension Edit {
  fileprivate func stepsShared(with standing: StandingEdit) -> Int {
    let steps = ConfigurationPath(parsing: standing.key.path)?.steps ?? []
    return zip(path.steps, steps).prefix { $0 == $1 }.count
  }
}

extension DeviationKey {
  /// The key with every position in a list left out, and every digest that tells members of one label
  /// apart: a member gets one when another of its label comes, and loses it when that goes.
  var withoutPositions: DeviationKey {
    guard let parsed = ConfigurationPath(parsing: path) else { return self }
    var key = self
    key.path = ConfigurationPath(parsed.steps.map(\.withoutPosition)).text
    return key
  }
}

extension ConfigurationPath.Step {
  fileprivate var withoutPosition: ConfigurationPath.Step {
    switch self {
    case .key: self
    case .index: .index(0)
    case .element(let label): .element(label.withoutMadeMark)
    }
  }
}
