package import ConfigurationModel

extension ConfigurationValue {
  /// Replaced by the parser.
  package init(json: String) throws { throw Problem("no-parser", json) }
}
