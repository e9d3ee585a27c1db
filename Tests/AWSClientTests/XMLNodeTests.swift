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

  private static let declared = "<!DOCTYPE a [<!ENTITY x \"y\">]><r><a>a&x;</a></r>"

  private static func utf16(_ text: String, isLittle: Bool) -> [UInt8] {
    text.utf16.flatMap { unit -> [UInt8] in
      let (low, high) = (UInt8(truncatingIfNeeded: unit), UInt8(truncatingIfNeeded: unit >> 8))
      return isLittle ? [low, high] : [high, low]
    }
  }

  private static let strange: [[UInt8]] = {
    let manyAttributes = (0..<60_000).map { "a\($0)='1'" }.joined(separator: " ")
    let texts = [
      "<?xml version='1.0' encoding='IBM037'?><a/>",
      "<?xml version='1.0' encoding='UTF-7'?><a>+ADw-</a>",
      "<r \(manyAttributes)/>", "<r a='\(String(repeating: "x", count: 70_000))'/>",
      String(repeating: "<a>", count: 3_000_000), "<a><!ELEMENT b></a>", "<a b='>'", "<a><!-- </a>",
      "<a><?p?></a>", "<?p?><a/>", "<?xml version='1.0'?><?x?><a/>",
      "<?xml version='1.0' encoding = \"ISO-8859-1\"?><a/>",
    ]
    let marked = "<?xml version=\"1.0\" encoding=\"UTF-16\"?>" + declared
    var all = texts.map { Array($0.utf8) }
    all += [utf16(marked, isLittle: true), utf16("\u{FEFF}" + declared, isLittle: false)]
    // EBCDIC: `<a/>`. And what is no UTF-8.
    all += [[0x4C, 0x81, 0x61, 0x6E], [0x3C, 0x61, 0xFF, 0x2F, 0x3E]]
    return all
  }()

  @Test(arguments: strange.indices)
  func `what is in another encoding or of no sensible size is refused at once`(index: Int) {
    let bytes = Self.strange[index]
    let isHarmless = XMLCheck(bytes).isHarmless
    #expect(!isHarmless)
    let isRead = XMLNode(parsing: bytes) != nil
    #expect(!isRead)
  }

  @Test(arguments: [
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<a b=\"1>2\" c='\"'><!-- <<< > <!DOCTYPE --><![CDATA[<<a ]]>é</a>",
    "\u{FEFF}<?xml version='1.0' encoding='utf-8' standalone='yes'?><a/>",
  ])
  func `what services send is read`(text: String) {
    #expect(XMLNode(parsing: Array(text.utf8))?.name == "a")
  }

  @Test func `a wide document is read`() throws {
    let text = "<r>" + String(repeating: "<a>1</a>", count: 50_000) + "</r>"
    #expect(try #require(XMLNode(parsing: Array(text.utf8))).children.count == 50_000)
  }

  @Test func `a document of more than ten million bytes is read`() throws {
    let rule = "<item><ipProtocol>tcp</ipProtocol><description>a &amp; b</description></item>"
    let text = "<r>" + String(repeating: rule, count: 160_000) + "</r>"
    let bytes = Array(text.utf8)
    #expect(bytes.count > 10_000_000)
    let root = try #require(XMLNode(parsing: bytes))
    #expect(root.children.count == 160_000)
    #expect(root.children.last?.first("description")?.text == "a & b")
  }

  @Test(arguments: [
    ("<a>x\r\ny\rz</a>", "x\ny\nz"),
    ("<a>&#x1F600;&#10;&lt;&gt;&quot;&apos;</a>", "\u{1F600}\n<>\"'"),
    ("<a>1<!-- no -->2<![CDATA[&lt;]]>3</a>", "12&lt;3"), ("<a\n>\t</a\n>", "\t"),
    ("<a></a><!-- c -->\n", ""),
  ])
  func `texts are what XML says`(document: String, text: String) {
    #expect(XMLNode(parsing: Array(document.utf8))?.text == text)
  }

  @Test(arguments: [
    ("<r>\n  <a>1</a>\n  <b>\n    <c/>\n  </b>\n</r>", ["1", "\n    "]),
    ("<r><a> </a><b/></r>", [" ", ""]), ("<r> <a>1</a>x<b>2</b></r>", ["1", "2"]),
    ("<r><a><![CDATA[ ]]></a><a>&#32;2</a><a>x<!-- --> <!-- -->y</a></r>", [" ", " 2", "x y"]),
  ])
  func `what stands between elements is in none of them`(document: String, texts: [String]) throws {
    let root = try #require(XMLNode(parsing: Array(document.utf8)))
    #expect(root.children.map(\.text) == texts)
    #expect(root.text.allSatisfy(\.isWhitespace) == !document.contains("</a>x"))
  }

  @Test func `children are found by name, and not what is in them`() throws {
    let text = "<r><a><b>1</b></a><b>2</b><n:b xmlns:n='u'>3</n:b><c><b>4</b></c></r>"
    let root = try #require(XMLNode(parsing: Array(text.utf8)))
    #expect(root.all("b").map(\.text) == ["2", "3"])
    #expect(root.first("a")?.first("b")?.text == "1")
    #expect(root.first("d") == nil && root.first("c")?.hasChildren == true)
    #expect(root.children.map(\.name) == ["a", "b", "b", "c"])
  }

  @Test(arguments: [
    "<a/><b/>", "<a/>x", "x<a/>", "<a b='1' b='2'/>", "<a b=1/>", "<a b/>", "<a b='1'c='2'/>",
    "<a b='<'/>",
    "<1a/>", "<a>&#0;</a>", "<a>&#xD800;</a>", "<a>&#1;</a>", "<a>&amp</a>", "<a>&;</a>",
    "<a>&#;</a>",
    "<a>\u{1}</a>", "<a/ >", "< a/>", "<a></ a>", "<a></a b>", "<![CDATA[x]]><a/>", "<a>&#+9;</a>",
  ])
  func `what is not well-formed is none`(document: String) {
    #expect(XMLNode(parsing: Array(document.utf8)) == nil)
  }

  @Test func `reading stops where its task is cancelled`() async {
    let bytes = Array(("<r>" + String(repeating: "<a>1</a>", count: 50_000) + "</r>").utf8)
    let task = Task {
      while !Task.isCancelled { await Task.yield() }
      return XMLNode(parsing: bytes) == nil
    }
    task.cancel()
    #expect(await task.value)
  }

  @Test func `no prefix of a document crashes`() {
    let text = Array("<r a=\"1\"><b>x &amp; y</b><!-- c --><![CDATA[z]]></r>".utf8)
    for length in 0..<text.count { #expect(XMLNode(parsing: Array(text[..<length])) == nil) }
    #expect(XMLNode(parsing: text) != nil)
  }
}
