import AWSClient
import AWSCollection
import ConfigurationDiff
import ConfigurationModel
import ResourceKinds
import Testing

/// What is asked to see which calls are allowed, where everything is refused with one answer.
@Suite struct PermissionProbeTests {
  private func outcome(_ code: String, status: Int, in region: String, _ kinds: [ResourceKind])
    async -> PermissionProbe.Outcome
  {
    let surroundings = CredentialSurroundings.system(
      variables: [
        "AWS_ACCESS_KEY_ID": "K", "AWS_SECRET_ACCESS_KEY": "s", "AWS_CONFIG_FILE": "/dev/null",
        "AWS_SHARED_CREDENTIALS_FILE": "/dev/null",
      ],
      transport: HTTPTransport { _, _ in
        HTTPResponse(
          status: status, headers: [HTTPField("Content-Type", "text/xml")],
          body: Array("<R><Error><Code>\(code)</Code><Message>m</Message></Error></R>".utf8))
      })
    let client = AWSClient(profile: nil, in: surroundings, traffic: AWSTraffic())
    return await PermissionProbe(client, account: "111122223333", kinds: kinds).run(in: region)
  }

  @Test func `a service that is not there in a region is not asked for`() async throws {
    let region = "me-central-1"
    let plan = CollectionPlan(ResourceKind.all)
    let missing = plan.calls.filter { $0.reach == .region && !$0.isOffered(in: region) }
    try #require(!missing.isEmpty)
    let outcome = await outcome("AccessDenied", status: 403, in: region, ResourceKind.all)
    #expect(outcome.asked == plan.calls.count - missing.count)
    #expect(outcome.refused.count == outcome.asked)
  }

  @Test(arguments: [
    ("NoSuchEntity", ResourceKind.iamAccountPasswordPolicy, 0),
    // That there is no such thing is the answer of the calls that say so, and of no other.
    ("NoSuchEntity", .iamRole, 1), ("ResourceNotFoundException", .iamRole, 1),
  ])
  func `there is none, says only what lists it`(code: String, kind: ResourceKind, refused: Int)
    async
  {
    let outcome = await outcome(code, status: 404, in: "eu-west-1", [kind])
    #expect(outcome.asked == 1)
    #expect(outcome.refused.count == refused)
  }
}
