import ConfigurationModel

extension AWSClient {
  /// Ten million items of the usual hundred a page: who gives more pages gives them for ever.
  private static let mostPages = 100_000

  /// Gives every page of a listing to `body`, in order; a call that has no pages is one. Throws as
  /// `call`, and `page-token-repeats` where a page's token is one that was followed before: that page
  /// is not given.
  package func pages(
    _ request: AWSRequest, _ body: (AWSAnswer) async throws -> Void
  ) async throws {
    let (_, operation) = try ServiceCatalog.call(request)
    var next = request
    var followed: Set<[ConfigurationValue?]> = []
    while true {
      let answer = try await call(next)
      guard let pages = operation.pages, let tokens = pages.tokens(after: answer.value) else {
        return try await body(answer)
      }
      guard followed.insert(tokens).inserted else { throw Problem.pageTokenRepeats(request) }
      guard followed.count < Self.mostPages else {
        throw Problem.tooManyPages(request, Self.mostPages)
      }
      try await body(answer)
      next = request
      for (name, token) in zip(pages.inputTokens, tokens) {
        if let token { next = next.with(name, token) }
      }
    }
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
