import AWSTestSupport
import AuditStore
import ChangeDocuments
import ConfigurationJSON
import ConfigurationModel
import NoticeDelivery
import Testing

/// Topics of SNS, on moto, with a queue behind each.
@Suite(.enabled(if: Moto.program != nil)) struct TopicTests {
  @Test(arguments: ["plumb", "plumb.fifo"])
  func `a topic gets a message whose attributes subscriptions can filter by`(name: String)
    async throws
  {
    try await Moto.run { moto in
      let arn = String(decoding: try await moto.python("topic.py", ["make", name]), as: UTF8.self)
      let topic = try #require(NoticeDestination.Topic(arn: arn))
      let notices = Settings.Notices(NoticeDestination(name: "topic", channel: .sns(topic)))
      let yard = try Yard()
      try yard.take(at: 900, open: [0])
      try yard.audit(at: 900, telling: notices)
      let tally = try await yard.delivery(notices, at: 900, aws: moto.surroundings()).run()
      #expect(tally.sent == 1, "\(tally.problems)")
      let read = try await moto.python("topic.py", ["read", name])
      let messages = try #require(try JSONParser().parse(read).members)
      // Only a FIFO topic knows a message again that was sent twice, for its answer came too late.
      #expect(name.hasSuffix(".fifo") ? messages.count == 1 : !messages.isEmpty)
      #expect(Set(messages.compactMap { $0["Message"]?.string }).count == 1)
      #expect(
        messages[0]["Subject"]?.string?.hasPrefix("HIGH: ") == true
          || messages[0]["Subject"]?.string?.contains("security group") == true)
      #expect(messages[0]["Message"]?.string?.contains("revoke-security-group-ingress") == true)
      #expect(messages[0]["MessageAttributes"]?["act"]?["Value"]?.string == "open")
    }
  }

  @Test func `a topic that is not there is said, and the message waits`() async throws {
    try await Moto.run { moto in
      let topic = try #require(
        NoticeDestination.Topic(arn: "arn:aws:sns:eu-west-1:123456789012:no"))
      let notices = Settings.Notices(NoticeDestination(name: "topic", channel: .sns(topic)))
      let yard = try Yard()
      try yard.take(at: 900, open: [0])
      try yard.audit(at: 900, telling: notices)
      let tally = try await yard.delivery(notices, at: 900, aws: moto.surroundings()).run()
      #expect(tally.failed == 1, "\(tally)")
      #expect(tally.problems.first?.contains("NotFound") == true)
    }
  }
}
