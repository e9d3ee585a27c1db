import AuditReport
import AuditService
import AuditStore
import ChangeAudit
import ChangeDocuments
import ConfigurationModel
import Logging

/// What follows a snapshot: change records are registered, and what is new is judged against each
/// baseline.
struct AuditRound: Sendable {
  let settings: Settings
  let workplace: Workplace
  let logger: Logger

  func run() async {
    await registerChanges()
    for baseline in settings.baselines { await audit(baseline) }
  }

  private func registerChanges() async {
    guard let changes = settings.changes else { return }
    let now = workplace.moment
    do {
      let registrations = try await workplace.writing { store in
        let documents = try ManageChangeRecords.read(changes.folders)
        return try ManageChangeRecords(store: store, at: now)
          .register(documents, by: changes.actor)
      }
      for registration in registrations where registration.revision != nil {
        logger.info("Change record \(registration.words)")
      }
    } catch {
      logger.error("Change records were not registered", problem: error)
    }
  }

  private func audit(_ baseline: String) async {
    let (settings, now) = (settings, workplace.moment)
    do {
      let report = try await workplace.writing { store in
        let book = try LoadRules(ignorePaths: settings.ignores, freezePaths: settings.freezes)
          .load(from: store)
        let warnings = try RunAudit(
          store: store, baseline: baseline, rules: book.rules, at: now
        ).run()
        return try ComposeReport(
          store: store, baseline: baseline, rules: book.rules, at: now,
          warnings: book.warnings + warnings
        ).audit()
      }
      tell(report, baseline, since: now)
    } catch let problem as Problem where problem.code == "no-baseline" {
      logger.notice(
        "Not audited: there is no baseline '\(baseline)' yet",
        metadata: ["next": "plumb baseline set latest --baseline \(baseline)"])
    } catch {
      logger.error("Not audited", problem: error, ["baseline": "\(baseline)"])
    }
  }

  private func tell(_ report: DriftReport, _ baseline: String, since now: Timestamp) {
    let open = report.unapproved
    for finding in open where finding.firstSeen >= report.period.until {
      logger.warning(
        "Unapproved: \(finding.resource.id)",
        metadata: [
          "finding": "F-\(finding.number)", "severity": "\(finding.severity.word)",
          "baseline": "\(baseline)",
        ])
    }
    for warning in report.warnings { logger.warning("\(warning)") }
    logger.info(
      "Audited",
      metadata: ["baseline": "\(baseline)", "open": "\(open.count)"])
  }
}
