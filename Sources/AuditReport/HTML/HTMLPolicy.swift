/// What the page allows a browser to do (Content Security Policy Level 3): run its one script and
/// apply its one style, known by their SHA-256 digests, and nothing else.
enum HTMLPolicy {
  static let scriptDigest: StaticString = "8Fa3gMfO+ldwUoKP2cST174pBDpfHGKAIFwqs6wOq0Q="
  static let styleDigest: StaticString = "3xpgVafVdiXfrJMmud7kry7lwu0Ze/8tIViFEerHBgQ="

  static var content: HTML {
    """
    default-src 'none'; script-src 'sha256-\(HTML(stringLiteral: scriptDigest))'; \
    style-src 'sha256-\(HTML(stringLiteral: styleDigest))'; base-uri 'none'; form-action 'none'
    """
  }
}
