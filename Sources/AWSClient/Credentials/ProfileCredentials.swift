import ConfigurationModel

/// A profile of the shared files: a role taken on from another profile or place, keys, single
/// sign-on, or a command.
struct ProfileCredentials: CredentialProvider {
  let name: String
  private let surroundings: CredentialSurroundings
  private let profile: String
  private let isNamed: Bool

  init(_ surroundings: CredentialSurroundings, profile: String?) {
    self.surroundings = surroundings
    self.profile = profile ?? surroundings.profileName
    isNamed = profile != nil || surroundings.variable("AWS_PROFILE") != nil
    name = "the profile '\(self.profile)'"
  }

  func credentials() async throws -> AWSCredentials {
    let shared = surroundings.shared
    guard shared.profiles[profile] != nil else {
      if isNamed { throw Problem.profileInvalid(profile, "no file has it") }
      throw NoCredentials("no file has it")
    }
    return try await credentials(of: profile, shared, path: [])
  }

  private func credentials(
    of profile: String, _ shared: SharedConfiguration, path: [String]
  ) async throws -> AWSCredentials {
    guard !path.contains(profile) else {
      let loop = (path + [profile]).joined(separator: " → ")
      throw Problem.profileInvalid(profile, "its source_profile leads back to itself: \(loop)")
    }
    guard let settings = shared.profiles[profile] else {
      throw Problem.profileInvalid(
        path.last ?? profile, "its source_profile '\(profile)' is missing")
    }
    if settings["role_arn"] != nil {
      return try await role(of: profile, settings, shared, path: path + [profile])
    }
    return try await own(profile, settings, shared)
  }

  /// What a profile holds itself.
  private func own(
    _ profile: String, _ settings: [String: String], _ shared: SharedConfiguration
  ) async throws -> AWSCredentials {
    if let id = settings["aws_access_key_id"] {
      guard let secret = settings["aws_secret_access_key"] else {
        throw Problem.profileInvalid(profile, "aws_secret_access_key is missing")
      }
      return AWSCredentials(
        accessKeyID: id, secretAccessKey: secret, sessionToken: settings["aws_session_token"],
        source: "profile \(profile)")
    }
    if settings["sso_session"] != nil || settings["sso_start_url"] != nil {
      return try await SingleSignOn(surroundings, profile, settings, shared).credentials()
    }
    if let command = settings["credential_process"] {
      return try await CredentialProcess(surroundings, profile, command).credentials()
    }
    throw NoCredentials("it has no keys, role, single sign-on or credential_process")
  }

  private func role(
    of profile: String, _ settings: [String: String], _ shared: SharedConfiguration,
    path: [String]
  ) async throws -> AWSCredentials {
    let role = try AssumedRole(surroundings, profile: profile, settings, code: nil)
    if let file = settings["web_identity_token_file"] {
      return try await role.credentials(webIdentityIn: file)
    }
    guard let device = settings["mfa_serial"] else {
      return try await role.credentials(
        from: try await base(of: profile, settings, shared, path: path))
    }
    guard surroundings.prompt != nil else { throw Problem.codeNeeded(profile, device) }
    let base = try await base(of: profile, settings, shared, path: path)
    // Only now: a code lasts half a minute, and the rest may take longer.
    let code = try await OneTimeCode(of: device, for: profile, in: surroundings)
    return try await AssumedRole(surroundings, profile: profile, settings, code: code)
      .credentials(from: base)
  }

  /// What a profile's role is taken on with.
  private func base(
    of profile: String, _ settings: [String: String], _ shared: SharedConfiguration,
    path: [String]
  ) async throws -> AWSCredentials {
    switch (settings["source_profile"], settings["credential_source"]) {
    case (profile?, nil):
      var keys = settings
      keys["role_arn"] = nil
      return try await own(profile, keys, shared)
    case (let source?, nil): return try await credentials(of: source, shared, path: path)
    case (nil, let place?): return try await credentials(in: place, profile)
    case (nil, nil), (.some, .some):
      throw Problem.profileInvalid(
        profile, "role_arn needs either source_profile or credential_source")
    }
  }

  private func credentials(in place: String, _ profile: String) async throws -> AWSCredentials {
    let provider: any CredentialProvider
    switch place {
    case "Environment": provider = EnvironmentCredentials(surroundings)
    case "Ec2InstanceMetadata": provider = InstanceCredentials(surroundings)
    case "EcsContainer": provider = ContainerCredentials(surroundings)
    default: throw Problem.profileInvalid(profile, "credential_source is unknown: '\(place)'")
    }
    do {
      return try await provider.credentials()
    } catch let gap as NoCredentials {
      throw Problem.profileInvalid(profile, "its credential_source has none: \(gap.reason)")
    }
  }
}
