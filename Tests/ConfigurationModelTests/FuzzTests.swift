import ConfigurationModel
import PlumblineTestSupport
import Testing

/// Whatever people and clouds write where a path, a pattern, a moment or a number stands is read or refused.
@Suite struct FuzzTests {
  @Test func `a path that is read writes itself, and its text names it`() {
    let seeds = [
      "IpPermissions[tcp 22 from 0.0.0.0/0].Description", #"Tags."a.b"[Key=x]"#, "Items[#3]",
      "A[\\#1][\\Key=x][", "**.a.*[b?]", "",
    ]
    Fuzzing.run("paths", seed: 51, seeds: seeds, marks: ".[]#*?\\\"=\n\u{0} aA0") { text, _ in
      if let path = ConfigurationPath(parsing: text) {
        #expect(ConfigurationPath(parsing: path.text) == path, "\(text)")
        #expect(PathPattern(parsing: path.text)?.covers(path) == true, "\(text)")
      }
    }
  }

  @Test func `patterns of any form end`() {
    let seeds = ["**.a.**.b.**.c", "*a*b*c*", "arn:aws:iam::*:role/?x*", "a.b.c.d.e.f.g.h"]
    Fuzzing.run("patterns", seed: 52, seeds: seeds, marks: "*?.\\[]a") { text, random in
      let other = String(text.unicodeScalars.shuffled(using: &random).map(Character.init))
      let glob = Glob(text)
      #expect(glob.literalText.map(glob.matches) != false)
      _ = glob.matches(other)
      guard let pattern = PathPattern(parsing: text), let path = ConfigurationPath(parsing: other)
      else { return }
      let long = ConfigurationPath(Array(repeating: path.steps, count: 8).flatMap { $0 })
      // Every step of the path is looked at once by every step of the pattern, at most.
      var looks = 0
      _ = pattern.names(long) { _, _ in
        looks += 1
        return false
      }
      #expect(looks <= long.steps.count * (text.unicodeScalars.count + 1), "\(text)")
      #expect(pattern.inside(long) == nil || pattern.covers(long), "\(text)")
    }
  }

  @Test func `a selector selects what it has nothing against`() {
    let seeds = ["AWS::EC2::*", "sg-0a1b?", "*", "eu-*-1", "\\*\\", ""]
    Fuzzing.run("selectors", seed: 58, seeds: seeds, marks: "*?\\-:a0 \u{0}") { text, random in
      let other = String(text.unicodeScalars.shuffled(using: &random).map(Character.init))
      let resource = Resource(
        ResourceID(account: other, region: text, type: ResourceType(other), id: text), name: other)
      let tags = [text: other]
      for selector in [
        ResourceSelector(type: Glob(text), id: Glob(other)),
        ResourceSelector(account: Glob(text), region: Glob(other), name: Glob(text)),
        ResourceSelector(tags: [text: Glob(other)]),
      ] {
        let against = selector.mismatches(resource, tags: tags)
        #expect(selector.selects(resource, tags: tags) == against.isEmpty, "\(text)")
      }
    }
  }

  @Test func `the name of a place stays what it is in a path, and leaves no folder`() {
    let seeds = [
      "111122223333", "eu-west-1", "..", "a/b", "arn:aws:sns:eu-west-1:1:t", "%2e%2e%2f",
    ]
    Fuzzing.run("places", seed: 59, seeds: seeds, marks: "./\\%-:\u{0}\u{202E}\n a2eF") { text, _ in
      let encoded = text.percentEncoded
      #expect(encoded.percentDecoded == text, "\(text)")
      #expect(encoded.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != 0x2F && $0 != 0x2E })
      #expect(encoded.utf8.count <= 3 * text.utf8.count)
      let checked = try? PlaceName.account.checked(text)
      #expect(checked?.contains("/") != true && checked != ".." && checked?.isEmpty != true)
      #expect(!text.isAWSRegion || PlaceName.region.flaw(of: text) == nil, "\(text)")
    }
  }

  @Test func `a name of somebody is one person's, whatever stands in it`() {
    let seeds = [
      "Alice Smith (SRE) <alice@example.com>", "arn:aws:iam::1:user/path/alice", "CORP\\alice",
      "\"a b\"@c, d@e", "bob@münchen.example",
    ]
    Fuzzing.run("people", seed: 60, seeds: seeds, marks: "<>()@\"\\/,;:. \u{0}\u{200B}аA1") {
      text, _ in
      let (name, other) = (PersonName(text), PersonName("mallory@example.org"))
      #expect(name.mayBe(name), "\(text)")
      #expect(name.mayBe(other) == other.mayBe(name), "\(text)")
    }
  }

  @Test func `moments, ages, blocks and numbers that are read write themselves`() {
    let seeds = [
      "2026-11-20T21:15:00.123456Z", "2026-11-20T21:15:00+05:30", "90d", "10.0.0.0/8",
      "2001:db8::/32", "::ffff:1.2.3.4", "-12.50e+3", "9007199254740993", "1e-400",
    ]
    Fuzzing.run("scalars", seed: 53, seeds: seeds, marks: "0123456789:-+.eEZT/dhms ") { text, _ in
      if let moment = Timestamp(parsing: text) {
        #expect(Timestamp(parsing: "\(moment)") == moment, "\(text)")
        #expect(Timestamp(parsingEnd: text).map { $0 >= moment } == true, "\(text)")
      }
      if let block = AddressBlock(parsing: text) {
        #expect(AddressBlock(parsing: "\(block)") == block, "\(text)")
      }
      if let number = DecimalText.canonical(text) {
        #expect(DecimalText.canonical(number) == number, "\(text)")
      }
      if let age = Age(parsing: text) {
        #expect(Age(parsing: "\(age)") == age, "\(text)")
        #expect(age.before(Timestamp(seconds: 0)) < age.after(Timestamp(seconds: 0)), "\(text)")
      }
    }
  }

  @Test(arguments: [Int64.min, -9_223_372_036_855, -1, 0, 1, 9_223_372_036_855, .max])
  func `a moment of any number can be counted with and written`(number: Int64) {
    for moment in [
      Timestamp(seconds: number), Timestamp(milliseconds: number), Timestamp(microseconds: number),
    ] {
      #expect(!moment.description.isEmpty && !moment.clockEdge.description.isEmpty)
      for seconds in [number, -1, 1, .min, .max] {
        let later = moment.advanced(bySeconds: seconds)
        #expect(seconds < 0 ? later <= moment : later >= moment)
      }
    }
  }
}
