import AuditDaemon
import ConfigurationModel
import Foundation
import Logging
import Synchronization
import Testing

/// What a log writes.
private final class Paper: Sendable {
  private let lines = Mutex<[String]>([])
  var text: String { lines.withLock { $0.joined() } }

  func logger(_ form: LineLog.Form) -> Logger {
    Logger(label: "plumb") { label in
      LineLog(form, label: label, now: { Timestamp(seconds: 0) }) { line in
        self.lines.withLock { $0.append(line) }
      }
    }
  }
}

/// Texts that try to be more than one value of one line.
private let forgeries = [
  "sg-1\n2026-11-28T00:00:00Z info: Audited open=0", "sg-1\r\ninfo: Audited", "a\u{85}b",
  "a\u{2028}b",
  "sg-1 finding=F-9", "a=b", "a\"b", "", "a\u{202E}b", "a\u{200B}b", "a\u{1B}[2J", "a\u{E0041}b",
]

@Suite struct LineLogTests {
  @Test(arguments: forgeries)
  func `an event is one line of text, and a value from outside is one word or quoted`(value: String)
  {
    let paper = Paper()
    paper.logger(.text).warning("Unapproved", metadata: ["resource": "\(value)", "z": "1"])
    let start = "1970-01-01T00:00:00Z warning: Unapproved resource=\""
    #expect(paper.text.hasPrefix(start) && paper.text.hasSuffix("\" z=1\n"), "\(paper.text)")
    #expect(paper.text.unicodeScalars.filter { $0 == "\n" }.count == 1)
    #expect(paper.text.dropLast().unicodeScalars.allSatisfy { !$0.isHidden })
    let quoted = String(paper.text.dropFirst(start.count - 1).dropLast(" z=1\n".count))
    #expect((try? JSONDecoder().decode(String.self, from: Data(quoted.utf8))) == value)
  }

  @Test(arguments: forgeries)
  func `an event is one JSON object in one line`(value: String) throws {
    let paper = Paper()
    paper.logger(.json).warning("\(value)", metadata: ["resource": "\(value)", value: "1"])
    #expect(paper.text.unicodeScalars.filter { $0.isHidden } == ["\n"], "\(paper.text)")
    let object = try JSONSerialization.jsonObject(with: Data(paper.text.utf8)) as? [String: String]
    #expect(object?["message"] == value && object?["resource"] == value)
  }

  @Test(arguments: forgeries.filter { !$0.isEmpty })
  func `a message is one line, whatever it holds`(value: String) {
    let paper = Paper()
    paper.logger(.text).info("\(value)")
    #expect(paper.text.unicodeScalars.filter { $0.isHidden } == ["\n"], "\(paper.text)")
  }
}
