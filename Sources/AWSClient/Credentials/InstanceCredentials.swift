import ConfigurationJSON
import ConfigurationModel

/// The role of the EC2 instance that the program runs on, by version 2 of its metadata service.
struct InstanceCredentials: CredentialProvider {
  let name = "the EC2 instance"
  private let surroundings: CredentialSurroundings

  init(_ surroundings: CredentialSurroundings) { self.surroundings = surroundings }

  func credentials() async throws -> AWSCredentials {
    guard surroundings.variable("AWS_EC2_METADATA_DISABLED")?.lowercased() != "true" else {
      throw NoCredentials("AWS_EC2_METADATA_DISABLED is set")
    }
    let token = try await text(
      "PUT", "/latest/api/token", HTTPField("X-aws-ec2-metadata-token-ttl-seconds", "21600"))
    let header = HTTPField("X-aws-ec2-metadata-token", token)
    let folder = "/latest/meta-data/iam/security-credentials/"
    let role = try await text("GET", folder, header).prefix { !$0.isNewline }
    let answer = try await text("GET", folder + String(role).uriEncoded, header)
    guard let value = try? ConfigurationValue(json: answer),
      let credentials = AWSCredentials(value, "\(name)'s role \(role)")
    else { throw Problem.credentialsRefused(name, "it answered with no credentials") }
    return credentials
  }

  private func text(_ method: String, _ path: String, _ header: HTTPField) async throws -> String {
    let address =
      surroundings.variable("AWS_EC2_METADATA_SERVICE_ENDPOINT") ?? "http://169.254.169.254"
    guard let endpoint = Endpoint(address: address, signingRegion: "", signingName: "") else {
      throw Problem.endpointInvalid(address, in: "AWS_EC2_METADATA_SERVICE_ENDPOINT")
    }
    let request = HTTPRequest(
      method: method, scheme: endpoint.scheme, authority: endpoint.authority,
      path: endpoint.path + path, headers: [header])
    do {
      let response = try await surroundings.direct.send(request, 1)
      guard response.status == 200 else {
        throw NoCredentials("its metadata service answered with the status \(response.status)")
      }
      return String(decoding: response.body, as: UTF8.self)
    } catch is TransportFailure {
      throw NoCredentials("no metadata service answers")
    }
  }
}
