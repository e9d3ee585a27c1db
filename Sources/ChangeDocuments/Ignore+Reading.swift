package import ConfigurationModel

extension Ignore {
  /// The ignores in a YAML or JSON text (`ignores: […]`), named `FILE#1` and on by the last part of the
  /// file's name. Throws everything that is wrong, with its lines.
  package static func read(_ text: String, file: String) throws(Problems) -> [Ignore] {
    var reading = DocumentReading(file: file)
    let base = file.fileName
    let ignores = reading.list(text, "ignores", of: "The ignores").enumerated().compactMap {
      reading.ignore($1, name: "\(base)#\($0 + 1)")
    }
    return try reading.result(ignores)
  }

  /// The ignores in a file, or in every document file of a folder, named `PATH#1` and on.
  package static func read(at path: String) throws(Problems) -> [Ignore] {
    try readFiles(at: path) { (text, file) throws(Problems) in
      try read(text, file: file).enumerated().map { $1.named("\(file)#\($0 + 1)") }
    }
  }
}

extension Freeze {
  /// The freezes in a YAML or JSON text (`freezes: [{ name, from, until, resource }]`). Throws
  /// everything that is wrong, with its lines.
  package static func read(_ text: String, file: String) throws(Problems) -> [Freeze] {
    var reading = DocumentReading(file: file)
    let nodes = reading.list(text, "freezes", of: "The freezes")
    let freezes = nodes.compactMap { reading.freeze($0) }
    return try reading.result(freezes)
  }

  /// The freezes in a file, or in every document file of a folder.
  package static func read(at path: String) throws(Problems) -> [Freeze] {
    try readFiles(at: path) { (text, file) throws(Problems) in try read(text, file: file) }
  }
}

extension DocumentReading {
  /// The members of the only field of the only document; none where the list is written as empty.
  fileprivate mutating func list(_ text: String, _ key: String, of what: String) -> [DocumentNode] {
    guard let node = document(text), let fields = fields(node, what, keys: [key]),
      let list = required(fields, key)
    else { return [] }
    if case .list(let members) = list.content, members.isEmpty { return [] }
    return members(list, "'\(key)'") ?? []
  }

  fileprivate mutating func ignore(_ node: DocumentNode, name: String) -> Ignore? {
    let keys = ["resource", "path", "where", "owner", "reason", "until"]
    guard let fields = fields(node, "An ignore", keys: keys) else { return nil }
    let resource = required(fields, "resource").flatMap { selector($0) }
    let path = fields["path"].flatMap { self.path($0) }
    let predicate = fields["where"].flatMap { self.predicate($0) }
    let owner = requiredText(fields, "owner")
    if let owner, let problem = PersonName(owner).problem, problem.code == "disguised-name" {
      report(problem.at(place(fields["owner"]?.line ?? fields.line)))
    }
    let reason = requiredText(fields, "reason")
    let until = required(fields, "until").flatMap { end($0) }
    guard let resource, let owner, let reason, let until else { return nil }
    return Ignore(
      name: name, resource: resource, path: path, predicate: predicate, owner: owner,
      reason: reason, until: until)
  }

  fileprivate mutating func freeze(_ node: DocumentNode) -> Freeze? {
    let keys = ["name", "from", "until", "resource"]
    guard let fields = fields(node, "A freeze", keys: keys) else { return nil }
    let name = requiredText(fields, "name")
    let window = window(fields, isOpen: false)
    let resource = fields["resource"].flatMap { selector($0) }
    guard let name, let window else { return nil }
    return Freeze(name: name, window: window, resource: resource)
  }
}
