import ConfigurationModel

/// Whether every action that `action` names is one that `pattern` names: `s3:Get*` contains
/// `s3:GetObject` and `s3:GetBucket*`, but not `s3:*`. Both may have `*` and `?`; case does not count
/// (IAM User Guide, "IAM JSON policy elements: Action").
///
/// Never true wrongly. Where a `?` of the pattern could only be met by a part of a `*` of the action,
/// it may be false although the one contains the other.
package func actionIsContained(_ action: String, in pattern: String) -> Bool {
  let (marks, pattern) = (action.wildcardMarks, pattern.wildcardMarks)
  var (at, mark) = (0, 0)
  var retry: (mark: Int, at: Int)?
  while at < marks.count {
    if mark < pattern.count, pattern[mark] == "*" {
      retry = (mark, at)
      mark += 1
    } else if mark < pattern.count, pattern[mark].covers(marks[at]) {
      (mark, at) = (mark + 1, at + 1)
    } else if let last = retry {
      retry = (last.mark, last.at + 1)
      (mark, at) = (last.mark + 1, last.at + 1)
    } else {
      return false
    }
  }
  return pattern[mark...].allSatisfy { $0 == "*" }
}

extension Unicode.Scalar {
  /// Whether one place of a pattern takes in one place of an action, the pattern's `*` aside.
  fileprivate func covers(_ other: Unicode.Scalar) -> Bool {
    self == "?" ? other != "*" : self == other
  }
}

extension String {
  /// The scalars in lower case, with every run of wildcards as its `?` and then one `*`: `*?*` and
  /// `?*` name the same.
  fileprivate var wildcardMarks: [Unicode.Scalar] {
    var marks: [Unicode.Scalar] = []
    var hasStar = false
    for scalar in lowercased().unicodeScalars {
      switch scalar {
      case "*": hasStar = true
      case "?": marks.append(scalar)
      default:
        if hasStar { marks.append("*") }
        hasStar = false
        marks.append(scalar)
      }
    }
    return hasStar ? marks + ["*"] : marks
  }
}
