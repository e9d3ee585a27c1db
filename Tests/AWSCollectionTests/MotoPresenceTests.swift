import AWSTestSupport
import Foundation
import Testing

@Suite struct MotoPresenceTests {
  /// `make test` sets it: there tests against moto must run.
  private static let isRequired =
    ProcessInfo.processInfo.environment["PLUMB_MOTO"] == "required"

  @Test(.enabled(if: isRequired)) func `moto is there where its tests must run`() {
    #expect(Moto.program != nil)
    #expect(Moto.python != nil)
  }
}
