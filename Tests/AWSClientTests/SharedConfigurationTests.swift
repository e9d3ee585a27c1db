import Testing

@testable import AWSClient

@Suite struct SharedConfigurationTests {
  @Test func `sections, comments and nested settings are read as AWS's tools read them`() {
    let shared = SharedConfiguration(
      config: """
        # a comment
        lost = 1
        [default]
        region = eu-west-1 # inline
        output=json
        [profile audit]
        ROLE_ARN = arn:aws:iam::1:role/a#b
        s3 =
          endpoint_url = http://s3
          max = 2
        source_profile = base
        [profile "two words"]
        region=x
        [sso-session my]
        sso_region = us-east-1
        [services local]
        ec2 =
            endpoint_url = http://ec2
        [plugins]
        a = b
        [profile]
        """,
      credentials: """
        [base]\r
        aws_access_key_id = AKIA ; note\r
        [audit]
        region = us-east-2
        [default]
        region = ap-south-1
        """)
    #expect(shared.profiles["default"] == ["region": "ap-south-1", "output": "json"])
    #expect(
      shared.profiles["audit"] == [
        "role_arn": "arn:aws:iam::1:role/a#b", "s3": "", "s3.endpoint_url": "http://s3",
        "s3.max": "2", "source_profile": "base", "region": "us-east-2",
      ])
    #expect(shared.profiles["two words"] == ["region": "x"])
    #expect(shared.profiles["base"] == ["aws_access_key_id": "AKIA"])
    #expect(shared.sessions["my"] == ["sso_region": "us-east-1"])
    #expect(shared.services["local"]?["ec2.endpoint_url"] == "http://ec2")
    #expect(shared.profiles["plugins"] == nil)
  }

  @Test(arguments: ["", "[", "[]", "]", "=", "[a", "=x\n[b]\n=\n= =", "\u{0}[x]\u{1}=2"])
  func `a broken file means nothing`(text: String) {
    let shared = SharedConfiguration(config: text, credentials: text)
    #expect(shared.profiles.values.allSatisfy { !$0.keys.contains("aws_access_key_id") })
  }
}
