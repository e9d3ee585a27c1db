/// What the page allows a browser to do (Content Security Policy Level 3): run its one script and
/// apply its one style, known by their SHA-256 digests, and nothing else.
enum HTMLPolicy {
  static let scriptDigest: StaticString = "1dI6Nau/fLzRqAQNBz57kc7UA+vsD5S3KtTAR2WZtRo="
  static let styleDigest: StaticString = "vWXt9gSY0gHpLH/GSo8dchbv86B2WXNUk5UefzNQIkY="

  static var content: HTML {
    """
    default-src 'none'; script-src 'sha256-\(HTML(stringLiteral: scriptDigest))'; \
    style-src 'sha256-\(HTML(stringLiteral: styleDigest))'; base-uri 'none'; form-action 'none'
    """
  }
}
