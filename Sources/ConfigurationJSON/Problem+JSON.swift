package import ConfigurationModel

extension Problem {
  /// A JSON text that was refused.
  package static func invalidJSON(_ error: JSONError, at place: Place? = nil) -> Problem {
    Problem("invalid-json", error.message, at: place)
  }
}
