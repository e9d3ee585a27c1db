import ConfigurationJSON
import ConfigurationModel
import PlumblineTestSupport
import Testing

/// A random document with lists of items, spread out with white space.
private func randomDocument(using random: inout SeededGenerator) -> [UInt8] {
  var fields = ConfigurationValue.randomObject(depth: 2, using: &random)
  for name in ["Items", "I\\tem\"s"] {
    let count = Int.random(in: 0...6, using: &random)
    fields[name] = .list((0..<count).map { _ in .random(using: &random) })
  }
  let document = ConfigurationValue.object(fields)
  let root = Bool.random(using: &random) ? document : .list([document, .random(using: &random)])
  return spread(root.canonicalJSON, using: &random)
}

private func spread(_ text: String, using random: inout SeededGenerator) -> [UInt8] {
  var bytes: [UInt8] = []
  var (isInString, isEscaped) = (false, false)
  for byte in text.utf8 {
    if byte == UInt8(ascii: "\""), !isEscaped { isInString.toggle() }
    isEscaped = byte == UInt8(ascii: "\\") && !isEscaped
    bytes.append(byte)
    guard !isInString, ",:[{".utf8.contains(byte), Int.random(in: 0..<4, using: &random) == 0 else {
      continue
    }
    let count = Int.random(in: 0...70, using: &random)
    bytes += (0..<count).map { _ in Array(" \n\t\r".utf8).randomElement(using: &random) ?? 0x20 }
  }
  return bytes
}

@Test func `every chunking gives the same items`() {
  var random = SeededGenerator(seed: 2)
  for round in 0..<300 {
    var document = randomDocument(using: &random)
    if round % 3 == 0 { document = document.mutated(using: &random) }
    let whole = Split(document) { $0 }
    #expect(Split(document, isVectorized: false) { $0 } == whole)
    #expect(Split(document) { _ in 1 } == whole)
    for _ in 0..<4 {
      let longest = Int.random(in: 2...300, using: &random)
      let split = Split(document) { _ in Int.random(in: 1...longest, using: &random) }
      #expect(split == whole, "\(String(decoding: document, as: UTF8.self))")
    }
  }
}

@Test func `items and envelope are valid exactly where the whole is`() {
  var random = SeededGenerator(seed: 3)
  let parser = JSONParser()
  var accepted = 0
  for _ in 0..<4000 {
    let document = randomDocument(using: &random).mutated(using: &random)
    let isValid = (try? parser.parse(document)) != nil
    let longest = Int.random(in: 1...500, using: &random)
    let split = Split(document) { _ in longest }
    #expect(split.isAccepted == isValid, "\(String(decoding: document, as: UTF8.self))")
    accepted += isValid ? 1 : 0
  }
  #expect((200...3800).contains(accepted), "\(accepted) were valid: the mutations decide nothing")
}

@Test func `every truncation is refused without a trap`() {
  var random = SeededGenerator(seed: 4)
  let parser = JSONParser()
  for _ in 0..<20 {
    let document = randomDocument(using: &random)
    for length in stride(from: 0, to: document.count, by: 1 + document.count / 200) {
      let prefix = Array(document.prefix(length))
      #expect((try? parser.parse(prefix)) == nil)
      #expect(!Split(prefix, isVectorized: length % 2 == 0) { _ in 33 }.isAccepted)
    }
  }
}

@Test func `random bytes are read alike by both readings`() {
  var random = SeededGenerator(seed: 5)
  let alphabet = Array(#"{}[]"\,: a"#.utf8)
  for _ in 0..<2000 {
    let count = Int.random(in: 0...400, using: &random)
    let bytes = (0..<count).map { _ in alphabet.randomElement(using: &random) ?? 0 }
    let document = Array("[[".utf8) + bytes
    #expect(Split(document) { $0 } == Split(document, isVectorized: false) { $0 })
  }
}
