import ConfigurationJSON
import ConfigurationModel
import PlumblineTestSupport
import Testing

@testable import AWSClient

/// Whatever a server sends or a file holds is read or refused; nothing of it traps.
@Suite struct FuzzTests {
  private static let xml = [
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?><r a=\"1\"><b>x &amp; y</b><!-- c --><![CDATA[z]]><?p i?></r>",
    "<a:r xmlns:a='u'><a:b x='1>2'/><b>&#65;</b></a:r>",
    "<Response><Errors><Error><Code>Throttling</Code><Message>m</Message></Error></Errors><RequestID>i</RequestID></Response>",
    "<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>",
  ]

  @Test func `a document that is read has a sensible form`() {
    Fuzzing.run("xml", seed: 31, seeds: Self.xml, marks: "<>/&;='\"![]-?# \n\u{0}:aA1") { text, _ in
      guard let node = XMLNode(parsing: Array(text.utf8)) else { return }
      #expect(XMLCheck(Array(text.utf8)).isHarmless && !text.contains("<!DOCTYPE"))
      #expect(node.depth <= 100)
      // What is read is no larger than what it was read from.
      #expect(node.size <= text.utf8.count, "\(text)")
    }
  }

  /// Answers of each protocol, and of each form of a body: service, operation, body.
  private static let answers = [
    (
      "ec2", "DescribeSecurityGroups",
      "<R><requestId>i</requestId><securityGroupInfo><item><groupId>sg-1</groupId><ipPermissions><item><ipProtocol>tcp</ipProtocol><fromPort>22</fromPort></item></ipPermissions></item></securityGroupInfo><nextToken>t</nextToken></R>"
    ),
    (
      "iam", "ListUsers",
      "<R><ListUsersResult><IsTruncated>true</IsTruncated><Users><member><UserName>u</UserName><CreateDate>2026-01-01T00:00:00Z</CreateDate></member></Users><Marker>m</Marker></ListUsersResult></R>"
    ),
    ("s3", "GetBucketLocation", "<LocationConstraint>eu-west-1</LocationConstraint>"),
    (
      "s3", "ListBuckets",
      "<ListAllMyBucketsResult><Buckets><Bucket><Name>b</Name><CreationDate>2026-01-01T00:00:00.000Z</CreationDate></Bucket></Buckets></ListAllMyBucketsResult>"
    ),
    ("s3", "GetBucketPolicy", #"{"Version":"2012-10-17","Statement":[]}"#),
    (
      "kms", "DescribeKey",
      #"{"KeyMetadata":{"KeyId":"k","CreationDate":1.5e9,"Enabled":true,"MultiRegionConfiguration":{"ReplicaKeys":[{"Arn":"a"}]}}}"#
    ),
    (
      "lambda", "ListFunctions",
      #"{"Functions":[{"FunctionName":"f","MemorySize":128,"Environment":{"Variables":{"A":"b"}}}],"NextMarker":"m"}"#
    ),
    ("dynamodb", "ListTables", #"{"TableNames":["a","b"],"LastEvaluatedTableName":"b"}"#),
  ]

  @Test func `an answer of any form is read whole or refused, and leads to one page more at most`()
    throws
  {
    for (number, (service, name, body)) in Self.answers.enumerated() {
      let model = try #require(ServiceCatalog.models[service])
      let operation = try #require(model.operation(name))
      Fuzzing.run(
        "answers of \(service) \(name)", seed: 60 + UInt64(number), seeds: [body],
        marks: "<>/&;='\"![]-?{}:,\\\u{0}0eE.aA"
      ) { text, random in
        let status = [200, 200, 200, 206, 403].randomElement(using: &random) ?? 200
        do throws(AWSError) {
          let answer = try model.answer(operation, HTTPResponse(status, text))
          #expect(status == 200 && answer.value.members == nil)
          // Entities and escapes get shorter; names and marks of JSON are the answer's own.
          #expect(answer.value.canonicalJSON.utf8.count <= 10 * text.utf8.count + 400, "\(text)")
          _ = operation.pages?.tokens(after: answer.value)
        } catch {
          #expect(!error.code.isEmpty)
        }
      }
    }
  }

  @Test func `a moment or a wait in a header is one that can be counted with, or none`() {
    let seeds = [
      "Wed, 12 Oct 2009 17:50:00 GMT", "2026-11-20T21:15:00+05:30", "1434567.125", "120", "-1",
      "9e99", "9223372036854775807",
    ]
    let now = Timestamp(seconds: 1_700_000_000)
    Fuzzing.run("headers of time", seed: 70, seeds: seeds, marks: "0123456789.eE+-:TZ, GMT") {
      text, _ in
      for name in ["Retry-After", "x-amz-retry-after"] {
        let response = HTTPResponse(
          503, "", headers: [HTTPField(name, text), HTTPField("Date", text)])
        let wait = ServiceModel.retryAfter(response, now: now)
        #expect(wait.map { $0 >= 0 && $0.isFinite } != false, "\(text)")
        let error = AWSError(
          code: "RequestTimeTooSkewed", message: "", status: 403,
          serverTime: TimestampText.time(text)
        ).told(of: now, signedAt: now, response)
        #expect(!now.advanced(bySeconds: error.clockOffset ?? 0).description.isEmpty)
      }
    }
  }

  @Test func `credentials of any form are read whole or refused, and what they are stays untold`() {
    let seeds = [
      #"{"AccessKeyId":"AKIAHUNTER2","SecretAccessKey":"hunter2","Token":"t","Expiration":"2030-01-01T00:00:00Z"}"#,
      #"{"accessKeyId":"AKIAHUNTER2","secretAccessKey":"hunter2","sessionToken":"t","expiration":1893456000000}"#,
    ]
    let kept = [
      #"{"accessKeyId":"a","secretAccessKey":"hunter2","expiration":9223372036854775807}"#
    ]
    let now = Timestamp(seconds: 1_700_000_000)
    Fuzzing.run("credentials", seed: 71, seeds: seeds, marks: "{}[]\",:0123456789-aZT", kept: kept)
    {
      text, _ in
      guard let value = try? ConfigurationValue(json: text),
        let credentials = AWSCredentials(value, "test")
      else { return }
      _ = credentials.isDue(at: now)
      guard credentials.secretAccessKey.contains("hunter2") else { return }
      #expect(!"\(credentials) \(String(reflecting: credentials))".contains("hunter2"), "\(text)")
    }
  }

  @Test func `a login that is renewed lasts, whatever the answer says of its time`() throws {
    let login = try #require(
      SignOnToken(
        #"{"accessToken":"t","expiresAt":"2026-01-01T00:00:00Z","refreshToken":"r","clientId":"i","clientSecret":"s"}"#
      ))
    let now = Timestamp(seconds: 1_700_000_000)
    let seeds = [#"{"accessToken":"u","expiresIn":3600,"refreshToken":"q"}"#]
    let kept = [#"{"accessToken":"u","expiresIn":9223372036854775807}"#]
    Fuzzing.run("renewed logins", seed: 72, seeds: seeds, marks: "{}[]\",:0123456789-a", kept: kept)
    {
      text, _ in
      guard let answer = try? ConfigurationValue(json: text),
        let next = login.following(answer, at: now)
      else { return }
      #expect(next.end > now, "\(text)")
      #expect(SignOnToken(next.value.canonicalJSON)?.end == next.end, "\(text)")
    }
  }

  @Test func `an error answer of any form is an error`() throws {
    let seeds =
      Self.xml + [
        #"{"__type":"com.amazon#AccessDenied","message":"m"}"#,
        #"{"Error":{"Code":"x","Message":"m"}}"#, "",
      ]
    let models = ["ec2", "iam", "s3api", "dynamodb", "lambda"].compactMap {
      ServiceCatalog.models[$0]
    }
    try #require(models.count >= 4)
    Fuzzing.run("error answers", seed: 32, seeds: seeds, marks: "<>/&;='\"![]-?# {}:,\u{0}aA1") {
      text, random in
      for model in models {
        let error = model.error(
          HTTPResponse(
            status: [400, 403, 404, 429, 500, 503].randomElement(using: &random) ?? 400,
            headers: [
              HTTPField("x-amzn-errortype", String(text.prefix(20))), HTTPField("date", text),
            ],
            body: Array(text.utf8)))
        #expect(!error.code.isEmpty)
      }
    }
  }

  @Test func `shared configuration of any form is read`() {
    let seeds = [
      "# c\n[default]\nregion = eu-west-1 # i\n[profile a]\nROLE_ARN = arn:aws:iam::1:role/a#b\ns3 =\n  endpoint_url = http://s3\n",
      "[sso-session my]\nsso_region=us-east-1\n[services l]\nec2 =\n  endpoint_url = x\n[\"]\n",
    ]
    Fuzzing.run("shared configuration", seed: 33, seeds: seeds, marks: "[]=#;\" \t\n\u{0}\r'a") {
      text, _ in
      let shared = SharedConfiguration(config: text, credentials: text)
      #expect(shared.profiles.keys.allSatisfy { !$0.contains("\n") })
      let settings = (Array(shared.profiles.values) + Array(shared.services.values)).flatMap { $0 }
      // Each file is read once, and a nested setting has its parent's name before its own.
      let size = settings.reduce(0) { $0 + $1.value.utf8.count }
      #expect(size <= 2 * text.utf8.count, "\(text)")
      #expect(settings.allSatisfy { $0.key == $0.key.lowercased() })
    }
  }

  @Test func `an endpoint's password is never told`() {
    let seeds = [
      "https://user:hunter2@host:1/p?token=hunter2#hunter2", "user:hunter2@host",
      "ftp://a:hunter2@b",
    ]
    Fuzzing.run("endpoints", seed: 34, seeds: seeds, marks: "/:@?# \u{0}\n") { text, _ in
      guard text.contains("hunter2@") else { return }
      let problem = Problem.endpointInvalid(text, in: "AWS_ENDPOINT_URL")
      let endpoint = Endpoint(address: text, signingRegion: "r", signingName: "s")
      #expect(endpoint?.authority.contains("hunter2@") != true)
      #expect(!problem.description.contains("hunter2@"), "\(text)")
    }
  }
}

extension XMLNode {
  fileprivate var depth: Int { 1 + (children.map(\.depth).max() ?? 0) }

  /// The bytes of its name and texts, and of all below it.
  fileprivate var size: Int {
    let own = attributes.reduce(name.utf8.count + text.utf8.count) {
      $0 + $1.key.utf8.count + $1.value.utf8.count
    }
    return children.reduce(own) { $0 + $1.size }
  }
}
