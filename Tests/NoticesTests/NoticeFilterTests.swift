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
          person: actor)
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

  @Test func `what somebody else left is told whatever a destination wants to hear`() {
    for news in NoticeDestination.News.allCases {
      #expect(destination { $0.news = [news] }.wants(.escalated))
      #expect(destination { $0.news = [news] }.wants(.opened) == (news == .opened))
    }
  }
}
