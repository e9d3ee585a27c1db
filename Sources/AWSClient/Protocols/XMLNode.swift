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
  /// The root of a document, of any size; nil where the bytes are none, or one that no service sends (`XMLCheck`).
  init?(parsing bytes: [UInt8]) {
    guard XMLCheck(bytes).isHarmless else { return nil }
    let root = bytes.withUnsafeBufferPointer { bytes in
      var document = XMLDocument(bytes)
      return document.root()
    }
    guard let root else { return nil }
    self = root
  }
}
