import AuditReport
package import AuditStore
package import ChangeDocuments
package import ConfigurationModel
import Notices

extension OutgoingMessage {
  /// A message by which somebody tries a destination: about a finding that there is not.
  package static func sample(for destination: NoticeDestination, link: String?, at: Timestamp)
    -> OutgoingMessage
  {
    let key = "test-\(destination.name)-\(at.microseconds)"
    let notice = Notice(
      .open, .test, about: [.sample(at: at)], key: key, thread: key, store: "test", at: at,
      link: link)
    return OutgoingMessage(
      destination: destination.name, channel: destination.channel.word, key: key, thread: key,
      act: .open, subject: notice.title, body: destination.channel.body(of: notice), madeAt: at)
  }
}

extension Finding {
  /// Findings have numbers from 1 on: no test names one that may be there.
  private static let nobodys = 0

  /// A port that was opened to everybody, with everything that a message can say.
  fileprivate static func sample(at: Timestamp) -> Finding {
    let resource = Resource(
      ResourceID(
        account: "111122223333", region: "eu-west-1", type: ResourceType("AWS::EC2::SecurityGroup"),
        id: "sg-0a1b2c3d"), name: "web-prod")
    let rule: [String: ConfigurationValue] = [
      "IpProtocol": .string("tcp"), "FromPort": .number("22"), "ToPort": .number("22"),
      "source": .string("0.0.0.0/0"),
    ]
    let path = ConfigurationPath([.key("IpPermissions"), .element("tcp 22 from 0.0.0.0/0")])
    let miss = NearMiss(
      record: "CHG0031337",
      lacks: "it approves tcp/443 from 10.0.0.0/8: port 22 is not 443, 0.0.0.0/0 is wider",
      distance: 1)
    var judged = JudgedEdit(
      edit: Edit(path, .added(.object(rule))), verdict: .unapproved([miss]),
      occurred: Occurrence(after: at.advanced(bySeconds: -900), until: at), severity: .critical,
      sentence: "tcp/22 is now open to the whole internet")
    judged.attribution = EditAttribution(
      .exact,
      [
        .init(
          id: "test", at: at.advanced(bySeconds: -300), call: "AuthorizeSecurityGroupIngress",
          actor: "alice (role Admin), with the AWS CLI, from 198.51.100.7", person: "alice")
      ])
    return Finding(
      number: Self.nobodys, resource: resource, change: .modified, status: .open, edits: [judged],
      firstSeen: at, lastSeen: at,
      notes: ["this is a test: there is no such finding, and nothing needs to be done"])
  }
}
