import AWSClient
import ConfigurationDiff
import ConfigurationModel

extension AccountCollector {
  /// Reads what one call lists of all regions, each item in its own. Where it cannot be told where one
  /// is, nothing is said of any region: it may be there.
  func collect(_ call: CollectionPlan.Call, in regions: [String], _ field: String) async throws {
    let listing = call.listing
    let request = AWSRequest(
      listing.service, listing.operation, region: regions[0], listing.parameters)
    do {
      let answer = try await client.all(request)
      let items = try answer.items(listing.member ?? "")
      let places = try await places(of: items, field, region: regions[0])
      for region in regions {
        let here = zip(items, places).filter { $0.1 == region }.map(\.0)
        let listed = ConfigurationValue.object([listing.member ?? "": .list(here)])
        let folder = AnswerFolder(account, region)
        let path = folder.path(listing.service, listing.operation, page: 1)
        try await give(CollectedAnswer(path: path, value: listed))
        try await collectDetails(of: call, listed, [], folder, region: region)
      }
    } catch let refusal where refusal is AWSError || refusal is Problem {
      for region in regions {
        let path = AnswerFolder(account, region).path(
          listing.service, listing.operation, page: 1)
        try await give(CollectedAnswer(path: path, value: .refusal(refusal, request)))
      }
    }
  }

  private func places(of buckets: [ConfigurationValue], _ field: String, region: String)
    async throws -> [String]
  {
    var places: [String] = []
    for bucket in buckets {
      if let place = bucket[field]?.string {
        places.append(place)
      } else {
        let name = bucket["Name"] ?? .null
        let request = AWSRequest(
          "s3api", "get-bucket-location", region: region, ["bucket": name])
        places.append(try await client.call(request).value.bucketRegion)
      }
    }
    return places
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
