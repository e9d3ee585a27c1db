import FoundationEssentials

/// The project's own files, as the tests of its rules read them.
enum Repository {
  /// The folder of Package.swift.
  static let folder = #filePath.split(separator: "/", omittingEmptySubsequences: false)
    .dropLast(3).joined(separator: "/")

  /// A file of the project: its path from the project's folder, and its text.
  struct File {
    let path: String
    let text: String

    var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }
    /// `Sources/MODULE/…` gives `MODULE`.
    var module: String { path.split(separator: "/").dropFirst().first.map(String.init) ?? "" }
  }

  /// The text of a file; nil where there is none.
  static func text(_ path: String) -> String? {
    (try? Data(contentsOf: URL(filePath: "\(folder)/\(path)"))).map {
      String(decoding: $0, as: UTF8.self)
    }
  }

  /// The files below a folder with one of these endings, in the order of their paths.
  static func files(in path: String, endings: [String] = [".swift"]) -> [File] {
    names(in: path).flatMap { name -> [File] in
      let child = "\(path)/\(name)"
      var isFolder = false
      guard FileManager.default.fileExists(atPath: "\(folder)/\(child)", isDirectory: &isFolder)
      else {
        return []
      }
      if isFolder { return files(in: child, endings: endings) }
      guard endings.contains(where: name.hasSuffix), let text = text(child) else { return [] }
      return [File(path: child, text: text)]
    }
  }

  /// What stands in a folder, sorted; hidden files left out.
  static func names(in path: String) -> [String] {
    let names = try? FileManager.default.contentsOfDirectory(atPath: "\(folder)/\(path)")
    return (names ?? []).filter { !$0.hasPrefix(".") }.sorted()
  }

  /// Whether there is a file or folder of this path.
  static func exists(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: "\(folder)/\(path)")
  }
}
