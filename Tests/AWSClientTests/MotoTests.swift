import AWSTestSupport
import ConfigurationJSON
import ConfigurationModel
import PlumblineTestSupport
import Testing

@testable import AWSClient

/// Against moto, a stand-in for AWS that others wrote.
@Suite(.enabled(if: Moto.program != nil), .timeLimit(.minutes(60))) struct MotoTests {
  /// The CLI's words, and the names of what stands in for `{…}` among them.
  private static let calls: [[String]] = [
    ["ec2", "describe-security-groups"], ["ec2", "describe-route-tables"],
    ["ec2", "describe-regions"], ["ec2", "describe-instances"], ["ec2", "describe-vpcs"],
    ["ec2", "describe-subnets"], ["ec2", "describe-network-acls"], ["ec2", "describe-volumes"],
    ["ec2", "describe-addresses"], ["ec2", "describe-internet-gateways"],
    ["ec2", "describe-network-interfaces"], ["ec2", "describe-flow-logs"],
    ["ec2", "describe-vpc-endpoints"], ["ec2", "describe-nat-gateways"],
    ["iam", "list-users"], ["iam", "get-group", "group-name=Admins"], ["iam", "list-roles"],
    ["iam", "get-account-authorization-details"], ["iam", "get-role", "role-name=worker"],
    ["iam", "list-user-tags", "user-name=alice"],
    ["s3api", "list-buckets"], ["s3api", "get-bucket-policy", "bucket=plumb-data"],
    ["s3api", "get-bucket-acl", "bucket=plumb-data"],
    ["s3api", "get-bucket-versioning", "bucket=plumb-data"],
    ["s3api", "get-bucket-versioning", "bucket=plumb-logs"],
    ["s3api", "get-bucket-tagging", "bucket=plumb-data"],
    ["s3api", "get-bucket-location", "bucket=plumb-data"],
    ["s3api", "get-bucket-location", "bucket=plumb-east"],
    ["s3api", "get-bucket-encryption", "bucket=plumb-data"],
    ["s3api", "get-bucket-cors", "bucket=plumb-data"],
    ["s3api", "get-bucket-lifecycle-configuration", "bucket=plumb-data"],
    ["s3api", "get-public-access-block", "bucket=plumb-data"],
    ["s3api", "list-objects-v2", "bucket=plumb-data"],
    ["cloudtrail", "describe-trails"], ["cloudtrail", "get-trail-status", "name=main"],
    ["lambda", "list-functions"], ["lambda", "get-function-configuration", "function-name=work"],
    ["kms", "list-keys"], ["rds", "describe-db-instances"], ["elbv2", "describe-load-balancers"],
    ["sts", "get-caller-identity"], ["sns", "list-topics"],
    ["dynamodb", "describe-table", "table-name=t"],
    ["secretsmanager", "list-secrets"], ["organizations", "list-accounts"],
    ["organizations", "list-roots"], ["configservice", "describe-configuration-recorders"],
    ["configservice", "describe-configuration-recorder-status"],
    ["redshift", "describe-clusters"],
  ]

  private static func request(_ call: [String]) -> AWSRequest {
    var request = AWSRequest(call[0], call[1], region: "eu-west-1")
    for argument in call.dropFirst(2) {
      let sides = argument.split(separator: "=", maxSplits: 1).map(String.init)
      request = request.with(sides[0], .string(sides[1]))
    }
    return request
  }

  private static func printed(_ calls: [[String]], _ moto: Moto) async throws
    -> [ConfigurationValue]
  {
    let commands: [ConfigurationValue] = calls.map { call in
      let options = call.dropFirst(2).flatMap { argument in
        ["--" + argument.prefix { $0 != "=" }, String(argument.drop { $0 != "=" }.dropFirst())]
      }
      return .list((call.prefix(2) + options + ["--output", "json"]).map { .string($0) })
    }
    let list = ConfigurationValue.list(commands).canonicalJSON
    let outputs = try fixture(
      String(decoding: try await moto.python("commands.py", [list]), as: UTF8.self))
    return try zip(calls, outputs.members ?? []).map { call, output in
      #expect(output["status"] == .number("0"), "\(call)")
      // Of an empty answer the CLI prints nothing.
      let text = output["output"]?.string ?? ""
      return text.isEmpty ? .object([:]) : try fixture(text)
    }
  }

  @Test func `every answer is what the CLI prints for the same call`() async throws {
    try await Moto.run { moto in
      _ = try await moto.python("fill.py")
      let client = moto.client()
      let printed = try await Self.printed(Self.calls, moto)
      #expect(printed.count == Self.calls.count)
      for (call, expected) in zip(Self.calls, printed) {
        let answer = try await client.all(Self.request(call)).value
        #expect(
          answer.withoutClock.canonicalJSON == expected.withoutClock.canonicalJSON, "\(call)")
      }
      let key = try await client.all(AWSRequest("kms", "list-keys", region: "eu-west-1")).value[
        "Keys"]
      let id = try #require(key?.members?.first?["KeyId"]?.string)
      let details = [
        ["kms", "describe-key", "key-id=\(id)"],
        ["kms", "get-key-policy", "key-id=\(id)", "policy-name=default"],
      ]
      for (call, expected) in zip(details, try await Self.printed(details, moto)) {
        #expect(try await client.all(Self.request(call)).value == expected, "\(call)")
      }
      try await Self.expectPagesAndBodies(client)
    }
  }

  private static func expectPagesAndBodies(_ client: AWSClient) async throws {
    let objects = AWSRequest(
      "s3api", "list-objects-v2", region: "eu-west-1",
      ["bucket": .string("plumb-data"), "max-keys": .number("2")])
    var sizes: [Int] = []
    try await client.pages(objects) { sizes.append($0.value["Contents"]?.members?.count ?? 0) }
    #expect(sizes == [2, 1])
    let object = AWSRequest(
      "s3api", "get-object", region: "eu-west-1",
      ["bucket": .string("plumb-data"), "key": .string("sub/b c")])
    let answer = try await client.call(object)
    #expect(answer.body == Array("hello\0world".utf8))
    #expect(answer.value["ContentLength"] == .number("11"))
    let none = AWSRequest(
      "s3api", "get-bucket-policy", region: "eu-west-1", ["bucket": .string("plumb-logs")])
    let error = await #expect(throws: AWSError.self) { try await client.call(none) }
    #expect(error?.code == "NoSuchBucketPolicy")
    #expect(error?.status == 404)
    let role = AWSRequest("iam", "get-role", region: "global", ["role-name": .string("nobody")])
    let missing = await #expect(throws: AWSError.self) { try await client.call(role) }
    #expect(missing?.code == "NoSuchEntity")
    let key = AWSRequest("kms", "describe-key", region: "eu-west-1", ["key-id": .string("gone")])
    let unknown = await #expect(throws: AWSError.self) { try await client.call(key) }
    #expect(unknown?.code == "NotFoundException")
  }

  @Test func `a right signature is accepted and a wrong secret refused, in every protocol`()
    async throws
  {
    // The first five calls, which make the user, a bucket and an object, are not looked at.
    try await Moto.run(["INITIAL_NO_AUTH_ACTION_COUNT": "5"]) { moto in
      let keys = try fixture(String(decoding: try await moto.python("user.py"), as: UTF8.self))
      let id = try #require(keys["AccessKeyId"]?.string)
      let secret = try #require(keys["SecretAccessKey"]?.string)
      let good = moto.client(["AWS_ACCESS_KEY_ID": id, "AWS_SECRET_ACCESS_KEY": secret])
      let bad = moto.client(["AWS_ACCESS_KEY_ID": id, "AWS_SECRET_ACCESS_KEY": secret + "x"])
      for call in [
        ["sts", "get-caller-identity"], ["ec2", "describe-security-groups"], ["iam", "list-users"],
        ["kms", "list-keys"], ["sns", "list-topics"], ["s3api", "list-buckets"],
        ["s3api", "list-objects-v2", "bucket=b-1"],
        ["s3api", "get-object", "bucket=b-1", "key=a-b/c"],
      ] {
        await #expect(throws: Never.self, "\(call)") { try await good.call(Self.request(call)) }
        let error = await #expect(throws: AWSError.self, "\(call)") {
          try await bad.call(Self.request(call))
        }
        #expect(
          error.map { $0.isDenied || $0.isRegionDisabled } == true,
          "\(call) \(String(describing: error))")
      }
    }
  }
}

extension ConfigurationValue {
  /// Without what differs from one moment to the next.
  fileprivate var withoutClock: ConfigurationValue {
    switch self {
    case .object(let fields):
      .object(fields.filter { $0.key != "LatestRestorableTime" }.mapValues(\.withoutClock))
    case .list(let values): .list(values.map(\.withoutClock))
    case .null, .bool, .number, .string, .elements: self
    }
  }
}
