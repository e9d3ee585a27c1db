import FoundationEssentials
package import Testing

/// Expects the text to be the file `Golden/NAME` beside the test, byte for byte. With
/// `RECORD_GOLDEN=1` the file is written anew, and the expectation fails so that nobody takes a
/// recording for a test.
package func expectGolden(
  _ text: String, _ name: String, file: String = #filePath,
  at location: SourceLocation = #_sourceLocation
) {
  let folder = file.split(separator: "/", omittingEmptySubsequences: false).dropLast()
  let path = (folder + ["Golden", Substring(name)]).joined(separator: "/")
  expectGolden(text, at: path, named: "Golden/\(name)", location)
}

/// Expects the text to be this file, in the same way.
package func expectGolden(
  _ text: String, at path: String, named name: String,
  _ location: SourceLocation = #_sourceLocation
) {
  if ProcessInfo.processInfo.environment["RECORD_GOLDEN"] == "1" {
    #expect(throws: Never.self, sourceLocation: location) {
      try Data(text.utf8).write(to: URL(filePath: path))
    }
    Issue.record("recorded \(name): look at it, then run again", sourceLocation: location)
    return
  }
  guard let known = try? String(decoding: Data(contentsOf: URL(filePath: path)), as: UTF8.self)
  else {
    Issue.record("\(name) is not there; record it", sourceLocation: location)
    return
  }
  guard !known.utf8.elementsEqual(text.utf8) else { return }
  Issue.record("\(name) differs: \(firstDifference(known, text))", sourceLocation: location)
}

private func firstDifference(_ known: String, _ text: String) -> String {
  let (known, text) = (lines(known), lines(text))
  let index = zip(known, text).enumerated().first { $1.0 != $1.1 }?.offset
  let line = index ?? min(known.count, text.count)
  let old = line < known.count ? known[line] : "(end)"
  let new = line < text.count ? text[line] : "(end)"
  return "line \(line + 1)\n  known \(old)\n  now   \(new)"
}

private func lines(_ text: String) -> [Substring] {
  text.split(separator: "\n", omittingEmptySubsequences: false)
}
