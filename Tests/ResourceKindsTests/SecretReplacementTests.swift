import ConfigurationDiff
import ConfigurationJSON
import ConfigurationModel
import PlumblineTestSupport
import ResourceKinds
import Testing

/// The document with its secrets replaced by `<NAME OF THE PLACE>`.
private func replaced(_ json: String) throws -> String {
  let value = try ConfigurationValue(json: json)
  let paths = FieldPathSet(ResourceKind.of("App::Thing").secrets)
  return (SecretReplacement(paths) { _, place in "<\(place.label)>" }.replaced(value) ?? value)
    .canonicalJSON
}

@Test(arguments: [
  #"{"SourceConfiguration":{"ImageRepository":{"ImageConfiguration":{"RuntimeEnvironmentVariables":{"A":"hunter2"}}}}}"#,
  #"{"ImageConfiguration":{"RuntimeEnvironmentVariables":[{"Name":"A","Value":"hunter2"}]}}"#,
  #"{"eksProperties":{"podProperties":{"containers":[{"env":[{"name":"A","value":"hunter2"}]}]}}}"#,
  #"{"currentDeployment":{"containers":{"web":{"environment":{"A":"hunter2"}}}}}"#,
  #"{"GameServerContainerDefinition":{"EnvironmentOverride":[{"Name":"A","Value":"hunter2"}]}}"#,
  #"{"Specification":{"Container":{"Environment":{"A":"hunter2"}}}}"#,
  #"{"KernelGatewayAppConfig":{"ContainerConfig":{"ContainerEnvironmentVariables":{"A":"hunter2"}}}}"#,
  #"{"FunctionConfiguration":{"Environment":{"Variables":{"A":"hunter2"}}}}"#,
  #"{"containerDefinitions":[{"environment":[{"name":"A","value":"hunter2"}]}]}"#,
  #"{"OptionSettings":[{"Namespace":"aws:elasticbeanstalk:application:environment","OptionName":"A","Value":"hunter2"}]}"#,
])
func `what environment variables hold is replaced, however they are written`(json: String) throws {
  #expect(try !replaced(json).contains("hunter2"))
}

@Test func `an environment that has no variables stays`() throws {
  let build =
    #"{"environment":{"computeType":"SMALL","environmentVariables":[],"image":"aws/codebuild"}}"#
  #expect(try replaced(build) == build)
  let option =
    #"{"OptionSettings":[{"Namespace":"aws:autoscaling:asg","OptionName":"MinSize","Value":"1"}]}"#
  #expect(try replaced(option) == option)
}

@Test(
  arguments: [
    // Passwords of addresses.
    (
      #"{"a":"postgres://app:hunter2@db:5432/x"}"#,
      #"{"a":"postgres://app:<field url password>@db:5432/x"}"#
    ),
    (#"{"a":"https://u:p@ss@h/"}"#, #"{"a":"https://u:<field url password>@h/"}"#),
    (
      #"{"a":"x https://u:p@h y http://v:q@i"}"#,
      #"{"a":"x https://u:<field url password>@h y http://v:<field url password>@i"}"#
    ),
    // Parameters.
    (#"{"a":"https://h/p?token=abc&x=1"}"#, #"{"a":"https://h/p?token=<field url token>&x=1"}"#),
    (
      #"{"a":"jdbc:sqlserver://h:1433;user=x;password=y"}"#,
      #"{"a":"jdbc:sqlserver://h:1433;user=x;password=<field url password>"}"#
    ),
    (#"{"a":"https://h/?sig=abc"}"#, #"{"a":"https://h/?sig=<field url sig>"}"#),
    (
      #"{"a":"https://b.s3.amazonaws.com/k?X-Amz-Security-Token=t&X-Amz-Signature=s"}"#,
      #"{"a":"https://b.s3.amazonaws.com/k?X-Amz-Security-Token=<field url x-amz-security-token>&X-Amz-Signature=<field url x-amz-signature>"}"#
    ),
    // JSON that is a text, and JSON in that.
    (
      #"{"a":"{\"password\": \"x\", \"b\": 1}"}"#,
      #"{"a":"{\"b\":1,\"password\":\"<field password>\"}"}"#
    ),
    (
      #"{"a":"[{\"Name\":\"DB_PASSWORD\",\"Value\":\"x\"}]"}"#,
      #"{"a":"[{\"Name\":\"DB_PASSWORD\",\"Value\":\"<field db_password>\"}]"}"#
    ),
    (
      #"{"a":"{\"b\":\"{\\\"api-key\\\":7}\"}"}"#,
      #"{"a":"{\"b\":\"{\\\"api-key\\\":\\\"<field api-key>\\\"}\"}"}"#
    ),
    (
      #"{"a":"{\"url\":\"redis://:pw@h\"}"}"#,
      #"{"a":"{\"url\":\"redis://:<field url password>@h\"}"}"#
    ),
    // Names that botocore marks.
    (
      #"{"basicAuthCredentials":"dTpw"}"#,
      #"{"basicAuthCredentials":"<field basicauthcredentials>"}"#
    ),
    (#"{"PasswordData":"x"}"#, #"{"PasswordData":"<field passworddata>"}"#),
    (
      #"{"SecretToAuthenticateTarget":"x"}"#,
      #"{"SecretToAuthenticateTarget":"<field secrettoauthenticatetarget>"}"#
    ),
    // Pairs in other spellings, and tags apart.
    (
      #"{"h":[{"HeaderName":"x-api-key","HeaderValue":"v"}]}"#,
      #"{"h":[{"HeaderName":"x-api-key","HeaderValue":"<field x-api-key>"}]}"#
    ),
    (
      #"{"p":[{"ParameterKey":"DbPassword","ParameterValue":1234}]}"#,
      #"{"p":[{"ParameterKey":"DbPassword","ParameterValue":"<field dbpassword>"}]}"#
    ),
    (
      #"{"Tags":[{"Key":"password","Value":"v"}]}"#,
      #"{"Tags":[{"Key":"password","Value":"<tag password>"}]}"#
    ),
  ])
func `secrets are found inside texts, and in every spelling of a pair`(
  json: String, expected: String
)
  throws
{
  #expect(try replaced(json) == expected)
}

@Test(
  arguments: [
    #"{"a":"https://host:8080/path@x"}"#, #"{"a":"https://h/?x=1&next_token_count=3"}"#,
    #"{"a":"postgres://app:${PASSWORD}@db/"}"#, #"{"a":"https://h/?token={{resolve:ssm:x}}"}"#,
    #"{"a":"ssh://git@host/x"}"#, #"{"a":"user:password@host"}"#, #"{"a":"{not json: password"}"#,
    #"{"a":"{\"NextToken\":\"x\"}"}"#, #"{"NextToken":"x"}"#, #"{"password":""}"#,
    #"{"SecretArn":"x","KmsKeyId":"k","secret":"arn:aws:secretsmanager:x"}"#,
    #"{"a":"{\"Statement\": [{\"Action\":\"s3:Get*\"}]}"}"#,
  ])
func `what is no secret stays byte for byte`(json: String) throws {
  #expect(try replaced(json) == ConfigurationValue(json: json).canonicalJSON)
}

@Test(
  arguments: [
    ("AKIAIOSFODNN7EXAMPLE", "x", "AWS access key"),
    ("export KEY=AKIAIOSFODNN7EXAMPLE;", "x", "AWS access key"),
    ("ghp_" + String(repeating: "a1", count: 18), "x", "GitHub token"),
    ("xoxb-123456789012-abcdefghij", "x", "Slack token"),
    ("-----BEGIN RSA PRIVATE KEY-----\nMIIE", "x", "private key"),
    ("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc_-", "x", "JSON web token"),
    ("Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc_-", "x", "JSON web token"),
    ("x8Kz0qPfLm3vT9wYbN2cRj5sHd7gAe4uQi6oZtXk", "Value", "random text"),
    ("5f4dcc3b5aa765d61d8327deb882cf99", "ApiToken2", "random text"),
  ])
func `what looks like a secret is told, and its value is not`(
  text: String, name: String, reason: String
) throws {
  let look = try #require(SecretLook.of(text, under: name))
  #expect(look.reason == reason)
  #expect(!look.sample.contains(text.suffix(8)))
}

@Test(
  arguments: [
    ("arn:aws:iam::111122223333:role/AKIA", "x"), ("sg-0a1b2c3d4e5f60718", "GroupId"),
    ("3f2504e0-4f89-11d3-9a0c-0305e82c3301", "KmsKey"), ("hello world, this is a sentence", "x"),
    ("n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=", "CodeSha256"),
    ("-----BEGIN CERTIFICATE-----\nMIIE", "x"), ("AWSReservedSSO_AdministratorAccess", "RoleName"),
    ("5f4dcc3b5aa765d61d8327deb882cf99", "ETag"), ("", "password"), ("AKIA", "x"),
    ("secret:" + String(repeating: "0a", count: 32), "x"),
  ])
func `ids, digests and sentences look like no secrets`(text: String, name: String) {
  #expect(SecretLook.of(text, under: name) == nil)
}

@Test func `what is replaced was looked for, and nothing is left to replace`() throws {
  let seeds = [
    #"{"a":"postgres://app:hunter2@db:5432/x?token=abc;password=y","b":{"Key":"password","Value":"v"}}"#,
    #"{"a":"{\"password\": \"x\", \"b\": [{\"Name\":\"api-key\",\"Value\":\"https://u:p@h\"}]}"}"#,
    #"{"Tags":[{"Key":"x","Value":"y"}],"secret":{"value":[1,"2",true]},"l":["https://h/?sig=a&b"]}"#,
  ]
  let paths = FieldPathSet([])
  Fuzzing.run("secrets", seed: 57, seeds: seeds, marks: "{}[]:,\"\\/@?&;=# \u{0}") { text, _ in
    guard let value = try? ConfigurationValue(json: text) else { return }
    let replaced = SecretReplacement(paths) { _, _ in "*" }.replaced(value)
    // What decides whether a document is looked through at all finds no less.
    #expect(replaced == nil || value.concernsSecrets, "\(text)")
    let again = SecretReplacement(paths) { secret, _ in secret == "*" ? nil : "*" }
    #expect(replaced.map { again.replaced($0) == nil } != false, "\(text)")
  }
}

extension ConfigurationValue {
  /// Whether any text or name of a field may be about a secret.
  fileprivate var concernsSecrets: Bool {
    func concerns(_ text: String) -> Bool {
      var text = text
      return text.withUTF8 { SecretNames.concern($0) }
    }
    return switch self {
    case .null, .bool, .number: false
    case .string(let text): concerns(text)
    case .list(let values): values.contains(where: \.concernsSecrets)
    case .object(let fields), .elements(let fields):
      fields.contains { concerns($0.key) || $0.value.concernsSecrets }
    }
  }
}
