import ConfigurationModel

/// The settings of environment and profile, as AWS's tools read them: the variable goes first, and an empty
/// text counts as not set.
struct ClientSettings: Sendable {
  let variables: [String: String]
  /// The settings of the profile that is in force.
  let profile: [String: String]

  init(variables: [String: String], profile: [String: String] = [:]) {
    self.variables = variables
    self.profile = profile
  }

  /// A setting's text, and where it is from for people: `AWS_RETRY_MODE`, `The profile's retry_mode`.
  func text(_ variable: String, _ setting: String) -> (String, place: String)? {
    if let text = variables[variable], !text.isEmpty { return (text, variable) }
    if let text = profile[setting], !text.isEmpty { return (text, "The profile's \(setting)") }
    return nil
  }

  /// Whether a setting is `true`, in any case of letters; everything else is false (botocore's
  /// `ensure_boolean`).
  func isTrue(_ variable: String, _ setting: String) -> Bool {
    text(variable, setting)?.0.lowercased() == "true"
  }
}

extension Problem {
  /// A setting of AWS's tools that means nothing. `advice` is a sentence.
  static func settingInvalid(_ place: String, _ text: String, _ advice: String) -> Problem {
    Problem("aws-setting-invalid", "\(place) has the invalid value '\(text)'.", hint: advice)
  }
}
