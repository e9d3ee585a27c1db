import ConfigurationModel

/// A role that is taken on with other credentials, or with a token of an identity provider.
package struct AssumedRole: Sendable {
  private let surroundings: CredentialSurroundings
  private let source: String
  private let region: String
  private let endpoints: EndpointResolver
  private let parameters: [String: ConfigurationValue]

  /// A role by its ARN. `seconds` is how long the session lasts; AWS's own default is an hour.
  package init(
    _ surroundings: CredentialSurroundings, role arn: String, sessionName: String? = nil,
    externalID: String? = nil, seconds: Int? = nil, region: String? = nil,
    endpoints: EndpointResolver? = nil
  ) {
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
    self.parameters = parameters
  }

  /// The role of a profile.
  init(
    _ surroundings: CredentialSurroundings, profile: String, _ settings: [String: String]
  ) throws(Problem) {
    let seconds = settings["duration_seconds"].map { Int($0) }
    if case .some(nil) = seconds {
      throw .profileInvalid(profile, "duration_seconds is no number")
    }
    if settings["mfa_serial"] != nil {
      throw .profileInvalid(profile, "mfa_serial asks for a code, which nobody is there to type")
    }
    self.init(
      surroundings, role: settings["role_arn"] ?? "", sessionName: settings["role_session_name"],
      externalID: settings["external_id"], seconds: seconds ?? nil,
      endpoints: surroundings.endpoints(profile: profile))
  }

  /// Takes the role on with these credentials.
  package func credentials(from base: AWSCredentials) async throws -> AWSCredentials {
    try await credentials(
      AWSRequest("sts", "AssumeRole", region: region, parameters), signedWith: base)
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
      transport: surroundings.transport, endpoints: endpoints, now: surroundings.now)
    let answer = try await exchange.answer(request, source: source, signedWith: base)
    guard let credentials = answer.value["Credentials"].flatMap({ AWSCredentials($0, source) })
    else { throw Problem.credentialsRefused(source, "STS answered with no credentials") }
    return credentials
  }
}

extension AWSExchange {
  /// The answer to a call for credentials; AWS's errors become problems that name where they were
  /// to come from.
  func answer(
    _ request: AWSRequest, source: String, signedWith base: AWSCredentials?
  ) async throws -> AWSAnswer {
    do {
      return try await send(request, signedWith: base, timeout: 10)
    } catch let error as AWSError {
      throw Problem.credentialsRefused(source, "\(error.code): \(error.message)")
    } catch let failure as TransportFailure {
      throw Problem.credentialsRefused(source, failure.reason)
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
      expiration = Timestamp(microseconds: number * 1000)
    }
    self.init(
      accessKeyID: id, secretAccessKey: secret,
      sessionToken: text("SessionToken", "sessionToken", "Token"), expiration: expiration,
      source: source)
  }
}
