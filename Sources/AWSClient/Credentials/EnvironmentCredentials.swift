/// `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` and `AWS_SESSION_TOKEN`.
struct EnvironmentCredentials: CredentialProvider {
  let name = "the environment"
  private let surroundings: CredentialSurroundings

  init(_ surroundings: CredentialSurroundings) { self.surroundings = surroundings }

  func credentials() async throws -> AWSCredentials {
    guard let id = surroundings.variable("AWS_ACCESS_KEY_ID") else {
      throw NoCredentials("AWS_ACCESS_KEY_ID is not set")
    }
    guard let secret = surroundings.variable("AWS_SECRET_ACCESS_KEY") else {
      throw NoCredentials("AWS_SECRET_ACCESS_KEY is not set")
    }
    return AWSCredentials(
      accessKeyID: id, secretAccessKey: secret,
      sessionToken: surroundings.variable("AWS_SESSION_TOKEN")
        ?? surroundings.variable("AWS_SECURITY_TOKEN"), source: name)
  }
}
