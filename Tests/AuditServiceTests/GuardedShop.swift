import AuditService
import AuditStore
import ChangeAudit
import ChangeDocuments
import ConfigurationModel

/// A shop whose security groups a guardrail watches, and settings that say who is told.
class GuardedShop {
  let shop: Shop
  var watch = WatchGuardrails()
  var settings = Settings()

  /// - Parameter name: The one destination of the settings.
  init(telling name: String) throws {
    shop = try Shop()
    settings.guardrails = Settings.Guardrails(rules: [try guardrail("open")], off: ["all"])
    settings.baselines = ["default"]
    settings.notices.destinations = [destination(name)]
  }

  /// The path of a guardrail that no group may be open to everybody by.
  func guardrail(_ id: String, severity: String = "critical") throws -> String {
    try shop.temporary.write(
      """
      guardrail: \(id)
      title: Nothing is open to everybody
      severity: \(severity)
      rationale: Everybody is too many
      controls: { cis: ["6.3"] }
      resource: AWS::EC2::SecurityGroup
      condition: SELECT resource, label FROM ingress_rules WHERE source = '0.0.0.0/0'
      """, to: "\(id).yaml")
  }

  func destination(
    _ name: String, _ change: (inout NoticeDestination) -> Void = { _ in }
  ) -> NoticeDestination {
    var destination = NoticeDestination(name: name, channel: .program(.init(command: ["x"])))
    change(&destination)
    return destination
  }

  func hold(_ day: Int) throws {
    let round = try watch.look(at: shop.store, by: settings, at: shop.day(day))
    _ = try RecordBreaches(store: shop.store, settings: settings, at: shop.day(day)).write(round)
  }

  func audit(_ day: Int) throws {
    var audit = RunAudit(
      store: shop.store, baseline: "default", rules: try LoadRules().load(from: shop.store),
      at: shop.day(day))
    audit.notices = settings.notices
    _ = try audit.run()
  }
}
