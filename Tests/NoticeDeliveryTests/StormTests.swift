import AWSTestSupport
import AuditService
import AuditStore
import ChangeDocuments
import ConfigurationModel
import Foundation
import NoticeDelivery
import Testing

/// Many findings at once: `PLUMB_STORM` says how many (200; 5000 takes a few minutes without optimization).
@Suite struct StormTests {
  private static let count =
    ProcessInfo.processInfo.environment["PLUMB_STORM"].flatMap(Int.init) ?? 200

  @Test func `a storm is told in a few messages, and its end too`() async throws {
    let count = Self.count
    let yard = try Yard(count: count)
    try await LoopbackServer.run(answering: { _ in .init(200) }) { server in
      let notices = Settings.Notices(.webhook("hook", port: server.port))
      try yard.take(at: 900, open: Set(0..<count))
      #expect(try yard.audit(at: 900, telling: notices).opened.count == count)
      #expect(try await yard.delivery(notices, at: 900).run().sent == 1)
      try yard.take(at: 1800, open: [])
      #expect(try yard.audit(at: 1800, telling: notices).ended.count == count)
      #expect(try await yard.delivery(notices, at: 1800).run().sent == 1)
      let bodies = server.received.map(\.body)
      #expect(bodies.count == 2)
      #expect(bodies.allSatisfy { $0.utf8.count <= 64 << 10 })
      #expect(bodies[0].contains("\(count) unapproved changes"))
      #expect(bodies[1].contains("findings.close"))
      #expect(try yard.store().noticesWaiting().isEmpty)
    }
  }
}
