import Activity
import ConfigurationModel
import Testing

/// Which names of a caller are chosen by nobody who calls.
@Suite struct ActorNamesTests {
  private static let role = "arn:aws:iam::111122223333:role/ci/Deploy"
  private static let permissionSet =
    "arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_1"

  private static func session(_ role: String, _ name: String, _ session: String) -> String {
    #"""
    {"type":"AssumedRole","principalId":"AROAX:\#(session)","accountId":"111122223333",
    "arn":"arn:aws:sts::111122223333:assumed-role/\#(name)/\#(session)",
    "sessionContext":{"sessionIssuer":{"type":"Role","arn":"\#(role)","userName":"\#(name)"}}}
    """#
  }

  private static let user = "arn:aws:iam::111122223333:user/mallory"

  private static let rows: [(identity: String, names: [String], counted: String)] = [
    (
      session(role, "Deploy", "ci-x@evil"),
      ["Deploy", "role Deploy", role, "arn:aws:iam::111122223333:role/Deploy"], "role \(role)"
    ),
    (
      session(permissionSet, "AWSReservedSSO_Admin_1", "alice@example.com"),
      [
        "AWSReservedSSO_Admin_1", "role AWSReservedSSO_Admin_1", permissionSet,
        "arn:aws:iam::111122223333:role/AWSReservedSSO_Admin_1", "alice@example.com",
      ], "role \(permissionSet) alice@example.com"
    ),
    // Anybody may call a role so: only AWS makes one under that path.
    (
      session("arn:aws:iam::111122223333:role/AWSReservedSSO_x", "AWSReservedSSO_x", "ci-x"),
      [
        "AWSReservedSSO_x", "role AWSReservedSSO_x",
        "arn:aws:iam::111122223333:role/AWSReservedSSO_x",
        "arn:aws:iam::111122223333:role/AWSReservedSSO_x",
      ], "role arn:aws:iam::111122223333:role/AWSReservedSSO_x"
    ),
    (
      #"{"type":"IAMUser","userName":"mallory","arn":"\#(user)"}"#, ["mallory", user],
      "user \(user)"
    ),
    (
      #"""
      {"type":"FederatedUser","arn":"arn:aws:sts::111122223333:federated-user/ci-x",
      "sessionContext":{"sessionIssuer":{"type":"IAMUser","arn":"\#(user)","userName":"mallory"}}}
      """#, [user, "mallory"], "user \(user)"
    ),
    (
      #"{"type":"AWSAccount","principalId":"AROAX:ci-x@evil","accountId":"999999999999"}"#,
      ["AROAX", "arn:aws:iam::999999999999:root"], "foreign AROAX"
    ),
    (
      #"{"type":"WebIdentityUser","userName":"repo:o/r:ref:refs/heads/main"}"#,
      ["repo:o/r:ref:refs/heads/main"], "external repo:o/r:ref:refs/heads/main"
    ),
    (
      #"{"type":"AWSService","invokedBy":"autoscaling.amazonaws.com"}"#,
      ["autoscaling.amazonaws.com", "service autoscaling.amazonaws.com"],
      "service autoscaling.amazonaws.com"
    ),
    (#"{"type":"Unheard","userName":"ci-x"}"#, [], "unknown"),
  ]

  @Test(arguments: rows.indices)
  func `a session's own name, a federated name and a source identity are none of them`(
    row: Int
  ) throws {
    let (identity, names, counted) = Self.rows[row]
    let actor = try event(#""userIdentity":\#(identity)"#).actor
    #expect(actor.fixedNames == names)
    #expect(actor.countedName == counted)
  }

  @Test(arguments: [
    (session(role, "Deploy", "ci-x@evil"), true), (session(role, "Deploy", "ci-x"), false),
    (session(permissionSet, "AWSReservedSSO_Admin_1", "alice"), false),
    (#"{"type":"IAMUser","userName":"a@b"}"#, false),
  ])
  func `a person whom only the session's name says is known as such`(
    identity: String, isNamedBySession: Bool
  ) throws {
    let actor = try event(#""userIdentity":\#(identity)"#).actor
    #expect(actor.isNamedBySession == isNamedBySession)
  }
}
