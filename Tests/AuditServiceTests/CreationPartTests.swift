import AuditService
import AuditStore
import ConfigurationModel
import Testing

/// Parts of a bucket that are read only after its creation was approved.
@Suite struct CreationPartTests {
  private let temporary: TemporaryStore
  private var store: AuditStore { temporary.store }

  private static let open = """
    {"Policy": "{\\"Version\\":\\"2012-10-17\\",\\"Statement\\":[{\\"Effect\\":\\"Allow\\",\\"Principal\\":\\"*\\",\\"Action\\":\\"s3:*\\",\\"Resource\\":\\"*\\"}]}"}
    """

  /// A bucket was made with approval on day 2; its policy was not read.
  init() throws {
    temporary = try TemporaryStore()
    try take(1, ["a"])
    _ = try ManageBaselines(store: store, name: "default", at: day(1))
      .set(to: "1", choosing: ResourceSelector(), by: "ada", reason: "agreed")
    try register(
      "CHG-1", "create", on: 1, from: "2026-11-01T12:00:00Z", until: "2026-11-02T12:00:00Z")
    try take(2, ["a", "b"])
    #expect(try audit(2) == ["approved"])
  }

  private func day(_ day: Int) -> Timestamp {
    Timestamp(seconds: 1_793_491_200 + Int64(day - 1) * 86_400)
  }

  private func register(
    _ number: String, _ action: String, on day: Int, from: String, until: String
  ) throws {
    let path = try temporary.write(
      """
      change: \(number)
      kind: normal
      state: approved
      requestedBy: alice@example.com
      approvals: [{ by: bob@example.com, at: 2026-11-01T00:00:00Z }]
      window: { from: \(from), until: \(until) }
      allows: [{ resource: { type: "AWS::S3::Bucket", id: b }, action: \(action) }]
      """, to: "\(number).yaml")
    _ = try ManageChangeRecords(store: store, at: self.day(day))
      .register(ManageChangeRecords.read([path]), by: "alice@example.com")
  }

  private func take(_ day: Int, _ names: [String], policy: String? = nil) throws {
    let buckets = names.map { #"{"Name":"\#($0)"}"# }.joined(separator: ",")
    let place = "exports\(day)/111122223333/eu-west-1"
    _ = try temporary.write(
      #"{"Buckets":[\#(buckets)],"Owner":{"ID":"o"}}"#, to: "\(place)/s3api-list-buckets.json")
    if let policy {
      _ = try temporary.write(policy, to: "\(place)/s3api-get-bucket-policy/b.json")
    }
    _ = try ImportSnapshot(
      store: store, paths: ["\(temporary.folder)/exports\(day)"], capturedAt: self.day(day),
      now: self.day(day)
    ).run()
  }

  /// What was said of every edit, in order.
  private func audit(_ day: Int) throws -> [String] {
    let rules = try LoadRules().load(from: store)
    _ = try RunAudit(store: store, baseline: "default", rules: rules, at: self.day(day)).run()
    return try store.judgements(baseline: "default", in: .everything)
      .map { "\($0.judgement.verdict.word)" }.sorted()
  }

  @Test func `what was made again under the id of what was approved is no part of that`() throws {
    try register(
      "CHG-2", "delete", on: 2, from: "2026-11-02T12:00:00Z", until: "2026-11-03T12:00:00Z")
    try take(3, ["a"])
    #expect(try audit(3) == ["approved", "approved"])
    try take(4, ["a", "b"])
    let said = try audit(4)
    #expect(said == ["approved", "approved", "unapproved"])
    _ = try ManageBaselines(store: store, name: "default", at: day(4))
      .promote(["F-1"], by: "ada", reason: "so be it")
    try take(5, ["a", "b"], policy: Self.open)
    #expect(try audit(5) == said)
    #expect(try adopted() == ["Policy"])
  }

  @Test func `what was gone and is back has nothing of the creation that was approved`() throws {
    try take(3, ["a"])
    #expect(try audit(3) == ["approved", "unapproved"])
    for day in 4...5 {
      try take(day, ["a", "b"], policy: day == 5 ? Self.open : nil)
      #expect(try audit(day) == ["approved", "unapproved"] + (day == 5 ? ["unapproved"] : []))
    }
    #expect(try adopted() == [])
  }

  @Test func `what is read late of what stands is part of its creation`() throws {
    try take(3, ["a", "b"], policy: Self.open)
    #expect(try audit(3) == ["approved", "approved"])
    #expect(try adopted() == [])
  }

  private func adopted() throws -> [String] {
    try store.adoptions(baseline: "default", in: .everything).map { $0.part ?? "" }
  }
}
