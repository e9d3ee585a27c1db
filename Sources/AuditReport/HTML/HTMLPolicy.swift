/// What the page allows a browser to do (Content Security Policy Level 3): run its one script and
/// apply its one style, known by their SHA-256 digests, and nothing else.
enum HTMLPolicy {
  static let scriptDigest: StaticString = "8Fa3gMfO+ldwUoKP2cST174pBDpfHGKAIFwqs6wOq0Q="
  static let styleDigest: StaticString = "rf+uAdEMWq0smE7+/ssQJ9XtgcSFnCIgrDzBlRAejdA="

  static var content: HTML {
    """
    default-src 'none'; script-src 'sha256-\(HTML(stringLiteral: scriptDigest))'; \
    style-src 'sha256-\(HTML(stringLiteral: styleDigest))'; base-uri 'none'; form-action 'none'
    """
  }
}
