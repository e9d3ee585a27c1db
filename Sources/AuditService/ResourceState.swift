import AuditStore
import ConfigurationDiff
import ConfigurationModel

/// Expected and observed configuration of one resource, normalized, at one snapshot.
struct ResourceState {
  let expected: ConfigurationValue?
  let observed: ConfigurationValue?
  /// Whether the expected configuration names some leaves only.
  let isPartial: Bool

  /// What became of the resource; nil where it is on neither side.
  var change: ResourceChange? {
    switch (expected, observed) {
    case (nil, nil): nil
    case (nil, .some): .created
    case (.some, nil): .deleted
    case (.some, .some): .modified
    }
  }

  /// The edits that lead from what is expected to what was observed.
  var edits: [Edit] {
    switch (expected, observed) {
    case (nil, nil): []
    case (nil, let new?): [Edit(.root, .added(new))]
    case (let old?, nil): [Edit(.root, .removed(old))]
    case (let old?, let new?):
      (isPartial ? new.restricted(to: old) : new).difference(from: old)
    }
  }

  /// What is expected once these edits are approved; nil for absence.
  func expected(accepting accepted: Set<Edit>) -> ConfigurationValue? {
    switch (expected, observed) {
    case (nil, nil): return nil
    case (nil, let new?): return edits.allSatisfy(accepted.contains) ? new : nil
    case (let old?, nil): return edits.allSatisfy(accepted.contains) ? nil : old
    case (let old?, let new?):
      let target = isPartial ? new.restricted(to: old) : new
      return target.merged(from: old) { accepted.contains($0) }
    }
  }
}
