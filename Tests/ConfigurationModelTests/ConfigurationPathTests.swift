import ConfigurationModel
import PlumblineTestSupport
import Testing

@Test(arguments: [
  "IpPermissions[tcp 22 from 0.0.0.0/0].Description", "Routes[0.0.0.0/0].GatewayId", "Tags[team]",
  "Policies[admin].Statement[AllowAll].Action", "Items[#3]", "\"a.b\".c", "[x]", "",
  #"Action[s3:\*]"#, #""a\0b".c"#, #"Tags[a\0b]"#,
])
func `a path's text parses back to itself`(text: String) throws {
  #expect(try #require(ConfigurationPath(parsing: text)).text == text)
}

@Test func `any path parses back to itself, and as a pattern names itself`() throws {
  var random = SeededGenerator(seed: 1)
  let marks = [
    "a", "b", ".", "[", "]", "\"", "\\", "#", "*", "?", " ", "\n", "1", "é", "e\u{301}", "Key=",
    "n", "~", "0", "\u{0}",
  ]
  for _ in 0..<5000 {
    let steps = (0..<Int.random(in: 0...4, using: &random)).map { _ -> ConfigurationPath.Step in
      let text = (0..<Int.random(in: 0...5, using: &random)).map { _ in
        marks.randomElement(using: &random) ?? "a"
      }.joined()
      return switch Int.random(in: 0...2, using: &random) {
      case 0: .key(text)
      case 1: .index(Int.random(in: 0...99, using: &random))
      default: .element(text)
      }
    }
    let path = ConfigurationPath(steps)
    #expect(ConfigurationPath(parsing: path.text) == path, "\(path.text)")
    // SQLite ends a text at a zero: it would be another path's.
    #expect(!path.text.utf8.contains(0))
    let pattern = try #require(PathPattern(parsing: path.text))
    #expect(pattern.covers(path) && pattern.names(path), "\(path.text)")
    #expect(pattern.isLiteral)
  }
}

@Test(arguments: ["a..b", "a.", ".a", "a]", "a[b", "a[#x]", "a[#01]", "\"a", "a\"b"])
func `what is not a path is refused`(text: String) {
  #expect(ConfigurationPath(parsing: text) == nil)
}

@Test(arguments: [
  ("Tags", "Tags[team]", true), ("Tags[karpenter.sh/*]", "Tags[karpenter.sh/x]", true),
  ("Tags[Key=karpenter.sh/*]", "Tags[karpenter.sh/x]", true), ("Tag", "Tags[team]", false),
  ("Routes[*].GatewayId", "Routes[0.0.0.0/0].GatewayId", true),
  ("**.Description", "IpPermissions[tcp 22 from 0.0.0.0/0].Description", true),
  ("**.Description", "GroupName", false), ("", "Anything.At[All]", true),
])
func `a pattern covers what it names and what is below`(pattern: String, path: String, covers: Bool)
  throws
{
  let path = try #require(ConfigurationPath(parsing: path))
  #expect(try #require(PathPattern(parsing: pattern)).covers(path) == covers)
}

@Test(arguments: [
  ("Tags", "Tags", true), ("Tags", "Tags[team]", true), ("Tags", "Tags[team].Value", false),
  ("Tags[team]", "Tags[team]", true), ("Tags[team]", "Tags[team].Value", false),
  ("Tags[*]", "Tags[team]", true), ("Items", "Items[#3]", true), ("Items", "Items[#3].Name", false),
  ("Items[*]", "Items[#3]", true), ("Items[*].Name", "Items[#3].Name", true),
  ("Document", "Document.Version", false), ("Document.*", "Document.Version", true),
  ("Document.*", "Document.Statement[A]", true),
  ("Document.*", "Document.Statement[A].Action", false),
  ("Document.**", "Document", true), ("Document.**", "Document.Statement[A].Action[b]", true),
  ("**", "A.B[c]", true), ("**.Action", "D.Statement[A].Action[b]", true),
  ("**.Action", "D.Statement[A].NotAction[b]", false), ("**.Statement", "D.Statement[A]", true),
  ("**.Statement", "D.Statement[A].Condition", false), ("A.**.B", "A.x.y.B", true),
  ("A.**.B", "A.x.y.B.z", false), ("", "Tags", false), ("", "", true), ("A.B", "A", false),
])
func `a pattern names a value as a whole and members, and nothing inside`(
  pattern: String, path: String, names: Bool
) throws {
  let path = try #require(ConfigurationPath(parsing: path))
  #expect(try #require(PathPattern(parsing: pattern)).names(path) == names)
}

@Test(arguments: [
  ("A", "A.B[c]", "B[c]"), ("A[*]", "A[b][c].D", "[c].D"), ("**.B", "A.B.C", "C"),
  ("**.B", "B.A.B.C", "C"), ("B", "A.B", nil),
])
func `what of a path is inside a pattern is told`(pattern: String, path: String, inside: String?)
  throws
{
  let path = try #require(ConfigurationPath(parsing: path))
  #expect(try #require(PathPattern(parsing: pattern)).inside(path)?.text == inside)
}

@Test(arguments: [
  ("**.a.**.b", "x.a.y.b", true), ("**.a.**.b", "a.b", true), ("**.a.**.b", "b.a", false),
  ("**", "", true), ("a.**", "a", true), ("**.**.**", "a.b", true), ("*.**.c", "c", false),
  ("*.**.c", "a.c.d", true), ("**.c", "a.b.c.d.e", true),
])
func `any number of steps stands for any number of steps`(
  pattern: String, path: String, covers: Bool
) throws {
  let pattern = try #require(PathPattern(parsing: pattern))
  #expect(pattern.covers(try #require(ConfigurationPath(parsing: path))) == covers)
}

@Test func `a pattern of fifty such steps is matched against a deep path`() throws {
  let pattern = try #require(
    PathPattern(parsing: Array(repeating: "**.a", count: 50).joined(separator: ".") + ".b"))
  let path = ConfigurationPath(Array(repeating: .key("a"), count: 500))
  #expect(!pattern.covers(path))
  #expect(pattern.covers(path.appending(.key("b"))))
  #expect(pattern.inside(path) == nil)
}
