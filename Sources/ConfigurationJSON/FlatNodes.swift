import CSimdjson
import ConfigurationModel

/// The nodes of one validated document, as values.
struct FlatNodes {
  let document: flat_document
  private let nodes: UnsafePointer<flat_node>
  private let text: UnsafePointer<UInt8>

  init(_ document: flat_document) {
    guard let nodes = document.nodes, let text = document.text else {
      preconditionFailure("A JSON document that was accepted has no nodes.")
    }
    self.document = document
    self.nodes = nodes
    self.text = text
  }

  subscript(index: Int) -> flat_node { nodes[index] }

  func text(at index: Int) -> String {
    let node = nodes[index]
    return String(
      decoding: UnsafeBufferPointer(start: text + Int(node.start), count: Int(node.length)),
      as: UTF8.self)
  }

  /// The value of a node; nesting is bounded by the flattener's limit.
  func value(at index: Int) -> ConfigurationValue {
    switch flat_tag(nodes[index].tag) {
    case flat_true: .bool(true)
    case flat_false: .bool(false)
    case flat_integer: .number(text(at: index))
    case flat_number: .number(number(at: index))
    case flat_string: .string(text(at: index))
    case flat_list: .list(list(at: index))
    case flat_object: .object(object(at: index))
    default: .null
    }
  }

  // The flattener admits only what DecimalText reads, so the text as written is never needed.
  private func number(at index: Int) -> String {
    let written = text(at: index)
    return DecimalText.canonical(written) ?? written
  }

  private func list(at index: Int) -> [ConfigurationValue] {
    var values: [ConfigurationValue] = []
    values.reserveCapacity(Int(nodes[index].length))
    var next = index + 1
    while next < nodes[index].end {
      values.append(value(at: next))
      next = Int(nodes[next].end)
    }
    return values
  }

  private func object(at index: Int) -> [String: ConfigurationValue] {
    var fields = [String: ConfigurationValue](minimumCapacity: Int(nodes[index].length))
    var key = index + 1
    while key < nodes[index].end {
      fields[text(at: key)] = value(at: key + 1)
      key = Int(nodes[key + 1].end)
    }
    return fields
  }

  /// The index of the value under a key of the object at `index`; nil for every other shape.
  func index(of key: String, inObject index: Int) -> Int? {
    var key = key
    let found = key.withUTF8 { utf8 in
      withUnsafePointer(to: document) { document in
        flat_find(document, UInt32(index), utf8.baseAddress, utf8.count)
      }
    }
    return found < 0 ? nil : Int(found)
  }

  /// Refuses keys of one object that Swift's dictionaries take for one: those that are canonically
  /// equivalent. Keys of the same bytes were refused before.
  func requireDistinctKeys() throws(JSONError) {
    for index in 0..<Int(document.count)
    where flat_tag(nodes[index].tag) == flat_object && nodes[index].start == 1 {
      try requireDistinctKeys(ofObject: index)
    }
  }

  private func requireDistinctKeys(ofObject index: Int) throws(JSONError) {
    var seen = Set<String>(minimumCapacity: Int(nodes[index].length))
    var key = index + 1
    while key < nodes[index].end {
      let name = text(at: key)
      guard seen.insert(name).inserted else {
        let offset = UInt64(nodes[key].start - 1 + document.origin)
        throw JSONError(.duplicateKey(name), at: offset)
      }
      key = Int(nodes[key + 1].end)
    }
  }
}
