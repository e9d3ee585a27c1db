package import AWSClient
package import ConfigurationModel

/// Asks CloudTrail for the management events of a region: the last 90 days are there without any trail (CloudTrail API
/// Reference, "LookupEvents").
package struct EventLookup: Sendable {
  /// A time with its events, as the CLI would print them.
  package struct Page: Sendable {
    /// The moment at which it begins.
    package let from: Timestamp
    /// The moment at which it ends, and the next one begins.
    package let until: Timestamp
    /// `{"Events": […]}`.
    package let answer: ConfigurationValue
  }

  /// CloudTrail answers for so many days back.
  package static let reach: Int64 = 90 * 86_400
  /// Events of the last minutes may be still to come: CloudTrail delivers within about five, and makes no promise.
  package static let settling: Int64 = 15 * 60
  /// How long the times are that are asked for one after the other: their events are in memory together.
  private static let step: Int64 = 6 * 3600

  private let client: AWSClient
  private let region: String

  /// Makes a look-up in one region of the client's account.
  package init(_ client: AWSClient, region: String) {
    self.client = client
    self.region = region
  }

  /// What is known of the pace that CloudTrail takes, before it is asked: two requests a second, an account and region.
  package static func rates(_ account: String, in regions: [String]) -> [CallFamily: Double] {
    Dictionary(
      regions.map { region in
        let family = CallFamily(
          account: account, region: region, service: "cloudtrail", operation: "LookupEvents")
        return (family, 2)
      }, uniquingKeysWith: { first, _ in first })
  }

  /// Hands out what was recorded from one moment to another, oldest first, each time when it was read to its last page.
  /// Throws `AWSError` or `Problem` where a time cannot be read; what was handed out by then was whole.
  package func read(
    from start: Timestamp, until end: Timestamp, _ give: (Page) async throws -> Void
  ) async throws {
    var from = start
    while from < end {
      let until = min(end, from.advanced(bySeconds: Self.step))
      let request = AWSRequest(
        "cloudtrail", "lookup-events", region: region,
        ["start-time": .number("\(from.seconds)"), "end-time": .number("\(until.seconds)")])
      let answer = try await client.all(request).value
      try await give(Page(from: from, until: until, answer: answer))
      from = until
    }
  }
}
