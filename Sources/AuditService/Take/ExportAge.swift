package import ChangeDocuments
package import ConfigurationModel
import Foundation

extension SnapshotSource {
  /// When the newest file of its exports was last changed, where that is longer ago than its readings may be old, and
  /// than a day: a run reads such files again and again, and what they say stays as old as they are. Nil for other
  /// sources, and where nothing can be seen of the files.
  package func oldExports(at now: Timestamp) -> Timestamp? {
    guard case .exports(let paths) = origin,
      let newest = paths.compactMap(Self.newestChange).max()
    else { return nil }
    let allowed = [allowedAge(at: now), CoverageRules.usualAge].compactMap(\.self)
      .max { $0.seconds < $1.seconds }
    return allowed.map { now > $0.after(newest) } ?? false ? newest : nil
  }

  private static func newestChange(at path: String) -> Timestamp? {
    let keys: Set<URLResourceKey> = [.contentModificationDateKey, .isRegularFileKey]
    let url = URL(fileURLWithPath: path).resolvingSymlinksInPath()
    let files = FileManager.default.enumerator(
      at: url, includingPropertiesForKeys: Array(keys), options: [.skipsHiddenFiles])
    let all = (files.map { Array($0).compactMap { $0 as? URL } } ?? []) + [url]
    return all.compactMap { file -> Timestamp? in
      guard let facts = try? file.resourceValues(forKeys: keys), facts.isRegularFile == true,
        let changed = facts.contentModificationDate
      else { return nil }
      return Timestamp(seconds: Int64(changed.timeIntervalSince1970))
    }.max()
  }
}

extension Timestamp {
  /// What is said of exports whose newest file is from this moment.
  package var oldExportWords: String {
    "no file of its exports is newer than \(minuteText): its age counts from the run, and what it says may be older"
  }
}
