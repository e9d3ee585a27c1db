import AuditService
import AuditStore
import ConfigurationModel
import FoundationEssentials
import SnapshotSources
import Testing

/// Answers of IAM that a filter made, under the name of the whole call.
@Suite struct FilteredAnswerTests {
  private static let user =
    #"{"UserName":"u","UserId":"AIDA","Path":"/","Arn":"arn:aws:iam::111122223333:user/u","GroupList":["g"]}"#
  private static let group =
    #"{"GroupName":"g","GroupId":"AGPA","Path":"/","Arn":"arn:aws:iam::111122223333:group/g"}"#
  private static let role =
    #"{"RoleName":"r","RoleId":"AROA","Path":"/","Arn":"arn:aws:iam::111122223333:role/r","AssumeRolePolicyDocument":{"Version":"2012-10-17","Statement":[]}}"#

  private static func policy(_ owner: String) -> String {
    #"{"PolicyName":"\#(owner)","PolicyId":"ANPA\#(owner)","Arn":"arn:aws:iam::\#(owner):policy/p","Path":"/","DefaultVersionId":"v1"}"#
  }

  private static let (own, aws) = (policy("111122223333"), policy("aws"))

  private static func details(
    users: [String] = [], groups: [String] = [], roles: [String] = [], policies: [String] = []
  ) -> String {
    let lists = [
      ("UserDetailList", users), ("GroupDetailList", groups), ("RoleDetailList", roles),
      ("Policies", policies),
    ]
    return "{" + lists.map { #""\#($0)":[\#($1.joined(separator: ","))]"# }.joined(separator: ",")
      + "}"
  }

  private func edits(_ answers: [(call: String, text: String)]) throws -> [String] {
    let place = try TemporaryStore()
    var edits: [String] = []
    for (day, answer) in answers.enumerated() {
      let folder = "\(place.folder)/\(day)/111122223333/global"
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      try Data(answer.text.utf8).write(to: URL(filePath: "\(folder)/\(answer.call).json"))
      let now = Timestamp(microseconds: Int64(day + 1) * 86_400_000_000)
      let outcome = try ImportSnapshot(
        store: place.store, paths: ["\(place.folder)/\(day)"], capturedAt: now, now: now
      ).run()
      edits =
        ["\(outcome.edits)"]
        + outcome.readings.compactMap { scope, reading in
          guard case .unread = reading else { return nil }
          return String(scope.type.name.dropFirst(10))
        }.sorted()
    }
    return edits
  }

  /// Each filter, with what it leaves unread: nothing is deleted.
  @Test(arguments: [
    (details(users: [user]), ["Group", "Policy", "Role"]),
    (details(groups: [group]), ["Policy", "Role", "User"]),
    (details(roles: [role]), ["Group", "Policy", "User"]),
    (details(policies: [own]), ["Group", "Policy", "Role", "User"]),
    (details(policies: [aws]), ["Group", "Policy", "Role", "User"]),
    (details(users: [user], groups: [group]), ["Policy", "Role"]),
    (details(users: [user], roles: [role]), ["Group", "Policy"]),
    (details(roles: [role], policies: [own]), ["Group", "Policy", "User"]),
    (details(users: [user], groups: [group], roles: [role]), ["Policy"]),
    (details(users: [user], groups: [group], roles: [role], policies: [own]), ["Policy"]),
    (details(), ["Group", "Policy", "Role", "User"]),
  ])
  func `what a filter leaves away is unread`(filtered: String, unread: [String]) throws {
    let call = "iam-get-account-authorization-details"
    let whole = Self.details(
      users: [Self.user], groups: [Self.group], roles: [Self.role], policies: [Self.own, Self.aws])
    #expect(try edits([(call, whole), (call, filtered)]) == ["0"] + unread)
  }

  @Test func `that the last user and the last group went is not told from a filter`() throws {
    let call = "iam-get-account-authorization-details"
    let rest = Self.details(roles: [Self.role], policies: [Self.own, Self.aws])
    let whole = Self.details(
      users: [Self.user], groups: [Self.group], roles: [Self.role], policies: [Self.own, Self.aws])
    #expect(try edits([(call, whole), (call, rest)]) == ["0", "Group", "User"])
  }

  @Test func `the policies of AWS are not deleted by a listing of the account's own`() throws {
    let listing = { (policies: [String]) in #"{"Policies":[\#(policies.joined(separator: ","))]}"# }
    let call = "iam-list-policies"
    #expect(
      try edits([(call, listing([Self.own, Self.aws])), (call, listing([Self.own]))])
        == ["0", "Policy"])
    #expect(
      try edits([(call, listing([Self.own])), (call, listing([]))]) == ["1"])
  }
}
