import AuditStore
import ChangeDocuments
import ConfigurationModel

extension Courier {
  /// Status 0 is taken, 65 (`EX_DATAERR` of sysexits.h) refused; what else it ends with may be better later.
  func deliver(_ message: OutgoingMessage, to call: NoticeDestination.ProgramCall) async throws
    -> Delivery
  {
    let result = try await surroundings.run(
      ProgramRun(
        command: call.command, input: Array(message.body.utf8),
        variables: [
          "PLUMB_NOTICE_KEY": message.key, "PLUMB_NOTICE_THREAD": message.thread,
          "PLUMB_NOTICE_ACT": message.act.rawValue, "PLUMB_NOTICE_SUBJECT": message.subject,
        ], seconds: surroundings.patience * 4))
    switch result.status {
    case 0: return .taken(reference: nil)
    case 65: return .refused(problem: "the program refused it with status 65\(result.saying)")
    default: return .later(seconds: nil, problem: "the program \(result.words)")
    }
  }
}
