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

  @Test(arguments: [
    // botocore's rules say the same: EndpointProvider.resolve_endpoint(Region:UseFIPS:UseDualStack:).
    ("ec2", "eu-west-1", true, false, "ec2-fips.eu-west-1.amazonaws.com", "eu-west-1"),
    ("ec2", "eu-west-1", false, true, "ec2.eu-west-1.api.aws", "eu-west-1"),
    ("ec2", "us-east-1", true, true, "ec2-fips.us-east-1.api.aws", "us-east-1"),
    ("iam", "global", true, false, "iam-fips.amazonaws.com", "us-east-1"),
    ("iam", "global", false, true, "iam.global.api.aws", "us-east-1"),
    ("s3", "us-west-2", false, true, "s3.dualstack.us-west-2.amazonaws.com", "us-west-2"),
    ("s3", "us-west-2", true, true, "s3-fips.dualstack.us-west-2.amazonaws.com", "us-west-2"),
    ("sts", "us-gov-west-1", true, false, "sts.us-gov-west-1.amazonaws.com", "us-gov-west-1"),
    ("kms", "us-gov-west-1", true, false, "kms-fips.us-gov-west-1.amazonaws.com", "us-gov-west-1"),
    ("ec2", "cn-north-1", false, true, "ec2.cn-north-1.api.amazonwebservices.com.cn", "cn-north-1"),
    (
      "organizations", "global", true, false, "organizations-fips.us-east-1.amazonaws.com",
      "us-east-1"
    ),
    (
      "secretsmanager", "us-east-1", false, true, "secretsmanager.us-east-1.amazonaws.com",
      "us-east-1"
    ),
    (
      "elbv2", "us-east-9", true, false, "elasticloadbalancing-fips.us-east-9.amazonaws.com",
      "us-east-9"
    ),
  ])
  func `FIPS and dual-stack endpoints are those of botocore's rules`(
    service: String, region: String, fips: Bool, dualStack: Bool, host: String, signed: String
  ) throws {
    let model = try #require(ServiceCatalog.models[service])
    let home = region == "global" ? "eu-west-1" : region
    let places: [EndpointResolver] = [
      EndpointResolver(
        variables: [
          "AWS_USE_FIPS_ENDPOINT": "\(fips)", "AWS_USE_DUALSTACK_ENDPOINT": "\(dualStack)",
        ],
        homeRegion: home),
      EndpointResolver(
        variables: [:],
        profile: ["use_fips_endpoint": "\(fips)", "use_dualstack_endpoint": "\(dualStack)"],
        homeRegion: home),
    ]
    for place in places {
      let endpoint = try place.endpoint(model, region: region)
      #expect(endpoint.authority == host && endpoint.signingRegion == signed)
      #expect(endpoint.scheme == "https" && !endpoint.isCustom)
    }
  }

  @Test func `where there is no such endpoint, or another is set, it is an error`() throws {
    let (s3, sts) = (
      try #require(ServiceCatalog.models["s3"]), try #require(ServiceCatalog.models["sts"])
    )
    let fips = ["AWS_USE_FIPS_ENDPOINT": "TRUE"]
    let missing = #expect(throws: Problem.self) {
      try EndpointResolver(variables: fips).endpoint(s3, region: "cn-north-1")
    }
    #expect(missing?.code == "aws-endpoint-invalid" && missing?.message.contains("FIPS") == true)
    let custom = fips.merging(["AWS_ENDPOINT_URL_STS": "https://sts.example"]) { own, _ in own }
    let conflict = #expect(throws: Problem.self) {
      try EndpointResolver(variables: custom).endpoint(sts, region: "us-east-1")
    }
    #expect(conflict?.message.contains("AWS_ENDPOINT_URL_STS") == true)
    #expect(
      try EndpointResolver(variables: custom).endpoint(s3, region: "us-east-1").authority
        == "s3-fips.us-east-1.amazonaws.com")
  }

  @Test(arguments: [
    (["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "true"], [:]),
    ([:], ["ignore_configured_endpoint_urls": "True"]),
  ])
  func `set addresses are passed over where a setting says so`(
    variables: [String: String], profile: [String: String]
  ) throws {
    let sts = try #require(ServiceCatalog.models["sts"])
    let resolver = EndpointResolver(
      variables: variables.merging(["AWS_ENDPOINT_URL": "http://a"]) { own, _ in own },
      profile: profile.merging(["endpoint_url": "http://b"]) { own, _ in own },
      services: ["sts.endpoint_url": "http://c"])
    #expect(
      try resolver.endpoint(sts, region: "us-east-1").authority == "sts.us-east-1.amazonaws.com")
  }

  @Test func `S3 alone may be dual-stack, by the profile`() throws {
    let (s3, sts) = (
      try #require(ServiceCatalog.models["s3"]), try #require(ServiceCatalog.models["sts"])
    )
    let resolver = EndpointResolver(variables: [:], profile: ["s3.use_dualstack_endpoint": "true"])
    #expect(
      try resolver.endpoint(s3, region: "eu-west-1").authority
        == "s3.dualstack.eu-west-1.amazonaws.com")
    #expect(
      try resolver.endpoint(sts, region: "eu-west-1").authority == "sts.eu-west-1.amazonaws.com")
  }

  @Test func `buckets stand in the host where a certificate covers them`() throws {
    let exchange = AWSExchange(
      transport: HTTPTransport { _, _ in HTTPResponse(status: 200) },
      endpoints: EndpointResolver(variables: [:]), now: { Timestamp(seconds: 0) },
      clock: ServerClock())
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
