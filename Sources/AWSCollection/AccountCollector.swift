package import AWSClient
package import ConfigurationDiff
import ConfigurationModel

/// Reads one account and hands out what AWS answered.
///
/// A call that fails becomes an answer that says so: its scope is unread, and the rest goes on.
package struct AccountCollector: Sendable {
  let client: AWSClient
  private let plan: CollectionPlan
  private let kinds: [ResourceType: ResourceKind]
  let account: String
  let give: @Sendable (CollectedAnswer) async throws -> Void

  /// - Parameter give: Takes each answer; what it throws ends the collection.
  package init(
    _ client: AWSClient, account: String, kinds: [ResourceKind],
    give: @escaping @Sendable (CollectedAnswer) async throws -> Void
  ) {
    self.client = client
    self.account = account
    plan = CollectionPlan(kinds)
    self.kinds = Dictionary(kinds.map { ($0.type, $0) }) { first, _ in first }
    self.give = give
  }

  /// Reads all kinds in the regions; those of no region where the partition keeps them.
  package func collect(_ regions: [String]) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      for (index, region) in regions.enumerated() {
        for call in plan.calls(isFirstRegion: index == 0) {
          group.addTask {
            switch call.reach {
            case .region: try await collect(call, AnswerFolder(account, region), at: region)
            case .account:
              let place = Partition.of(region: region).implicitRegion
              try await collect(call, AnswerFolder(account, Self.globalFolder), at: place)
            case .allRegions(let field): try await collect(call, in: regions, field)
            }
          }
        }
      }
      try await group.waitForAll()
    }
  }

  private func collect(_ call: CollectionPlan.Call, _ folder: AnswerFolder, at place: String)
    async throws
  {
    let listing = call.listing
    let request = AWSRequest(
      listing.service, listing.operation, region: place, listing.parameters)
    var page = 1
    do {
      try await answers(to: request, listing) { answer, names in
        let path = folder.path(listing.service, listing.operation, page: page)
        page += 1
        try await give(CollectedAnswer(path: path, value: answer))
        try await collectDetails(of: call, answer, names, folder, region: place)
      }
    } catch let refusal where refusal is AWSError || refusal is Problem {
      let path = folder.path(listing.service, listing.operation, page: page)
      try await give(CollectedAnswer(path: path, value: .refusal(refusal, request)))
    }
  }

  /// Services without regions stand here, as in every layout that an import reads.
  private static let globalFolder = "global"

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
    var items: [ConfigurationValue] = []
    for name in names {
      items += try await client.all(request.with(parent.parameter, .string(name)))
        .items(listing.member ?? "")
    }
    try await body(.object([listing.member ?? "": .list(items)]), names)
  }

  func collectDetails(
    of call: CollectionPlan.Call, _ answer: ConfigurationValue, _ names: [String],
    _ folder: AnswerFolder, region: String
  ) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      for listed in call.types {
        guard let kind = kinds[listed.type] else { continue }
        let items = listed.listing.member.flatMap { answer[$0]?.members } ?? []
        for detail in kind.details where !listed.listing.fields.contains(detail.field) {
          for (index, item) in items.enumerated() {
            let isParents = detail.parameter == listed.listing.each?.parameter
            let name =
              isParents && names.indices.contains(index)
              ? names[index] : detail.name(of: item, kind)
            guard let name,
              let id = kind.identity.id.lazy.compactMap({ item[$0]?.scalarText }).first
            else { continue }
            group.addTask { try await collect(detail, named: name, of: id, folder, region: region) }
          }
        }
      }
      try await group.waitForAll()
    }
  }

  private func collect(
    _ detail: ResourceKind.Detail, named name: String, of id: String, _ folder: AnswerFolder,
    region: String
  ) async throws {
    let isList = detail.parameter.hasSuffix("names")
    let request = AWSRequest(
      detail.service, detail.operation, region: region,
      [detail.parameter: isList ? .list([.string(name)]) : .string(name)])
    let path = folder.path(detail.service, detail.operation, of: id)
    do {
      try await give(CollectedAnswer(path: path, value: client.all(request).value))
    } catch let refusal where refusal is AWSError || refusal is Problem {
      try await give(CollectedAnswer(path: path, value: .refusal(refusal, request)))
    }
  }
}
