import Crypto

/// One step of the store's schema: a file of `Migrations`, immutable once shipped.
package struct Migration: Sendable {
  /// The file's name without `.sql`: `0001_snapshots`.
  package let name: String
  /// The file's text.
  package let sql: String

  init(_ name: String, _ bytes: [UInt8]) {
    self.name = name
    sql = String(decoding: bytes, as: UTF8.self)
  }

  /// Hexadecimal SHA-256 of the text.
  var checksum: String {
    SHA256.hash(data: Array(sql.utf8)).map { byte in
      let hex = String(byte, radix: 16)
      return hex.count == 1 ? "0" + hex : hex
    }.joined()
  }

  /// The table that says which migrations were applied, and is there before them.
  static let beginning = """
    CREATE TABLE migration (
      position INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, checksum TEXT NOT NULL
    ) STRICT
    """

  /// Every migration, oldest first: one line per file in the `Migrations` folder.
  package static let all = [
    Migration("0001_snapshots", PackageResources._001_snapshots_sql),
    Migration("0002_audit", PackageResources._002_audit_sql),
    Migration("0003_views", PackageResources._003_views_sql),
    Migration("0004_runs", PackageResources._004_runs_sql),
    Migration("0005_prune", PackageResources._005_prune_sql),
    Migration(
      "0006_one_standing_version", PackageResources._006_one_standing_version_sql),
    Migration("0007_ledger", PackageResources._007_ledger_sql),
    Migration("0008_coverage", PackageResources._008_coverage_sql),
    Migration("0009_on_paper", PackageResources._009_on_paper_sql),
    Migration("0010_basis", PackageResources._010_basis_sql),
    Migration("0011_given_rules", PackageResources._011_given_rules_sql),
    Migration("0012_tokens_by_place", PackageResources._012_tokens_by_place_sql),
    Migration("0013_indexes", PackageResources._013_indexes_sql),
    Migration("0014_pace", PackageResources._014_pace_sql),
    Migration("0015_reading_times", PackageResources._015_reading_times_sql),
    Migration("0016_story", PackageResources._016_story_sql),
    Migration("0017_migration_tags", PackageResources._017_migration_tags_sql),
    Migration("0018_activity", PackageResources._018_activity_sql),
    Migration("0019_parts_never", PackageResources._019_parts_never_sql),
    Migration("0020_activity_spans", PackageResources._020_activity_spans_sql),
    Migration("0021_passing_edits", PackageResources._021_passing_edits_sql),
    Migration("0022_run_questions", PackageResources._022_run_questions_sql),
    Migration("0023_notices", PackageResources._023_notices_sql),
    Migration("0024_pruned_activity", PackageResources._024_pruned_activity_sql),
    Migration("0025_unread_activity", PackageResources._025_unread_activity_sql),
    Migration("0026_alert_notices", PackageResources._026_alert_notices_sql),
    Migration("0027_guardrail_verdicts", PackageResources._027_guardrail_verdicts_sql),
    Migration("0028_breaches", PackageResources._028_breaches_sql),
    Migration("0029_unread_documents", PackageResources._029_unread_documents_sql),
    Migration("0030_waiting_notices", PackageResources._030_waiting_notices_sql),
    Migration("0031_audit_judged_by", PackageResources._031_audit_judged_by_sql),
  ]
}
