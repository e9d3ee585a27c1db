import ConfigurationModel

/// What a device for one-time codes shows, for a profile with `mfa_serial`.
struct OneTimeCode: Sendable {
  let device: String
  let code: String

  /// Asks who sits at the terminal. Throws `aws-code-needed` where nobody does, and `aws-profile-invalid` where
  /// what was typed is no code.
  init(of device: String, for profile: String, in surroundings: CredentialSurroundings) async throws
  {
    guard let prompt = surroundings.prompt else { throw Problem.codeNeeded(profile, device) }
    let code = try await prompt("One-time code of \(device) for the profile '\(profile)': ")
      .filter { !$0.isWhitespace }
    // STS takes six digits (API Reference, "AssumeRole", TokenCode).
    guard code.utf8.count == 6, code.utf8.allSatisfy({ (48...57).contains($0) }) else {
      throw Problem.profileInvalid(profile, "what was typed is no code of six digits")
    }
    self.device = device
    self.code = code
  }

  /// What `AssumeRole` is told of it.
  var parameters: [String: ConfigurationValue] {
    ["SerialNumber": .string(device), "TokenCode": .string(code)]
  }
}

extension Problem {
  static func codeNeeded(_ profile: String, _ device: String) -> Problem {
    Problem(
      "aws-code-needed",
      "The AWS profile '\(profile)' asks for a one-time code of \(device), and there is no terminal to ask at.",
      hint: "Run it at a terminal, or give the daemon a profile or role without mfa_serial.")
  }
}
