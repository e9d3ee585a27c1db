import AuditService
import ChangeDocuments
import ConfigurationModel

/// Takes sources one after the other and tells what came of each: one that fails keeps no other from being read.
/// Throws `Problems` with all that went wrong, and `ExitStatus.incomplete` where something is unread.
func takeEach(
  of sources: [SnapshotSource], _ output: OutputOptions,
  _ take: (SnapshotSource) async throws -> ImportOutcome
) async throws {
  var hasUnread = false
  var problems: [Problem] = []
  for source in sources {
    do {
      let outcome = try await take(source)
      try Console.write(ImportText(outcome: outcome, isVerbose: false).text(output.options))
      hasUnread = hasUnread || outcome.hasUnread
    } catch let problem as Problem {
      problems.append(problem)
    } catch let all as Problems {
      problems += all.all
    }
  }
  guard problems.isEmpty else { throw Problems(problems) }
  if hasUnread { throw ExitStatus.incomplete }
}
