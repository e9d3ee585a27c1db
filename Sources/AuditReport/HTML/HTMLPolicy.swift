/// What the page allows a browser to do (Content Security Policy Level 3): run its one script and
/// apply its one style, known by their SHA-256 digests, and nothing else.
enum HTMLPolicy {
  static let scriptDigest: StaticString = "aThWnOlSCkEJJZAXufQ+ejcGpcYi2gLZue+4/h2p/to="
  static let styleDigest: StaticString = "hz7Ckpkbk7CLTJXu/ucmp1W0kO25sPAQ4TAHJU5dfjw="

  static var content: HTML {
    """
    default-src 'none'; script-src 'sha256-\(HTML(stringLiteral: scriptDigest))'; \
    style-src 'sha256-\(HTML(stringLiteral: styleDigest))'; base-uri 'none'; form-action 'none'
    """
  }
}
