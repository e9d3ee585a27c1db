package import Foundation

/// Real exports beside the project, that nobody of this project wrote; nil where there are none.
package let corpus: URL? = {
  var folder = URL(filePath: #filePath)
  while folder.pathComponents.count > 1 {
    folder.deleteLastPathComponent()
    let candidate = folder.appending(path: "shared/corpus")
    if FileManager.default.fileExists(atPath: candidate.path()) { return candidate }
  }
  return nil
}()
