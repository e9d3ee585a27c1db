package import ConfigurationModel

extension Ignore {
  /// Whether it still works.
  package func isInForce(at now: Timestamp) -> Bool { now < until }

  /// Whether it leaves the edit out, whatever the date. A path never leaves out a resource that came
  /// or went as a whole; and tags never leave out a resource that came, which brings its own.
  package func hides(
    _ candidate: Candidate, by meaning: @escaping Meaning = { value, _ in value }
  ) -> Bool {
    guard resource.selects(candidate.resource, tags: candidate.tags),
      candidate.change != .created || resource.tags.isEmpty
    else { return false }
    if let path, candidate.edit.path == .root || !path.covers(candidate.edit.path) { return false }
    guard let predicate else { return true }
    guard let value = candidate.value else { return false }
    let place = candidate.spelling(meaning).place(of: value, at: candidate.edit.path)
    return predicate.respelled(for: value, at: place).isSatisfied(by: value)
  }
}
