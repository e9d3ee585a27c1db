import AWSClient
import ConfigurationDiff
import ConfigurationModel

extension AccountCollector {
  /// Makes one call, twice where far fewer are listed than stand, and the calls that complete its items.
  func collect(_ call: CollectionPlan.Call, _ folder: AnswerFolder, at place: String) async throws
    -> CallTally
  {
    guard var listing = try await list(call, folder, at: place) else {
      return CallTally(refusals: 1)
    }
    if let doubt = doubt(listing.counts, folder.region) {
      observe(doubt)
      try await pauseAndWithdraw(call, [folder])
      guard let second = try await list(call, folder, at: place) else {
        return CallTally(refusals: 1)
      }
      listing = second
    }
    let refusals = try await complete(listing.details, folder, region: place)
    return CallTally(items: listing.items, refusals: refusals)
  }

  /// All pages of a listing; nil where it was refused, which the last page says.
  private func list(_ call: CollectionPlan.Call, _ folder: AnswerFolder, at place: String)
    async throws -> AccountListing?
  {
    let request = AWSRequest(
      call.listing.service, call.listing.operation, region: place, call.listing.parameters)
    var (page, listing) = (1, AccountListing())
    do {
      try await answers(to: request, call.listing) { answer, names in
        let path = folder.page(page, of: call.listing)
        page += 1
        try await sink.give(CollectedAnswer(path: path, value: answer))
        let before = listing.items
        listing.add(answer, names: names, of: call, kinds)
        observe(
          .listed(account: account, region: folder.region, items: listing.items - before))
      }
      return listing
    } catch let refusal where refusal is AWSError || refusal is Problem {
      let path = folder.page(page, of: call.listing)
      try await sink.give(CollectedAnswer(path: path, value: .refusal(refusal, request)))
      return nil
    }
  }

  /// Each page of a listing, so that none but the last is held; of a call about one resource each, all
  /// answers as one listing, with the names that were asked for.
  private func answers(
    to request: AWSRequest, _ listing: ResourceKind.Listing,
    _ body: (ConfigurationValue, [String]) async throws -> Void
  ) async throws {
    guard let parent = listing.each else {
      return try await client.pages(request) { try await body($0.value, []) }
    }
    let parents = try await client.all(
      AWSRequest(listing.service, parent.operation, region: request.region))
    // Where there are none, SQS answers with nothing at all (SQS API Reference, "ListQueues").
    let isNothing = parents.value == .object([:])
    let names = (isNothing ? [] : try parents.items(parent.member)).compactMap { item in
      parent.field.map { item[$0]?.scalarText } ?? item.scalarText
    }
    let items = try await names.concurrentMap { name in
      try await client.all(request.with(parent.parameter, .string(name)))
        .items(listing.member ?? "")
    }
    try await body(.object([listing.member ?? "": .list(items.flatMap(\.self))]), names)
  }

  // MARK: Doubt

  /// The event of the first type of which far fewer are listed than stand; nil where there is none.
  func doubt(_ counts: [ResourceType: Int], _ region: String) -> CollectionEvent? {
    for (type, count) in counts.sorted(by: { $0.key < $1.key }) {
      let scope = Scope(account: account, region: region, type: type)
      if let last = last[scope], secondReading.doubts(count, last: last) {
        return .readsAgain(scope, listed: count, last: last)
      }
    }
    return nil
  }

  /// Gives AWS the time to be itself again.
  func pauseAndWithdraw(_ call: CollectionPlan.Call, _ folders: [AnswerFolder]) async throws {
    try await client.pause(seconds: 2)
    for folder in folders { try await sink.withdraw(folder.listing(call.listing)) }
  }

  // MARK: Details

  /// Makes the calls that complete items. Returns how many were refused.
  func complete(
    _ details: [AccountListing.DetailCall], _ folder: AnswerFolder, region: String
  ) async throws -> Int {
    try await withThrowingTaskGroup(of: Bool.self) { group in
      for detail in details {
        group.addTask { try await complete(detail, folder, region: region) }
      }
      return try await group.reduce(0) { $0 + ($1 ? 0 : 1) }
    }
  }

  /// Whether the call was answered, if only with the word that there is no such part.
  private func complete(
    _ call: AccountListing.DetailCall, _ folder: AnswerFolder, region: String
  ) async throws -> Bool {
    let detail = call.detail
    let isList = detail.parameter.hasSuffix("names")
    let name = ConfigurationValue.string(call.name)
    let request = AWSRequest(
      detail.service, detail.operation, region: region,
      [detail.parameter: isList ? .list([name]) : name])
    let path = folder.path(detail.service, detail.operation, of: call.id)
    do {
      try await sink.give(CollectedAnswer(path: path, value: client.all(request).value))
      return true
    } catch let refusal where refusal is AWSError || refusal is Problem {
      try await sink.give(CollectedAnswer(path: path, value: .refusal(refusal, request)))
      return (refusal as? AWSError).map { detail.absentCodes.contains($0.code) } ?? false
    }
  }
}
