import CSimdjson

/// Names that are looked for among all the texts of a document at once.
package struct FieldNames: Sendable {
  private var byLength: [[[UInt8]]] = Array(repeating: [], count: 64)

  /// Names of 64 bytes and more are not looked for.
  package init(_ names: some Sequence<String>) {
    for name in Set(names) where name.utf8.count < 64 {
      byLength[name.utf8.count].append(Array(name.utf8))
    }
  }

  fileprivate func contains(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    text.count < 64 && byLength[text.count].contains { text.elementsEqual($0) }
  }
}

extension FlatDocument {
  /// Whether any key or text of the document, at any depth, is one of the names: false means that
  /// no field is called so, true that one may be.
  package func mayHaveField(among names: FieldNames) -> Bool {
    let nodes = nodes
    guard let text = nodes.document.text else { return false }
    return (0..<Int(nodes.document.count)).contains { index in
      let node = nodes[index]
      return flat_tag(node.tag) == flat_string
        && names.contains(
          UnsafeBufferPointer(start: text + Int(node.start), count: Int(node.length)))
    }
  }
}

extension JSONParser {
  /// The document that was parsed last, flat.
  package var lastDocument: FlatDocument? {
    last.map { FlatDocument(nodes: FlatNodes($0), parser: self, generation: generation) }
  }
}
