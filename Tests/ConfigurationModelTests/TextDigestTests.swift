import ConfigurationModel
import Testing

/// FIPS 180-4's examples, and the lengths around which a block ends.
@Test(arguments: [
  ("", "e3b0c44298fc1c149afbf4c8996fb924"), ("abc", "ba7816bf8f01cfea414140de5dae2223"),
  (
    "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", "248d6a61d20638b8e5c026930c3e6039"
  ),
  (String(repeating: "a", count: 1_000_000), "cdc76e5c9914fb9281a1c7e284d73e67"),
  (String(repeating: "a", count: 55), "9f4390f8d30c2dd92ec9f095b65e2b9a"),
  (String(repeating: "a", count: 56), "b35439a4ac6f0948b6d6f9e3c6af0f5f"),
  (String(repeating: "a", count: 64), "ffe054fe7ae0cb6dc65c3af9b61d5209"),
])
func `a text's digest is the first half of its SHA-256`(text: String, digest: String) {
  #expect(TextDigest(of: text).description == digest)
  #expect(TextDigest.isDigest(digest))
}

@Test(arguments: [
  "", "E3B0C44298FC1C149AFBF4C8996FB924", "e3b0c44298fc1c149afbf4c8996fb92",
  "e3b0c44298fc1c149afbf4c8996fb92g",
])
func `what is no digest is told`(text: String) { #expect(!TextDigest.isDigest(text)) }
