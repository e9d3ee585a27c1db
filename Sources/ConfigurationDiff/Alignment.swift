import ConfigurationModel

/// Positions of a list before and after that belong together; one is nil where the value stands on
/// one side only.
struct AlignedPair: Equatable {
  let old: Int?
  let new: Int?
}

/// Pairs the members of two lists in order: equal members along a longest common subsequence, and
/// between those, members position by position, so that one changed leaf is one edit.
func alignment(of old: [ConfigurationValue], with new: [ConfigurationValue]) -> [AlignedPair] {
  var pairs: [AlignedPair] = []
  var (oldStart, newStart) = (0, 0)
  for anchor in commonSubsequence(of: old, with: new) + [(old.count, new.count)] {
    let (oldGap, newGap) = (anchor.0 - oldStart, anchor.1 - newStart)
    for offset in 0..<max(oldGap, newGap) {
      pairs.append(
        AlignedPair(
          old: offset < oldGap ? oldStart + offset : nil,
          new: offset < newGap ? newStart + offset : nil))
    }
    if anchor.0 < old.count, anchor.1 < new.count {
      pairs.append(AlignedPair(old: anchor.0, new: anchor.1))
    }
    (oldStart, newStart) = (anchor.0 + 1, anchor.1 + 1)
  }
  return pairs
}

/// The positions of a longest common subsequence. Lists whose product of lengths is over four
/// million are compared position by position instead: the table would not pay for itself.
private func commonSubsequence(of old: [ConfigurationValue], with new: [ConfigurationValue])
  -> [(Int, Int)]
{
  let start = zip(old, new).prefix { $0 == $1 }.count
  let room = min(old.count, new.count) - start
  let end = zip(old.reversed(), new.reversed()).prefix(room).prefix { $0 == $1 }.count
  let (oldCore, newCore) = (old[start..<(old.count - end)], new[start..<(new.count - end)])
  let head = (0..<start).map { ($0, $0) }
  let tail = (0..<end).map { (old.count - end + $0, new.count - end + $0) }
  guard !oldCore.isEmpty, !newCore.isEmpty, oldCore.count * newCore.count <= 4_000_000 else {
    return head + tail
  }
  let core = longestCommonSubsequence(Array(oldCore), Array(newCore))
  return head + core.map { ($0.0 + start, $0.1 + start) } + tail
}

private func longestCommonSubsequence(_ old: [ConfigurationValue], _ new: [ConfigurationValue])
  -> [(Int, Int)]
{
  var lengths = Array(repeating: Array(repeating: 0, count: new.count + 1), count: old.count + 1)
  for i in old.indices.reversed() {
    for j in new.indices.reversed() {
      lengths[i][j] =
        old[i] == new[j] ? lengths[i + 1][j + 1] + 1 : max(lengths[i + 1][j], lengths[i][j + 1])
    }
  }
  var pairs: [(Int, Int)] = []
  var (i, j) = (0, 0)
  while i < old.count, j < new.count {
    if old[i] == new[j] {
      pairs.append((i, j))
      (i, j) = (i + 1, j + 1)
    } else if lengths[i + 1][j] >= lengths[i][j + 1] {
      i += 1
    } else {
      j += 1
    }
  }
  return pairs
}
