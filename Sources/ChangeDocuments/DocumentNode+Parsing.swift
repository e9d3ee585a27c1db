import ConfigurationModel
import Yams

/// What a document may cost to read.
enum DocumentLimit {
  static let bytes = 64 << 20
  static let nodes = 4_000_000
  static let depth = 100
  static let aliases = 16
}

extension DocumentNode {
  /// The documents in a YAML text, in order. Throws the first thing that is not YAML, and texts that
  /// would cost too much.
  static func parse(_ text: String, file: String) throws(Problem) -> [DocumentNode] {
    guard text.utf8.count <= DocumentLimit.bytes else { throw .documentTooLarge(file) }
    // Before parsing: the parser hashes keys, and a key made of nested aliases would take for ever.
    if let line = AliasCount(text).lineOverLimit {
      throw .tooManyAliases(at: Problem.Place(file: file, line: line))
    }
    var documents: [DocumentNode] = []
    var budget = DocumentLimit.nodes
    do {
      let marks = ByteOrderMarks(in: text.joiningSurrogates)
      // Without an encoding each parser would look through the environment for one.
      let parser = try Parser(yaml: marks.text, resolver: .basic, encoding: .utf8)
      while let root = try parser.nextRoot() {
        documents.append(
          try DocumentNode(root, marks, file: file, depth: 0, budget: &budget))
      }
    } catch let problem as Problem {
      throw problem
    } catch let error as YamlError {
      throw .notYAML(error, in: text, file: file)
    } catch {
      throw .notYAML("\(error)", at: Problem.Place(file: file))
    }
    return documents
  }

  private init(
    _ node: Node, _ marks: ByteOrderMarks, file: String, depth: Int, budget: inout Int
  ) throws(Problem) {
    line = node.mark?.line ?? 1
    let place = Problem.Place(file: file, line: line)
    budget -= 1
    guard budget >= 0 else { throw .tooManyNodes(at: place) }
    guard depth < DocumentLimit.depth else { throw .nestedTooDeep(at: place) }
    switch node {
    case .scalar(let scalar):
      let tag = scalar.tag.description
      guard ["", "!", "tag:yaml.org,2002:str"].contains(tag) else { throw .tagged(at: place) }
      content = .scalar(
        marks.restored(scalar.string), isPlain: scalar.style == .plain && tag.isEmpty)
    case .sequence(let sequence):
      try Self.check(sequence.tag, "", "tag:yaml.org,2002:seq", at: place)
      var nodes: [DocumentNode] = []
      for member in sequence {
        nodes.append(try DocumentNode(member, marks, file: file, depth: depth + 1, budget: &budget))
      }
      content = .list(nodes)
    case .mapping(let mapping):
      try Self.check(mapping.tag, "", "tag:yaml.org,2002:map", at: place)
      var entries: [Entry] = []
      for (key, value) in mapping {
        guard case .scalar(let name) = key else { throw .keyIsNoText(at: place) }
        guard name.string != "<<" || name.style != .plain else { throw .mergeKey(at: place) }
        entries.append(
          Entry(
            key: marks.restored(name.string), keyLine: name.mark?.line ?? line,
            value: try DocumentNode(value, marks, file: file, depth: depth + 1, budget: &budget)))
      }
      content = .mapping(entries)
    case .alias: throw .keyIsNoText(at: place)
    }
  }

  private static func check(_ tag: Tag, _ allowed: String..., at place: Problem.Place)
    throws(Problem)
  {
    let name = tag.description
    guard allowed.contains(name) else { throw .tagged(at: place) }
  }
}
