import ConfigurationJSON
import ConfigurationModel
import Testing

private let group = #"""
  {"GroupId":"sg-\u0031","Port":443,"Tags":[{"Key":"a","Value":"1"},{"Key":"b"},7,
  {"Value":"\"2\"","Key":"c"}],"Empty":[],"Vpc":{"GroupId":"inner"}}
  """#

@Test func `chosen fields are read without the rest`() throws {
  let parser = JSONParser()
  try Array(group.utf8).withUnsafeBytes { bytes in
    let document = try parser.parseFields(bytes)
    #expect(document.string(at: "GroupId") == "sg-1")
    #expect(document.string(at: "Port") == nil)
    #expect(document.string(at: "") == nil)
    #expect(document.value(at: "Port") == .number("443"))
    #expect(document.value(at: "Vpc") == .object(["GroupId": .string("inner")]))
    #expect(document.value(at: "Missing") == nil)
    let tags = document.strings(inArray: "Tags", key: "Key", value: "Value")
    #expect(tags.map(\.0) == ["a", "c"] && tags.map(\.1) == ["1", "\"2\""])
    #expect(document.strings(inArray: "Vpc", key: "Key", value: "Value").isEmpty)
    #expect(document.value == (try JSONParser().parse(bytes)))
  }
}

@Test func `a document that is no object has no fields`() throws {
  try Array("[1]".utf8).withUnsafeBytes { bytes in
    let document = try JSONParser().parseFields(bytes)
    #expect(document.value(at: "a") == nil)
    #expect(document.strings(inArray: "a", key: "b", value: "c").isEmpty)
  }
}

@Test func `a document that its parser has left behind is not read`() async {
  await #expect(processExitsWith: .failure) {
    let parser = JSONParser()
    try Array(#"{"a":"b"}"#.utf8).withUnsafeBytes { bytes in
      let document = try parser.parseFields(bytes)
      _ = try parser.parse(bytes)
      _ = document.string(at: "a")
    }
  }
}

@Test(arguments: [
  (["Port"], true), (["Key"], true), (["Other", "Vpc"], true), (["GroupId"], true), (["a"], false),
  (["sg-1"], false), (["port"], false), ([], false),
])
func `a name is looked for among keys of any depth, not among texts`(
  names: [String], isThere: Bool
) throws {
  let parser = JSONParser()
  try Array(group.utf8).withUnsafeBytes { bytes in
    let document = try parser.parseFields(bytes)
    #expect(document.hasField(among: FieldNames(names)) == isThere)
  }
}
