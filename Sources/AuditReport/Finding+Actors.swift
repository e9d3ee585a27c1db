package import ConfigurationModel

extension Finding {
  /// Those whose calls made its edits, or may have: the persons, and where nobody is known the identities; each once,
  /// in the order of the edits.
  package var people: [String] {
    var all: [String] = []
    for event in edits.flatMap({ $0.attribution?.events ?? [] }) {
      let name = event.person ?? event.actor
      if !all.contains(name) { all.append(name) }
    }
    return all
  }

  /// Who made its edits, where activity tells: one text for each that is said, with the paths that it is said of
  /// where not all edits have one actor.
  package var actors: [String] {
    var paths: [String: [String]] = [:]
    var order: [String] = []
    for judged in edits {
      guard let words = judged.attribution?.words else { continue }
      if paths[words] == nil { order.append(words) }
      paths[words, default: []].append(judged.edit.pathText)
      guard let undone = judged.passage?.undone.map({ "undone \($0.words)" }),
        !edits.contains(where: { other in
          other.passage?.isUndoing == true && other.edit.path == judged.edit.path
        })
      else { continue }
      if paths[undone] == nil { order.append(undone) }
      paths[undone, default: []].append(judged.edit.pathText)
    }
    return order.map { words in
      paths[words]?.count == edits.count
        ? words : "\((paths[words] ?? []).joined(separator: ", ")): \(words)"
    }
  }
}
