import AuditStore
import ChangeDocuments
import ConfigurationModel
import Foundation

extension Courier {
  /// A ticket is opened with its thread, commented, and closed with the thread's end (developer.atlassian.com, "Jira REST
  /// API", version 2). Jira knows no key of a message: a label stands for it, and is looked for before an issue is made.
  func deliver(
    _ message: OutgoingMessage, to jira: NoticeDestination.Jira, reference: String?
  ) async throws -> Delivery {
    let token = try surroundings.secrets.line(of: jira.token)
    let authorization =
      jira.user.map { "Basic " + Data("\($0):\(token)".utf8).base64EncodedString() }
      ?? "Bearer \(token)"
    let server = TicketServer(
      courier: self, base: try surroundings.secrets.address(of: .plain(jira.address)),
      authorization: authorization)
    guard let text = TicketServer.text(of: message.body) else {
      return .refused(problem: "its body is no ticket")
    }
    do {
      guard message.act != .open else {
        let known = try await issue(labelled: message.label, in: server, isCloud: jira.user != nil)
        let key = if let known { known } else { try await open(text, message, jira, server) }
        return .taken(reference: key)
      }
      // What ended before anybody was told has no ticket to be closed.
      if message.act == .close, message.thread == message.key { return .taken(reference: nil) }
      guard let reference, !reference.contains("/") else {
        return .refused(problem: "the issue that its thread began with is not known")
      }
      let issue = "/rest/api/2/issue/\(reference.queryEncoded)"
      _ = try await server.ask("POST", issue + "/comment", .object(["body": .string(text.text)]))
      if message.act == .close { try await close(issue, by: jira.closing, server) }
      return .taken(reference: nil)
    } catch let unexpected as TicketServer.Unexpected {
      let isGone = unexpected.status == 404 && message.act != .open
      return isGone ? .refused(problem: "its issue is not there any more") : unexpected.delivery
    }
  }

  private func issue(labelled label: String, in server: TicketServer, isCloud: Bool) async throws
    -> String?
  {
    let query = "labels = \"\(label)\"".queryEncoded
    let path = isCloud ? "/rest/api/3/search/jql" : "/rest/api/2/search"
    let answer = try await server.ask("GET", "\(path)?jql=\(query)&fields=key&maxResults=1")
    return answer["issues"]?.members?.first?["key"]?.string
  }

  private func open(
    _ text: (summary: String, text: String, severity: String), _ message: OutgoingMessage,
    _ jira: NoticeDestination.Jira, _ server: TicketServer
  ) async throws -> String {
    let answer = try await server.ask(
      "POST", "/rest/api/2/issue",
      .object([
        "fields": .object([
          "project": .object(["key": .string(jira.project)]),
          "issuetype": .object(["name": .string(jira.issueType)]),
          "summary": .string(text.summary), "description": .string(text.text),
          "labels": .list([.string("plumb"), .string(message.label)]),
        ])
      ]))
    guard let key = answer["key"]?.string else {
      throw TicketServer.Unexpected(
        delivery: .later(seconds: nil, problem: "Jira's answer names no issue"))
    }
    return key
  }

  /// An issue that is closed already has no such transition any more: then there is nothing to do.
  private func close(_ issue: String, by name: String, _ server: TicketServer) async throws {
    let answer = try await server.ask("GET", issue + "/transitions")
    let found = answer["transitions"]?.members?.first {
      $0["name"]?.string?.lowercased() == name.lowercased()
    }
    guard let id = found?["id"]?.string else { return }
    _ = try await server.ask(
      "POST", issue + "/transitions", .object(["transition": .object(["id": .string(id)])]))
  }
}

extension OutgoingMessage {
  /// A label has no blanks.
  fileprivate var label: String { "plumb-" + key.filter { !$0.isWhitespace && $0 != "\"" } }
}
