import ChangeDocuments
import ConfigurationModel
import Notices
import Testing

/// Who is told of which findings.
@Suite struct NoticeFilterTests {
  /// An edit that somebody made, or nobody is known to have made, with what a record lacked.
  private func edit(_ port: Int, by actors: [String], awaitsApproval: Bool = false) -> JudgedEdit {
    let miss = NearMiss(
      record: "CHG1", lacks: "l", distance: 1, awaitsApproval: awaitsApproval)
    var judged = JudgedEdit(
      edit: SampleNotices.opened(port), verdict: .unapproved([miss]),
      occurred: Occurrence(after: nil, until: SampleNotices.now), severity: .high, sentence: nil)
    judged.attribution = EditAttribution(
      actors.isEmpty ? .unsettled : .exact,
      actors.enumerated().map { place, actor in
        .init(
          id: "e\(port)-\(place)", at: SampleNotices.now, call: "C", actor: "by \(actor)",
          person: actor, fixedNames: [actor])
      })
    return judged
  }

  private func finding(_ edits: [JudgedEdit]) -> Finding {
    let resource = Resource(
      ResourceID(
        account: "111122223333", region: "eu-west-1", type: ResourceType("AWS::EC2::SecurityGroup"),
        id: "sg-1"), name: nil)
    return Finding(
      number: 1, resource: resource, change: .modified, status: .open, edits: edits,
      firstSeen: SampleNotices.now, lastSeen: SampleNotices.now)
  }

  private func destination(_ change: (inout NoticeDestination) -> Void) -> NoticeDestination {
    var destination = NoticeDestination(name: "d", channel: .program(.init(command: ["x"])))
    change(&destination)
    return destination
  }

  @Test(arguments: [
    // Of each edit who made it, whether 'only' and whether 'except' leave it to be told.
    ([["ci-a"]], true, false), ([["ci-a"], ["ci-b"]], true, false),
    ([["ci-a"], ["mallory"]], true, true), ([["ci-a"], []], true, true),
    ([["ci-a", "mallory"]], true, true), ([["mallory"]], false, true), ([[]], false, true),
  ])
  func `an exception of an actor hides nobody else's edit`(
    actors: [[String]], isMeant: Bool, isLeft: Bool
  ) {
    var filter = NoticeFilter()
    filter.actor = Glob("ci-*")
    let finding = finding(actors.enumerated().map { edit($0 + 1, by: $1) })
    #expect(destination { $0.only = [filter] }.wants(finding, tags: nil) == isMeant)
    #expect(destination { $0.except = [filter] }.wants(finding, tags: nil) == isLeft)
  }

  @Test(arguments: [
    // What the event calls the caller, and which of it nobody chooses.
    ("ci-x@evil (role Admin), with Terraform", "ci-x@evil", ["Admin", "role Admin"]),
    ("role Admin, session ci-x, with ci-tool", nil, ["Admin"]), ("ci-x", "ci-x", []),
  ])
  func `an exception fits no name that whoever calls can choose`(
    actor: String, person: String?, fixed: [String]
  ) {
    var judged = edit(22, by: [])
    judged.attribution = EditAttribution(
      .exact,
      [
        .init(
          id: "e", at: SampleNotices.now, call: "C", actor: actor, person: person,
          fixedNames: fixed)
      ])
    var filter = NoticeFilter()
    filter.actor = Glob("*ci-*")
    let finding = finding([judged])
    #expect(destination { $0.except = [filter] }.wants(finding, tags: nil))
    #expect(destination { $0.only = [filter] }.wants(finding, tags: nil))
    filter.actor = Glob("Admin")
    #expect(destination { $0.except = [filter] }.wants(finding, tags: nil) == fixed.isEmpty)
  }

  @Test(arguments: [
    ([true], [NoticeFilter.Class.waiting], false), ([true, false], [.waiting], true),
    ([false], [.waiting], true), ([true, false], [.modified], false),
    ([true, false], [.waiting, .modified], false), ([true], [.created], true),
  ])
  func `an exception of a class hides no edit of another`(
    awaits: [Bool], classes: [NoticeFilter.Class], isLeft: Bool
  ) {
    var filter = NoticeFilter()
    filter.classes = Set(classes)
    let finding = finding(awaits.enumerated().map { edit($0 + 1, by: [], awaitsApproval: $1) })
    #expect(destination { $0.except = [filter] }.wants(finding, tags: nil) == isLeft)
  }

  private static func filter(_ change: (inout NoticeFilter) -> Void) -> NoticeFilter {
    var filter = NoticeFilter()
    change(&filter)
    return filter
  }

  private static let call = call()

  private static func call(byShippedRule isShipped: Bool = false) -> AlertedCall {
    AlertedCall(
      severity: .high, isByShippedRule: isShipped,
      callers: ["alice (role Admin)", "alice", "ci-x@a"],
      fixedNames: ["alice"],
      resources: ["AWS::EC2::SecurityGroup", "AWS::EC2::VPC"].map { type in
        Resource(
          ResourceID(
            account: "111122223333", region: "eu-west-1", type: ResourceType(type), id: "x"),
          name: nil)
      })
  }

  @Test(arguments: [
    // Whether a filter means the call as one of 'only', and as one of 'except'.
    (filter { $0.classes = [.alert] }, true, true),
    (filter { $0.classes = [.alert, .created] }, true, true),
    (filter { $0.classes = [.created] }, false, false),
    (filter { $0.severity = .high }, true, true),
    (filter { $0.severity = .critical }, false, false),
    (filter { $0.actor = Glob("alice") }, true, true),
    (filter { $0.actor = Glob("bob") }, false, false),
    (filter { $0.actor = Glob("ci-*") }, true, false),
    (filter { $0.resource = ResourceSelector(account: Glob("1111*")) }, true, true),
    (filter { $0.resource = ResourceSelector(account: Glob("2222*")) }, false, false),
    (filter { $0.resource = ResourceSelector(type: Glob("*::VPC")) }, true, false),
    (filter { $0.resource = ResourceSelector(tags: ["env": Glob("prod")]) }, true, false),
    (filter { $0.resource = ResourceSelector(name: Glob("web")) }, true, false),
  ])
  func `alerts are told by class, severity, actor and what the event names`(
    filter: NoticeFilter, isMeant: Bool, isExcepted: Bool
  ) {
    #expect(destination { $0.only = [filter] }.wants(Self.call) == isMeant)
    #expect(destination { $0.except = [filter] }.wants(Self.call) == !isExcepted)
  }

  @Test func `a rule that ships is told of to whom asks for alerts by their class`() {
    let call = Self.call(byShippedRule: true)
    let (alerts, bad) = (Self.filter { $0.classes = [.alert] }, Self.filter { $0.severity = .high })
    let badAlerts = Self.filter { ($0.classes, $0.severity) = ([.alert], .high) }
    #expect(!destination { _ in }.wants(call))
    #expect(!destination { $0.only = [bad] }.wants(call))
    #expect(!destination { $0.except = [bad] }.wants(call))
    #expect(destination { $0.only = [bad, alerts] }.wants(call))
    #expect(destination { $0.only = [badAlerts] }.wants(call))
    #expect(!destination { ($0.only, $0.except) = ([alerts], [bad]) }.wants(call))
  }

  @Test func `alerts are news that opens, and a class of alerts means no finding`() {
    #expect(destination { _ in }.wants(Self.call))
    #expect(!destination { $0.news = [.changed, .ended] }.wants(Self.call))
    let alerts = Self.filter { $0.classes = [.alert] }
    let finding = finding([edit(1, by: ["alice"])])
    #expect(!destination { $0.only = [alerts] }.wants(finding, tags: nil))
    #expect(destination { $0.except = [alerts] }.wants(finding, tags: nil))
  }

  @Test func `what somebody else left is told whatever a destination wants to hear`() {
    for news in NoticeDestination.News.allCases {
      #expect(destination { $0.news = [news] }.wants(.escalated))
      #expect(destination { $0.news = [news] }.wants(.opened) == (news == .opened))
    }
  }

  @Test(arguments: [(false, true, true), (true, false, true)])
  func `a guardrail that ships tells only whoever asks for guardrails`(
    isShipped: Bool, all: Bool, asking: Bool
  ) {
    let breach = BrokenGuardrail(
      severity: .high, isShipped: isShipped, callers: [],
      resource: Resource(
        ResourceID(
          account: "111122223333", region: "eu-west-1", type: "AWS::EC2::SecurityGroup", id: "sg-1"
        )))
    var destination = NoticeDestination(name: "team", channel: .program(.init(command: ["x"])))
    #expect(destination.wants(breach) == all)
    var filter = NoticeFilter()
    filter.classes = [.guardrail]
    destination.only = [filter]
    #expect(destination.wants(breach) == asking)
  }

  @Test(arguments: [
    // names, fixed names, somebody unknown besides: asked for, left out
    (["role x/alice"], ["role x"], false, true, false),
    (["alice"], ["alice"], false, true, true), (["alice"], ["alice"], true, true, false),
    ([], [], false, false, false),
  ])
  func `who changed the resource is asked for by any name, and left out by names nobody chooses`(
    names: [String], fixed: [String], isUnknown: Bool, isAsked: Bool, isLeftOut: Bool
  ) {
    let callers =
      [BrokenGuardrail.Caller(names: names, fixedNames: fixed)]
      + (isUnknown ? [.init(names: [], fixedNames: [])] : [])
    let breach = BrokenGuardrail(
      severity: .high, isShipped: false, callers: callers,
      resource: Resource(
        ResourceID(
          account: "111122223333", region: "eu-west-1", type: "AWS::EC2::SecurityGroup", id: "sg-1"
        )))
    var filter = NoticeFilter()
    filter.actor = Glob("*alice")
    var destination = NoticeDestination(name: "team", channel: .program(.init(command: ["x"])))
    destination.only = [filter]
    #expect(destination.wants(breach) == isAsked)
    (destination.only, destination.except) = ([], [filter])
    #expect(destination.wants(breach) == !isLeftOut)
  }
}
