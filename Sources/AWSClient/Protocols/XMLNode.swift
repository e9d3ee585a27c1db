import Foundation
import FoundationXML

/// An element of an XML document, without name spaces.
struct XMLNode {
  var name: String
  var attributes: [String: String] = [:]
  var children: [XMLNode] = []
  var text = ""

  /// The children of this name.
  func all(_ name: String) -> [XMLNode] { children.filter { $0.name == name } }

  /// The first child of this name.
  func first(_ name: String) -> XMLNode? { children.first { $0.name == name } }

  /// The children by their names.
  var childrenByName: [String: [XMLNode]] { Dictionary(grouping: children, by: \.name) }
}

extension XMLNode {
  /// The root of a document; nil where the bytes are none, or one that no service sends (`XMLCheck`).
  init?(parsing bytes: [UInt8]) {
    guard XMLCheck(bytes).isHarmless else { return nil }
    let parser = XMLParser(data: Data(bytes))
    parser.shouldResolveExternalEntities = false
    let builder = TreeBuilder()
    parser.delegate = builder
    guard parser.parse(), let root = builder.root else { return nil }
    self = root
  }
}

private final class TreeBuilder: NSObject, XMLParserDelegate {
  var root: XMLNode?
  private var open: [XMLNode] = []

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String]
  ) {
    open.append(XMLNode(name: name.withoutPrefix, attributes: attributes))
  }

  func parser(_ parser: XMLParser, foundCharacters text: String) {
    guard !open.isEmpty else { return }
    open[open.count - 1].text += text
  }

  func parser(_ parser: XMLParser, foundCDATA block: Data) {
    self.parser(parser, foundCharacters: String(decoding: block, as: UTF8.self))
  }

  func parser(
    _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
  ) {
    guard let node = open.popLast() else { return }
    if open.isEmpty { root = node } else { open[open.count - 1].children.append(node) }
  }
}

extension String {
  fileprivate var withoutPrefix: String {
    split(separator: ":", maxSplits: 1).last.map(String.init) ?? self
  }
}
