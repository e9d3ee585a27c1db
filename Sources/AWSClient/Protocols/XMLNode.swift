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
  /// The root of a document; nil where the bytes are none. A document with a type declaration is
  /// refused (AWS sends none, and entities are declared there), and so is one nested too deep.
  init?(parsing bytes: [UInt8]) {
    guard !bytes.containsDeclaration else { return nil }
    let parser = XMLParser(data: Data(bytes))
    parser.shouldResolveExternalEntities = false
    let builder = TreeBuilder()
    parser.delegate = builder
    guard parser.parse(), !builder.isTooDeep, let root = builder.root else { return nil }
    self = root
  }
}

extension [UInt8] {
  fileprivate var containsDeclaration: Bool {
    var rest = self[...]
    let mark = Array("<!DOCTYPE".utf8)
    while let start = rest.firstIndex(of: UInt8(ascii: "<")) {
      rest = rest[start...]
      if rest.starts(with: mark) { return true }
      rest = rest.dropFirst()
    }
    return false
  }
}

private final class TreeBuilder: NSObject, XMLParserDelegate {
  static let depth = 100
  var root: XMLNode?
  var isTooDeep = false
  private var open: [XMLNode] = []

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String]
  ) {
    isTooDeep = isTooDeep || open.count >= Self.depth
    guard !isTooDeep else { return }
    open.append(XMLNode(name: name.withoutPrefix, attributes: attributes))
  }

  func parser(_ parser: XMLParser, foundCharacters text: String) {
    guard !isTooDeep, !open.isEmpty else { return }
    open[open.count - 1].text += text
  }

  func parser(_ parser: XMLParser, foundCDATA block: Data) {
    self.parser(parser, foundCharacters: String(decoding: block, as: UTF8.self))
  }

  func parser(
    _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
  ) {
    guard !isTooDeep, let node = open.popLast() else { return }
    if open.isEmpty { root = node } else { open[open.count - 1].children.append(node) }
  }
}

extension String {
  fileprivate var withoutPrefix: String {
    split(separator: ":", maxSplits: 1).last.map(String.init) ?? self
  }
}
