extension HTML {
  /// The words that a page marks, and what they mean.
  var glossary: HTML {
    let items = GlossaryWord.allCases.filter(words.contains).map { word -> HTML in
      """
      <div><dt id="word-\(word.rawValue)">\(HTML(stringLiteral: word.name))</dt>\
      <dd>\(HTML(stringLiteral: word.meaning))</dd></div>

      """
    }
    return """
      <section aria-labelledby="words"><h2 id="words">Words</h2>
      <dl class="words">
      \(items.joined)</dl></section>

      """
  }
}

extension GlossaryWord {
  /// Shows each meaning where its word is pointed at or has the focus.
  static let style: HTML = allCases.map { word -> HTML in
    let (place, meaning): (HTML, HTML) = ("\(word.rawValue)", HTML(stringLiteral: word.meaning))
    return
      ".word-\(place):hover::after,.word-\(place):focus-visible::after{content:\"\(meaning)\"}\n"
  }.joined
}
