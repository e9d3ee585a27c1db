import ConfigurationJSON
import ConfigurationModel

/// The endpoint that ECS or EKS gives a container.
struct ContainerCredentials: CredentialProvider {
  let name = "the container"
  private let surroundings: CredentialSurroundings

  init(_ surroundings: CredentialSurroundings) { self.surroundings = surroundings }

  func credentials() async throws -> AWSCredentials {
    let request = try request()
    let response: HTTPResponse
    do {
      response = try await surroundings.direct.send(request, 2)
    } catch let failure as TransportFailure {
      throw Problem.credentialsRefused(name, failure.reason)
    }
    guard response.status == 200, let value = try? JSONParser().parse(response.body),
      let credentials = AWSCredentials(value, name)
    else {
      throw Problem.credentialsRefused(name, "it answered with the status \(response.status)")
    }
    return credentials
  }

  private func request() throws -> HTTPRequest {
    let address: String
    if let path = surroundings.variable("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI") {
      address = "http://169.254.170.2\(path)"
    } else if let full = surroundings.variable("AWS_CONTAINER_CREDENTIALS_FULL_URI") {
      address = full
    } else {
      throw NoCredentials("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI is not set")
    }
    let parts = address.split(separator: "?", maxSplits: 1)
    guard
      let endpoint = Endpoint(
        address: parts.first.map(String.init) ?? "", signingRegion: "", signingName: "")
    else { throw Problem.endpointInvalid(address, in: "The container's credentials address") }
    guard endpoint.scheme == "https" || endpoint.isNear else {
      throw Problem.credentialsRefused(
        name, "\(endpoint.authority) is neither this machine nor AWS's address, and not https")
    }
    var request = HTTPRequest(
      method: "GET", scheme: endpoint.scheme, authority: endpoint.authority,
      path: endpoint.path.isEmpty ? "/" : endpoint.path)
    if parts.count > 1 { request.path += "?\(parts[1])" }
    if let token = try token() { request.headers = [HTTPField("Authorization", token)] }
    return request
  }

  /// The file is read each time: Kubernetes replaces it.
  private func token() throws -> String? {
    guard let file = surroundings.variable("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE") else {
      return surroundings.variable("AWS_CONTAINER_AUTHORIZATION_TOKEN")
    }
    guard let text = surroundings.text(file) else {
      throw Problem.credentialsRefused(name, "the token file '\(file)' is not there")
    }
    let token = text.filter { !$0.isNewline }
    guard !token.isEmpty else {
      throw Problem.credentialsRefused(name, "the token file '\(file)' is empty")
    }
    return token
  }
}

extension Endpoint {
  /// Whether credentials may be asked for without encryption: this machine, ECS, or EKS.
  fileprivate var isNear: Bool {
    let host =
      authority.hasPrefix("[")
      ? authority.dropFirst().prefix { $0 != "]" } : authority.prefix { $0 != ":" }
    let near: Set<Substring> = [
      "localhost", "::1", "169.254.170.2", "169.254.170.23", "fd00:ec2::23",
    ]
    let octets = host.split(separator: ".", omittingEmptySubsequences: false)
    return near.contains(host)
      || octets.count == 4 && octets[0] == "127" && octets.allSatisfy { UInt8($0) != nil }
  }
}
