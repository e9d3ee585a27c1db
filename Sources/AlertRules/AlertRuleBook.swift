package import ConfigurationModel

/// The alert rules that activity is held against, in the order in which they are listed.
package struct AlertRuleBook: Hashable, Sendable {
  /// The rules, in the order in which they are listed; their ids differ.
  package let rules: [AlertRule]
  /// The places in `rules` of those that only events of this name match, and of all others.
  private let ofName: [String: [Int]]
  private let ofAny: [Int]

  /// Makes a book that finds rules by the names of events.
  package init(_ rules: [AlertRule] = []) {
    self.rules = rules
    var (ofName, ofAny): ([String: [Int]], [Int]) = ([:], [])
    for (place, rule) in rules.enumerated() {
      guard let names = rule.pattern.eventNames else {
        ofAny.append(place)
        continue
      }
      for name in names { ofName[name, default: []].append(place) }
    }
    (self.ofName, self.ofAny) = (ofName, ofAny)
  }

  /// The places in `rules` of those that name the event, in order.
  package func places(naming event: ConfigurationValue) -> [Int] {
    let own = event["eventName"]?.scalarText.flatMap { ofName[$0] } ?? []
    let found = (own + ofAny).filter { rules[$0].pattern.matches(event) }
    return found.sorted()
  }

  /// Whether any rule names the event.
  package func names(_ event: ConfigurationValue) -> Bool { !places(naming: event).isEmpty }

  /// The rule of this id; nil where there is none.
  package func rule(_ id: String) -> AlertRule? { rules.first { $0.id == id } }
}
