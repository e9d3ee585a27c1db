import FoundationEssentials
import Testing

/// A folder of snapshots, change records and rules with a `story.md` that says what was done.
struct Story: CustomTestStringConvertible, Sendable {
  let name: String
  let folder: String

  var testDescription: String { name }

  /// The commands between the fences of `story.md`.
  var steps: [String] {
    get throws {
      let text = try String(
        decoding: Data(contentsOf: URL(filePath: folder + "/story.md")), as: UTF8.self)
      let parts = text.split(separator: "```", omittingEmptySubsequences: false)
      return parts.dropFirst().first?.split(separator: "\n").map(String.init) ?? []
    }
  }

  /// What the folder holds whose name begins so.
  func path(of prefix: String) throws -> String {
    let names = try FileManager.default.contentsOfDirectory(atPath: folder)
    let name = try #require(names.sorted().first { $0.hasPrefix(prefix) })
    return folder + "/" + name
  }

  /// A file of the folder, where there is one.
  func optionalPath(_ name: String) -> [String] {
    let path = folder + "/" + name
    return FileManager.default.fileExists(atPath: path) ? [path] : []
  }

  static let all: [Story] = {
    let root = testFolder + "/Scenarios"
    let names = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
    return names.sorted().map { Story(name: $0, folder: root + "/" + $0) }
  }()
}

/// The folder of these tests' sources.
let testFolder = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast()
  .joined(separator: "/")
