import AuditStore
import ConfigurationModel
import Foundation
import Testing

@Suite struct BaselineTests {
  private let folder: StoreFolder
  private let store: AuditStore

  init() throws {
    folder = try StoreFolder()
    store = try folder.open()
  }

  private func set(_ snapshot: Int, day: Int, only account: String? = nil) throws
    -> AuditStore.BaselineSetting
  {
    try store.setBaseline(
      "default", to: snapshot, choosing: { account == nil || $0.account == account }, at: .day(day),
      by: "ada", reason: "agreed")
  }

  private func resource(_ id: String) -> Resource {
    Resource(ResourceID(StoreFolder.groups, id: id))
  }

  /// Resources whose observed version is not the expected one: `id expected observed`.
  private func deviating(in snapshot: Int) throws -> [String] {
    try store.expectedPairs(baseline: "default", in: snapshot).compactMap { pair in
      let observed = pair.observed.map { String(decoding: $0.document.body, as: UTF8.self) } ?? "-"
      let expected = words(pair.expected.state)
      return expected == observed ? nil : "\(pair.resource.id.id) \(expected) \(observed)"
    }
  }

  private func words(_ state: ExpectedState) -> String {
    switch state {
    case .uncovered: "?"
    case .absent: "-"
    case .version(let version): String(decoding: version.document.body, as: UTF8.self)
    case .body(let body, let isPartial): isPartial ? body + "…" : body
    }
  }

  @Test func `a baseline is the state of a snapshot`() throws {
    try store.take(["a": "a1", "b": "b1"], day: 1)
    let setting = try set(1, day: 1)
    #expect(
      setting.scopes == [StoreFolder.groups] && setting.unread == [] && setting.resources == 2)
    #expect(try deviating(in: 1) == [])
    try store.take(["a": "a2", "c": "c1"], day: 2)
    #expect(try deviating(in: 2) == ["a a1 a2", "b b1 -", "c - c1"])
    #expect(try set(2, day: 2).resources == 2)
    #expect(try deviating(in: 2) == [])
  }

  @Test func `nobody agrees to what was not read`() throws {
    let other = Scope(account: "2", region: "r", type: ResourceType("T"))
    try store.take(["a": "a1"], day: 1)
    try store.take(["x": "x1"], day: 2, scope: other)
    try store.take([:], day: 3, scope: other, reading: .unread(Problem("access-denied", "no")))
    let setting = try set(3, day: 3)
    #expect(setting.scopes == [StoreFolder.groups] && setting.unread == [other])
    #expect(try store.baselines().map(\.scopes) == [1])
  }

  @Test func `a baseline may take some scopes now and others later`() throws {
    let other = Scope(account: "2", region: "r", type: ResourceType("T"))
    try store.take(["a": "a1"], day: 1)
    try store.take(["x": "x1"], day: 2, scope: other)
    #expect(try set(2, day: 2, only: "2").scopes == [other])
    #expect(try deviating(in: 2) == ["a ? a1"])
    #expect(try set(2, day: 3, only: "111122223333").scopes == [StoreFolder.groups])
    #expect(try deviating(in: 2) == [])
  }

  @Test func `golden documents say what a resource is, wholly or in part`() throws {
    try store.take(["a": "a1"], day: 1)
    let documents = [
      AuditStore.GoldenExpectation(
        resource: resource("a"), name: nil, body: #"{"x":1}"#, isPartial: true),
      AuditStore.GoldenExpectation(
        resource: resource("new"), name: nil, body: "2", isPartial: false),
    ]
    try store.setBaseline("default", to: documents, at: .day(1), by: "ada", reason: nil)
    #expect(try deviating(in: 1) == [#"a {"x":1}… a1"#, "new 2 -"])
    let agreement = try #require(try store.agreements().first)
    #expect(agreement.scopes == 0 && agreement.resources == 2 && agreement.snapshot == nil)
    #expect(try store.unjudgedCount(baseline: "default") == 0)
    try store.take(["a": "a1", "b": "b1"], day: 2)
    #expect(try store.unjudgedCount(baseline: "default") == 1)
    // A snapshot that is agreed to later wins over the documents.
    _ = try set(2, day: 2)
    #expect(try deviating(in: 2) == [])
  }

  @Test func `what is promoted is expected, with its event`() throws {
    try store.take(["a": "a1"], day: 1)
    _ = try set(1, day: 1)
    try store.take(["a": "a2"], day: 2)
    let pair = try #require(try store.expectedPairs(baseline: "default", in: 2).first)
    let state = try #require(pair.observed.map { ExpectedState.version($0) })
    try store.promote(
      [
        AuditStore.Promotion(
          resource: pair.resource, next: NextExpectation(state, name: .none), snapshot: 2,
          judgements: [])
      ], findings: [], baseline: "default", at: .day(2), by: "bob",
      reason: "right so")
    #expect(try deviating(in: 2) == [])
    let entries = try store.expectations(of: resource("a").id, baseline: "default")
    #expect(entries.map(\.kind) == ["baseline set", "promote"])
    #expect(entries.map(\.actor) == ["ada", "bob"])
    #expect(entries.map { words($0.state) } == ["a1", "a2"])
    #expect(try store.verify().problems == [])
  }

  @Test func `a baseline that is not there is said`() throws {
    try store.take(["a": "a1"], day: 1)
    #expect(
      problemCode { _ = try store.expectedPairs(baseline: "none", in: 1) } == "no-baseline")
    #expect(
      problemCode { try store.writeAudit(baseline: "none", at: .day(1)) { _ in } } == "no-baseline")
  }
}
