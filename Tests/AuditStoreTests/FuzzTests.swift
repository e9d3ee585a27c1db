import AuditStore
import ConfigurationModel
import PlumblineTestSupport
import Testing

/// What was written down elsewhere and is given to the store again is read or refused.
@Suite struct FuzzTests {
  @Test func `a head of any form is read or refused, and reads back as it is written`() {
    let root = String(repeating: "0a", count: 32)
    let seeds = ["12:\(root)", "0:\(root.uppercased()) store-1", " 9223372036854775807:\(root)\n"]
    var read = 0
    Fuzzing.run("heads", seed: 61, seeds: seeds, marks: ":0123456789abcdefAF \n\t-+\u{0}x") {
      text, _ in
      do throws(Problem) {
        let head = try LedgerHead(parsing: text)
        read += 1
        #expect(try LedgerHead(parsing: head.text) == head, "\(text)")
        #expect(head.size >= 0 && head.root.utf8.count == 64, "\(text)")
      } catch {
        #expect(error.code == "head-unreadable" && error.message.utf8.count < 1000, "\(text)")
      }
    }
    #expect(read > Fuzzing.count / 50)
  }
}
