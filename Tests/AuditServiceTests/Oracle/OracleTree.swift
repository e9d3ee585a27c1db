/// A configuration as the oracle sees it, with what the documentation says of sets, keyed lists and
/// fields, and nothing that the program has for it. Texts are plain ASCII.
indirect enum Tree: Hashable, Sendable {
  case text(String)
  case number(Int)
  case record([String: Tree])
  /// Members by their label.
  case set([String: Tree])

  var fields: [String: Tree] {
    switch self {
    case .record(let fields), .set(let fields): fields
    case .text, .number: [:]
    }
  }
}

/// One step of a path: a field, or a member by its label.
enum TreeStep: Hashable, Sendable {
  case key(String)
  case member(String)
}

enum TreeWord: String, Hashable, Sendable, CaseIterable { case added, removed, changed }

/// One difference between two trees.
struct TreeEdit: Hashable {
  let path: [TreeStep]
  let word: TreeWord
  let old: Tree?
  let new: Tree?

  /// The new value, or the old one where it was removed.
  var value: Tree? { new ?? old }

  /// As reports show it: `IpPermissions[tcp 22 from 10.0.0.0/8].Description`.
  var pathText: String { path.pathText }
}

extension [TreeStep] {
  var pathText: String {
    reduce(into: "") { text, step in
      switch step {
      case .key(let key): text += (text.isEmpty ? "" : ".") + key
      case .member(let label): text += "[" + label.escapingMarks + "]"
      }
    }
  }
}

extension String {
  /// The text with a `\` before what means something in a path.
  var escapingMarks: String {
    var text = ""
    for character in self {
      if "\\]*?".contains(character) { text += "\\" }
      text.append(character)
    }
    return text
  }
}

extension Optional<Tree> {
  /// What leads from one tree to another: a field on one side only as a whole, each member of a set or
  /// keyed list on its own. An empty set and none are the same.
  static func edits(from old: Tree?, to new: Tree?, at path: [TreeStep] = []) -> [TreeEdit] {
    if old == new { return [] }
    switch (old, new) {
    case (.record(let old)?, .record(let new)?):
      return Set(old.keys).union(new.keys).sorted().flatMap {
        edits(from: old[$0], to: new[$0], at: path + [.key($0)])
      }
    case (.set, .set?), (.set?, nil), (nil, .set?):
      let (old, new) = (old?.fields ?? [:], new?.fields ?? [:])
      return Set(old.keys).union(new.keys).sorted().flatMap {
        edits(from: old[$0], to: new[$0], at: path + [.member($0)])
      }
    case (nil, let new?): return [TreeEdit(path: path, word: .added, old: nil, new: new)]
    case (let old?, nil): return [TreeEdit(path: path, word: .removed, old: old, new: nil)]
    case (let old, let new): return [TreeEdit(path: path, word: .changed, old: old, new: new)]
    }
  }

  /// This tree with one edit carried out.
  func applying(_ edit: TreeEdit) -> Tree? { Self.put(edit.new, into: self, at: edit.path[...]) }

  private static func put(_ value: Tree?, into tree: Tree?, at path: ArraySlice<TreeStep>) -> Tree?
  {
    guard let step = path.first else { return value }
    switch step {
    case .key(let key):
      var fields = tree?.fields ?? [:]
      fields[key] = put(value, into: fields[key], at: path.dropFirst())
      return .record(fields)
    case .member(let label):
      var members = tree?.fields ?? [:]
      members[label] = put(value, into: members[label], at: path.dropFirst())
      return .set(members)
    }
  }
}
