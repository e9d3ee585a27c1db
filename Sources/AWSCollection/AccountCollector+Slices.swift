import AWSClient
import ConfigurationDiff
import ConfigurationModel

extension AccountCollector {
  /// What each list of a call has a part of, one list after another. Where one of them is refused all is unread but
  /// what was listed: what is missing may stand in that one.
  ///
  /// What another account has for the organization is taken there, if this run reads it, and of an account that is told
  /// nothing there is none. Where something was read of this account before, it is asked all the same: that it is told
  /// no more does not mean that there is no more.
  func listSlices(
    _ call: CollectionPlan.Call, by slicing: ResourceKind.Slicing, _ folder: AnswerFolder,
    at place: String, _ give: Give
  ) async throws -> AccountListing {
    let keeper: String?
    do {
      keeper = try await self.keeper(of: call, at: place)
    } catch let refusal as CallRefusal where refusal.saysNone(call.listing.none) {
      // The account is in no organization, and has none of what one has.
      return try await nothing(of: call, folder, give)
    }
    let other = keeper.flatMap { $0 == account ? nil : $0 }
    let known = scopes(of: call, in: folder.region).contains { last[$0, default: 0] > 0 }
    let mayBeNone = other != nil && !known
    if mayBeNone, let other, beside.contains(other) {
      return try await nothing(of: call, keptBy: other, folder, give)
    }
    let said = try await slices(of: call, by: slicing, at: place)
    if mayBeNone, let other, said.isDenied {
      return try await nothing(of: call, keptBy: other, folder, give)
    }
    if !said.isAnswered, let refusal = said.refusals.first { throw refusal }
    let value = ConfigurationValue.object([call.listing.member ?? "": .list(said.items)])
    try await give(CollectedAnswer(path: folder.page(1, of: call.listing), value: value))
    if var refusal = said.refusals.first {
      refusal.page = 2
      throw refusal
    }
    var listing = AccountListing()
    listing.add(value, of: call, kinds)
    observe(.listed(account: account, region: folder.region, items: listing.count))
    return listing
  }

  /// The account that has what a call lists; nil where each has its own. Throws `CallRefusal`.
  private func keeper(of call: CollectionPlan.Call, at place: String) async throws -> String? {
    guard let keeper = call.listing.keeper else { return nil }
    let request = AWSRequest(call.listing.service, keeper.operation, region: place)
    return try await asking(request) {
      let answer = try await client.call(request)
      guard let id = try answer.items(keeper.member).first?[keeper.field]?.string else {
        throw AWSError(
          code: "MalformedResponse", message: "The answer has no '\(keeper.field)'.",
          requestID: answer.requestID, status: 200)
      }
      return id
    }
  }

  /// What the lists of a call for all words say.
  private struct SaidOfSlices {
    var items: [ConfigurationValue] = []
    var refusals: [CallRefusal] = []
    /// Whether any list was given.
    var isAnswered = false

    /// Whether the account may ask for none of them.
    var isDenied: Bool { !isAnswered && refusals.allSatisfy(\.saysDenied) }
  }

  private func slices(
    of call: CollectionPlan.Call, by slicing: ResourceKind.Slicing, at place: String
  ) async throws -> SaidOfSlices {
    let request = call.listing.request(of: account, at: place)
    let results = try await slicing.words.concurrentMap(width: Self.width) { word in
      let request = request.with(slicing.parameter, .string(word))
      do {
        return Result<_, CallRefusal>.success(
          try await asking(request) {
            try await client.all(request).items(call.listing.member ?? "")
          })
      } catch let refusal as CallRefusal {
        return .failure(refusal)
      }
    }
    var said = SaidOfSlices()
    for result in results {
      switch result {
      case .success(let items):
        said.items += items
        said.isAnswered = true
      case .failure(let refusal): said.refusals.append(refusal)
      }
    }
    // That it knows no word at all means something else.
    if said.isAnswered { said.refusals.removeAll { $0.saysNone(slicing.unknown) } }
    return said
  }

  private func nothing(
    of call: CollectionPlan.Call, keptBy other: String, _ folder: AnswerFolder, _ give: Give
  ) async throws -> AccountListing {
    for scope in scopes(of: call, in: folder.region) { observe(.kept(scope, by: other)) }
    return try await nothing(of: call, folder, give)
  }

  private func nothing(of call: CollectionPlan.Call, _ folder: AnswerFolder, _ give: Give)
    async throws -> AccountListing
  {
    let value = ConfigurationValue.object([call.listing.member ?? "": .list([])])
    try await give(CollectedAnswer(path: folder.page(1, of: call.listing), value: value))
    return AccountListing()
  }
}
