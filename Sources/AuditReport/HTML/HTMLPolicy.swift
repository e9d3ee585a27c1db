/// What the page allows a browser to do (Content Security Policy Level 3): run its one script and
/// apply its one style, known by their SHA-256 digests, and nothing else.
enum HTMLPolicy {
  static let scriptDigest: StaticString = "AvGDDzGFmL1fzxpkVntfCWgxVPLA/CqEimGJDUDD6Yk="
  static let styleDigest: StaticString = "oMlA1oj9vhYxxZPgLQZt/VAfEO4u0jOI0MvlMXI1Vew="

  static var content: HTML {
    """
    default-src 'none'; script-src 'sha256-\(HTML(stringLiteral: scriptDigest))'; \
    style-src 'sha256-\(HTML(stringLiteral: styleDigest))'; base-uri 'none'; form-action 'none'
    """
  }
}
