package import AWSClient
package import ConfigurationModel

extension Courier.Surroundings {
  /// The network as environment and profile say, and the secrets of the environment and of files.
  package static func system(
    _ surroundings: CredentialSurroundings, variables: [String: String],
    now: @escaping @Sendable () -> Timestamp
  ) -> Courier.Surroundings {
    Courier.Surroundings(
      transport: surroundings.transport(),
      secrets: SecretReader(variables: variables, file: surroundings.file),
      aws: { AWSClient(profile: $0, in: surroundings, traffic: AWSTraffic()) }, now: now)
  }
}
