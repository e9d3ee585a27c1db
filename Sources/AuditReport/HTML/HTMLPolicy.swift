/// What the page allows a browser to do (Content Security Policy Level 3): run its one script and
/// apply its one style, known by their SHA-256 digests, and nothing else.
enum HTMLPolicy {
  static let scriptDigest: StaticString = "ifQYaAvy0abc42XzLqpmTbO5JXswQh2GdjIA+sZTjjA="
  static let styleDigest: StaticString = "VnxmOjSj0q6vpcbCBGyDSgShDp8gOk2zAdnIj1Dw1c4="

  static var content: HTML {
    """
    default-src 'none'; script-src 'sha256-\(HTML(stringLiteral: scriptDigest))'; \
    style-src 'sha256-\(HTML(stringLiteral: styleDigest))'; base-uri 'none'; form-action 'none'
    """
  }
}
