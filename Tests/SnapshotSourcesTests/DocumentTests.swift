import ConfigurationDiff
import ConfigurationModel
import SnapshotSources
import Testing

private let document =
  #"{"type":"AWS::EC2::SecurityGroup","id":"sg-1","account":"111122223333","region":"eu-west-1","name":"web","configuration":{"a":1}}"#

@Suite struct DocumentTests {
  @Test(arguments: [
    ("one.json", document), ("more.ndjson", document + "\n"), ("list.json", "[\(document)]"),
    ("pretty.json", document.replacing(",", with: ",\n  ")), ("named.txt", document),
  ])
  func `a one-resource document is read in every shape`(name: String, text: String) throws {
    let read = try Fixture([name: text]).read()
    #expect(read.codes == [])
    #expect(read.resources == ["111122223333/eu-west-1/AWS::EC2::SecurityGroup/sg-1"])
    #expect(read.items.first?.resource.name == "web")
    #expect(read.items.first?.form == .document)
    #expect(read.items.first?.body == .rewritten(.object(["a": .number("1")])))
    #expect(read.readings == ["111122223333 eu-west-1 AWS::EC2::SecurityGroup: seen 1"])
  }

  @Test(arguments: [
    (document.replacing(#""name""#, with: #""nmae""#), "invalid-item"),
    (document.replacing(#""id":"sg-1","#, with: ""), "invalid-item"),
    (document.replacing(#"{"a":1}"#, with: "7"), "invalid-item"),
    (document.replacing(#""account":"111122223333","#, with: ""), "unknown-account"),
    (document.replacing(#""region":"eu-west-1","#, with: ""), "unknown-region"),
    ("", "empty-file"), ("{", "invalid-json"), ("7", "invalid-json"),
  ])
  func `a wrong document is refused with its problem`(text: String, code: String) throws {
    #expect(try Fixture(["a.ndjson": text]).read().codes == [code])
  }

  @Test(arguments: [
    (document.replacing("111122223333", with: "../../escaped"), "account-invalid"),
    (document.replacing("111122223333", with: #"a\u0000b"#), "account-invalid"),
    (document.replacing("eu-west-1", with: ".."), "region-invalid"),
    (document.replacing("eu-west-1", with: #"eu\nINFO forged"#), "region-invalid"),
    (document.replacing("AWS::EC2::SecurityGroup", with: #"A::\u202eB"#), "type-invalid"),
    (document.replacing("sg-1", with: #"sg\u00001"#), "resource-id-invalid"),
  ])
  func `a document that can name nothing is refused, and keeps no other back`(
    text: String, code: String
  ) throws {
    let read = try Fixture(["a.ndjson": text + "\n" + document]).read()
    #expect(read.conclusion.problems == [])
    #expect(read.conclusion.refused.map(\.code) == [code])
    #expect(read.conclusion.refused.allSatisfy { $0.place?.file.hasSuffix("a.ndjson") == true })
    #expect(read.resources == ["111122223333/eu-west-1/AWS::EC2::SecurityGroup/sg-1"])
  }

  @Test(arguments: [
    (SourceOptions(account: "a/b"), "account-invalid"),
    (SourceOptions(region: ".."), "region-invalid"),
  ])
  func `an option that can name nothing is refused`(options: SourceOptions, code: String) throws {
    #expect(try Fixture(["a.ndjson": document]).read(options: options).codes.first == code)
  }

  @Test func `YAML is left to its reader`() throws {
    let fixture = try Fixture(["b.yml": "type: x"])
    guard case .yamlDocument? = SnapshotPlan([fixture.folder]).files.first?.role else {
      Issue.record("not for the reader of YAML")
      return
    }
  }
}
