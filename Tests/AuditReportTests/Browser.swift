import Foundation
import Testing

/// A browser without a window, to see what a page does there.
struct Browser {
  private let path: String
  private let folder: URL

  /// The first of the usual names that is installed; nil where there is none.
  static let path: String? = ["chromium", "chromium-browser", "google-chrome"].lazy
    .map { "/usr/bin/\($0)" }.first { FileManager.default.isExecutableFile(atPath: $0) }

  /// Nil where no browser is installed, and that is said: what is not tried must be seen.
  init?() throws {
    guard let path = Browser.path else {
      print("skipped: no chromium is installed: the script of the page is not tried")
      return nil
    }
    self.path = path
    folder = FileManager.default.temporaryDirectory.appending(path: "page-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  func close() { try? FileManager.default.removeItem(at: folder) }

  /// Writes a file into the browser's folder.
  func write(_ text: String, as name: String) throws {
    try Data(text.utf8).write(to: folder.appending(path: name))
  }

  /// The lines that a page of the folder has written into its first `pre` once its scripts have run.
  func lines(of name: String) throws -> [String] {
    let page = try content(of: name)
    guard let text = page.firstMatch(of: /<pre>([^<]*)<\/pre>/)?.output.1 else { return [] }
    return String(text).replacing("&amp;", with: "&").replacing("&gt;", with: ">")
      .split(separator: "\n").map(String.init)
  }

  private func content(of name: String) throws -> String {
    let process = Process()
    process.executableURL = URL(filePath: path)
    // The pages are of these tests: files may read each other, and root needs no sandbox.
    process.arguments = [
      "--headless", "--no-sandbox", "--disable-gpu", "--allow-file-access-from-files",
      "--user-data-dir=\(folder.path)/profile", "--virtual-time-budget=60000", "--dump-dom",
      "file://\(folder.path)/\(name)",
    ]
    let output = folder.appending(path: "output")
    try Data().write(to: output)
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return String(decoding: try Data(contentsOf: output), as: UTF8.self)
  }
}
