extension String {
  /// The known word at most two slips away; nil where there is none.
  package func nearest(of known: [String]) -> String? {
    let distances = known.map { ($0, lowercased().editDistance(to: $0.lowercased())) }
    guard let best = distances.min(by: { $0.1 < $1.1 }), best.1 <= 2, best.1 <= count / 2 else {
      return nil
    }
    return best.0
  }

  /// Levenshtein's distance in characters, of the first 64.
  private func editDistance(to other: String) -> Int {
    let (left, right) = (Array(prefix(64)), Array(other.prefix(64)))
    var row = Array(0...right.count)
    for (index, character) in left.enumerated() {
      var diagonal = row[0]
      row[0] = index + 1
      for column in right.indices {
        let replaced = diagonal + (character == right[column] ? 0 : 1)
        diagonal = row[column + 1]
        row[column + 1] = [replaced, row[column] + 1, diagonal + 1].min() ?? replaced
      }
    }
    return row[right.count]
  }
}
