import CSimdjson
package import ConfigurationModel

/// A whole, valid document of which chosen fields are read without building its value.
///
/// It is valid until its parser parses again.
package struct FlatDocument {
  private let flat: FlatNodes
  private let parser: JSONParser
  private let generation: Int

  init(nodes: FlatNodes, parser: JSONParser, generation: Int) {
    flat = nodes
    self.parser = parser
    self.generation = generation
  }

  var nodes: FlatNodes {
    precondition(
      parser.generation == generation, "A JSON document is read after its parser went on.")
    return flat
  }

  /// The whole value.
  package var value: ConfigurationValue { nodes.value(at: 0) }

  /// The value under a key of the top-level object; nil where there is none.
  package func value(at key: String) -> ConfigurationValue? {
    nodes.index(of: key, inObject: 0).map(nodes.value(at:))
  }

  /// Whether the top-level object has something under a key that is not null.
  package func has(_ key: String) -> Bool {
    nodes.index(of: key, inObject: 0).map { !isTagged(flat_null, $0) } ?? false
  }

  /// Whether the top-level object has null under a key.
  package func isNull(_ key: String) -> Bool {
    nodes.index(of: key, inObject: 0).map { isTagged(flat_null, $0) } ?? false
  }

  /// The text under a key of the top-level object; nil where there is none, or it is not a string.
  package func string(at key: String) -> String? {
    string(at: key, inObject: 0)
  }

  /// Two texts of each object in the list under a key of the top-level object, as in
  /// `[{"Key": "a", "Value": "b"}]`. What lacks either text is left out.
  package func strings(inArray key: String, key name: String, value: String) -> [(String, String)] {
    guard let list = nodes.index(of: key, inObject: 0), isTagged(flat_list, list) else { return [] }
    var pairs: [(String, String)] = []
    pairs.reserveCapacity(Int(nodes[list].length))
    var next = list + 1
    while next < nodes[list].end {
      if let first = string(at: name, inObject: next),
        let second = string(at: value, inObject: next)
      {
        pairs.append((first, second))
      }
      next = Int(nodes[next].end)
    }
    return pairs
  }

  private func string(at key: String, inObject object: Int) -> String? {
    guard let index = nodes.index(of: key, inObject: object), isTagged(flat_string, index) else {
      return nil
    }
    return nodes.text(at: index)
  }

  private func isTagged(_ tag: flat_tag, _ index: Int) -> Bool {
    flat_tag(nodes[index].tag) == tag
  }
}
