import ConfigurationModel
import Synchronization
import Testing

@testable import ChangeDocuments

/// A text that was read is not read again, and nothing else is taken for it.
@Suite final class KnownRecordsTests {
  private let reads = Mutex(0)

  private func read(
    _ text: String, _ file: String, isStored: Bool = false, from known: KnownRecords
  ) throws {
    _ = try known.records(of: text, file: file, isStored: isStored) { () throws(Problems) in
      reads.withLock { $0 += 1 }
      guard !text.isEmpty else { throw Problems([Problem("empty", "Empty.")]) }
      return []
    }
  }

  private var count: Int { reads.withLock { $0 } }

  @Test func `the same text of the same file is read once`() throws {
    let known = KnownRecords(atMostBytes: 100)
    for _ in 0..<3 { try read("a", "f", from: known) }
    #expect(count == 1)
  }

  @Test func `another text, another file, and a text that the store holds are read`() throws {
    let known = KnownRecords(atMostBytes: 100)
    try read("e\u{301}", "f", from: known)
    try read("\u{e9}", "f", from: known)
    try read("e\u{301}", "g", from: known)
    try read("e\u{301}", "f", isStored: true, from: known)
    #expect(count == 4)
  }

  @Test func `what cannot be read is read each time, and says so each time`() throws {
    let known = KnownRecords(atMostBytes: 100)
    for _ in 0..<2 { #expect(throws: Problems.self) { try read("", "f", from: known) } }
    #expect(count == 2)
  }

  @Test func `what was asked for last is kept, and not more than may be`() throws {
    let known = KnownRecords(atMostBytes: 2)
    for text in ["a", "b", "c", "a", "d"] { try read(text, "f", from: known) }
    #expect(count == 4)
    // Since then a was asked for, and b was not.
    try read("a", "f", from: known)
    #expect(count == 4)
    try read("b", "f", from: known)
    #expect(count == 5)
  }
}
