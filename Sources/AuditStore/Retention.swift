/// What has to stay of versions and readings so that the snapshots which are kept say the same as
/// before: a decision on rows, without any database.
struct Retention {
  private let isKept: [Bool]
  /// For each snapshot the first one from it on that is kept; `Int.max` where none is.
  private let nextKept: [Int]
  /// The snapshots that are kept whose predecessor is not. What holds before each of them holds
  /// before all that follow it without a gap.
  let runStarts: [Int]

  /// - Parameter dropped: Numbers of snapshots, of 1 to `latest`.
  init(latest: Int, dropped: Set<Int>) {
    let isKept = (0...latest).map { $0 > 0 && !dropped.contains($0) }
    var next = Array(repeating: Int.max, count: latest + 2)
    for number in stride(from: latest, through: 0, by: -1) {
      next[number] = isKept[number] ? number : next[number + 1]
    }
    self.isKept = isKept
    nextKept = next
    runStarts = (0...latest).filter { isKept[$0] && ($0 == 0 || !isKept[$0 - 1]) }
  }

  func keeps(_ snapshot: Int) -> Bool { isKept.indices.contains(snapshot) && isKept[snapshot] }

  /// Whether something that stood from one snapshot on and before another stands in any that is kept.
  func sees(from first: Int, before until: Int?) -> Bool {
    nextKept.indices.contains(first) && nextKept[first] < until ?? .max
  }
}

extension Retention {
  /// A version without its body.
  struct Version: Hashable {
    let id: Int64
    let first: Int
    let until: Int?
    /// The version that has its body.
    let sameAs: Int64?
  }

  /// What refers to a resource beyond what stands in snapshots.
  struct Needs {
    /// Versions that are expected.
    var versions: Set<Int64> = []
    /// Whether something will be asked of the resource even while it is not there.
    var isNeeded = false
    /// Snapshots before which it must be known when the resource was last seen.
    var bounds: Set<Int> = []
  }

  /// The versions of one resource, oldest first, that must stay.
  func kept(_ versions: [Version], _ needs: Needs) -> Set<Int64> {
    var kept = Set(
      versions.filter { version in
        sees(from: version.first, before: version.until) || needs.versions.contains(version.id)
          // What a snapshot that is kept changed or ended: its edits are against this.
          || version.until.map(keeps) ?? false
      }.map(\.id))
    for start in runStarts {
      let comesBack = versions.contains { $0.first >= start && kept.contains($0.id) }
      guard needs.isNeeded || comesBack else { continue }
      if let last = versions.last(where: { $0.first < start }) { kept.insert(last.id) }
    }
    for bound in needs.bounds {
      if let last = versions.last(where: { $0.first < bound }) { kept.insert(last.id) }
    }
    kept.formUnion(versions.filter { kept.contains($0.id) }.compactMap(\.sameAs))
    return kept
  }

  /// How a scope was read in a snapshot.
  struct Reading: Hashable {
    let snapshot: Int
    /// Whether it was read completely.
    let isComplete: Bool
    /// Whether some of its resources were seen.
    var isSeen = false
    /// Whether a part of its resources began or ended to be unread with it.
    var isTurn = false
  }

  /// The readings of one scope, oldest first, that must stay: those of the snapshots that are kept,
  /// the last ones of each sort before each of them, the first that failed since the last complete
  /// one, the very first complete one, and the last complete ones up to each bound.
  func kept(_ readings: [Reading], bounds: Set<Int>) -> Set<Int> {
    var kept = Set(readings.map(\.snapshot).filter(keeps))
    for start in runStarts {
      let before = readings.filter { $0.snapshot < start }
      if let last = before.last { kept.insert(last.snapshot) }
      if let last = before.last(where: \.isSeen) { kept.insert(last.snapshot) }
      let complete = before.last(where: \.isComplete)?.snapshot ?? 0
      if complete > 0 { kept.insert(complete) }
      let failing = before.first { $0.snapshot > complete && !$0.isSeen }
      if let failing { kept.insert(failing.snapshot) }
    }
    if let first = readings.first(where: \.isComplete) { kept.insert(first.snapshot) }
    kept.formUnion(readings.filter(\.isTurn).map(\.snapshot))
    for bound in bounds {
      let last = readings.last { $0.snapshot <= bound && $0.isComplete }
      if let last { kept.insert(last.snapshot) }
    }
    return kept
  }
}
