import ConfigurationModel
import Testing

@testable import AWSClient

@Suite struct EndpointTests {
  @Test(arguments: [
    ("ec2", "eu-west-1", "https://ec2.eu-west-1.amazonaws.com", "eu-west-1"),
    ("iam", "eu-west-1", "https://iam.amazonaws.com", "us-east-1"),
    ("iam", "global", "https://iam.amazonaws.com", "us-east-1"),
    ("iam", "cn-north-1", "https://iam.cn-north-1.amazonaws.com.cn", "cn-north-1"),
    ("iam", "us-gov-east-1", "https://iam.us-gov.amazonaws.com", "us-gov-west-1"),
    ("sts", "eu-south-2", "https://sts.eu-south-2.amazonaws.com", "eu-south-2"),
    ("sts", "global", "https://sts.us-east-1.amazonaws.com", "us-east-1"),
    ("organizations", "eu-west-1", "https://organizations.us-east-1.amazonaws.com", "us-east-1"),
    ("s3", "us-east-1", "https://s3.us-east-1.amazonaws.com", "us-east-1"),
    ("s3api", "cn-northwest-1", "https://s3.cn-northwest-1.amazonaws.com.cn", "cn-northwest-1"),
    (
      "elbv2", "us-gov-west-1", "https://elasticloadbalancing.us-gov-west-1.amazonaws.com",
      "us-gov-west-1"
    ),
    ("ec2", "us-west-99", "https://ec2.us-west-99.amazonaws.com", "us-west-99"),
    ("ec2", "xx-new-1", "https://ec2.xx-new-1.amazonaws.com", "xx-new-1"),
    ("sso", "eu-central-1", "https://portal.sso.eu-central-1.amazonaws.com", "eu-central-1"),
  ])
  func `a service has AWS's address`(
    service: String, region: String, address: String, signed: String
  ) throws {
    let model = try #require(ServiceCatalog.models[service])
    let endpoint = try EndpointResolver(variables: [:]).endpoint(model, region: region)
    #expect("\(endpoint.scheme)://\(endpoint.authority)" == address)
    #expect(endpoint.signingRegion == signed)
  }

  @Test func `what is set goes before AWS's address, the nearer before the farther`() throws {
    let model = try #require(ServiceCatalog.models["elbv2"])
    var variables = [
      "AWS_ENDPOINT_URL_ELASTIC_LOAD_BALANCING_V2": "http://a:1/x/", "AWS_ENDPOINT_URL": "http://b",
    ]
    func authority() throws -> String {
      try EndpointResolver(
        variables: variables, profile: ["endpoint_url": "http://d"],
        services: ["elastic_load_balancing_v2.endpoint_url": "http://c"]
      ).endpoint(model, region: "eu-west-1").authority
    }
    #expect(try authority() == "a:1")
    variables["AWS_ENDPOINT_URL_ELASTIC_LOAD_BALANCING_V2"] = nil
    #expect(try authority() == "b")
    variables["AWS_ENDPOINT_URL"] = nil
    #expect(try authority() == "c")
    variables["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"] = "true"
    #expect(try authority() == "elasticloadbalancing.eu-west-1.amazonaws.com")
  }

  @Test(arguments: [
    "", "localhost", "ftp://a", "http://", "http://user:secret@host", "https://a b", "http://h?x",
    "http://h/#x", "://",
  ])
  func `an address that is none is refused`(address: String) {
    #expect(Endpoint(address: address, signingRegion: "", signingName: "") == nil)
  }

  @Test(arguments: ["evil.com/", "a.b", "", "eu-west-1@evil", "EU", "ü"])
  func `a region leads to no other host`(region: String) throws {
    let model = try #require(ServiceCatalog.models["ec2"])
    #expect(throws: Problem.self) {
      try EndpointResolver(variables: [:]).endpoint(model, region: region)
    }
  }

  @Test func `buckets stand in the host where a certificate covers them`() throws {
    let exchange = AWSExchange(
      transport: HTTPTransport { _, _ in HTTPResponse(status: 200) },
      endpoints: EndpointResolver(variables: [:]), now: { Timestamp(seconds: 0) })
    func url(_ bucket: String) throws -> String {
      let request = AWSRequest(
        "s3api", "get-bucket-policy", region: "eu-west-1", ["bucket": .string(bucket)])
      return try exchange.message(request, signedWith: nil, at: Timestamp(seconds: 0)).url
    }
    #expect(try url("logs-1") == "https://logs-1.s3.eu-west-1.amazonaws.com/?policy=")
    #expect(try url("logs.example") == "https://s3.eu-west-1.amazonaws.com/logs.example?policy=")
    #expect(try url("a/../b") == "https://s3.eu-west-1.amazonaws.com/a%2F..%2Fb?policy=")
  }
}
