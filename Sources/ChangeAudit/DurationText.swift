/// A span of time in the largest unit that says it well: `13 min`, `26 h`, `3 d`. Rounded down.
func durationText(seconds: Int64) -> String {
  switch seconds {
  case ..<1: "less than 1 s"
  case ..<60: "\(seconds) s"
  case ..<3600: "\(seconds / 60) min"
  case ..<172_800: "\(seconds / 3600) h"
  default: "\(seconds / 86400) d"
  }
}
