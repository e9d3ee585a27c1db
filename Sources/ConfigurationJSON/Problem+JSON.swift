package import ConfigurationModel

extension Problem {
  /// A JSON text that was refused.
  package static func invalidJSON(
    _ error: JSONError, at place: Place? = nil, hint: String = "Export it anew, or leave it out."
  ) -> Problem {
    Problem("invalid-json", error.message, hint: hint, at: place)
  }
}
