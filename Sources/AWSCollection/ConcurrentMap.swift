extension Collection where Self: Sendable, Element: Sendable, Index: Sendable {
  /// What `work` makes of each element, in their order; at most `width` at a time, so that what waits costs
  /// nothing. Throws the first error: what may fail for one element alone gives a `Result`.
  package func concurrentMap<Value: Sendable>(
    width: Int = 32, _ work: @escaping @Sendable (Element) async throws -> Value
  ) async throws -> [Value] {
    try await withThrowingTaskGroup(of: (Int, Value).self) { group in
      var values: [Value?] = Array(repeating: nil, count: count)
      for (number, element) in enumerated() {
        if number >= width, let (done, value) = try await group.next() { values[done] = value }
        group.addTask { (number, try await work(element)) }
      }
      for try await (done, value) in group { values[done] = value }
      return values.compactMap(\.self)
    }
  }
}
