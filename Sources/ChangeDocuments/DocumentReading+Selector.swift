import ConfigurationModel

extension DocumentReading {
  /// A selector that narrows in some way: an empty one would select everything by an oversight.
  mutating func selector(_ node: DocumentNode) -> ResourceSelector? {
    let keys = ["type", "account", "region", "id", "name", "tags"]
    guard let fields = fields(node, "A resource", keys: keys) else { return nil }
    var globs: [String: Glob] = [:]
    for key in keys.dropLast() { globs[key] = fields[key].flatMap { glob($0) } }
    let tags = fields["tags"].map { self.tags($0) } ?? [:]
    if keys.allSatisfy({ fields[$0] == nil }) {
      report(
        .contradiction(
          "This selects every resource there is.",
          hint: "Name at least the type, or write id: \"*\".",
          at: place(node.line)))
    }
    return ResourceSelector(
      type: globs["type"], account: globs["account"], region: globs["region"], id: globs["id"],
      name: globs["name"], tags: tags)
  }

  private mutating func tags(_ node: DocumentNode) -> [String: Glob] {
    var tags: [String: Glob] = [:]
    let entries = entries(node, "'tags'") ?? []
    if entries.isEmpty, node.shape == "a mapping" {
      report(
        .wrongShape("'tags'", wanted: "a mapping", found: "an empty one", at: place(node.line)))
    }
    for entry in entries {
      guard case .scalar(let text, isPlain: false) = entry.value.content, text.isEmpty else {
        tags[entry.key] = glob(entry.value)
        continue
      }
      // A tag may have the empty value, and only quotes say that it is meant.
      tags[entry.key] = Glob("")
    }
    return tags
  }

  /// A span of time of which both ends, or only some, must be named.
  mutating func window(_ fields: DocumentFields, isOpen: Bool) -> Window? {
    let ends = ["from", "until"].map { key -> Timestamp? in
      let node = isOpen ? fields[key] : required(fields, key)
      return node.flatMap { key == "until" ? end($0) : moment($0) }
    }
    if isOpen, fields["from"] == nil, fields["until"] == nil {
      report(.missingKey("until", of: fields.what, at: place(fields.line)))
    }
    if let from = ends[0], let until = ends[1], until < from {
      report(
        .contradiction(
          "\(fields.what) ends (\(until)) before it begins (\(from)).", at: place(fields.line)))
    }
    return Window(from: ends[0], until: ends[1])
  }
}
