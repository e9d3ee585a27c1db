/// When an answer is so much smaller than the last that it is read a second time before deletions
/// are believed.
package struct SecondReading: Hashable, Sendable {
  /// The part of the last count below which an answer is doubted, 0 to 1.
  package let share: Double
  /// The least last count for which it is doubted.
  package let least: Int

  /// Makes a rule; without arguments an answer is doubted below half of 20 or more.
  package init(share: Double = 0.5, least: Int = 20) {
    self.share = share
    self.least = least
  }

  /// Whether a listing of so many, where there were `last`, is read again before it is believed.
  package func doubts(_ count: Int, last: Int) -> Bool {
    last >= least && Double(count) < share * Double(last)
  }
}
