import CSimdjson

/// Names that are looked for among all the keys of a document at once.
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
  /// Whether any field of the document, at any depth, is called by one of the names. What a text says
  /// does not count: half of all tags are called `Environment`.
  package func hasField(among names: FieldNames) -> Bool {
    let nodes = nodes
    guard let text = nodes.document.text else { return false }
    return (0..<Int(nodes.document.count)).contains { index in
      guard flat_tag(nodes[index].tag) == flat_object else { return false }
      var key = index + 1
      while key < nodes[index].end {
        let bytes = UnsafeBufferPointer(
          start: text + Int(nodes[key].start), count: Int(nodes[key].length))
        if names.contains(bytes) { return true }
        key = Int(nodes[key + 1].end)
      }
      return false
    }
  }
}

extension JSONParser {
  /// The document that was parsed last, flat.
  package var lastDocument: FlatDocument? {
    last.map { FlatDocument(nodes: FlatNodes($0), parser: self, generation: generation) }
  }
}
