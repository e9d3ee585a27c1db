/// The role and token file in `AWS_ROLE_ARN` and `AWS_WEB_IDENTITY_TOKEN_FILE`, as Kubernetes sets
/// them.
struct WebIdentityCredentials: CredentialProvider {
  let name = "web identity"
  private let surroundings: CredentialSurroundings

  init(_ surroundings: CredentialSurroundings) { self.surroundings = surroundings }

  func credentials() async throws -> AWSCredentials {
    guard let file = surroundings.variable("AWS_WEB_IDENTITY_TOKEN_FILE") else {
      throw NoCredentials("AWS_WEB_IDENTITY_TOKEN_FILE is not set")
    }
    guard let role = surroundings.variable("AWS_ROLE_ARN") else {
      throw NoCredentials("AWS_ROLE_ARN is not set")
    }
    return try await AssumedRole(
      surroundings, role: role, sessionName: surroundings.variable("AWS_ROLE_SESSION_NAME")
    ).credentials(webIdentityIn: file)
  }
}
