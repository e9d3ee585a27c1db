import AWSClient
import ConfigurationDiff
import ConfigurationModel

extension AccountCollector {
  /// Where an item of a listing of all regions is.
  fileprivate enum Place: Sendable {
    case region(String)
    /// It cannot be told.
    case unknown(CallRefusal)
    /// It is no longer listed.
    case gone
  }

  /// What one call lists of all regions, each item in its own. One whose region cannot be told stands by its name
  /// where it stood before, or else in the first region: it is unread, and no other.
  func listAllRegions(
    _ call: CollectionPlan.Call, in folders: [AnswerFolder], _ field: String, _ give: Give
  ) async throws -> [AnswerFolder: AccountListing] {
    guard let first = folders.first else { return [:] }
    let (member, key) = (call.listing.member ?? "", nameField(of: call))
    let request = AWSRequest(
      call.listing.service, call.listing.operation, region: first.region, call.listing.parameters)
    let items = try await asking(request) { try await client.all(request).items(member) }
    let places = try await places(of: items, field, key, request, member)
    let found = Array(zip(items, places))
    if !found.contains(where: { $0.1.isTold }),
      let refusal = found.lazy.compactMap(\.1.refusal).first
    {
      throw refusal
    }
    var listed: [AnswerFolder: AccountListing] = [:]
    for folder in folders {
      listed[folder] = try await place(found, of: call, in: folder, else: first.region, key, give)
    }
    observe(.listed(account: account, region: Scope.global, items: items.count))
    return listed
  }

  private func place(
    _ found: [(ConfigurationValue, Place)], of call: CollectionPlan.Call, in folder: AnswerFolder,
    else first: String, _ key: String, _ give: Give
  ) async throws -> AccountListing {
    var here: [ConfigurationValue] = []
    var refusals = 0
    for (item, place) in found {
      switch place {
      case .region(folder.region): here.append(item)
      case .region, .gone: break
      case .unknown(let refusal):
        guard let name = item[key]?.string, homes[name] ?? first == folder.region else { continue }
        here.append(.string(name))
        refusals += 1
        let path = folder.path(call.listing.service, call.listing.operation, of: name)
        try await give(CollectedAnswer(path: path, value: refusal.standing.value))
      }
    }
    let value = ConfigurationValue.object([call.listing.member ?? "": .list(here)])
    try await give(CollectedAnswer(path: folder.page(1, of: call.listing), value: value))
    var listing = AccountListing()
    listing.add(value, of: call, kinds)
    listing.refusals = refusals
    return listing
  }

  private func nameField(of call: CollectionPlan.Call) -> String {
    call.types.first.flatMap { kinds[$0.type]?.identity.id.first } ?? "Name"
  }

  private func places(
    of items: [ConfigurationValue], _ field: String, _ key: String, _ request: AWSRequest,
    _ member: String
  ) async throws -> [Place] {
    let places = try await items.concurrentMap(width: Self.width) { item in
      try await place(of: item, field, key, region: request.region)
    }
    guard places.contains(where: { $0.refusal?.saysGone == true }) else { return places }
    let standing: Set<String?>
    do {
      standing = Set(
        try await asking(request) { try await client.all(request).items(member) }
          .map { $0[key]?.string })
    } catch is CallRefusal {
      return places
    }
    return zip(items, places).map { item, place in
      place.refusal?.saysGone == true && !standing.contains(item[key]?.string) ? .gone : place
    }
  }

  /// As the list says it, or as the bucket itself does.
  private func place(
    of item: ConfigurationValue, _ field: String, _ key: String, region: String
  ) async throws -> Place {
    if let place = item[field]?.string { return .region(place) }
    let request = AWSRequest(
      "s3api", "get-bucket-location", region: region, ["bucket": item[key] ?? .null])
    do {
      return .region(
        try await asking(request) { try await client.call(request).value.bucketRegion })
    } catch let refusal as CallRefusal {
      return .unknown(refusal)
    }
  }
}

extension AccountCollector.Place {
  fileprivate var refusal: CallRefusal? {
    switch self {
    case .unknown(let refusal): refusal
    case .region, .gone: nil
    }
  }

  fileprivate var isTold: Bool { refusal == nil }
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
