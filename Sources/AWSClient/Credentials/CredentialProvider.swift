import ConfigurationModel

/// A place where credentials may be. It throws `NoCredentials` where it holds none, so that the next
/// is asked, and a `Problem` where it should hold some and does not.
protocol CredentialProvider: Sendable {
  /// For people: `the environment`.
  var name: String { get }
  func credentials() async throws -> AWSCredentials
}

/// Why a place holds no credentials.
struct NoCredentials: Error {
  let reason: String

  init(_ reason: String) { self.reason = reason }
}

/// All the places, in the order in which AWS's tools ask them.
package struct CredentialChain: Sendable {
  let providers: [any CredentialProvider]

  /// A profile that is named goes before the environment's keys.
  package init(_ surroundings: CredentialSurroundings, profile: String? = nil) {
    let environment: [any CredentialProvider] = [EnvironmentCredentials(surroundings)]
    let others: [any CredentialProvider] = [
      ProfileCredentials(surroundings, profile: profile), WebIdentityCredentials(surroundings),
      ContainerCredentials(surroundings), InstanceCredentials(surroundings),
    ]
    providers = profile == nil ? environment + others : Array(others.prefix(1))
  }

  /// The first credentials that are found; a problem that names every place asked where none are.
  package func credentials() async throws -> AWSCredentials {
    var tried: [String] = []
    for provider in providers {
      do {
        return try await provider.credentials()
      } catch let gap as NoCredentials {
        tried.append("\(provider.name) (\(gap.reason))")
      }
    }
    throw Problem.noCredentials(tried)
  }
}
