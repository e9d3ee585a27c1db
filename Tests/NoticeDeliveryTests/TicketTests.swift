import AWSTestSupport
import AuditStore
import ChangeDocuments
import ConfigurationJSON
import ConfigurationModel
import Foundation
import NoticeDelivery
import Synchronization
import Testing

/// Tickets that are opened, commented and closed with their findings, on servers that keep them.
@Suite struct TicketTests {
  /// What a server with tickets holds. Answers as Jira and as ServiceNow do.
  private final class Desk: Sendable {
    struct State {
      var tickets: [String] = []
      var labels: [String: String] = [:]
      var log: [String] = []
      var logins: Set<String> = []
      /// Whether the next ticket is made, and the answer is lost.
      var losesNext = false
    }

    let state = Mutex(State())

    func answer(_ received: LoopbackServer.Received) -> LoopbackServer.Answer {
      let words = received.line.split(separator: " ").map(String.init)
      let body = (try? JSONParser().parse(received.body)) ?? .null
      return state.withLock { state in
        state.logins.insert(received.headers["authorization"] ?? "")
        let path = words[1].removingPercentEncoding ?? ""
        switch (words[0], path) {
        case ("GET", _) where path.contains("jql=") || path.contains("sysparm_query="):
          return Self.found(
            state.labels.first { path.contains($0.key) }?.value, isJira: path.contains("jql="))
        case ("POST", "/rest/api/2/issue"), ("POST", "/api/now/table/incident"):
          return Self.make(body, &state)
        case ("GET", _) where path.hasSuffix("/transitions"):
          return .init(200, body: #"{"transitions":[{"id":"31","name":"Done"}]}"#)
        default:
          let state6 = body["state"]?.string.map { " state \($0)" } ?? ""
          state.log.append("\(words[0]) \(path)\(state6)")
          return .init(path.hasSuffix("/comment") ? 201 : 200, body: "{}")
        }
      }
    }

    private static func found(_ ticket: String?, isJira: Bool) -> LoopbackServer.Answer {
      let list = ticket.map { isJira ? #"{"key":"\#($0)"}"# : #"{"sys_id":"\#($0)"}"# } ?? ""
      return .init(200, body: isJira ? #"{"issues":[\#(list)]}"# : #"{"result":[\#(list)]}"#)
    }

    private static func make(_ body: ConfigurationValue, _ state: inout State)
      -> LoopbackServer.Answer
    {
      let fields = body["fields"] ?? body
      let summary = fields["summary"]?.string ?? fields["short_description"]?.string ?? ""
      let name = "OPS-\(state.tickets.count + 1)"
      state.tickets.append(summary)
      for label in fields["labels"]?.members ?? [fields["correlation_id"] ?? .null] {
        if let label = label.string, label != "plumb" { state.labels[label] = name }
      }
      let isLost = state.losesNext
      state.losesNext = false
      return .init(
        201, body: #"{"key":"\#(name)","result":{"sys_id":"\#(name)"}}"#,
        cutAfter: isLost ? 3 : nil)
    }
  }

  private func destination(_ word: String, port: Int) -> NoticeDestination {
    let address = "http://127.0.0.1:\(port)"
    let channel: NoticeDestination.Channel =
      word == "jira"
      ? .jira(.init(address: address, project: "OPS", user: "plumb", token: .variable("TOKEN")))
      : .serviceNow(.init(address: address, user: "plumb", password: .variable("TOKEN")))
    return NoticeDestination(name: word, channel: channel)
  }

  private static let ends = [
    "jira": [
      "POST /rest/api/2/issue/OPS-1/comment", "POST /rest/api/2/issue/OPS-1/comment",
      "POST /rest/api/2/issue/OPS-1/transitions",
    ],
    "serviceNow": [
      "PATCH /api/now/table/incident/OPS-1", "PATCH /api/now/table/incident/OPS-1 state 6",
    ],
  ]

  @Test(arguments: ["jira", "serviceNow"])
  func `a ticket is opened once, commented, and closed with the last of its findings`(word: String)
    async throws
  {
    let desk = Desk()
    desk.state.withLock { $0.losesNext = true }
    try await LoopbackServer.run(answering: { desk.answer($0) }) { server in
      let notices = Settings.Notices(destination(word, port: server.port))
      let secrets = ["TOKEN": "s3cret-token"]
      let yard = try Yard()
      try yard.take(at: 900, open: [0, 1])
      try yard.audit(at: 900, telling: notices)
      // The ticket is made, and nobody hears of it.
      #expect(try await yard.delivery(notices, at: 900, secrets: secrets).run().failed == 1)
      #expect(try await yard.delivery(notices, at: 960, secrets: secrets).run().sent == 1)
      try yard.take(at: 1800, open: [1])
      try yard.audit(at: 1800, telling: notices)
      #expect(try await yard.delivery(notices, at: 1800, secrets: secrets).run().sent == 1)
      try yard.take(at: 2700, open: [])
      try yard.audit(at: 2700, telling: notices)
      #expect(try await yard.delivery(notices, at: 2700, secrets: secrets).run().sent == 1)
      let state = desk.state.withLock { $0 }
      #expect(state.tickets.count == 1)
      #expect(state.tickets.allSatisfy { (1...255).contains($0.count) })
      #expect(state.log == Self.ends[word])
      #expect(state.logins == ["Basic " + Data("plumb:s3cret-token".utf8).base64EncodedString()])
    }
  }
}
