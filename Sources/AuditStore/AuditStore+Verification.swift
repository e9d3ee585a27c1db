package import ConfigurationModel
import GRDB

/// What was found when everything was recomputed.
package struct Verification: Sendable {
  package var versions = 0
  package var problems: [Problem] = []
}

extension AuditStore {
  /// Recomputes the digest of every version and checks every rule that SQLite itself does not keep.
  ///
  /// - Parameter check: told of each resource with its standing version, to check derived heads.
  package func verify() throws(Problem) -> Verification {
    try read { database in
      var result = Verification()
      try checkFile(database, &result)
      try checkDigests(database, &result)
      try checkIntervals(database, &result)
      return result
    }
  }

  private func checkFile(_ database: Database, _ result: inout Verification) throws {
    for line in try String.fetchAll(database, sql: "PRAGMA integrity_check(20)") where line != "ok"
    {
      result.problems.append(.storeDamaged(path, line))
    }
    for row in try Row.fetchAll(database, sql: "PRAGMA foreign_key_check") {
      let table: String = row[0]
      result.problems.append(.storeDamaged(path, "a row of \(table) points to nothing"))
    }
  }

  private func checkDigests(_ database: Database, _ result: inout Verification) throws {
    let rows = try Row.fetchCursor(
      database,
      sql: """
        SELECT v.id, v.digest, s.account, s.region, s.type FROM version v
        JOIN resource r ON r.id = v.resource JOIN scope s ON s.id = r.scope ORDER BY v.id
        """)
    while let row = try rows.next() {
      result.versions += 1
      let version: Int64 = row[0]
      let scope = Scope(account: row[2], region: row[3], type: ResourceType(row[4]))
      do {
        let document = try database.document(of: version, store: self)
        let context = scope.digestContext(document.form)
        let digest = document.body.withUnsafeBytes { key.digest($0, context: context) }
        if row.digest(1) != digest { result.problems.append(.digestMismatch(path, version)) }
      } catch let problem as Problem {
        result.problems.append(problem)
      }
    }
  }

  private func checkIntervals(_ database: Database, _ result: inout Verification) throws {
    let checks = [
      (
        "two versions of a resource stand at once",
        """
        SELECT count(*) FROM version a JOIN version b ON b.resource = a.resource AND b.id > a.id
        WHERE a.first_snapshot < coalesce(b.until_snapshot, 1 << 60)
          AND b.first_snapshot < coalesce(a.until_snapshot, 1 << 60)
        """
      ),
      (
        "a version ends before it begins",
        "SELECT count(*) FROM version WHERE until_snapshot <= first_snapshot"
      ),
      (
        "two expectations of a resource stand at once",
        """
        SELECT count(*) FROM (SELECT 1 FROM expected WHERE until_event IS NULL
          GROUP BY resource, baseline HAVING count(*) > 1)
        """
      ),
      (
        "a finding's number has no beginning",
        """
        SELECT count(*) FROM finding f WHERE NOT EXISTS (SELECT 1 FROM finding_event e
          WHERE e.finding = f.number AND e.kind = 'opened')
        """
      ),
      (
        "an approved edit is said to stand",
        """
        SELECT count(*) FROM deviation d JOIN judgement j ON j.id = d.judgement
        WHERE j.verdict = 'approved'
        """
      ),
    ]
    for (sentence, sql) in checks where try Int.fetchOne(database, sql: sql) != 0 {
      result.problems.append(.storeDamaged(path, sentence))
    }
  }
}

extension Scope {
  /// What a digest of a document of this scope is bound to, besides the key.
  package func digestContext(_ form: DocumentForm) -> [UInt8] {
    Array("\(account) \(region) \(form.rawValue) \(type.name) ".utf8)
  }
}

extension Problem {
  static func digestMismatch(_ store: String, _ version: Int64) -> Problem {
    Problem(
      "digest-mismatch",
      "Version \(version) in the store '\(store)' is not what was written: its digest differs.",
      hint: "The store was altered or its key is another store's. Restore it from a copy.")
  }
}
