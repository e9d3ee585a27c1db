import ConfigurationModel

extension DriftReport {
  /// The filter of the findings. It is hidden where there is no script, which alone can filter.
  func filterBar(_ axis: TimeAxis) -> HTML {
    let accounts = Set(findings.map(\.resource.id.account)).sorted { $0.precedes($1) }
    let regions = Set(findings.map(\.resource.id.region)).sorted { $0.precedes($1) }
    let types = Set(findings.map(\.resource.id.type)).sorted()
    let days = Set(findings.flatMap(\.days))
    let slots = axis.slots.filter { days.contains(where: $0.holds) }.map(\.name)
    return """
      <form class="filter" id="filter" role="search" aria-label="Filter the findings" hidden>
      <label class="grow"><span>Search</span><input type="search" name="text" \
      placeholder="id, name, path, value …" autocomplete="off"></label>
      \(choice("severity", "Severity", Severity.worstFirst.map { ($0.word, $0.word) }))
      \(choice("status", "Status", statuses))
      \(choice("account", "Account", accounts.map { ($0, $0) }))
      \(choice("region", "Region", regions.map { ($0, $0) }))
      \(choice("type", "Type", types.map { ($0.name, $0.words) }))
      \(choice("day", "Day", slots.map { ($0, $0) }))
      <button type="reset">Clear</button>
      <output id="count" aria-live="polite">\(counted(findings.count, "finding"))</output>
      </form>
      """
  }

  /// Whether the page has a filter: not where there is nothing to choose from.
  var hasFilter: Bool { !findings.isEmpty && !isOfOneFinding }

  /// What is shown of a filter at the top of the page while it hides anything.
  var filterNote: HTML {
    hasFilter
      ? """
      <p class="filtered" hidden><span id="told"></span> \
      <button type="reset" form="filter">Show all</button></p>

      """ : .empty
  }

  private var statuses: [(String, String)] {
    [("unapproved", "unapproved")]
      + Finding.Status.Word.allCases.map { ($0.rawValue, $0.rawValue) }
  }

  private func choice(_ name: String, _ label: String, _ values: [(String, String)]) -> HTML {
    let options = values.map { value, text -> HTML in
      "<option value=\"\(value)\">\(text)</option>"
    }
    return """
      <label><span>\(label)</span><select name="\(name)"><option value="">all</option>\
      \(options.joined)</select></label>
      """
  }
}

extension HTML {
  /// The attributes of a link that sets filters, given as attributes `data-…` of their own. Where there is no
  /// script it leads to the findings; the script makes its address the one that keeps the choice.
  static func filter(_ choices: HTML) -> HTML { "href=\"#findings\" data-filter=\"\"\(choices)" }
}
