import ConfigurationModel

extension TextPage {
  /// Edits, paths in one column and what they mean in the next. Whether anything was cut.
  mutating func addEdits(_ all: [JudgedEdit], _ options: ReportOptions) -> Bool {
    let edits = all.prefix(options.editsOfFinding)
    let limit = width * 45 / 100
    let column =
      edits.map { StyledText($0.edit.pathText).columns }.filter { $0 <= limit }.max() ?? 0
    var isCut = false
    for judged in edits {
      guard !options.isWhole else {
        addWhole(judged)
        continue
      }
      let cut = add(judged, column: column)
      isCut = isCut || cut
    }
    let rest = all.count - edits.count
    guard rest > 0 else { return isCut }
    add(StyledText("… \(counted(rest, "more edit"))", .quiet), after: "  ")
    return true
  }

  /// An edit over as many lines as it takes.
  private mutating func addWhole(_ judged: JudgedEdit) {
    let isOurs = judged.verdict.word == .unapproved
    add(
      StyledText(judged.edit.pathText),
      after: StyledText("  \(judged.edit.word.sign) ", judged.edit.word.textStyle))
    let words = isOurs ? judged.sentence : judged.verdict.words
    let lines = [
      words, judged.edit.wholeValues, judged.passage?.words ?? judged.occurred.words,
      judged.attribution?.words, judged.passage?.undone.map { "undone \($0.words)" },
    ]
    for text in lines.compactMap({ $0 }) {
      add(StyledText(text, isOurs ? .plain : .quiet), after: "      ")
    }
  }

  private mutating func add(_ judged: JudgedEdit, column: Int) -> Bool {
    let isOurs = judged.verdict.word == .unapproved
    let path = StyledText(judged.edit.pathText, isOurs ? .plain : .quiet)
    var label =
      StyledText("  \(judged.edit.word.sign) ", isOurs ? judged.edit.word.textStyle : .quiet) + path
    var isCut = false
    if path.columns <= column {
      label = label.padded(to: column + 6)
    } else {
      isCut = addCut(label)
      label = "      "
    }
    if !isOurs {
      add(StyledText(judged.verdict.words, .quiet), after: label)
    } else if let sentence = judged.sentence {
      add(StyledText(sentence), after: label)
      guard judged.edit.word == .changed else { return isCut }
      return addCut("      " + judged.edit.values(columns: width - 6)) || isCut
    } else {
      let values = judged.edit.values(columns: width - label.columns)
      return addCut(label + values) || values.isCut || isCut
    }
    return isCut
  }
}

extension StyledText {
  /// Whether a part was left out.
  fileprivate var isCut: Bool { characters.contains { $0.character == "…" && $0.style == .quiet } }
}

extension Edit {
  fileprivate var wholeValues: String {
    switch change {
    case .added(let value), .removed(let value): value.line
    case .changed(let old, let new): "\(old.line) -> \(new.line)"
    }
  }

  /// The values in at most these columns: `old -> new`. Where both are long, they begin a little
  /// before the first difference.
  fileprivate func values(columns: Int) -> StyledText {
    switch change {
    case .added(let value), .removed(let value): return StyledText(value.line).cut(to: columns)
    case .changed(let old, let new):
      let (old, new) = (old.line, new.line)
      let room = columns - 4
      let start = commonStart(old, new, room: room)
      let left = old.from(start)
      let right = new.from(start)
      let leftRoom = max(room / 2, room - right.columns)
      return left.cut(to: leftRoom) + StyledText(" -> ", .quiet)
        + right.cut(to: max(1, room - min(left.columns, leftRoom)))
    }
  }
}

extension String {
  fileprivate func from(_ start: Int) -> StyledText {
    start == 0 ? StyledText(self) : StyledText("…", .quiet) + StyledText(String(dropFirst(start)))
  }
}

extension ChangeWord {
  var textStyle: TextStyle {
    switch self {
    case .added: .good
    case .removed: .high
    case .changed: .warning
    }
  }
}
