import Testing

@testable import AWSClient

@Suite struct XMLNodeTests {
  @Test func `elements keep order, text and attributes, and lose name spaces`() throws {
    let node = try #require(
      XMLNode(
        parsing: Array(
          #"<a:r xmlns:a="u"><b x:type="t" xmlns:x="v">1 &lt; 2 &#65;<![CDATA[<c>]]></b><b/></a:r>"#
            .utf8)))
    #expect(node.name == "r")
    #expect(node.children.map(\.text) == ["1 < 2 A<c>", ""])
    #expect(node.children[0].attributes["x:type"] == "t")
  }

  private static let bomb =
    "<?xml version=\"1.0\"?><!DOCTYPE lolz [<!ENTITY a \"aaaaaaaaaa\">"
    + (1...9).map {
      "<!ENTITY a\($0) \"" + String(repeating: "&a\($0 == 1 ? "" : "\($0 - 1)");", count: 10)
        + "\">"
    }
    .joined() + "]><r>&a9;</r>"

  @Test(arguments: [
    "", "   ", "{}", "<a>", "<a></b>", "\u{0}", "<a>&undefined;</a>",
    "<!DOCTYPE a SYSTEM \"file:///etc/passwd\"><a/>", bomb,
    String(repeating: "<a>", count: 101) + String(repeating: "</a>", count: 101),
    String(repeating: "<a>", count: 200_000),
  ])
  func `what is no document, or a hostile one, is none`(text: String) {
    #expect(XMLNode(parsing: Array(text.utf8)) == nil)
  }

  @Test func `a wide document is read in time`() throws {
    let text = "<r>" + String(repeating: "<a>1</a>", count: 50_000) + "</r>"
    let clock = ContinuousClock()
    let start = clock.now
    #expect(try #require(XMLNode(parsing: Array(text.utf8))).children.count == 50_000)
    #expect(clock.now - start < .seconds(20))
  }

  @Test func `no prefix of a document crashes`() {
    let text = Array("<r a=\"1\"><b>x &amp; y</b><!-- c --><![CDATA[z]]><?p i?></r>".utf8)
    for length in 0..<text.count { #expect(XMLNode(parsing: Array(text[..<length])) == nil) }
    #expect(XMLNode(parsing: text) != nil)
  }
}
