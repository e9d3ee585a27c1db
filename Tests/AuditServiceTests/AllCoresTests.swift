import ConfigurationModel
import Testing

@testable import AuditService

@Suite struct AllCoresTests {
  @Test(arguments: [0, 1, 256, 257, 5000])
  func `however many there are, all stand in their order`(count: Int) throws {
    #expect(try Array(0..<count).mapOnAllCores { -$0 } == (0..<count).map { -$0 })
  }

  @Test func `of several failures the first in their order is thrown`() {
    let failure = #expect(throws: Problem.self) {
      try Array(0..<5000).mapOnAllCores { number in
        guard number != 700, number != 4000 else { throw Problem("odd", "\(number)") }
        return number
      }
    }
    #expect(failure?.message == "700")
  }
}
