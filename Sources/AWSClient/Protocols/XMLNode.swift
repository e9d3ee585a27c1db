/// The elements of a document in the order of their opening tags, in one piece: sixteen bytes for each beside the
/// document itself, of which a page of AWS has a million.
final class XMLTree: Sendable {
  struct Element {
    /// Its name's place in `names`.
    let name: UInt32
    /// Where the first element after it and all that is in it stands.
    var end: UInt32
    /// Its text in the document, where it stands there as it is.
    var text: Range<UInt32>
  }

  let bytes: [UInt8]
  /// The names of elements, without name spaces.
  let names: [String]
  let elements: [Element]
  /// Texts that do not stand in the document as they are, by their elements.
  let texts: [Int: String]
  let attributes: [Int: [String: String]]

  init(
    _ bytes: [UInt8], names: [String], elements: [Element], texts: [Int: String],
    attributes: [Int: [String: String]]
  ) {
    self.bytes = bytes
    self.names = names
    self.elements = elements
    self.texts = texts
    self.attributes = attributes
  }
}

/// An element of an XML document, without name spaces.
struct XMLNode {
  let tree: XMLTree
  private let index: Int

  fileprivate init(_ tree: XMLTree, at index: Int) {
    self.tree = tree
    self.index = index
  }

  var name: String { tree.names[Int(tree.elements[index].name)] }

  /// Without the space between its elements.
  var text: String {
    if let text = tree.texts[index] { return text }
    let text = tree.elements[index].text
    let range = Int(text.lowerBound)..<Int(text.upperBound)
    return String(decoding: tree.bytes[range], as: UTF8.self)
  }

  var attributes: [String: String] { tree.attributes[index] ?? [:] }

  var hasChildren: Bool { Int(tree.elements[index].end) > index + 1 }

  var children: [XMLNode] { children { _ in true } }

  /// The children of this name.
  func all(_ name: String) -> [XMLNode] {
    tree.names.firstIndex(of: name).map { all(UInt32($0)) } ?? []
  }

  /// The children of the name that stands there in `names`.
  func all(_ name: UInt32) -> [XMLNode] { children { $0.name == name } }

  /// The first child of this name.
  func first(_ name: String) -> XMLNode? { all(name).first }

  private func children(_ fits: (XMLTree.Element) -> Bool) -> [XMLNode] {
    var found: [XMLNode] = []
    let end = Int(tree.elements[index].end)
    var child = index + 1
    while child < end {
      let element = tree.elements[child]
      if fits(element) { found.append(XMLNode(tree, at: child)) }
      child = Int(element.end)
    }
    return found
  }
}

extension XMLNode {
  /// The root of a document, of any size; nil where the bytes are none, or one that no service sends (`XMLCheck`).
  init?(parsing bytes: [UInt8]) {
    // Places in it are numbers of 32 bits.
    guard bytes.count < UInt32.max, XMLCheck(bytes).isHarmless else { return nil }
    let tree = bytes.withUnsafeBufferPointer { buffer in
      var document = XMLDocument(buffer)
      return document.tree(of: bytes)
    }
    guard let tree else { return nil }
    self.init(tree, at: 0)
  }
}
