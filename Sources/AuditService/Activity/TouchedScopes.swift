import Activity
import AuditStore
import ConfigurationDiff
import ConfigurationModel
import ResourceKinds

/// The scopes whose resources an event changed, as far as it tells.
enum TouchedScopes {
  /// By the table of calls; of a call that is not in it by the types whose names stand in its own: what is guessed wrong
  /// is read once more than needed, and what is missed is found by the next snapshot. An account or a region of another
  /// form than AWS's is none. Where the event names a resource by its ARN, that says whose it is.
  static func of(_ event: ActivityEvent) -> Set<Scope> {
    guard event.mayHaveChanged, let account = event.account, account.isAWSAccount,
      event.region.isAWSRegion
    else { return [] }
    let effects = event.effects
    let guessed = effects.isEmpty ? named(in: event).map { CallEffect($0, "", []) } : effects
    return scopes(of: guessed, in: account, region: event.region)
      .filter { $0.account.isAWSAccount && ($0.region == Scope.global || $0.region.isAWSRegion) }
  }

  /// The scopes of what a call did that was made in an account and a region.
  static func scopes(of effects: [CallEffect], in account: String, region: String) -> Set<Scope> {
    Set(
      effects.map { effect in
        let arn = ARNPlace(effect.resource)
        let isGlobal = ResourceKind.of(effect.type).isGlobal
        return Scope(
          account: arn?.account ?? account,
          region: isGlobal ? Scope.global : arn?.region ?? region, type: effect.type)
      })
  }

  /// The scope of what a call changed by one of its names; none where the event names no account.
  static func scopes(of call: ChangingCall) -> Set<Scope> {
    guard let account = call.account else { return [] }
    return scopes(of: [CallEffect(call.type, call.resource, [])], in: account, region: call.region)
  }

  /// The types of the event's service whose names stand in the call's: of `ModifyVpcEndpoint` the longest, the endpoint.
  private static func named(in event: ActivityEvent) -> Set<ResourceType> {
    let service = event.source.prefix { $0 != "." }.lowercased()
    let call = event.name.lowercased()
    let fitting = ResourceKind.all.compactMap { kind -> (type: ResourceType, length: Int)? in
      let words = kind.type.name.lowercased().split(separator: ":")
      guard words.count == 3, words[1].hasPrefix(service), call.contains(words[2]) else {
        return nil
      }
      return (kind.type, words[2].count)
    }
    let longest = fitting.map(\.length).max()
    return Set(fitting.filter { $0.length == longest }.map(\.type))
  }
}
