import ConfigurationModel

extension AWSClient {
  /// Gives every page of a listing to `body`, in order; a call that has no pages is one. Throws as
  /// `PageReading.next`.
  package func pages(
    _ request: AWSRequest, _ body: (AWSAnswer) async throws -> Void
  ) async throws {
    var pages = try PageReading(of: request, by: self)
    while let answer = try await pages.next() { try await body(answer) }
  }

  /// All pages of a listing in one value, as the CLI prints them.
  package func all(_ request: AWSRequest) async throws -> AWSAnswer {
    let (_, operation) = try ServiceCatalog.call(request)
    guard let pages = operation.pages else { return try await call(request) }
    var merged = MergedPages(pages)
    var requestID: String?
    try await self.pages(request) { answer in
      merged.append(answer.value)
      requestID = answer.requestID ?? requestID
    }
    return AWSAnswer(merged.value, requestID: requestID)
  }
}

extension AWSRequest {
  /// The request with how many items a page may have, where it does not say so itself. Services that are asked without
  /// answer with few, with all at once, or, as SQS, with a thousand and no word of the others.
  fileprivate func withPageSize(of operation: OperationModel) -> AWSRequest {
    guard let pages = operation.pages, let key = pages.limitKey, let size = pages.size,
      !operation.says(key, in: parameters)
    else { return self }
    return with(key, .number("\(size)"))
  }
}

extension OperationModel {
  /// Whether parameters have a member, under its own name or as the CLI writes it.
  fileprivate func says(_ member: String, in given: [String: ConfigurationValue]) -> Bool {
    given.keys.contains { ($0 == member) || parameters[$0] == member }
  }
}

/// The pages of a listing, one after the other; a call that has no pages is one.
package struct PageReading {
  /// Ten million items of the usual hundred a page: who gives more pages gives them for ever.
  private static let mostPages = 100_000

  private let client: AWSClient
  private let request: AWSRequest
  private let pages: Pagination?
  /// Nil after the last page.
  private var following: AWSRequest?
  private var followed: Set<[ConfigurationValue?]> = []
  /// The digest of what the page before listed: the page itself is not held.
  private var before: String?

  /// Throws `Problem` where the call is not known.
  package init(of request: AWSRequest, by client: AWSClient) throws {
    self.client = client
    let operation = try ServiceCatalog.call(request).1
    let sized = request.withPageSize(of: operation)
    self.request = sized
    pages = operation.pages
    following = sized
  }

  /// The next page; nil after the last. Throws as `AWSClient.call`, `page-token-repeats` where a page's
  /// token is one that was followed before, and `page-repeats` where it is the page before once more: that page is
  /// not given.
  package mutating func next() async throws -> AWSAnswer? {
    guard let next = following else { return nil }
    following = nil
    let answer = try await client.call(next)
    guard let pages else { return answer }
    let tokens = pages.tokens(after: answer.value)
    if let tokens, !followed.insert(tokens).inserted { throw Problem.pageTokenRepeats(request) }
    try note(answer, isLast: tokens == nil)
    guard let tokens else { return answer }
    guard followed.count < Self.mostPages else {
      throw Problem.tooManyPages(request, Self.mostPages)
    }
    following = zip(pages.inputTokens, tokens).reduce(request) { request, pair in
      pair.1.map { request.with(pair.0, $0) } ?? request
    }
    return answer
  }

  // An item may move from one page to the next while they are read; two items and all that is beside them are the
  // page before once more, and what should be here is nowhere.
  private mutating func note(_ answer: AWSAnswer, isLast: Bool) throws(Problem) {
    guard before != nil || !isLast, case .object(let fields) = answer.value else { return }
    let lists = fields.filter { $0.value.members?.isEmpty == false }
    let count = lists.values.reduce(0) { $0 + ($1.members?.count ?? 0) }
    let listed =
      count > 1 ? Array(ConfigurationValue.object(lists).canonicalJSON.utf8).sha256 : nil
    defer { before = listed }
    guard let listed, listed == before else { return }
    throw .pageRepeats(request)
  }
}
