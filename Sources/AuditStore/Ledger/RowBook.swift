/// What was counted of rows, by facet and by what they belong to.
struct RowBook {
  struct Slot {
    let facet: Int
    let origin: Int64
    var added = 0
    var removed = 0
    var sum = RowSum()
    /// The first eight bytes of the digest of each row that was added and is still there.
    var tags: [UInt64] = []

    var isNothing: Bool { added == 0 && removed == 0 && sum == RowSum() }
  }

  private(set) var slots: [Slot] = []
  private var places: [[Int64: Int]]
  /// The slot of each facet that was used last: rows of one kind come one after another.
  private var last: [Int]

  init(facets: Int) {
    places = Array(repeating: [:], count: facets)
    last = Array(repeating: -1, count: facets)
  }

  /// Counts one row in or out.
  mutating func count(
    facet: Int, origin: Int64, isAdded: Bool, digest: Digest, tag: UInt64, keepsTags: Bool
  ) {
    let place = place(facet, origin)
    let sum = RowSum(digest)
    guard !isAdded else {
      slots[place].added += 1
      slots[place].sum += sum
      if keepsTags { slots[place].tags.append(tag) }
      return
    }
    slots[place].sum -= sum
    // A row that the same event wrote was never there.
    if keepsTags, let index = slots[place].tags.lastIndex(of: tag) {
      slots[place].tags.remove(at: index)
      slots[place].added -= 1
    } else {
      slots[place].removed += 1
    }
  }

  private mutating func place(_ facet: Int, _ origin: Int64) -> Int {
    let latest = last[facet]
    if latest >= 0, slots[latest].origin == origin { return latest }
    let place = places[facet][origin] ?? slots.count
    if place == slots.count {
      slots.append(Slot(facet: facet, origin: origin))
      places[facet][origin] = place
    }
    last[facet] = place
    return place
  }
}
