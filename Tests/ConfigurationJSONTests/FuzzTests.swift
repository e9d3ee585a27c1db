import ConfigurationJSON
import ConfigurationModel
import PlumblineTestSupport
import Testing

/// JSON of any form is read or refused, by both of its readers alike.
@Suite struct FuzzTests {
  @Test func `what is read and written is read again as the same`() {
    let seeds = [
      #"{"a":[1,-2.5e3,true,null,"x\u00e9\n"],"b":{"c":{}}}"#, "[]", #""\ud83d\ude00""#, "1e400",
      #"{"Items":[{"Id":"1"},{"Id":"2"}],"NextToken":"t"}"#,
    ]
    let kept = [
      String(repeating: "[", count: 100_000), String(repeating: "{\"a\":", count: 20_000),
      "1e999999999999", "4e24", "1e39",
      "\"" + String(repeating: "\\", count: 50_001),
    ]
    Fuzzing.run(
      "json", seed: 66, seeds: seeds, marks: "{}[]:,\"\\/ \n\u{0}0123456789-+.eEtfnu", kept: kept
    ) {
      text, _ in
      guard let value = try? ConfigurationValue(json: text) else { return }
      let written = value.canonicalJSON
      #expect((try? ConfigurationValue(json: written))?.canonicalJSON == written, "\(text)")
      // A byte of a text is written as six at most, and a number of four (`1e39`) as forty.
      #expect(written.utf8.count <= 10 * text.utf8.count, "\(text)")
    }
  }
}
