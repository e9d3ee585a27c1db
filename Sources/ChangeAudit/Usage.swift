package import ConfigurationModel

/// How many edits each clause has covered so far, over the life of its record.
///
/// A `create` allowance with clauses counts twice: the resource under a cover without clause, and each
/// leaf of its configuration under the clause that covers it. A copy costs what was counted since the
/// last `settle`, however many records there are.
package struct Usage: Sendable {
  private var settled: [Cover: Int]
  /// How many more, or fewer, were counted since.
  private var since: [Cover: Int] = [:]

  /// What was counted before.
  package init(_ counts: [Cover: Int] = [:]) { settled = counts }

  /// What was used, and how often.
  package var counts: [Cover: Int] {
    settled.merging(since) { $0 + $1 }.filter { $0.value > 0 }
  }

  /// How often the part of the record was used; 0 where never.
  package subscript(cover: Cover) -> Int { (settled[cover] ?? 0) + (since[cover] ?? 0) }

  /// How often a part of a record was used, as `atMost` counts it. Where the record was edited since, the
  /// parts of its earlier text cannot be told from those of the present one: all that it ever covered counts.
  func count(of cover: Cover, isAmended: Bool) -> Int {
    guard isAmended else { return self[cover] }
    return counts.reduce(0) { total, entry in
      let isOfRecord = entry.key.record.isIdentical(to: cover.record) && entry.key.clause != nil
      return isOfRecord ? total + entry.value : total
    }
  }

  /// Counts one more edit for each of the covers.
  package mutating func add(_ covers: [Cover]) {
    for cover in covers { since[cover, default: 0] += 1 }
  }

  /// What the others used: this without what one edit used when it was judged before. The same edit,
  /// judged for another baseline, counts once.
  package func without(_ own: [Cover: Int]) -> Usage {
    var others = self
    for (cover, count) in own { others.since[cover, default: 0] -= min(count, self[cover]) }
    return others
  }

  /// What was counted here since an earlier state of the same.
  package func since(_ earlier: Usage) -> [Cover: Int] {
    since.reduce(into: [:]) { result, entry in
      let count = entry.value - (earlier.since[entry.key] ?? 0)
      if count > 0 { result[entry.key] = count }
    }
  }

  /// Counts for good what an edit uses, less what it used when it was judged before.
  package mutating func settle(_ uses: [Cover: Int], besides own: [Cover: Int]) {
    for (cover, count) in uses { settled[cover, default: 0] += max(0, count - (own[cover] ?? 0)) }
  }
}
