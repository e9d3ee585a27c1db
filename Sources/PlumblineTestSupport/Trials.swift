import Foundation

/// How many random trials tests make: enough for every run, and as many times more as the variable `PLUMB_TRIALS` says.
package enum Trials {
  /// How many times as many trials are made as usual: `PLUMB_TRIALS`, and 1 where that is no number
  /// from 1.
  package static let factor =
    ProcessInfo.processInfo.environment["PLUMB_TRIALS"].flatMap(Int.init).map { max(1, $0) } ?? 1

  /// So many trials, or as many times more.
  package static func count(_ usual: Int) -> Int { usual * factor }

  /// Seeds from 0 on.
  package static func seeds(_ usual: Int) -> Range<UInt64> { 0..<UInt64(usual * factor) }
}
