import ArgumentParser
import ConfigurationModel
import Foundation

/// The command `plumb`, and the only place that exits.
@main
struct Plumb: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plumb",
    abstract: "Audits configuration drift against approved changes.",
    discussion: """
      Take snapshots of configurations, agree on a baseline, register approved changes, and let \
      the audit report what nobody approved.

      EXAMPLE: plumb snapshot import exports/ && plumb baseline set latest && plumb audit

      \(ExitStatus.discussion)
      """,
    version: "0.1.0",
    subcommands: [
      SnapshotCommand.self, DiffCommand.self, ChangeCommand.self, BaselineCommand.self,
      ScopeCommand.self, AuditCommand.self, ReportCommand.self, FindingCommand.self,
      ShowCommand.self, HistoryCommand.self, LogCommand.self, ActivityCommand.self,
      AlertCommand.self, GuardrailCommand.self, NoticeCommand.self,
      BlameCommand.self, QueryCommand.self, PruneCommand.self, SecretsCommand.self,
      VerifyCommand.self,
      DoctorCommand.self, IAMPolicyCommand.self, InitCommand.self, DaemonCommand.self,
      StatusCommand.self, StoreCommand.self,
    ])

  static func main() async {
    // A limit on the size of files is an error of the write, which is told, and not a death.
    signal(SIGXFSZ, SIG_IGN)
    FreedMemory.giveBack()
    do {
      if let unknown = UnknownCommand.first(in: Array(CommandLine.arguments.dropFirst())) {
        throw unknown.error
      }
      var command = try parseAsRoot()
      if var asynchronous = command as? any AsyncParsableCommand {
        try await asynchronous.run()
      } else {
        try command.run()
      }
      Console.warnOfHeldBack()
    } catch let problem as Problem {
      fail([problem])
    } catch let problems as Problems {
      fail(problems.all)
    } catch {
      Console.warnOfHeldBack()
      let code = exitCode(for: error)
      if code == .validationFailure, CommandLine.arguments.wantJSON {
        Console.writeError([Problem("usage", message(for: error))].json)
        exit(withError: code)
      }
      // What is neither a status nor about the command line is a failure of the work.
      guard !(error is ExitCode), code == .failure else { exit(withError: error) }
      fail([Problem("failed", "\(error.localizedDescription)")])
    }
  }

  private static func fail(_ problems: [Problem]) -> Never {
    Console.warnOfHeldBack(besides: problems)
    let wantsJSON = CommandLine.arguments.wantJSON
    let problems = problems.map { GivenOptions.own.carried($0) }
    let text = wantsJSON ? problems.json : problems.map { "error: \($0)\n" }.joined()
    Console.writeError(text)
    exit(withError: ExitStatus.incomplete)
  }
}

extension [String] {
  /// Whether errors are to be JSON, because the output is.
  fileprivate var wantJSON: Bool {
    contains("--format=json")
      || zip(self, dropFirst()).contains { $0 == "--format" && $1 == "json" }
  }
}
