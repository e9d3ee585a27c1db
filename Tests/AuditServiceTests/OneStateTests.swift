import AuditReport
import AuditService
import AuditStore
import ChangeAudit
import ConfigurationModel
import Testing

/// A report is one reading of the store, whatever is written meanwhile.
@Suite struct OneStateTests {
  /// Calls something before one of the statements that a store runs.
  ///
  /// Unchecked: the store runs its statements while the test that asked for them waits.
  private final class Interruption: @unchecked Sendable {
    private(set) var count = 0
    private var action: (() -> Void)?
    private var target: Int?

    /// Counts from here on, and acts before the statement of this number, once.
    func arm(_ target: Int? = nil, _ action: (() -> Void)? = nil) {
      (count, self.target, self.action) = (0, target, action)
    }

    func pass() {
      count += 1
      guard count == target else { return }
      let action = action
      arm()
      action?()
    }
  }

  private let shop: Shop
  private let interruption = Interruption()
  private let reading: AuditStore

  init() throws {
    shop = try Shop()
    try shop.take(1, "10.0.1.0/24")
    try shop.setBaseline("default", to: "1", on: 1)
    try shop.take(2, "10.0.2.0/24")
    try shop.audit(on: 2)
    reading = try AuditStore(
      path: shop.store.path, mode: .reading, willRun: { [interruption] _ in interruption.pass() })
  }

  private func report() throws -> String {
    try ReportFormat.json.render(
      ComposeReport(
        store: reading, baseline: "default", rules: RuleBook(records: []), at: shop.day(900)
      ).audit())
  }

  @Test func `an audit that ends between any two reads of a report changes nothing in it`() throws {
    interruption.arm()
    _ = try report()
    let statements = interruption.count
    #expect(statements > 10)
    for number in 1...statements {
      interruption.arm()
      let before = try report()
      var isWritten = false
      interruption.arm(number) {
        do {
          try shop.take(number + 2, "10.0.\(number).0/24")
          try shop.audit(on: number + 2)
          isWritten = true
        } catch {
          Issue.record(error)
        }
      }
      let meanwhile = try report()
      #expect(isWritten, "statement \(number) of \(statements)")
      let after = try report()
      // Where nothing was read yet, what was written is read.
      #expect(meanwhile == before || meanwhile == after, "statement \(number) of \(statements)")
      #expect(before != after)
    }
  }
}
