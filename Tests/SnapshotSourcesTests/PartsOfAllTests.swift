import ConfigurationDiff
import ConfigurationModel
import ResourceKinds
import SnapshotSources
import Testing

private let place = "111122223333/eu-west-1/"

private func alias(_ name: String, of key: String?) -> String {
  let target = key.map { #","TargetKeyId":"\#($0)""# } ?? ""
  return
    #"{"AliasName":"alias/\#(name)","AliasArn":"arn:aws:kms:eu-west-1:111122223333:alias/\#(name)"\#(target)}"#
}

private func aliases(_ items: String..., more: Bool = false) -> String {
  let token = more ? #","NextMarker":"m""# : ""
  return #"{"Aliases":[\#(items.joined(separator: ","))],"Truncated":\#(more)\#(token)}"#
}

private let awsOwn = alias("aws/ebs", of: nil)

/// Answers of a call that names every key's aliases at once, beside `k1` and `k2`.
@Suite struct PartsOfAllTests {
  private static let keys = [
    "kms-list-keys.json": #"{"Keys":[{"KeyId":"k1","KeyArn":"a1"},{"KeyId":"k2","KeyArn":"a2"}]}"#
  ]

  /// What `k1` and `k2` are given: the names of their aliases; nil where nothing was read.
  private func names(_ files: [String: String]) throws -> (
    k1: [String]?, k2: [String]?, unread: [String]
  ) {
    let keys = Self.keys.map { (place + $0, $1) }
    let read = try Fixture(files.merging(keys) { given, _ in given }).read(kinds: ResourceKind.all)
    func names(_ id: String) -> [String]? {
      guard case .rewritten(let value)? = read.items.first(where: { $0.resource.id.id == id })?.body
      else { return nil }
      return value["Aliases"]?.members?.compactMap { $0["AliasName"]?.string }
    }
    return (names("k1"), names("k2"), read.unreadParts.map(\.problem.code))
  }

  @Test(arguments: [
    // One answer, beside the listing and in another folder of the same account and region.
    [place + "kms-list-aliases.json": aliases(alias("a", of: "k1"), awsOwn)],
    ["b/" + place + "kms-list-aliases.json": aliases(alias("a", of: "k1"), awsOwn)],
    [place + "kms-list-aliases/all.json": aliases(alias("a", of: "k1"), awsOwn)],
    // Two pages.
    [
      place + "kms-list-aliases.page1.json": aliases(awsOwn, more: true),
      place + "kms-list-aliases.page2.json": aliases(alias("a", of: "k1")),
    ],
    // A copy.
    [
      place + "kms-list-aliases.json": aliases(alias("a", of: "k1"), awsOwn),
      place + "kms-list-aliases (1).json": aliases(alias("a", of: "k1"), awsOwn),
    ],
  ])
  func `every key's names are known, also that a key has none`(_ files: [String: String]) throws {
    let read = try names(files)
    #expect(read.unread == [])
    #expect(read.k1 == ["alias/a"])
    #expect(read.k2 == [])
  }

  @Test(arguments: [
    // A page is missing: the last, the first.
    [place + "kms-list-aliases.page1.json": aliases(alias("a", of: "k1"), more: true)],
    [place + "kms-list-aliases.page2.json": aliases(alias("a", of: "k1"))],
    // Two answers that differ.
    [
      place + "kms-list-aliases.json": aliases(alias("a", of: "k1"), awsOwn),
      "b/" + place + "kms-list-aliases.json": aliases(alias("a", of: "k2"), awsOwn),
    ],
    // Emptied, refused, nothing.
    [place + "kms-list-aliases.json": #"{"Aliases":[]}"#],
    [
      place + "kms-list-aliases.json":
        "An error occurred (AccessDeniedException) when calling the ListAliases operation: no\n"
    ],
    [place + "kms-list-aliases.json": ""],
  ])
  func `what is not the whole answer says nothing of any key`(_ files: [String: String]) throws {
    let read = try names(files)
    #expect(read.unread.count == 1)
    #expect(read.k1 == nil && read.k2 == nil)
  }

  @Test func `an answer about one key says nothing of another`() throws {
    let read = try names([place + "kms-list-aliases/k1.json": aliases(alias("a", of: "k1"))])
    #expect(read.unread == [])
    #expect(read.k1 == ["alias/a"])
    #expect(read.k2 == nil)
  }

  @Test func `another account's answer completes nothing`() throws {
    let read = try names([
      "444455556666/eu-west-1/kms-list-aliases.json": aliases(alias("a", of: "k1"), awsOwn)
    ])
    #expect(read.unread == ["part-without-listing"])
    #expect(read.k1 == nil && read.k2 == nil)
  }

  @Test(arguments: ["iam-list-roles.json", "iam-list-roles/all.json"])
  func `a list of roles completes what authorization details say of them`(name: String) throws {
    let role = listedRole("r", trusts: #"{"Version":"2012-10-17","Statement":[]}"#)
    let longer = role.dropLast() + #","MaxSessionDuration":7200}"#
    for folder in ["", "b/"] {
      let read = try Fixture([
        "111122223333/global/iam-get-account-authorization-details.json":
          #"{"UserDetailList":[],"GroupDetailList":[],"RoleDetailList":[\#(role)],"Policies":[]}"#,
        folder + "111122223333/global/" + name: #"{"Roles":[\#(longer)]}"#,
      ]).read(kinds: ResourceKind.all)
      let bodies = read.items.filter { $0.resource.id.type == "AWS::IAM::Role" }.map(\.body)
      let completed = bodies.compactMap { body in
        if case .rewritten(let value) = body { value["Listed"]?.members?.first } else { nil }
      }
      #expect(completed.map { $0["MaxSessionDuration"] } == [.number("7200")])
    }
  }

  @Test func `a role that authorization details lack is no role that is gone`() throws {
    let policy = #"{"Version":"2012-10-17","Statement":[]}"#
    let (one, two) = (listedRole("a", trusts: policy), listedRole("b", trusts: policy))
    let read = try Fixture([
      "111122223333/global/iam-get-account-authorization-details.json":
        #"{"UserDetailList":[],"GroupDetailList":[],"RoleDetailList":[\#(one)],"Policies":[]}"#,
      "111122223333/global/iam-list-roles.json": #"{"Roles":[\#(one),\#(two)]}"#,
    ]).read(kinds: ResourceKind.all)
    #expect(
      read.readings.contains("111122223333 global AWS::IAM::Role: unread several-listings"))
  }
}
