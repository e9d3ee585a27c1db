import AuditStore
import ConfigurationModel
import Foundation
import Testing

@Suite(.serialized) struct WriterTests {
  @Test func `several first imports at once all succeed, one after the other`() throws {
    let shop = try Workshop(count: 50)
    let export = try shop.export()
    let processes = try (0..<4).map { _ in try Program.start(shop.importing(export, day: 1)) }
    for process in processes { process.waitUntilExit() }
    #expect(processes.map(\.terminationStatus) == [0, 0, 0, 0])
    #expect(Workshop.state(of: shop.store) == "50/0 50/0 50/0 50/0 0 findings")
  }

  @Test func `an import during another waits, says it is busy, and readers go on`() throws {
    let shop = try Workshop(count: 200)
    try Program.run(shop.importing(shop.export(), day: 1))
    let state = Workshop.state(of: shop.store)
    let after = try shop.export(isChanged: true)
    let holder = try AuditStore(path: shop.store, mode: .writing)
    try holder.writeSnapshots(now: .init(microseconds: 0)) { _ in
      let result = try Program.run(shop.importing(after, day: 2))
      #expect(result.status == 2 && result.errors.contains("[store-busy]"), "\(result.errors)")
      let start = ContinuousClock.now
      #expect(try Program.run(["verify", "--store", shop.store]).status == 0)
      #expect(start.duration(to: .now) < .seconds(4))
    }
    #expect(Workshop.state(of: shop.store) == state)
    #expect(try Program.run(shop.importing(after, day: 2)).status == 0)
  }
}
