/// How the accounts, regions and resources of one state are called in another: what is staging's in one is
/// production's in the other.
package struct StateMapping: Hashable, Sendable {
  /// By the name in the older state, the first that is named.
  package let accounts: [String: String]
  /// By the name in the older state, as accounts are.
  package let regions: [String: String]
  /// Ids, ARNs or names of resources; also what else texts call them by.
  package let resources: [String: String]
  /// The regions, the longest names first, so that none is taken for the beginning of another.
  private let regionsByLength: [(old: [Unicode.Scalar], new: String)]

  /// Makes a mapping; without arguments everything is called the same in both states.
  package init(
    accounts: [String: String] = [:], regions: [String: String] = [:],
    resources: [String: String] = [:]
  ) {
    (self.accounts, self.regions, self.resources) = (accounts, regions, resources)
    regionsByLength = regions.inKeyOrder.sorted { $0.key.count > $1.key.count }
      .map { (Array($0.key.unicodeScalars), $0.value) }
  }

  /// Whether both map the same names to the same.
  package static func == (left: StateMapping, right: StateMapping) -> Bool {
    left.accounts == right.accounts && left.regions == right.regions
      && left.resources == right.resources
  }

  /// By what equality looks at.
  package func hash(into hasher: inout Hasher) {
    hasher.combine(accounts)
    hasher.combine(regions)
    hasher.combine(resources)
  }

  /// The same with further resources; what is mapped already stays.
  package func adding(_ more: [String: String]) -> StateMapping {
    StateMapping(
      accounts: accounts, regions: regions,
      resources: resources.merging(more) { known, _ in known })
  }

  /// This and another one, of which what is mapped here stays.
  package func joined(to other: StateMapping) -> StateMapping {
    StateMapping(
      accounts: accounts.merging(other.accounts) { known, _ in known },
      regions: regions.merging(other.regions) { known, _ in known },
      resources: resources.merging(other.resources) { known, _ in known })
  }

  /// What a scope of the older state is in the newer one; nil where it is not compared. Where regions are
  /// named, only these and what has no region are compared; the same of accounts.
  package func scope(_ scope: Scope) -> Scope? {
    guard let account = accounts.target(of: scope.account),
      let region = scope.region == Scope.global ? Scope.global : regions.target(of: scope.region)
    else { return nil }
    return Scope(account: account, region: region, type: scope.type)
  }

  /// Whether a scope of the newer state is compared.
  package func isCompared(_ scope: Scope) -> Bool {
    func isTarget(_ name: String, of map: [String: String]) -> Bool {
      map.isEmpty || map.values.contains(name)
    }
    return isTarget(scope.account, of: accounts)
      && (scope.region == Scope.global || isTarget(scope.region, of: regions))
  }

  /// A configuration of the older state as it is to be in the newer one.
  package func value(_ value: ConfigurationValue) -> ConfigurationValue {
    switch value {
    case .null, .bool: value
    case .number(let number): accounts[number].map { .number($0) } ?? value
    case .string(let text): .string(self.text(text))
    case .list(let values): .list(values.map(self.value))
    case .object(let fields): .object(fields.mapValues(self.value))
    case .elements(let elements): .elements(elements.mapValues(self.value))
    }
  }

  /// A text of the older state as it is to be in the newer one: each account, region and resource in it that
  /// is mapped stands under its other name. A resource's name counts as a whole word only.
  package func text(_ text: String) -> String {
    if let whole = resources.value(exactly: text) { return whole }
    var (result, word) = ("", String.UnicodeScalarView())
    for scalar in text.unicodeScalars {
      if scalar.isOfWord {
        word.append(scalar)
      } else {
        result += self.word(String(word))
        result.unicodeScalars.append(scalar)
        word = .init()
      }
    }
    return result + self.word(String(word))
  }

  /// A run of letters, digits, `-` and `_`.
  private func word(_ word: String) -> String {
    guard !word.isEmpty else { return word }
    if let whole = resources.value(exactly: word) ?? accounts.value(exactly: word) { return whole }
    let scalars = Array(word.unicodeScalars)
    var (result, index) = (String.UnicodeScalarView(), 0)
    while index < scalars.count {
      let (count, text) = piece(of: scalars, at: index)
      result.append(contentsOf: text.unicodeScalars)
      index += count
    }
    return String(result)
  }

  /// An account or a region at a place of a word, or what stands there instead: how many scalars, and what
  /// they are in the newer state.
  private func piece(of word: [Unicode.Scalar], at index: Int) -> (count: Int, text: String) {
    if word[index].isDigit {
      let digits = word[index...].prefix(while: \.isDigit)
      let text = String(String.UnicodeScalarView(digits))
      return (digits.count, accounts.value(exactly: text) ?? text)
    }
    let isAtStart = index == 0 || !word[index - 1].isLetterOrDigit
    let region = regionsByLength.first { region in
      isAtStart && word[index...].starts(with: region.old)
        && !(index + region.old.count < word.count && word[index + region.old.count].isDigit)
    }
    return region.map { ($0.old.count, $0.new) } ?? (1, String(Character(word[index])))
  }
}

extension [String: String] {
  /// What a name is mapped to; itself where nothing is mapped at all.
  fileprivate func target(of name: String) -> String? { isEmpty ? name : value(exactly: name) }
}

extension Unicode.Scalar {
  fileprivate var isDigit: Bool { ("0"..."9").contains(self) }
  fileprivate var isLetterOrDigit: Bool {
    isDigit || ("a"..."z").contains(self) || ("A"..."Z").contains(self)
  }
  fileprivate var isOfWord: Bool { isLetterOrDigit || self == "-" || self == "_" }
}
