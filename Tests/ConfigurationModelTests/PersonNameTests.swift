import ConfigurationModel
import PlumblineTestSupport
import Testing

@Test(
  arguments: [
    ("alice@example.com", "ALICE@Example.com"), ("alice@example.com", "alice@example"),
    ("alice@example.co.uk", "alice@example.co"),
    ("alice", "  Alice "), ("alice", "'alice'"),
    ("alice@example.com", "Alice Smith <alice@example.com>"),
    ("alice@example.com", "<alice@example.com> Alice"),
    ("alice@example.com", "Alice (alice@example.com)"),
    ("alice@example.com", "alice@example.com (Alice Smith)"),
    ("alice@example.com", "alice@example.com;"), ("alice@example.com", "alice@example.com,."),
    ("alice@example.com", "[alice@example.com]"), ("alice@example.com", "alice@example.com."),
    ("alice@example.com", "\"alice\"@example.com"), ("alice@example.com", "\"alice@example.com\""),
    ("alice@example.com", "alice @ example.com"), ("alice@example.com", "alice%40example.com"),
    ("alice@example.com", "mailto:alice@example.com?subject=CHG1"),
    ("alice@example.com", "<mailto:alice@example.com>"),
    ("alice@example.com", "alice+changes@example.com"),
    ("alice.smith@example.com", "alicesmith@example.com"),
    ("a.lice@example.com", "alice@example.com"),
    ("alice_smith@example.com", "alice-smith@example.com"), ("ian@example.com", "|an@example.com"),
    ("alice@example.com", "al\u{131}ce@example.com"),
    ("alice@example.com", "AL\u{130}CE@EXAMPLE.COM"),
    ("alice@example.com", "ali\u{301}ce@example.com"),
    ("alice@example.com", "al\u{ed}ce@example.com"),
    ("alice@example.com", "a\u{336}lice@example.com"),
    ("alice@example.com", "alice"), ("alice.smith@example.com", "Alice Smith"),
    ("alice@example.com", "alice at example dot com"),
    ("Alice Smith <alice@example.com>", "Smith, Alice"), ("Alice Smith", "alice-smith"),
    ("arn:aws:sts::111122223333:assumed-role/Admin/alice@example.com", "alice@example.com"),
    ("\u{441}\u{43e}\u{441}\u{43e}@example.com", "coco@example.com"),
    ("a@example.com", "mailto:a@example.com"), ("andre", "andr\u{e9}"),
    ("Groß", "GROSS"), ("andr\u{e9}", "andre\u{301}"), ("Σωκράτης", "ΣΩΚΡΆΤΗΣ"),
    ("alice@example.com", "AIice@example.com"), ("alice@example.com", "a1ice@exarnple.com"),
    ("oleg@example.com", "0leg@example.com"), ("alice", "alice Example"),
    ("alice@example.com", "CORP\\alice"), ("alice@example.com", "CORP\\alice@example.com"),
    ("alice@example.com", "\"al\\ice\"@example.com"),
    ("alice", "corp/alice"), ("alice", "CN=alice,OU=ops"), ("alice", "user:alice"),
    ("alice@example.com", "arn:aws:iam::111122223333:user/alice"),
    ("alice@example.com", "Alice (on call)"), ("Alice Smith", "Alice Smith (SRE)"),
    ("Alice Smith", "Dr. Alice B. Smith"), ("Alice Smith", "Smith, Alice, SRE"),
    ("Alice Smith", "AliceSmith"), ("alicesmith@example.com", "Smith, Alice"), ("al ice", "alice"),
    ("Алексей", "АЛЕКСЕИ\u{306}"), ("\u{d64d}", "\u{1112}\u{1169}\u{11bc}"),
  ] as [(String, String)])
func `spellings of one name are one person`(one: String, other: String) {
  #expect(PersonName(one).problem == nil && PersonName(other).problem == nil)
  #expect(PersonName(one).mayBe(PersonName(other)))
  #expect(PersonName(other).mayBe(PersonName(one)))
}

@Test(arguments: [
  ("alice", "bob"), ("alice@example.com", "alice@example.org"),
  ("Alice Smith", "Alice Jones"), ("CORP\\alice", "CORP\\bob"),
  ("user1@example.com", "user2@example.com"),
  ("arn:aws:iam::111122223333:user/alice", "arn:aws:iam::111122223333:user/bob"),
  ("Alice <alice@example.com>", "Alice <al@example.com>"), ("alice@example.com", "bob"),
  ("Алиса", "Алина"), ("李雷", "李丽"),
  ("alice@example.com", "alice.smith@example.com"),
])
func `different names are different people`(one: String, other: String) {
  #expect(!PersonName(one).mayBe(PersonName(other)))
  #expect(!PersonName(other).mayBe(PersonName(one)))
}

@Test(arguments: [
  "alice\u{200b}", "ali\u{ad}ce", "alice\u{202e}", "\u{ff41}lice", "alice\u{a0}", "alice\u{115f}",
  "\u{430}lice", "al\u{456}ce@example.com", "\u{3bf}livia", "alice\t", "alice\u{feff}",
  "alice\u{e0041}", "o\u{fb00}ice", "ali\u{34f}ce", "\u{1d4ea}lice", "\u{251}lice", "\u{1d00}lice",
  "a\u{26a}ice", "ali\u{a4da}e", "alice\u{ff20}example.com", "\u{185}ob", "\u{138}ate",
  "al\u{301}\u{456}ce",
])
func `a name that is not what it looks like is told`(name: String) {
  #expect(PersonName(name).problem?.code == "disguised-name")
  #expect(PersonName(name).mayBe(PersonName("bob")), "it may be anybody")
}

@Test(arguments: [
  "alice@example.com, bob@example.com", "alice@example.com bob@example.com", "alice@", "@",
  "alice@example.com@example.org", "alice@exa$mple.com", "Alice <@example.com>",
  "\"alice@home\"@example.com", "alice@example.com/bob", "alice@xn--exmple-cua.com",
  "alice@example,com", "alice@example . com", "alice@example com", "alice@example;com",
  "alice@example.co,uk", "alice@mail.example,com", "alice@example.com Alice",
  "Alice alice@example,com", "Alice <alice@example . com>", "alice=x@example.com",
  "\u{2020}ony@example.com", "&#97;lice@example.com",
])
func `a name that is not one person's is told`(name: String) {
  #expect(PersonName(name).problem?.code == "unclear-name")
  #expect(PersonName(name).mayBe(PersonName("carol")), "it may be anybody")
}

@Test(arguments: [
  "Алиса Иванова", "李雷", "Ζωή", "José Ñuñez", "O'Brien-Smith", "arn:aws:iam::111122223333:user/Bob",
  "Łukasz", "İbrahim", "Nguyễn Văn A", "Алиса (Alice)", "محمد", "田中ゆき", "Kɔfi", "Þórður",
  "plumb daemon", "CORP\\alice", "review board #4",
])
func `a name in any one alphabet is what it is`(name: String) {
  #expect(PersonName(name).problem == nil)
}

@Test(arguments: ["", " ", "''", "<>", "\u{a0}", ";", "--"])
func `a name of nothing is nobody's`(name: String) {
  #expect(PersonName(name).problem != nil)
}

@Test func `no formatting makes another person of one`() {
  var random = SeededGenerator(seed: UInt64.random(in: 0...UInt64.max))
  let seed = random
  let wrappings: [(String) -> String] = [
    { "<\($0)>" }, { "\($0);" }, { "mailto:\($0)" }, { "\"\($0)\"" }, { " \($0) " }, { "(\($0))" },
    { "Alice \($0)" }, { "\($0) (Alice)" }, { "\($0)," }, { $0.uppercased() }, { "\($0)." },
    { $0.replacing("i", with: "\u{131}") }, { $0.replacing("e", with: "e\u{308}") },
    { $0.replacing("alice@", with: "alice+x@") }, { "[\($0)]" }, { "'\($0)'" }, { "- \($0)" },
  ]
  for _ in 0..<2000 {
    var name = "alice@example.com"
    for _ in 0..<Int.random(in: 1...4, using: &random) {
      name = wrappings.randomElement(using: &random)?(name) ?? name
    }
    #expect(PersonName(name).mayBe(PersonName("alice@example.com")), "\(name), seed \(seed)")
  }
}
