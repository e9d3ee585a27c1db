import AWSClient
import ConfigurationDiff
import ConfigurationModel

extension AccountCollector {
  /// Takes the answers of a listing.
  typealias Give = @Sendable (CollectedAnswer) async throws -> Void

  /// Makes one call, and those that complete its items, and notes down how long that took.
  func collect(_ call: CollectionPlan.Call, in folders: [AnswerFolder], at place: String)
    async throws -> CallTally
  {
    let began = now()
    var tally = try await read(call, in: folders, at: place)
    let time = ReadingTime(from: began, to: now())
    for scope in folders.flatMap({ scopes(of: call, in: $0.region) }) { tally.times[scope] = time }
    return tally
  }

  /// What a call lists in a region, or in none.
  func scopes(of call: CollectionPlan.Call, in region: String) -> [Scope] {
    call.types.map { Scope(account: account, region: region, type: $0.type) }
  }

  /// Makes one call, twice where far fewer are listed than stand, and the calls that complete its items.
  private func read(_ call: CollectionPlan.Call, in folders: [AnswerFolder], at place: String)
    async throws -> CallTally
  {
    do {
      var listed = try await list(call, in: folders, at: place, sink.give)
      if let doubt = doubt(listed) {
        observe(doubt)
        try await pauseAndWithdraw(call, folders, at: place)
        listed = try await list(call, in: folders, at: place, isAgain: true, sink.give)
      }
      return try await complete(listed, of: call, at: place)
    } catch let refusal as CallRefusal {
      for folder in folders {
        let path = folder.page(refusal.page, of: call.listing)
        try await sink.give(CollectedAnswer(path: path, value: refusal.value))
      }
      return CallTally(refusals: refusal.saysNone(call.listing.none) ? 0 : 1)
    }
  }

  /// What a call lists, by the folder that it stands in. Throws `CallRefusal`.
  ///
  /// - Parameter isAgain: Whether what was listed in this run already is in doubt, and is not to be told once more.
  func list(
    _ call: CollectionPlan.Call, in folders: [AnswerFolder], at place: String,
    isAgain: Bool = false, _ give: Give
  ) async throws -> [AnswerFolder: AccountListing] {
    if case .allRegions(let field) = call.reach {
      return try await listAllRegions(call, in: folders, field, give)
    }
    var listed: [AnswerFolder: AccountListing] = [:]
    for folder in folders {
      listed[folder] =
        if let slicing = call.listing.slicing {
          try await listSlices(call, by: slicing, folder, at: place, give)
        } else if let parent = call.listing.each {
          try await listEach(call, of: parent, folder, at: place, isAgain, give)
        } else {
          try await listPages(call, folder, at: place, isAgain, give)
        }
    }
    return listed
  }

  /// Page by page, so that none but the last is held.
  private func listPages(
    _ call: CollectionPlan.Call, _ folder: AnswerFolder, at place: String, _ isAgain: Bool,
    _ give: Give
  ) async throws -> AccountListing {
    let request = call.listing.request(of: account, at: place)
    var (number, listing) = (1, AccountListing())
    func add(_ answer: AWSAnswer) async throws {
      let path = folder.page(number, of: call.listing)
      try await give(CollectedAnswer(path: path, value: answer.value))
      let before = listing.count
      listing.add(answer.value, of: call, kinds)
      observe(.listed(account: account, region: folder.region, items: listing.count - before))
      number += 1
    }
    if plan.isParent(call), !isAgain {
      for answer in try await asking(request, { try await shared.pages(of: request, by: client) }) {
        try await add(answer)
      }
      return listing
    }
    var pages = try PageReading(of: request, by: client)
    while let answer = try await asking(request, page: number, { try await pages.next() }) {
      try await add(answer)
    }
    return listing
  }

  // MARK: One by one

  /// So many names are asked about for one page: what is held does not grow with how many there are.
  private static let namesOfPage = 500

  /// What another call lists, each asked about by itself. One that is refused is unread, and no other: where its
  /// name is that of an item it stands in the list by its name alone. Where none is answered the listing is
  /// refused.
  private func listEach(
    _ call: CollectionPlan.Call, of parent: ResourceKind.Parent, _ folder: AnswerFolder,
    at place: String, _ isAgain: Bool, _ give: Give
  ) async throws -> AccountListing {
    // A name that stands on two pages is one.
    var told: Set<String> = []
    let names = try await names(of: parent, call.listing.service, at: place, isAgain: isAgain)
      .filter { told.insert($0).inserted }
    var pages = EachPages(call, folder)
    var refused: [Refused] = []
    for first in stride(from: 0, to: names.count, by: Self.namesOfPage) {
      let part = names[first..<min(first + Self.namesOfPage, names.count)]
      let said = try await ask(about: Array(part), call, parent, at: place, isAgain: isAgain)
      refused += said.refused
      if !said.answered.isEmpty { try await give(pages.next(said.answered, kinds)) }
    }
    let settled = try await settle(
      refused, call, parent, at: place, othersAnswer: pages.number > 0)
    if pages.number == 0, settled.answered.isEmpty, let refusal = settled.refused.first?.refusal {
      throw refusal
    }
    let unread = parent.namesItems ? settled.refused.map(\.name) : []
    if pages.number == 0 || !settled.answered.isEmpty || !unread.isEmpty {
      try await give(pages.next(settled.answered, unread: unread, kinds))
    }
    for (name, refusal) in settled.refused {
      let path = folder.path(call.listing.service, call.listing.operation, of: name)
      try await give(CollectedAnswer(path: path, value: refusal.standing.value))
    }
    if !parent.namesItems, var refusal = settled.refused.first?.refusal {
      refusal.page = pages.number + 1
      throw refusal
    }
    pages.listing.refusals = settled.refused.count
    observe(.listed(account: account, region: folder.region, items: pages.items))
    return pages.listing
  }

  /// What was said of names one by one, as pages of a listing.
  private struct EachPages {
    private let call: CollectionPlan.Call
    private let folder: AnswerFolder
    /// How many pages there are.
    private(set) var number = 0
    private(set) var items = 0
    var listing = AccountListing()

    init(_ call: CollectionPlan.Call, _ folder: AnswerFolder) {
      self.call = call
      self.folder = folder
    }

    mutating func next(
      _ answered: [Answered], unread: [String] = [], _ kinds: [ResourceType: ResourceKind]
    ) -> CollectedAnswer {
      number += 1
      let found = answered.flatMap { answer in answer.items.map { (answer.name, $0) } }
      items += found.count
      let value = ConfigurationValue.object([
        call.listing.member ?? "": .list(found.map(\.1) + unread.map { .string($0) })
      ])
      listing.add(value, names: found.map(\.0), of: call, kinds)
      return CollectedAnswer(path: folder.page(number, of: call.listing), value: value)
    }
  }

  private func names(
    of parent: ResourceKind.Parent, _ service: String, at place: String, isAgain: Bool
  ) async throws -> [String] {
    let request = AWSRequest(service, parent.operation, region: place)
    guard let each = parent.each else {
      return try await names(of: parent, by: request, isAgain: isAgain)
    }
    return try await names(of: each, service, at: place, isAgain: isAgain)
      .concurrentMap(width: Self.width) {
        try await names(
          of: parent, by: request.with(each.parameter, .string($0)), isAgain: isAgain)
      }.flatMap(\.self)
  }

  private func names(of parent: ResourceKind.Parent, by request: AWSRequest, isAgain: Bool)
    async throws -> [String]
  {
    try await asking(request) {
      let pages =
        isAgain
        ? [try await client.all(request)] : try await shared.pages(of: request, by: client)
      return try pages.flatMap { page in
        // Where there are none, SQS leaves their list away (SQS API Reference, "ListQueues").
        let isNothing = request.service == "sqs" && page.value == .object([:])
        return (isNothing ? [] : try page.items(parent.member))
          .filter { parent.only?.holds(of: $0) ?? true }
          .compactMap { item in parent.field.map { item[$0]?.scalarText } ?? item.scalarText }
      }
    }
  }

  private typealias Answered = (name: String, items: [ConfigurationValue])
  private typealias Refused = (name: String, refusal: CallRefusal)

  /// What is said of names one by one.
  private struct Said {
    var answered: [Answered] = []
    var refused: [Refused] = []
  }

  /// What becomes of names that were refused. What is not there, says AWS, is gone where it is no longer
  /// listed either, or where AWS says so again and in another call, while it answers about others: lists lag
  /// behind. Where none is answered, something else may be wrong.
  private func settle(
    _ refused: [Refused], _ call: CollectionPlan.Call, _ parent: ResourceKind.Parent,
    at place: String, othersAnswer: Bool
  ) async throws -> Said {
    var said = Said(refused: refused)
    guard said.refused.contains(where: \.refusal.saysGone) else { return said }
    let standing = try await listedAgain(parent, call.listing.service, at: place)
    said.refused.removeAll { $0.refusal.saysGone && standing?.contains($0.name) == false }
    let doubtful = said.refused.filter { $0.refusal.says(parent.gone) }.map(\.name)
    guard !doubtful.isEmpty, othersAnswer else { return said }
    let request = AWSRequest(call.listing.service, call.listing.operation, region: place)
    try await asking(request) { try await client.pause(seconds: 2) }
    let again = try await ask(about: doubtful, call, parent, at: place, isAgain: true)
    let gone = Set(again.refused.filter { $0.refusal.says(parent.gone) }.map(\.name))
      .intersection(try await missing(doubtful, call, parent, at: place))
    said.refused.removeAll { entry in
      gone.contains(entry.name) || again.answered.contains { $0.name == entry.name }
    }
    said.answered = again.answered
    return said
  }

  /// The names of which every other call about them says, too, that they are not there; none where there is no
  /// such call.
  private func missing(
    _ names: [String], _ call: CollectionPlan.Call, _ parent: ResourceKind.Parent, at place: String
  ) async throws -> [String] {
    let others = call.types.flatMap { kinds[$0.type]?.details ?? [] }
      .filter { $0.parameter == parent.parameter }
    guard !others.isEmpty else { return [] }
    return try await names.concurrentMap { name -> String? in
      for other in others {
        let request = AccountListing.DetailCall(detail: other, name: name).request(at: place)
        do {
          _ = try await asking(request) { try await client.call(request) }
          return nil
        } catch let refusal as CallRefusal {
          guard refusal.says(parent.gone) else { return nil }
        }
      }
      return name
    }.compactMap(\.self)
  }

  private func ask(
    about names: [String], _ call: CollectionPlan.Call, _ parent: ResourceKind.Parent,
    at place: String, isAgain: Bool
  ) async throws -> Said {
    let isShared = plan.isParent(call) && !isAgain
    let request = call.listing.request(of: account, at: place)
    let results = try await names.concurrentMap(width: Self.width) { name in
      let request = request.with(parent.parameter, .string(name))
      do {
        return Result<_, CallRefusal>.success(
          try await asking(request) {
            let pages =
              isShared
              ? try await shared.pages(of: request, by: client) : [try await client.all(request)]
            return try pages.flatMap { try $0.items(call.listing.member ?? "") }
          })
      } catch let refusal as CallRefusal {
        return .failure(refusal)
      }
    }
    var said = Said()
    for (name, result) in zip(names, results) {
      switch result {
      case .success(let items): said.answered.append((name, items))
      case .failure(let refusal): said.refused.append((name, refusal))
      }
    }
    return said
  }

  /// What is listed now; nil where that cannot be had.
  private func listedAgain(_ parent: ResourceKind.Parent, _ service: String, at place: String)
    async throws -> Set<String>?
  {
    do {
      return Set(try await names(of: parent, service, at: place, isAgain: true))
    } catch is CallRefusal {
      return nil
    }
  }

  // MARK: Doubt

  /// The event of the first type of which far fewer are listed than stand; nil where there is none.
  func doubt(_ listed: [AnswerFolder: AccountListing]) -> CollectionEvent? {
    for (folder, listing) in listed.sorted(by: { $0.key.region < $1.key.region }) {
      for (type, count) in listing.counts.sorted(by: { $0.key < $1.key }) {
        let scope = Scope(account: account, region: folder.region, type: type)
        if let last = last[scope], secondReading.doubts(count, last: last) {
          return .readsAgain(scope, listed: count, last: last)
        }
      }
    }
    return nil
  }

  /// Gives AWS the time to be itself again.
  private func pauseAndWithdraw(
    _ call: CollectionPlan.Call, _ folders: [AnswerFolder], at place: String
  ) async throws {
    let request = AWSRequest(call.listing.service, call.listing.operation, region: place)
    try await asking(request) { try await client.pause(seconds: 2) }
    for folder in folders { try await sink.withdraw(folder.listing(call.listing)) }
  }
}
