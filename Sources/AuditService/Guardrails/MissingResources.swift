import ConfigurationDiff
import ConfigurationModel
import GuardrailConditions
import Guardrails
import ResourceKinds

/// Finds accounts and regions without any resource where a guardrail says that there has to be one.
struct MissingResources {
  /// The scopes of some types that anybody looks at, in order.
  let scopes: ([ResourceType]) -> [Scope]
  /// Why the resources of a scope are not all known; nil where they are.
  let unread: (Scope) -> String?
  /// Where resources are.
  let inhabited: Set<Scope>

  func add(to answers: inout [GuardrailAnswer]) {
    for index in answers.indices {
      let guardrail = answers[index].guardrail
      guard let extent = guardrail.atLeastOneIn else { continue }
      for (resource, why) in missing(of: guardrail.types, in: extent) {
        answers[index].addMissing(resource, unread: why)
      }
    }
  }

  private func missing(of types: [ResourceType], in extent: Guardrail.Extent) -> [(
    Resource, String?
  )] {
    let scopes = self.scopes(types)
    let groups: [[Scope]] =
      switch extent {
      case .account:
        Dictionary(grouping: scopes, by: \.account).sorted { $0.key < $1.key }.map(\.value)
      case .region: scopes.map { [$0] }
      }
    return groups.filter { inhabited.isDisjoint(with: $0) }.compactMap { group in
      guard let first = group.first else { return nil }
      return (
        Self.nobody(in: extent == .account ? first.ofAccount : first),
        group.lazy.compactMap(unread).first
      )
    }
  }

  /// What would be there, by the id that it would have, or by `none`.
  private static func nobody(in scope: Scope) -> Resource {
    let id = ResourceKind.of(scope.type).identity.only ?? "none"
    return Resource(
      ResourceID(account: scope.account, region: scope.region, type: scope.type, id: id))
  }
}

extension MissingResources {
  /// By how far scopes are read.
  init(doubts: ScopeDoubts, inhabited: Set<Scope>) {
    self.init(
      scopes: { doubts.scopes(of: $0) }, unread: { doubts.unread($0, []) }, inhabited: inhabited)
  }
}

extension Scope {
  /// Of the account as a whole.
  fileprivate var ofAccount: Scope { Scope(account: account, region: Scope.global, type: type) }
}
