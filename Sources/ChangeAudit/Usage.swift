package import ConfigurationModel

/// How many edits each clause has covered so far, over the life of its record.
///
/// A `create` allowance with clauses counts twice: the resource under a cover without clause, and each
/// leaf of its configuration under the clause that covers it.
package struct Usage: Hashable, Sendable {
  package private(set) var counts: [Cover: Int]

  package init(_ counts: [Cover: Int] = [:]) { self.counts = counts }

  /// How often the part of the record was used; 0 where never.
  package subscript(cover: Cover) -> Int { counts[cover] ?? 0 }

  /// Counts one more edit for each of the covers.
  package mutating func add(_ covers: [Cover]) {
    for cover in covers { counts[cover, default: 0] += 1 }
  }

  /// What the others used: this without what one edit used when it was judged before. The same edit,
  /// judged for another baseline, counts once.
  package func without(_ own: [Cover: Int]) -> Usage {
    var others = counts
    for (cover, count) in own { others[cover] = max(0, self[cover] - count) }
    return Usage(others)
  }

  /// What was counted here since an earlier state.
  package func since(_ earlier: Usage) -> [Cover: Int] {
    counts.reduce(into: [:]) { result, entry in
      let count = entry.value - earlier[entry.key]
      if count > 0 { result[entry.key] = count }
    }
  }

  /// Counts what an edit uses, less what it used when it was judged before.
  package mutating func add(_ uses: [Cover: Int], besides own: [Cover: Int]) {
    for (cover, count) in uses { counts[cover, default: 0] += max(0, count - (own[cover] ?? 0)) }
  }
}
