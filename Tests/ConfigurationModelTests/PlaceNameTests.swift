import ConfigurationModel
import Testing

@Suite struct PlaceNameTests {
  @Test(arguments: [
    (PlaceName.account, "111122223333"), (.account, "my-project"), (.account, "Prod, Köln"),
    (.account, "8f1b2c3d-0000-4000-8000-000000000000"), (.account, "example.com:project"),
    (.account, "..."), (.region, "eu-west-1"), (.region, "global"), (.region, "r"),
    (.type, "AWS::EC2::SecurityGroup"), (.type, "Microsoft.Compute/virtualMachines"),
    (.type, "apps/v1/Deployment"), (.id, "arn:aws:iam::aws:policy/x"), (.id, "a\nb"),
    (.id, "../../x"), (.id, "ünïcode \u{202E}"),
  ])
  func `a name that something may have passes`(name: PlaceName, text: String) throws {
    #expect(try name.checked(text) == text)
  }

  @Test(arguments: [
    (PlaceName.account, ""), (.account, "."), (.account, ".."), (.account, "../../x"),
    (.account, "a/b"), (.account, "a\\b"), (.account, "a\u{0}b"), (.account, "a\nb"),
    (.account, "a\u{1B}[2Jb"), (.account, "a\u{202E}b"), (.account, "a\u{200B}b"),
    (.account, "a\u{E0041}b"), (.account, " a"), (.account, "a "),
    (.account, String(repeating: "a", count: 129)), (.region, ".."), (.region, "a/b"),
    (.region, "eu-west-1\n"), (.type, "A B"), (.type, "A\u{0}"), (.type, "Ä::B"), (.type, "A\nB"),
    (.type, String(repeating: "A", count: 257)), (.id, ""), (.id, "a\u{0}b"),
    (.id, String(repeating: "a", count: 8193)),
  ])
  func `what would leave its folder, its line or its cell is refused`(name: PlaceName, text: String)
  {
    do throws(Problem) {
      _ = try name.checked(text)
      Issue.record("'\(text)' passed as \(name)")
    } catch {
      #expect(error.isOfName)
      #expect(
        !error.description.contains("\u{0}") && error.description.split(separator: "\n").count == 2)
    }
  }

  @Test(arguments: PlaceName.allCases)
  func `each part of a resource's name is checked`(name: PlaceName) {
    func text(_ part: PlaceName) -> String { part == name ? "a\u{0}b" : "a" }
    #expect(throws: Problem.self) {
      try ResourceID(
        checking: text(.account), text(.region), ResourceType(text(.type)), id: text(.id))
    }
  }

  @Test(arguments: [
    ("eu-west-1", "eu-west-1"), ("..", "%2E%2E"), ("a/b", "a%2Fb"), ("a\\b", "a%5Cb"),
    ("a\u{0}b", "a%00b"), ("é", "%C3%A9"), ("a%2Fb", "a%252Fb"), ("a.b", "a%2Eb"),
  ])
  func `the name of a file stays in its folder`(text: String, name: String) {
    #expect(text.percentEncoded == name)
  }

  @Test(arguments: [
    ("eu-west-1", true), ("us-gov-east-1", true), ("apiso-centralnorth-2r", true), ("..", false),
    ("eu-west-1/..", false), ("eu-west-1\n", false), ("eu-west-١", false), ("a-b-1", false),
    ("eu-west-" + String(repeating: "1", count: 64), false), ("", false),
  ])
  func `a region of AWS is known by its form`(text: String, isRegion: Bool) {
    #expect(text.isAWSRegion == isRegion)
  }

  @Test func `a name that people gave loses what would cut it off`() {
    let id = ResourceID(account: "a", region: "r", type: "A::B", id: "x")
    #expect(Resource(id, name: "a\u{0}b").name == "a\u{FFFD}b")
  }
}

@Suite struct ProblemTextTests {
  @Test(arguments: ["\n", "\r", "\u{85}", "\u{2028}", "\u{1B}[2J", "\u{202E}", "\u{200B}"])
  func `a problem is one line, and its hint another, whatever it names`(mark: String) {
    let name = "x\(mark)error: forged [store-damaged]"
    let problem = Problem(
      "code", "'\(name)' is wrong.", hint: "See \(name).", at: .init(file: name))
    let lines = problem.description.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count == 2 && lines[1].hasPrefix("  "))
    #expect(problem.description.unicodeScalars.allSatisfy { !$0.isHidden || $0 == "\n" })
  }
}
