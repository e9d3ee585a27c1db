import ConfigurationJSON
import ConfigurationModel

extension AnswerPeek {
  /// The first account and the first region that an item of a listing names.
  func evidence(of kinds: [ListedKind]) -> Evidence {
    var account: String?
    var region: String?
    for kind in kinds {
      for value in samples(of: kind) {
        let found = kind.evidence(ofElement: value)
        account = account ?? found.account
        if !kind.isGlobal { region = region ?? found.region }
        if account != nil, region != nil { break }
      }
    }
    return Evidence(account: account, region: region)
  }

  private func samples(of kind: ListedKind) -> [ConfigurationValue] {
    guard let member = kind.member else { return document.map { [$0] } ?? [] }
    let listed = items.filter { $0.member == member || $0.member.isEmpty }.map(\.value)
    let whole = document?[member].map { $0["Items"]?.members ?? [$0] } ?? []
    return listed.isEmpty ? whole : listed
  }

  /// Why nothing could be found in the content, where that is the reason.
  func problem(_ path: String) -> Problem? {
    if isEmpty { return .emptyFile(path) }
    return error.map { .callFailed(path, $0) }
      ?? failure.map { .invalidJSON($0, at: .init(file: path)) }
  }
}

extension ListedKind {
  /// The evidence of one element of the list, be it a text, an item or what holds items.
  func evidence(ofElement value: ConfigurationValue) -> Evidence {
    if let text = value.string { return Evidence(arn: text, owner: nil) }
    guard let within else { return evidence(value) }
    let outer = outerEvidence(value)
    guard let inner = value[within]?.members?.first else { return outer }
    let own: Evidence = evidence(inner)
    return Evidence(account: own.account ?? outer.account, region: own.region)
  }
}
