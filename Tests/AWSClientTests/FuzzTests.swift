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
}
