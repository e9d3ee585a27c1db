package import ConfigurationModel
import Foundation

/// A version that stands in a snapshot, and what guardrails said of it, where that is kept.
package struct StandingVersion: Sendable {
  /// The resource, by the name that it had with this version.
  package let resource: Resource
  /// The verdict as it was kept, for the rules that were asked about; nil where it has to be judged.
  package let verdict: String?
  let resourceRow: Int64
  let row: Int64
  /// Of all that was judged.
  fileprivate let subject: [UInt8]
}

extension AuditStore {
  /// The versions of types that stand in a snapshot, in the order of their resources.
  ///
  /// - Parameter rules: By type, a text that says by which rules and by which program verdicts are asked for.
  package func standing(in snapshot: Int, judgedBy rules: [ResourceType: String])
    throws(Problem) -> [StandingVersion]
  {
    let digests = rules.mapValues(digest(ofRules:))
    let sealer = verdictSealer
    return try read { database in
      var found: [StandingVersion] = []
      try database.each(
        """
        SELECT r.id, r.external_id, coalesce(v.name, r.name) AS name, s.account, s.region, s.type, v.id AS version,
          v.digest, v.form, k.rules, k.verdict, k.seal
        FROM version v JOIN resource r ON r.id = v.resource JOIN scope s ON s.id = r.scope
        LEFT JOIN guardrail_verdict k ON k.version = v.id
        WHERE v.first_snapshot <= ?1 AND (v.until_snapshot IS NULL OR v.until_snapshot > ?1)
        """, [snapshot]
      ) { row in
        let id = try ResourceID(row)
        guard let digest = digests[id.type] else { return }
        found.append(try StandingVersion(row, id, rules: digest, sealer))
      }
      return found.sorted { $0.resource.id < $1.resource.id }
    }
  }

  /// A version that stands, with its configuration; nil where another one stands there now.
  package func version(_ standing: StandingVersion, in snapshot: Int) throws(Problem)
    -> StoredVersion?
  {
    try read { database in
      let version = try database.version(of: standing.resourceRow, in: snapshot, store: self)
      return version?.row == standing.row ? version : nil
    }
  }

  /// Keeps what rules said of versions, in the place of what was kept of them.
  package func keep(
    _ verdicts: [(version: StandingVersion, verdict: String)],
    judgedBy rules: [ResourceType: String]
  ) throws(Problem) {
    let digests = rules.mapValues(digest(ofRules:))
    let sealer = verdictSealer
    try write { database in
      for (version, verdict) in verdicts {
        guard let digest = digests[version.resource.id.type] else { continue }
        let seal = sealer.seal(of: version.subject, rules: digest, verdict)
        try database.run(
          """
          INSERT INTO guardrail_verdict (version, rules, verdict, seal)
          SELECT id, ?2, ?3, ?4 FROM version WHERE id = ?1
          ON CONFLICT (version) DO UPDATE
          SET rules = excluded.rules, verdict = excluded.verdict, seal = excluded.seal
          """, [version.row, digest.data, verdict, seal.data])
      }
    }
  }

  private func digest(ofRules rules: String) -> Digest {
    Array(rules.utf8).withUnsafeBytes {
      key.digest($0, context: Array("guardrail rules".utf8))
    }
  }

  private var verdictSealer: VerdictSealer {
    VerdictSealer(digester: key.digester(context: Array("guardrail verdict".utf8)))
  }
}

private struct VerdictSealer {
  let digester: StoreKey.Digester

  func seal(of subject: [UInt8], rules: Digest, _ verdict: String) -> Digest {
    let bytes = Array("\(subject.count):".utf8) + subject + Array(rules.data) + Array(verdict.utf8)
    return bytes.withUnsafeBytes(digester.digest)
  }
}

extension StandingVersion {
  fileprivate init(_ row: SQLRow, _ id: ResourceID, rules: Digest, _ sealer: VerdictSealer) throws {
    let name: String? = try row.get("name")
    let resource = Resource(id, name: name == "" ? nil : name)
    let digest: Data = try row.get("digest")
    let (version, form): (Int64, Int) = (try row.get("version"), try row.get("form"))
    let words = [id.account, id.region, id.type.name, id.id, resource.name ?? ""]
    subject =
      Array(
        (["\(version)", "\(form)"] + words).lengthMarkedText.utf8)
      + Array(digest)
    self.resource = resource
    resourceRow = try row.get("id")
    self.row = version
    let kept: Data? = try row.get("rules")
    let verdict: String? = try row.get("verdict")
    let seal: Data? = try row.get("seal")
    guard let kept, let verdict, let seal, kept == rules.data,
      seal == sealer.seal(of: subject, rules: rules, verdict).data
    else {
      self.verdict = nil
      return
    }
    self.verdict = verdict
  }
}
