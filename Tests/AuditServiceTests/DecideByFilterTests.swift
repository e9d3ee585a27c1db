import AuditReport
import AuditService
import AuditStore
import ChangeAudit
import ConfigurationModel
import Testing

/// Decisions about all findings that a filter chooses.
@Suite struct DecideByFilterTests {
  private let temporary: TemporaryStore
  private var store: AuditStore { temporary.store }
  private func day(_ day: Int) -> Timestamp {
    Timestamp(seconds: 1_793_491_200 + Int64(day - 1) * 86_400)
  }

  /// Three groups, of which two are opened to one network and one to another; F-1 to F-3 stand.
  init() throws {
    temporary = try TemporaryStore()
    try take(1, ["10.0.0.0/8", "10.0.0.0/8", "10.0.0.0/8"])
    _ = try ManageBaselines(store: store, name: "default", at: day(1))
      .set(to: "1", choosing: ResourceSelector(), by: "ada", reason: "agreed")
    try take(2, ["172.16.0.0/12", "172.16.0.0/12", "192.168.0.0/16"])
    try audit(2)
  }

  private func take(_ day: Int, _ sources: [String]) throws {
    let groups = sources.enumerated().map { index, source in
      """
      {"GroupId": "sg-\(index + 1)", "GroupName": "web-\(index + 1)", "OwnerId": "111122223333",
        "Description": "d", "VpcId": "vpc-1", "IpPermissionsEgress": [], "Tags": [],
        "IpPermissions": [{"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443,
          "IpRanges": [{"CidrIp": "\(source)"}]}]}
      """
    }
    let text = "{\"SecurityGroups\": [\(groups.joined(separator: ","))]}"
    _ = try temporary.write(
      text, to: "exports/111122223333/eu-west-1/ec2-describe-security-groups.json")
    _ = try ImportSnapshot(
      store: store, paths: [temporary.folder + "/exports"], capturedAt: self.day(day),
      now: self.day(day)
    ).run()
  }

  private func audit(_ day: Int) throws {
    _ = try RunAudit(
      store: store, baseline: "default", rules: RuleBook(records: []), at: self.day(day)
    ).run()
  }

  private func statuses() throws -> [Finding.Status.Word] {
    try ListFindings(store: store, at: day(9)).all().map(\.finding.status.word)
  }

  private var decide: DecideFindings {
    DecideFindings(store: store, by: "bob", reason: "known", at: day(9))
  }

  private func filter(_ set: (inout FindingFilter) -> Void) -> FindingFilter {
    var filter = FindingFilter()
    set(&filter)
    return filter
  }

  @Test func `those that are like one are decided about together, by one event`() throws {
    let selection = try decide.accept(.fitting(filter { $0.like = 2 }), until: day(20))
    #expect(selection?.findings.map(\.number) == [1, 2])
    #expect(try statuses() == [.accepted, .accepted, .open])
    let events = try store.events(from: nil, until: nil).filter { $0.kind == "finding accepted" }
    #expect(events.count == 1)
  }

  @Test func `what nobody agrees to is not decided, and is shown whole`() throws {
    #expect {
      _ = try decide.acknowledge(.fitting(filter { $0.severity = .low })) { _ in false }
    } throws: { error in
      let unagreed = error as? UnagreedDecision
      return unagreed?.problem.code == "decision-unconfirmed"
        && unagreed?.effect.findings.map(\.number) == [1, 2, 3]
    }
    #expect(try statuses() == [.open, .open, .open])
  }

  @Test func `what is accepted, acknowledged or over is chosen only where it is named`() throws {
    try decide.acknowledge(["F-1"])
    try decide.accept(["F-2"], until: day(20))
    let all = FindingChoice.fitting(filter { $0.names = [Glob("web-*")] })
    #expect(try decide.acknowledge(all)?.findings.map(\.number) == [3])
    #expect(try decide.accept(all, until: day(21))?.findings.map(\.number) == [1, 3])
    let accepted = FindingChoice.fitting(filter { $0.statuses = [.accepted] })
    #expect(problem { try decide.acknowledge(accepted) } == "finding-is-accepted")
    try take(10, ["10.0.0.0/8", "10.0.0.0/8", "10.0.0.0/8"])
    try audit(10)
    let late = DecideFindings(store: store, by: "bob", reason: "known", at: day(11))
    #expect(problem { try late.acknowledge(all) } == "no-finding-fits")
    let over = FindingChoice.fitting(filter { $0.statuses = [.resolved] })
    #expect(problem { try late.accept(over, until: day(20)) } == "finding-is-over")
  }

  @Test func `promotion takes the same filter, in its baseline only`() throws {
    let baselines = ManageBaselines(store: store, name: "default", at: day(9))
    let choice = FindingChoice.fitting(filter { $0.like = 1 })
    #expect {
      _ = try baselines.promote(choice, by: "bob", reason: "agreed") { _ in false }
    } throws: { $0 is UnagreedDecision }
    #expect(try baselines.promote(choice, by: "bob", reason: "agreed") == 4)
    try audit(10)
    #expect(try statuses() == [.resolved, .resolved, .open])
    let other = ManageBaselines(store: store, name: "other", at: day(11))
    #expect(
      problem { _ = try other.promote(.fitting(filter { $0.like = 3 }), by: "b", reason: "r") }
        == "no-finding-fits")
  }

  @Test func `what is like a finding that nobody knows is nothing`() {
    #expect(
      problem { try decide.acknowledge(.fitting(filter { $0.like = 99 })) } == "unknown-finding")
  }

  private func problem(_ body: () throws -> Void) -> String? {
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
