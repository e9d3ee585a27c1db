import ConfigurationModel
import Testing

@Test(arguments: [
  ("alice@example.com", "ALICE@Example.com"), ("alice", "  Alice "), ("alice", "'alice'"),
  ("alice@example.com", "Alice Smith <alice@example.com>"),
  ("a@example.com", "mailto:a@example.com"),
  ("Groß", "GROSS"), ("andr\u{e9}", "andre\u{301}"), ("Σωκράτης", "ΣΩΚΡΆΤΗΣ"),
])
func `spellings of one name are one person`(one: String, other: String) {
  #expect(PersonName(one) == PersonName(other))
  #expect(PersonName(one).hashValue == PersonName(other).hashValue)
  #expect(PersonName(one).disguise == nil && PersonName(other).disguise == nil)
}

@Test(arguments: [
  ("alice", "bob"), ("alice@example.com", "alice@example.org"), ("andre", "andr\u{e9}"),
  ("al ice", "alice"), ("Alice <alice@example.com>", "Alice <al@example.com>"),
])
func `different names are different people`(one: String, other: String) {
  #expect(PersonName(one) != PersonName(other))
}

@Test(arguments: [
  "alice\u{200b}", "ali\u{ad}ce", "alice\u{202e}", "\u{ff41}lice", "alice\u{a0}", "alice\u{115f}",
  "\u{430}lice", "al\u{456}ce@example.com", "\u{3bf}livia", "alice\t", "alice\u{feff}",
  "alice\u{e0041}",
  "o\u{fb00}ice", "ali\u{34f}ce", "\u{1d4ea}lice",
])
func `a name that is not what it looks like is told`(name: String) {
  #expect(PersonName(name).disguise != nil)
}

@Test(arguments: [
  "Алиса Иванова", "李雷", "Ζωή", "José Ñuñez", "O'Brien-Smith", "arn:aws:iam::111122223333:user/Bob",
  "Łukasz", "İbrahim", "Nguyễn Văn A", "Алиса (Alice)", "محمد",
])
func `a name in any one alphabet is what it is`(name: String) {
  #expect(PersonName(name).disguise == nil)
}

@Test(arguments: ["", " ", "''", "<>", "\u{a0}"])
func `a name of nothing is empty`(name: String) {
  #expect(PersonName(name).isEmpty)
}
