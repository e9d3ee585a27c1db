import AuditReport
import AuditService
import AuditStore
import ChangeAudit
import ConfigurationModel

/// A store with one security group that every day opens to another network.
final class Shop {
  let temporary: TemporaryStore
  var store: AuditStore { temporary.store }
  let group = ResourceID(
    account: "111122223333", region: "eu-west-1", type: ResourceType("AWS::EC2::SecurityGroup"),
    id: "sg-a")

  /// What a person makes of the finding.
  enum Decision { case acknowledge, accept, promote }

  init() throws { temporary = try TemporaryStore() }

  /// Midnight of a day of November 2026.
  func day(_ day: Int) -> Timestamp {
    Timestamp(seconds: 1_793_491_200 + Int64(day - 1) * 86_400)
  }

  func take(_ day: Int, _ source: String, named name: String = "a") throws {
    try take(
      day,
      groups: """
        {"GroupId": "sg-a", "GroupName": "\(name)", "OwnerId": "111122223333",
          "Description": "d", "VpcId": "vpc-1", "IpPermissionsEgress": [], "Tags": [],
          "IpPermissions": [{"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443,
            "IpRanges": [{"CidrIp": "\(source)"}]}]}
        """)
  }

  /// A snapshot in which the group is not there any more.
  func takeNothing(_ day: Int) throws { try take(day, groups: "") }

  private func take(_ day: Int, groups: String) throws {
    let text = #"{"SecurityGroups": [\#(groups)]}"#
    let place = "exports/111122223333/eu-west-1/ec2-describe-security-groups.json"
    _ = try temporary.write(text, to: place)
    _ = try ImportSnapshot(
      store: store, paths: [temporary.folder + "/exports"], capturedAt: self.day(day),
      now: self.day(day)
    ).run()
  }

  func setBaseline(_ name: String, to snapshot: String, on day: Int) throws {
    _ = try ManageBaselines(store: store, name: name, at: self.day(day))
      .set(to: snapshot, choosing: ResourceSelector(), by: "ada", reason: "agreed")
  }

  func audit(_ name: String = "default", on day: Int) throws {
    _ = try RunAudit(
      store: store, baseline: name, rules: RuleBook(records: []), at: self.day(day)
    ).run()
  }

  func decide(_ decision: Decision) throws {
    let decide = DecideFindings(store: store, by: "bob", reason: "so", at: day(9))
    switch decision {
    case .acknowledge: try decide.acknowledge(["F-1"])
    case .accept: try decide.accept(["F-1"], until: day(20))
    case .promote:
      _ = try ManageBaselines(store: store, name: "default", at: day(9))
        .promote(["F-1"], by: "bob", reason: "so")
    }
  }

  /// Eight days, of which something needs the third and nothing the others before the seventh.
  func prepare(_ holder: Holder) throws {
    let changes: Bool =
      switch holder {
      case .openFinding, .acknowledgedFinding, .acceptedFinding, .resolvedFinding, .expectation:
        true
      case .baseline, .formerBaseline, .unaudited, .lastAudit, .newest: false
      }
    for day in 1...3 { try take(day, changes && day == 3 ? "10.2.0.0/16" : "10.1.0.0/16") }
    let first =
      holder == .baseline || holder == .formerBaseline ? "3" : holder == .unaudited ? "2" : "1"
    if holder != .newest { try setBaseline("default", to: first, on: 3) }
    if changes || holder == .lastAudit { try audit(on: 3) }
    if holder == .lastAudit { try setBaseline("other", to: "2", on: 3) }
    if holder == .expectation { try decide(.promote) }
    for day in 4...8 {
      try take(
        day, holder == .resolvedFinding ? "10.1.0.0/16" : changes ? "10.2.0.0/16" : "10.1.0.0/16")
    }
    switch holder {
    case .baseline, .openFinding, .resolvedFinding, .expectation: try audit(on: 9)
    case .formerBaseline: try setBaseline("default", to: "8", on: 9)
    case .acknowledgedFinding, .acceptedFinding:
      try audit(on: 9)
      try decide(holder == .acceptedFinding ? .accept : .acknowledge)
    case .unaudited, .lastAudit, .newest: break
    }
  }

  func pruning(olderThan: String? = nil, keeping: Int? = nil, at day: Int = 30) -> PruneStore {
    PruneStore(
      store: store, olderThan: olderThan.flatMap(Age.init(parsing:)), keeping: keeping,
      at: self.day(day), by: "ops", reason: "space")
  }

  func plan(olderThan: String? = nil, keeping: Int? = nil, at day: Int = 30) throws -> PrunePlan {
    try pruning(olderThan: olderThan, keeping: keeping, at: day).plan()
  }

  /// Where each leaf of what is expected came from; empty where there is no baseline.
  func blame() throws -> [BlamedLeaf] {
    guard try !store.baselines().isEmpty else { return [] }
    return try BlameResource(store: store, baseline: "default").leaves(of: group)
  }

  /// The code of the problem that something ends with; nil where it succeeds.
  func problem(_ body: () throws -> Void) -> String? {
    do {
      try body()
      return nil
    } catch let problem as Problem {
      return problem.code
    } catch {
      return "\(error)"
    }
  }
}
