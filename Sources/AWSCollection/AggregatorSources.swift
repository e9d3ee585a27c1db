import ConfigurationModel

/// How an aggregator stands to the accounts and regions it gathers from (AWS Config API Reference,
/// "DescribeConfigurationAggregatorSourcesStatus").
struct AggregatorSources {
  /// The status of each account and region; for an organization, of each region of all accounts.
  private var status: [String: String] = [:]

  init(_ answer: ConfigurationValue) {
    for source in answer["AggregatedSourceStatusList"]?.members ?? [] {
      let isOrganization = source["SourceType"]?.string == "ORGANIZATION"
      let account = isOrganization ? "*" : source["SourceId"]?.scalarText ?? ""
      let region = source["AwsRegion"]?.string ?? "*"
      let word = source["LastUpdateStatus"]?.string ?? "unknown"
      let reason = source["LastErrorCode"]?.string
      status["\(account) \(region)"] = word == "SUCCEEDED" ? word : reason ?? word
    }
  }

  /// Whether it gathers from all accounts of an organization.
  var isOfOrganization: Bool { status.keys.contains { $0.hasPrefix("* ") } }

  /// What stands for each account and region that it gathers from; `members` are the accounts of an organization.
  func places(of members: Set<String>) -> [Scope] {
    let places = status.keys.flatMap { key -> [Scope] in
      let parts = key.split(separator: " ").map(String.init)
      guard parts.count == 2, parts[1] != "*" else { return [] }
      return (parts[0] == "*" ? Array(members) : [parts[0]]).map { .recorder($0, parts[1]) }
    }
    return Set(places).sorted()
  }

  /// Why it has no word of a scope; nil where it has. An account of an organization that nothing came
  /// from may have left it, and nothing says that its resources are gone.
  func problem(_ scope: Scope, isSeen: Bool) -> Problem? {
    let isGlobal = scope.region == Scope.global
    let own = status.filter { $0.key.hasPrefix("\(scope.account) ") }
    let all = status.filter { $0.key.hasPrefix("* ") }
    if isGlobal {
      let words = own.isEmpty ? all : own
      guard !words.values.contains("SUCCEEDED") else {
        return own.isEmpty && !isSeen ? .aggregationFailed("nothing came from the account") : nil
      }
      return .aggregationFailed(words.values.first ?? "not one of its sources")
    }
    if let word = status["\(scope.account) \(scope.region)"] {
      return word == "SUCCEEDED" ? nil : .aggregationFailed(word)
    }
    guard let word = status["* \(scope.region)"] ?? status["* *"] else {
      return .aggregationFailed("not one of its sources")
    }
    guard word == "SUCCEEDED" else { return .aggregationFailed(word) }
    return isSeen ? nil : .aggregationFailed("nothing came from the account")
  }
}
