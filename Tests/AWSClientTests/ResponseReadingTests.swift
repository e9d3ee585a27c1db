import AWSTestSupport
import ConfigurationModel
import PlumblineTestSupport
import Testing

@testable import AWSClient

@Suite struct ResponseReadingTests {
  private static let aliases: Set<String> = ["s3api", "configservice"]
  // Their answers are streams, or read by a rule of their own.
  private static let special: Set<String> = ["GetObject", "GetBucketLocation"]

  @Test(.enabled(if: Moto.program != nil), .timeLimit(.minutes(60)), arguments: 1...6)
  func `random answers of every call are read as botocore reads them`(seed: Int) async throws {
    let calls = ServiceCatalog.models.filter { !Self.aliases.contains($0.key) }.flatMap {
      name, model in
      model.operations.values.filter { $0.output != nil && !Self.special.contains($0.name) }
        .map { "\(name):\($0.name)" }
    }.sorted()
    let output = try await Moto.python(
      "answers.py", ["\(seed)"] + calls, ["TZ": "UTC", "PYTHONHASHSEED": "0"])
    let cases = try #require(try fixture(String(decoding: output, as: UTF8.self)).members)
    #expect(cases.count == calls.count && cases.count > 100)
    for each in cases { try Self.expectSame(each) }
  }

  private static func expectSame(_ each: ConfigurationValue) throws {
    let service = try #require(each["service"]?.string)
    let model = try #require(ServiceCatalog.models[service])
    let operation = try #require(each["operation"]?.string.flatMap(model.operation))
    var headers: [HTTPField] = []
    if case .object(let fields)? = each["headers"] {
      headers = fields.map { HTTPField($0.key, $0.value.string ?? "") }
    }
    let response = HTTPResponse(200, each["body"]?.string ?? "", headers: headers)
    let expected = try fixture(each["expected"]?.string ?? "").canonicalJSON
    let read = try model.answer(operation, response).value.canonicalJSON
    #expect(read == expected, "\(service) \(operation.name)")
  }

  @Test(arguments: [
    ("iam", "ListUsers", 200, "<html>", "MalformedResponse"),
    ("iam", "ListUsers", 200, "<ListUsersResponse/>", "MalformedResponse"),
    ("kms", "ListKeys", 200, "[1]", "MalformedResponse"),
    ("ec2", "DescribeVpcs", 200, "<html><body>log in</body></html>", "MalformedResponse"),
    ("s3", "ListBuckets", 200, "<HTML><body>log in</body></HTML>", "MalformedResponse"),
    ("s3", "GetBucketLocation", 200, "<html><body/></html>", "MalformedResponse"),
    ("s3", "GetBucketLocation", 200, "<other/>", "MalformedResponse"),
    ("s3", "GetBucketPolicy", 200, "<html><body/></html>", "MalformedResponse"),
    ("s3", "GetBucketPolicy", 200, #"{"Version":"#, "MalformedResponse"),
    ("s3", "GetBucketPolicy", 200, "", "MalformedResponse"),
    ("s3", "ListBuckets", 200, "<Error><Code>InternalError</Code></Error>", "InternalError"),
    ("kms", "ListKeys", 200, "{\"Keys\":", "MalformedResponse"),
    ("ec2", "DescribeVpcs", 503, "<html><body>busy</body></html>", "503"),
    ("ec2", "DescribeVpcs", 500, "", "500"),
    (
      "ec2", "DescribeVpcs", 403,
      "<Response><Errors><Error><Code>UnauthorizedOperation</Code><Message>m</Message></Error></Errors><RequestID>r</RequestID></Response>",
      "UnauthorizedOperation"
    ),
    (
      "kms", "ListKeys", 400, #"{"__type":"com.amazonaws.kms#ThrottlingException"}"#,
      "ThrottlingException"
    ),
    (
      "lambda", "ListFunctions", 403, #"{"Message":"m","Code":"AccessDeniedException"}"#,
      "AccessDeniedException"
    ),
    (
      "s3", "ListBuckets", 503, "<Error><Code>SlowDown</Code><Message>m</Message></Error>",
      "SlowDown"
    ),
  ])
  func `what is no answer is an error with a code`(
    service: String, name: String, status: Int, body: String, code: String
  ) throws {
    let model = try #require(ServiceCatalog.models[service])
    let operation = try #require(model.operation(name))
    let error = #expect(throws: AWSError.self) {
      try model.answer(operation, HTTPResponse(status, body))
    }
    #expect(error?.code == code)
    #expect(error?.status == status)
  }

  @Test(arguments: [
    ("2023-11-14T22:13:20Z", "2023-11-14T22:13:20+00:00"),
    ("2023-11-14T22:13:20.5Z", "2023-11-14T22:13:20.500000+00:00"),
    ("1700000000", "2023-11-14T22:13:20+00:00"), ("0", "1970-01-01T00:00:00+00:00"),
    ("1.7e9", "2023-11-14T22:13:20+00:00"),
    ("Tue, 14 Nov 2023 22:13:20 GMT", "2023-11-14T22:13:20+00:00"),
    ("Tue, 4 Nov 2023 22:13:20 GMT", "2023-11-04T22:13:20+00:00"), ("soon", "soon"), ("", ""),
    ("1e400", "1e400"),
  ])
  func `times are written as Python's isoformat writes them`(text: String, iso: String) {
    #expect(TimestampText.iso(text) == iso)
  }
}
