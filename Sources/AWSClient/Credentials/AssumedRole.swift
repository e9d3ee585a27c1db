package import ConfigurationModel

/// A role that is taken on with other credentials, or with a token of an identity provider.
package struct AssumedRole: Sendable {
  private let surroundings: CredentialSurroundings
  private let source: String
  private let region: String
  private let endpoints: EndpointResolver
  private let transport: HTTPTransport
  private let parameters: [String: ConfigurationValue]

  /// A role by its ARN. `seconds` is how long the session lasts; AWS's own default is an hour.
  package init(
    _ surroundings: CredentialSurroundings, role arn: String, sessionName: String? = nil,
    externalID: String? = nil, seconds: Int? = nil, region: String? = nil,
    endpoints: EndpointResolver? = nil, transport: HTTPTransport? = nil,
    more: [String: ConfigurationValue] = [:]
  ) {
    self.transport = transport ?? surroundings.transport()
    self.surroundings = surroundings
    source = "role \(arn)"
    self.endpoints = endpoints ?? surroundings.endpoints()
    self.region = region ?? self.endpoints.homeRegion
    let now = surroundings.now().seconds
    var parameters: [String: ConfigurationValue] = [
      "RoleArn": .string(arn), "RoleSessionName": .string(sessionName ?? "plumbline-\(now)"),
    ]
    if let externalID { parameters["ExternalId"] = .string(externalID) }
    if let seconds { parameters["DurationSeconds"] = .number("\(seconds)") }
    self.parameters = parameters.merging(more) { own, _ in own }
  }

  /// The role of a profile. `code` is what its device for one-time codes shows, where it asks for one.
  init(
    _ surroundings: CredentialSurroundings, profile: String, _ settings: [String: String],
    code: OneTimeCode?
  ) throws(Problem) {
    let seconds = settings["duration_seconds"].map { Int($0) }
    if case .some(nil) = seconds {
      throw .profileInvalid(profile, "duration_seconds is no number")
    }
    self.init(
      surroundings, role: settings["role_arn"] ?? "", sessionName: settings["role_session_name"],
      externalID: settings["external_id"], seconds: seconds ?? nil,
      endpoints: surroundings.endpoints(profile: profile),
      transport: surroundings.transport(profile: profile), more: code?.parameters ?? [:])
  }

  /// Takes the role on with these credentials.
  package func credentials(from base: AWSCredentials) async throws -> AWSCredentials {
    try await credentials(
      AWSRequest("sts", "AssumeRole", region: region, parameters), signedWith: base)
  }

  /// Takes the role on as one of a client's calls: with its pace, retries and deadline, which matter where many
  /// accounts are read.
  func credentials(by client: AWSClient) async throws -> AWSCredentials {
    do {
      let answer = try await client.call(
        AWSRequest("sts", "AssumeRole", region: region, parameters))
      return try credentials(in: answer)
    } catch let error as AWSError {
      throw Problem.credentialsRefused(source, "\(error.code): \(error.message)")
    }
  }

  /// Takes the role on with the token in a file.
  func credentials(webIdentityIn file: String) async throws -> AWSCredentials {
    guard let token = surroundings.text(file) else {
      throw Problem.credentialsRefused(source, "the token file '\(file)' is not there")
    }
    var parameters = parameters
    parameters["ExternalId"] = nil
    parameters["WebIdentityToken"] = .string(String(token.filter { !$0.isWhitespace }))
    return try await credentials(
      AWSRequest("sts", "AssumeRoleWithWebIdentity", region: region, parameters), signedWith: nil)
  }

  private func credentials(
    _ request: AWSRequest, signedWith base: AWSCredentials?
  ) async throws -> AWSCredentials {
    let exchange = AWSExchange(
      transport: transport, endpoints: endpoints, now: surroundings.now,
      clock: surroundings.clock)
    return try credentials(
      in: try await exchange.answer(request, source: source, signedWith: base))
  }

  private func credentials(in answer: AWSAnswer) throws(Problem) -> AWSCredentials {
    guard let credentials = answer.value["Credentials"].flatMap({ AWSCredentials($0, source) })
    else { throw Problem.credentialsRefused(source, "STS answered with no credentials") }
    return credentials
  }
}

extension AWSExchange {
  /// The answer to a call for credentials; AWS's errors become problems that name where they were
  /// to come from. A clock that is wrong is put right once, and a service that is busy is asked three times.
  func answer(
    _ request: AWSRequest, source: String, signedWith base: AWSCredentials?
  ) async throws -> AWSAnswer {
    do {
      return try await patiently(request, signedWith: base)
    } catch let error as AWSError {
      throw Problem.credentialsRefused(source, "\(error.code): \(error.message)")
    } catch TransportFailure.untrusted(let reason) {
      throw Problem.certificateUntrusted(source, host(of: request), reason)
    } catch let failure as TransportFailure {
      throw Problem.credentialsRefused(source, failure.reason)
    }
  }

  private func patiently(
    _ request: AWSRequest, signedWith base: AWSCredentials?
  ) async throws -> AWSAnswer {
    var offset: Int64?
    var attempt = 1
    while true {
      do {
        return try await send(request, signedWith: base, timeout: 10, offset: offset)
      } catch let error as AWSError {
        if error.isClockSkew, offset == nil, error.clockOffset != nil {
          offset = error.clockOffset
        } else if error.isThrottle || error.isTransient, attempt < 3 {
          try await Task.sleep(for: .seconds(max(Double(attempt), min(error.retryAfter ?? 0, 10))))
          attempt += 1
        } else {
          throw error
        }
      }
    }
  }
}

extension AWSCredentials {
  /// Credentials as STS, single sign-on, containers, instances and commands spell them.
  init?(_ value: ConfigurationValue, _ source: String) {
    func text(_ names: String...) -> String? { names.lazy.compactMap { value[$0]?.string }.first }
    guard let id = text("AccessKeyId", "accessKeyId"),
      let secret = text("SecretAccessKey", "secretAccessKey"), !id.isEmpty, !secret.isEmpty
    else { return nil }
    var expiration = text("Expiration").flatMap(TimestampText.time)
    if case .number(let milliseconds)? = value["expiration"], let number = Int64(milliseconds) {
      expiration = Timestamp(milliseconds: number)
    }
    self.init(
      accessKeyID: id, secretAccessKey: secret,
      sessionToken: text("SessionToken", "sessionToken", "Token"), expiration: expiration,
      source: source)
  }
}
