import AWSClient
import ConfigurationDiff
import ConfigurationModel

extension AccountCollector {
  /// Reads what one call lists of all regions, each item in its own. Where it cannot be told where one
  /// is, nothing is said of any region: it may be there.
  func collect(_ call: CollectionPlan.Call, in regions: [String], _ field: String) async throws
    -> CallTally
  {
    let request = AWSRequest(
      call.listing.service, call.listing.operation, region: regions[0], call.listing.parameters)
    do {
      var listed = try await list(request, call, in: regions, field)
      if let doubt = regions.lazy.compactMap({ doubt(listed[$0]?.counts ?? [:], $0) }).first {
        observe(doubt)
        try await pauseAndWithdraw(call, regions.map { AnswerFolder(account, $0) })
        listed = try await list(request, call, in: regions, field)
      }
      var outcome = CallTally()
      for (region, listing) in listed {
        outcome.items += listing.items
        outcome.refusals += try await complete(
          listing.details, AnswerFolder(account, region), region: region)
      }
      return outcome
    } catch let refusal where refusal is AWSError || refusal is Problem {
      for region in regions {
        let path = AnswerFolder(account, region).page(1, of: call.listing)
        try await sink.give(CollectedAnswer(path: path, value: .refusal(refusal, request)))
      }
      return CallTally(refusals: 1)
    }
  }

  private func list(
    _ request: AWSRequest, _ call: CollectionPlan.Call, in regions: [String], _ field: String
  ) async throws -> [String: AccountListing] {
    let items = try await client.all(request).items(call.listing.member ?? "")
    let places = try await places(of: items, field, region: regions[0])
    var listed: [String: AccountListing] = [:]
    for region in regions {
      let here = zip(items, places).filter { $0.1 == region }.map(\.0)
      let value = ConfigurationValue.object([call.listing.member ?? "": .list(here)])
      let page = AnswerFolder(account, region).page(1, of: call.listing)
      try await sink.give(CollectedAnswer(path: page, value: value))
      var listing = AccountListing()
      listing.add(value, names: [], of: call, kinds)
      listed[region] = listing
    }
    observe(.listed(account: account, region: Scope.global, items: items.count))
    return listed
  }

  private func places(of buckets: [ConfigurationValue], _ field: String, region: String)
    async throws -> [String]
  {
    try await buckets.concurrentMap { bucket in
      if let place = bucket[field]?.string { return place }
      let request = AWSRequest(
        "s3api", "get-bucket-location", region: region, ["bucket": bucket["Name"] ?? .null])
      return try await client.call(request).value.bucketRegion
    }
  }
}

extension ConfigurationValue {
  /// The region that `GetBucketLocation` means: none is us-east-1, and `EU` is eu-west-1 (S3 API
  /// Reference, "GetBucketLocation").
  fileprivate var bucketRegion: String {
    switch self["LocationConstraint"]?.string {
    case nil, ""?: "us-east-1"
    case "EU"?: "eu-west-1"
    case let name?: name
    }
  }
}
