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
      _ = pattern.covers(long)
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
      }
      if let block = AddressBlock(parsing: text) {
        #expect(AddressBlock(parsing: "\(block)") == block, "\(text)")
      }
      if let number = DecimalText.canonical(text) {
        #expect(DecimalText.canonical(number) == number, "\(text)")
      }
      _ = Age(parsing: text)
    }
  }
}
