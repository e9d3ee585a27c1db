import ConfigurationModel

/// One attempt at one call: built, signed, sent, read.
struct AWSExchange: Sendable {
  let transport: HTTPTransport
  let endpoints: EndpointResolver
  let now: @Sendable () -> Timestamp
  let clock: ServerClock

  /// The answer within `timeout` seconds. Throws `AWSError`, `TransportFailure`, or `Problem` where
  /// the request cannot be made. `offset` is by how many seconds AWS's clock is said to be ahead; it is kept
  /// where the call is answered. Nil for what is known of the place.
  func send(
    _ request: AWSRequest, signedWith credentials: AWSCredentials?, timeout: Double,
    offset: Int64? = nil
  ) async throws -> AWSAnswer {
    let (model, operation) = try ServiceCatalog.call(request)
    let place = try endpoints.endpoint(model, region: request.region).clockPlace
    let own = now()
    let signedAt = own.advanced(bySeconds: offset ?? clock.offset(of: place))
    let message = try message(request, signedWith: credentials, at: signedAt)
    // Reading an answer is part of the time that it may take.
    return try await HTTPTransport.within(timeout) { [transport, clock] in
      let response = try await transport.send(message, timeout)
      do throws(AWSError) {
        let answer = try model.answer(operation, response)
        if let offset { clock.keep(offset, of: place) }
        return answer
      } catch {
        throw error.told(of: own, signedAt: signedAt, response)
      }
    }
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
