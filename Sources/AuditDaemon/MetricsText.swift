import AuditService
import AuditStore
import ConfigurationModel

/// What Prometheus scrapes (prometheus.io, "Exposition formats", text format 0.0.4).
struct MetricsText {
  let status: StoreStatus
  let coverage: Coverage
  /// Memory of this process in bytes.
  let residentBytes: Int
  /// Baselines whose last audit failed, or that are missing, among those that are audited.
  let audits: [String: Bool]
  /// How guardrails stood after the last audits.
  let guardrails: GuardrailRound.Told
  /// The sources of the settings: what else the store knows of is over.
  let sources: Set<String>

  private var current: [StoreStatus.SourceStatus] {
    status.sources.filter { sources.contains($0.last.source) }
  }

  private struct Metric {
    let name: String
    let kind: String
    let help: String
    var samples: [(labels: [(String, String)], value: Double)] = []
  }

  var text: String {
    (sourceMetrics + coverageMetrics + findingMetrics + guardrailMetrics + noticeMetrics
      + storeMetrics)
      .map(Self.text).joined()
  }

  private var sourceMetrics: [Metric] {
    let ended = current.compactMap { source -> (SourceRun, SourceRun.End)? in
      guard let run = source.ended, let end = run.end else { return nil }
      return (run, end)
    }
    func ofEach(
      _ name: String, _ help: String, _ value: (SourceRun, SourceRun.End) -> Double
    ) -> Metric {
      Metric(
        name: "plumb_source_last_run_\(name)", kind: "gauge", help: help,
        samples: ended.map { ([("source", $0.source)], value($0, $1)) })
    }
    return [
      ofEach("end_timestamp_seconds", "When the source's last run ended.") { seconds($1.at) },
      ofEach("duration_seconds", "How long it took.") { seconds($1.at) - seconds($0.started) },
      ofEach("items", "Resources in the scopes it looked at.") { Double($1.counts.resources) },
      ofEach("unread_scopes", "Scopes it could not read.") { Double($1.counts.unreadScopes) },
      ofEach("edits", "Edits it found.") { Double($1.counts.edits) },
      Metric(
        name: "plumb_source_last_run_outcome", kind: "gauge",
        help: "1 for how the source's last run ended, 0 for the other ways.",
        samples: ended.flatMap { run, end in
          SourceRun.Outcome.allCases.map { outcome in
            (
              [("source", run.source), ("outcome", outcome.rawValue)],
              outcome == end.outcome ? 1 : 0
            )
          }
        }),
      ofComplete("end_timestamp_seconds", "When the source's last complete run ended.") {
        seconds($1.at)
      },
      ofComplete("duration_seconds", "How long it took.") { seconds($1.at) - seconds($0.started) },
      ofComplete("items", "Resources in the scopes it looked at.") { Double($1.counts.resources) },
      Metric(
        name: "plumb_source_runs_total", kind: "counter", help: "Runs of the source by outcome.",
        samples: current.flatMap { source in
          source.runs.sorted { $0.key.rawValue < $1.key.rawValue }.map { outcome, count in
            ([("source", source.last.source), ("outcome", outcome.rawValue)], Double(count))
          }
        }),
      total("api_requests", "Requests sent to AWS.", \.requests),
      total("api_throttles", "Answers that asked to slow down.", \.throttles),
    ]
  }

  private func ofComplete(
    _ name: String, _ help: String, _ value: (SourceRun, SourceRun.End) -> Double
  ) -> Metric {
    Metric(
      name: "plumb_source_last_complete_run_\(name)", kind: "gauge", help: help,
      samples: current.compactMap { source in
        source.complete.flatMap { run in run.end.map { ([("source", run.source)], value(run, $0)) }
        }
      })
  }

  private func total(
    _ name: String, _ help: String, _ count: KeyPath<StoreStatus.SourceStatus, Int>
  ) -> Metric {
    Metric(
      name: "plumb_source_\(name)_total", kind: "counter", help: help,
      samples: current.map { ([("source", $0.last.source)], Double($0[keyPath: count])) })
  }

  private var coverageMetrics: [Metric] {
    let moments = coverage.cells.filter { !$0.isRetired }.compactMap(\.lastRead)
    let parts = coverage.unreadParts.reduce(0) { $0 + $1.part.count }
    return [
      Metric(
        name: "plumb_coverage_scopes", kind: "gauge",
        help: "Scopes that were ever seen or are asked for, by how they stand now.",
        samples: Coverage.StateWord.allCases.map { word in
          ([("state", word.rawValue)], Double(coverage.counts[word] ?? 0))
        }),
      one("plumb_coverage_unread_parts", "Parts of resources that are not read.", Double(parts)),
      one(
        "plumb_coverage_unread_sources",
        "Sources that were never read, or of which the last run failed or left something out.",
        Double(coverage.unreadSources.count)),
      one(
        "plumb_coverage_complete", "1 where everything that is asked about is read and not stale.",
        coverage.isComplete ? 1 : 0),
      Metric(
        name: "plumb_coverage_oldest_reading_timestamp_seconds", kind: "gauge",
        help: "When the scope was last read that was not read for the longest.",
        samples: moments.min().map { [([], seconds($0))] } ?? []),
      one(
        "plumb_ahead_snapshots", "Snapshots whose moment is yet to come: they do not count.",
        Double(coverage.ahead.count)),
    ]
  }

  private func one(_ name: String, _ help: String, _ value: Double) -> Metric {
    Metric(name: name, kind: "gauge", help: help, samples: [([], value)])
  }

  private var findingMetrics: [Metric] {
    [
      Metric(
        name: "plumb_open_findings", kind: "gauge",
        help: "Findings that are open or acknowledged, by the worst of what stands.",
        samples: status.baselines.flatMap { baseline in
          Severity.allCases.map { severity in
            (
              [("baseline", baseline.name), ("severity", severity.word)],
              Double(baseline.findings[severity] ?? 0)
            )
          }
        }),
      Metric(
        name: "plumb_audit_failed", kind: "gauge",
        help:
          "1 where the baseline's last audit failed, or there is no such baseline, or strict guardrails are unknown.",
        samples: audits.sorted { $0.key < $1.key }.map { name, isFailed in
          ([("baseline", name)], isFailed ? 1 : 0)
        }),
      Metric(
        name: "plumb_last_audit_timestamp_seconds", kind: "gauge",
        help: "When the baseline was last audited.",
        samples: status.baselines.compactMap { baseline in
          baseline.audited.map { ([("baseline", baseline.name)], seconds($0)) }
        }),
    ] + unauditedMetrics
  }

  private var unauditedMetrics: [Metric] {
    [
      Metric(
        name: "plumb_unaudited_snapshots", kind: "gauge",
        help: "Snapshots that no audit of the baseline has looked at.",
        samples: status.baselines.map { baseline in
          ([("baseline", baseline.name)], Double(baseline.unaudited?.snapshots ?? 0))
        }),
      Metric(
        name: "plumb_oldest_unaudited_snapshot_timestamp_seconds", kind: "gauge",
        help:
          "When the oldest snapshot, or call that changed something, was stored that no audit of the baseline has looked at.",
        samples: status.baselines.compactMap { baseline in
          baseline.unaudited.map { ([("baseline", baseline.name)], seconds($0.since)) }
        }),
    ]
  }

  /// None where they were not held yet.
  private var guardrailMetrics: [Metric] {
    let failed = one(
      "plumb_guardrails_failed", "1 where the guardrails could not be held after the last audits.",
      guardrails.failure == nil ? 0 : 1)
    guard let standing = guardrails.standing else {
      return guardrails.failure == nil ? [] : [failed]
    }
    return [
      failed,
      one("plumb_guardrails", "Guardrails that are asked.", Double(standing.asked)),
      Metric(
        name: "plumb_guardrail_breaches", kind: "gauge",
        help: "Breaches of guardrails that stand: not seen to be over since.",
        samples: Severity.allCases.map { severity in
          ([("severity", severity.word)], Double(standing.broken[severity] ?? 0))
        }),
      one(
        "plumb_guardrail_breaking_changes",
        "Changes that broke a guardrail, of those that the last look or audit was about.",
        Double(standing.changes)),
      one(
        "plumb_guardrail_not_observed_resources",
        "Resources of which a guardrail or more said nothing.", Double(standing.notObserved)),
      one(
        "plumb_guardrails_unanswered", "Guardrails that gave no answer.",
        Double(standing.unanswered)),
      one(
        "plumb_guardrails_held_timestamp_seconds", "When the guardrails were last held.",
        seconds(standing.at)),
    ]
  }

  private var noticeMetrics: [Metric] {
    [
      Metric(
        name: "plumb_notices", kind: "gauge",
        help: "Messages to destinations that wait, and that were given up.",
        samples: [
          ([("state", "waiting")], Double(status.notices.waiting)),
          ([("state", "given_up")], Double(status.notices.givenUp)),
        ]),
      Metric(
        name: "plumb_notices_oldest_failed_timestamp_seconds", kind: "gauge",
        help: "When the oldest message was made that waits after an attempt that failed.",
        samples: status.notices.oldestFailed.map { [([], seconds($0))] } ?? []),
    ]
  }

  private var storeMetrics: [Metric] {
    [
      one("plumb_store_bytes", "Size of the store's file.", Double(status.bytes)),
      one("plumb_snapshots", "Snapshots in the store.", Double(status.snapshots)),
      Metric(
        name: "plumb_activity_latest_timestamp_seconds", kind: "gauge",
        help: "When the newest call was made that is kept.",
        samples: status.latestActivity.map { [([], seconds($0))] } ?? []),
      one("plumb_resident_memory_bytes", "Memory of the daemon.", Double(residentBytes)),
    ]
  }

  private func seconds(_ moment: Timestamp) -> Double { Double(moment.microseconds) / 1_000_000 }

  private static func text(_ metric: Metric) -> String {
    let lines = metric.samples.map { labels, value in
      let pairs = labels.map { "\($0)=\"\(escaped($1))\"" }.joined(separator: ",")
      return "\(metric.name)\(pairs.isEmpty ? "" : "{\(pairs)}") \(number(value))\n"
    }
    let head = "# HELP \(metric.name) \(metric.help)\n# TYPE \(metric.name) \(metric.kind)\n"
    return lines.isEmpty ? "" : head + lines.joined()
  }

  private static func number(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e15 ? "\(Int64(value))" : "\(value)"
  }

  private static func escaped(_ text: String) -> String {
    text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
  }
}
