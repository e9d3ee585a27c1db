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
}
