import AuditStore
import ChangeDocuments
import ConfigurationModel
import Foundation

extension Courier {
  /// An incident is opened with its thread, gets work notes, and is resolved with the thread's end (ServiceNow, "Table
  /// API"). Its `correlation_id` is the message's key, and is looked for before one is made.
  func deliver(
    _ message: OutgoingMessage, to serviceNow: NoticeDestination.ServiceNow, reference: String?
  ) async throws -> Delivery {
    let password = try surroundings.secrets.line(of: serviceNow.password)
    let login = Data("\(serviceNow.user):\(password)".utf8).base64EncodedString()
    let server = TicketServer(
      courier: self, base: try surroundings.secrets.address(of: .plain(serviceNow.address)),
      authorization: "Basic \(login)")
    guard let text = TicketServer.text(of: message.body) else {
      return .refused(problem: "its body is no ticket")
    }
    let table = "/api/now/table/incident"
    do {
      guard message.act != .open else {
        let query = "correlation_id=\(message.key)".queryEncoded
        let known = try await server.ask(
          "GET", "\(table)?sysparm_query=\(query)&sysparm_fields=sys_id&sysparm_limit=1")
        if let id = known["result"]?.members?.first?["sys_id"]?.string {
          return .taken(reference: id)
        }
        let made = try await server.ask("POST", table, incident(text, message))
        guard let id = made["result"]?["sys_id"]?.string else {
          return .later(seconds: nil, problem: "ServiceNow's answer names no incident")
        }
        return .taken(reference: id)
      }
      // What ended before anybody was told has no ticket to be closed.
      if message.act == .close, message.thread == message.key { return .taken(reference: nil) }
      guard let reference, !reference.contains("/") else {
        return .refused(problem: "the incident that its thread began with is not known")
      }
      var fields: [String: ConfigurationValue] = ["work_notes": .string(text.text)]
      if message.act == .close {
        fields["state"] = .string("6")
        fields["close_code"] = .string(serviceNow.closeCode)
        fields["close_notes"] = .string(text.summary)
      }
      _ = try await server.ask("PATCH", "\(table)/\(reference.queryEncoded)", .object(fields))
      return .taken(reference: nil)
    } catch let unexpected as TicketServer.Unexpected {
      let isGone = unexpected.status == 404 && message.act != .open
      return isGone ? .refused(problem: "its incident is not there any more") : unexpected.delivery
    }
  }

  private func incident(
    _ text: (summary: String, text: String, severity: String), _ message: OutgoingMessage
  ) -> ConfigurationValue {
    // 1 is high, 3 is low.
    let weight = ["critical": "1", "high": "1", "medium": "2"][text.severity] ?? "3"
    return .object([
      "short_description": .string(text.summary), "description": .string(text.text),
      "correlation_id": .string(message.key), "correlation_display": .string("plumb"),
      "urgency": .string(weight), "impact": .string(weight),
    ])
  }
}
