import ConfigurationJSON
import ConfigurationModel

/// A profile's `credential_process`: a command that prints credentials as JSON.
struct CredentialProcess {
  private let surroundings: CredentialSurroundings
  private let profile: String
  private let command: String

  init(_ surroundings: CredentialSurroundings, _ profile: String, _ command: String) {
    self.surroundings = surroundings
    self.profile = profile
    self.command = command
  }

  func credentials() async throws -> AWSCredentials {
    let source = "the credential_process of profile '\(profile)'"
    let output: [UInt8]
    do {
      output = try await surroundings.output(command)
    } catch {
      throw Problem.credentialsRefused(source, "it failed (\(error))")
    }
    // What it printed is not shown: it may be half a secret.
    guard let value = try? JSONParser().parse(output) else {
      throw Problem.credentialsRefused(source, "it did not print JSON")
    }
    guard value["Version"] == .number("1") else {
      throw Problem.credentialsRefused(source, "its Version is not 1")
    }
    guard let credentials = AWSCredentials(value, source) else {
      throw Problem.credentialsRefused(source, "AccessKeyId or SecretAccessKey is missing")
    }
    return credentials
  }
}
