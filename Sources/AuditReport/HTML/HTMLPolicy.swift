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

extension HTML {
  /// What every page begins with, its head: it loads nothing, and tells no other page where a reader comes from.
  static func head(_ title: String) -> HTML {
    """
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="\(HTMLPolicy.content)">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="referrer" content="no-referrer">
    <meta name="color-scheme" content="light dark">
    <title>\(title)</title>
    <style>\(htmlStyle)\(GlossaryWord.style)</style>
    </head>
    """
  }
}
