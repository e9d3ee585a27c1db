import ConfigurationModel

/// One attempt at one call: built, signed, sent, read.
struct AWSExchange: Sendable {
  let transport: HTTPTransport
  let endpoints: EndpointResolver
  let now: @Sendable () -> Timestamp

  /// The answer within `timeout` seconds. Throws `AWSError`, `TransportFailure`, or `Problem` where
  /// the request cannot be made. `skew` is by how many seconds AWS's clock is ahead.
  func send(
    _ request: AWSRequest, signedWith credentials: AWSCredentials?, timeout: Double,
    skew: Int64 = 0
  ) async throws -> AWSAnswer {
    let (model, operation) = try ServiceCatalog.call(request)
    let message = try message(
      request, signedWith: credentials, at: now().advanced(bySeconds: skew))
    return try model.answer(operation, try await transport.send(message, timeout))
  }

  /// The request as it is sent.
  func message(
    _ request: AWSRequest, signedWith credentials: AWSCredentials?, at time: Timestamp
  ) throws(Problem) -> HTTPRequest {
    let (model, operation) = try ServiceCatalog.call(request)
    let endpoint = try endpoints.endpoint(model, region: request.region)
    var message = try model.httpRequest(operation, request.parameters, at: endpoint)
    message.headers.append(HTTPField("User-Agent", "plumbline"))
    guard let credentials, !operation.isUnsigned else { return message }
    let signer = Signer(
      credentials, region: endpoint.signingRegion, service: endpoint.signingName)
    return signer.signed(message, at: time)
  }

  /// Where a request goes, for people.
  func host(of request: AWSRequest) -> String {
    guard let model = ServiceCatalog.models[request.service],
      let endpoint = try? endpoints.endpoint(model, region: request.region)
    else { return "its endpoint" }
    return endpoint.authority
  }
}
