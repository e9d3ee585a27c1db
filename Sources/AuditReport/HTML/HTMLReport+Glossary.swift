import ConfigurationModel

extension DriftReport {
  /// The words that the page uses, and what they mean.
  var htmlGlossary: HTML {
    let items = words.map { word -> HTML in
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

  private var words: [GlossaryWord] { GlossaryWord.allCases.filter(uses) }

  /// Whether the page uses a word.
  private func uses(_ word: GlossaryWord) -> Bool {
    switch word {
    case .resource, .scope, .snapshot, .edit, .baseline, .verdict, .finding, .record, .coverage,
      .onPaper, .underDelivery, .emergency, .ignore, .acceptance:
      true
    case .expected, .firstReading: !firstReadings.isEmpty
    case .nearMiss: findings.contains { !$0.nearMisses.isEmpty }
    case .ledger: ledger != nil
    }
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
