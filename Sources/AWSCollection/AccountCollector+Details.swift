import AWSClient
import ConfigurationDiff
import ConfigurationModel
import Synchronization

extension AccountCollector {
  /// An item with what the calls about it gave.
  private struct CompletedItem: Sendable {
    let folder: AnswerFolder
    let item: AccountListing.Item
    let answers: [Result<ConfigurationValue, CallRefusal>]

    /// Whether a call about it says that it is not there.
    var isVanishing: Bool {
      zip(item.details, answers).contains { call, answer in
        switch answer {
        case .success: false
        case .failure(let refusal):
          refusal.saysGone && !refusal.saysAbsent(call.detail)
        }
      }
    }
  }

  /// Makes the calls that complete items. What vanishes meanwhile is gone where a listing made now says so too;
  /// otherwise its parts are unread.
  func complete(
    _ listed: [AnswerFolder: AccountListing], of call: CollectionPlan.Call, at place: String
  ) async throws -> CallTally {
    var tally = listed.values.reduce(into: CallTally()) {
      $0 += CallTally(items: $1.count, refusals: $1.refusals, named: $1.named)
    }
    for (folder, listing) in listed { tally += try await completeTogether(listing, call, folder) }
    let vanishing = try await complete(
      listed.flatMap { folder, listing in listing.items.map { (folder, $0) } }, &tally)
    guard !vanishing.isEmpty else { return tally }
    let now = try await listedAgain(call, listed, without: vanishing, at: place)
    for entry in vanishing where now?[entry.folder]?.names.contains(entry.item.key) ?? true {
      try await give(entry, isDoubtful: true, &tally)
    }
    let new = (now ?? [:]).flatMap { folder, listing in
      listing.items.filter { listed[folder]?.names.contains($0.key) == false }.map { (folder, $0) }
    }
    for entry in try await complete(new, &tally) { try await give(entry, isDoubtful: true, &tally) }
    return tally
  }

  /// Makes the calls that answer about every item of a listing at once, where it has items.
  private func completeTogether(
    _ listing: AccountListing, _ call: CollectionPlan.Call, _ folder: AnswerFolder
  ) async throws -> CallTally {
    let details = call.types.filter { listing.counts[$0.type, default: 0] > 0 }.flatMap { listed in
      (kinds[listed.type]?.details ?? []).filter {
        $0.isOfAll && !listed.listing.fields.contains($0.field)
      }
    }
    var tally = CallTally()
    for detail in details {
      let request = AWSRequest(
        detail.service, detail.operation, region: place(of: folder), detail.parameters)
      let path = folder.path(detail.service, detail.operation, of: Self.allItems)
      do {
        let answer = try await asking(request) { try await client.all(request).value }
        try await sink.give(CollectedAnswer(path: path, value: answer))
      } catch let refusal as CallRefusal {
        tally.refusals += 1
        try await sink.give(CollectedAnswer(path: path, value: refusal.value))
      }
    }
    return tally
  }

  /// What stands for the resource in the path of an answer about all of them.
  private static let allItems = "all"

  /// So many items of a listing are completed at a time: no more calls of one service run together, and what waits
  /// to be called holds nothing.
  static let width = 8

  /// Completes items and hands out what was said of them. Returns those that are said not to be there: of them
  /// nothing is handed out yet.
  private func complete(
    _ items: [(AnswerFolder, AccountListing.Item)], _ tally: inout CallTally
  ) async throws -> [CompletedItem] {
    let completed = try await items.concurrentMap(width: Self.width) { folder, item in
      let entry = CompletedItem(
        folder: folder, item: item, answers: try await answers(of: item, at: folder))
      guard !entry.isVanishing else { return (CallTally(), Optional(entry)) }
      var own = CallTally()
      try await give(entry, isDoubtful: false, &own)
      return (own, nil)
    }
    for (own, _) in completed { tally += own }
    return completed.compactMap(\.1)
  }

  private func answers(of item: AccountListing.Item, at folder: AnswerFolder) async throws
    -> [Result<ConfigurationValue, CallRefusal>]
  {
    try await item.details.concurrentMap { call in
      let request = call.request(at: place(of: folder))
      do {
        return .success(try await asking(request) { try await client.all(request).value })
      } catch let refusal as CallRefusal {
        return .failure(refusal)
      }
    }
  }

  /// The region that is called about what stands in a folder.
  private func place(of folder: AnswerFolder) -> String {
    folder.region == Scope.global ? home : folder.region
  }

  /// Hands out what was said of an item. Where some calls say that it is not there, that others find no such part
  /// says nothing: these parts are unread too.
  private func give(_ entry: CompletedItem, isDoubtful: Bool, _ tally: inout CallTally) async throws
  {
    for (call, answer) in zip(entry.item.details, entry.answers) {
      let path = entry.folder.path(
        call.detail.service, call.detail.operation, of: entry.item.key.id)
      switch answer {
      case .success(let value): try await sink.give(CollectedAnswer(path: path, value: value))
      case .failure(let refusal):
        let isAbsent = refusal.saysAbsent(call.detail)
        if !isAbsent || isDoubtful { tally.refusals += 1 }
        let told = isDoubtful ? refusal.standing : refusal
        try await sink.give(CollectedAnswer(path: path, value: told.value))
      }
    }
  }

  /// The listing made anew, given in the place of the first; nil where it cannot be had, or lacks more than what
  /// is said not to be there: then the first stands.
  private func listedAgain(
    _ call: CollectionPlan.Call, _ first: [AnswerFolder: AccountListing],
    without vanishing: [CompletedItem], at place: String
  ) async throws -> [AnswerFolder: AccountListing]? {
    let folders = Array(first.keys)
    let answers = Mutex<[CollectedAnswer]>([])
    let second: [AnswerFolder: AccountListing]
    do {
      second = try await list(call, in: folders, at: place, isAgain: true) { answer in
        answers.withLock { $0.append(answer) }
      }
    } catch is CallRefusal {
      return nil
    }
    for folder in folders {
      let lost = first[folder]?.names.subtracting(second[folder]?.names ?? []) ?? []
      let expected = vanishing.filter { $0.folder == folder }.map(\.item.key)
      guard lost.isSubset(of: expected) else { return nil }
    }
    for folder in folders { try await sink.withdraw(folder.listing(call.listing)) }
    for answer in answers.withLock({ $0 }) { try await sink.give(answer) }
    return second
  }
}

extension AccountListing {
  var names: Set<ItemKey> { Set(items.map(\.key)) }
}

extension AccountListing.DetailCall {
  func request(at region: String) -> AWSRequest {
    let value = ConfigurationValue.string(name)
    let isList = detail.parameter.hasSuffix("names")
    return AWSRequest(
      detail.service, detail.operation, region: region,
      detail.parameters.merging([detail.parameter: isList ? .list([value]) : value]) { $1 })
  }
}
