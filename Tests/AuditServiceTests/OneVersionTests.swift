import AuditService
import AuditStore
import ConfigurationModel
import Foundation
import PlumblineTestSupport
import Testing

/// Roles that come, go and come back, each named by several files of an export.
private struct Roles {
  /// A role, made anew with another id each time.
  struct Role: Equatable {
    var number: Int
    var policy: String?
    var boundary: Bool
  }

  var roles: [String: Role] = [:]
  private var made = 0

  mutating func live(using random: inout SeededGenerator) {
    for name in ["a", "b", "c", "d"] {
      switch (roles[name], Int.random(in: 0..<5, using: &random)) {
      case (nil, 0...2):
        made += 1
        roles[name] = Role(number: made, policy: nil, boundary: Bool.random(using: &random))
      case (.some, 0): roles[name] = nil
      case (.some, 1): roles[name]?.policy = ["read", "write", nil].any(using: &random)
      case (.some, 2): roles[name]?.boundary.toggle()
      case (nil, _), (.some, _): break
      }
    }
  }

  private func common(_ name: String, _ role: Role) -> String {
    #"""
    "Path":"/","RoleName":"\#(name)","RoleId":"AROA\#(role.number)","Arn":"arn:aws:iam::111122223333:role/\#(name)",
    "CreateDate":"2026-01-01T00:00:00+00:00","AssumeRolePolicyDocument":{"Version":"2012-10-17","Statement":[]}
    """#
  }

  private func listed(_ names: some Sequence<String>) -> String {
    names.compactMap { name in roles[name].map { "{\(common(name, $0))}" } }
      .joined(separator: ",")
  }

  private func detailed(_ names: some Sequence<String>) -> String {
    names.compactMap { name in
      roles[name].map { role in
        let policy = role.policy.map {
          #"{"PolicyName":"p","PolicyDocument":{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:\#($0)","Resource":"*"}]}}"#
        }
        let boundary =
          #","PermissionsBoundary":{"PermissionsBoundaryArn":"arn:aws:iam::1:policy/b"}"#
        return
          #"{\#(common(name, role)),"RolePolicyList":[\#(policy ?? "")],"AttachedManagedPolicies":[],"InstanceProfileList":[],"Tags":[]\#(role.boundary ? boundary : "")}"#
      }
    }.joined(separator: ",")
  }

  private func details(_ names: some Sequence<String>, more: Bool = false) -> String {
    #"{"UserDetailList":[],"GroupDetailList":[],"RoleDetailList":[\#(detailed(names))],"Policies":[]\#(more ? #","IsTruncated":true,"Marker":"m""# : "")}"#
  }

  /// The files of an export, in folders that put them into any order.
  func files(using random: inout SeededGenerator) -> [String: String] {
    let names = roles.keys.sorted().shuffled(using: &random)
    func place(_ name: String) -> String {
      "\(["a", "m", "z"].any(using: &random))/111122223333/global/\(name).json"
    }
    var files = [place("iam-list-roles"): #"{"Roles":[\#(listed(names))]}"#]
    if Bool.random(using: &random), let first = names.first {
      // Two pages, and what is on the first is on the second again.
      files[place("iam-get-account-authorization-details.page1")] = details([first], more: true)
      files[place("iam-get-account-authorization-details.page2")] = details(names)
    } else {
      files[place("iam-get-account-authorization-details")] = details(names)
    }
    return files
  }
}

@Suite struct OneVersionTests {
  @Test(arguments: Trials.seeds(4))
  func `a resource stands once, whatever files name it and in whatever order`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let stores = try (0..<3).map { _ in try TemporaryStore() }
    var world = Roles()
    for day in 1...8 {
      world.live(using: &random)
      var told: Set<String> = []
      for store in stores {
        let outcome = try importing(world.files(using: &random), into: store, day: day)
        #expect(!outcome.hasUnread, "seed \(seed), day \(day): \(outcome.readings)")
        #expect(try VerifyStore(store: store.store).run().problems == [], "seed \(seed)")
        told.insert(try state(of: store))
      }
      #expect(told.count == 1, "seed \(seed), day \(day): \(told)")
    }
  }

  private func importing(_ files: [String: String], into store: TemporaryStore, day: Int) throws
    -> ImportOutcome
  {
    for (name, text) in files { _ = try store.write(text, to: "day\(day)/\(name)") }
    let moment = Timestamp(microseconds: 1_800_000_000_000_000 + Int64(day) * 86_400_000_000)
    return try ImportSnapshot(
      store: store.store, paths: ["\(store.folder)/day\(day)"], capturedAt: moment, now: moment
    ).run()
  }

  /// All that stands, and all that was ever told.
  private func state(of store: TemporaryStore) throws -> String {
    let items = try store.store.query(
      "SELECT id, first_snapshot, until_snapshot, configuration FROM items")
    let edits = try store.store.query("SELECT snapshot, id, path, change, old, new FROM edits")
    return (items.rows + edits.rows).map { "\($0)" }.sorted().joined(separator: "\n")
  }
}
