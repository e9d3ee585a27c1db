import AWSClient
import Synchronization

/// Listings that more than one kind is read by, such as that of load balancers, whose listeners are asked about by
/// each: made once in a run, by whoever comes first.
final class SharedListings: Sendable {
  private let listings = Mutex<[AWSRequest: Task<[AWSAnswer], any Error>]>([:])

  /// All pages of a listing. Throws as `AWSClient.pages`, the same for all that ask.
  func pages(of request: AWSRequest, by client: AWSClient) async throws -> [AWSAnswer] {
    let listing = listings.withLock { listings in
      if let known = listings[request] { return known }
      let listing = Task {
        var pages: [AWSAnswer] = []
        try await client.pages(request) { pages.append($0) }
        return pages
      }
      listings[request] = listing
      return listing
    }
    return try await listing.value
  }

  /// Ends what is under way.
  func cancel() {
    for listing in listings.withLock({ Array($0.values) }) { listing.cancel() }
  }
}
