import AlertRules
package import ConfigurationModel
import Guardrails

/// What a document says that one resource is.
package struct GoldenDocument: Hashable, Sendable {
  /// The resource that is described.
  package let resource: Resource
  /// Whether only what the document names must be so; otherwise the configuration is the whole one.
  package let isPartial: Bool
  /// As written: not normalized. Sets stand as lists.
  package let configuration: ConfigurationValue
  /// The file and the line at which the description begins.
  package let place: Problem.Place
  /// The baseline the document belongs to, where it says so.
  package let baseline: String?

  /// Makes a document; without a baseline it belongs to the one that is loaded.
  package init(
    resource: Resource, isPartial: Bool, configuration: ConfigurationValue, place: Problem.Place,
    baseline: String? = nil
  ) {
    self.resource = resource
    self.isPartial = isPartial
    self.configuration = configuration
    self.place = place
    self.baseline = baseline
  }
}

extension GoldenDocument {
  /// The resources in a YAML or JSON text: each document is one, or a list of them under `resources`.
  /// Throws everything that is wrong, with its lines.
  package static func read(_ text: String, file: String) throws(Problems) -> [GoldenDocument] {
    var reading = DocumentReading(file: file)
    let documents = reading.documents(text).flatMap { reading.goldenDocuments($0) }
    return try reading.result(documents).checkedForDuplicates()
  }

  /// The resources in a file, or in every document file of a folder and below it. Alert rules and guardrails
  /// that lie in the folder are none of them.
  package static func read(at path: String) throws(Problems) -> [GoldenDocument] {
    try readFiles(at: path) { (text, file) throws(Problems) in
      guard file == path || !(AlertRule.isOne(text) || Guardrail.isOne(text)) else { return [] }
      return try read(text, file: file)
    }
    .checkedForDuplicates()
  }
}

extension [GoldenDocument] {
  /// One baseline says of one resource once what it is.
  fileprivate func checkedForDuplicates() throws(Problems) -> [GoldenDocument] {
    var first: [String: Problem.Place] = [:]
    var problems: [Problem] = []
    for document in self {
      let id = "\(document.baseline ?? "") \(document.resource.id)"
      if let place = first[id] {
        problems.append(
          .duplicateResource(document.resource.id, at: document.place, first: place))
      } else {
        first[id] = document.place
      }
    }
    guard problems.isEmpty else { throw Problems(problems) }
    return self
  }
}

extension DocumentReading {
  private enum Match: String, CaseIterable { case exact, partial }

  fileprivate mutating func goldenDocuments(_ node: DocumentNode) -> [GoldenDocument] {
    guard case .mapping(let entries) = node.content,
      entries.contains(where: { $0.key == "resources" })
    else { return goldenDocument(node, baseline: nil).map { [$0] } ?? [] }
    guard let fields = fields(node, "A baseline", keys: ["baseline", "resources"]),
      let list = required(fields, "resources")
    else { return [] }
    let baseline = optionalText(fields, "baseline")
    return members(list, "'resources'")?.compactMap { goldenDocument($0, baseline: baseline) } ?? []
  }

  private mutating func goldenDocument(_ node: DocumentNode, baseline: String?) -> GoldenDocument? {
    let keys = ["type", "id", "account", "region", "name", "match", "configuration", "baseline"]
    guard let fields = fields(node, "A resource", keys: keys) else { return nil }
    let texts = ["type", "id", "account", "region"].compactMap { requiredText(fields, $0) }
    let match: Match? = fields["match"].map { word($0, "'match'") } ?? .exact
    let configuration = required(fields, "configuration").flatMap { self.configuration($0) }
    let name = optionalText(fields, "name")
    let own = optionalText(fields, "baseline")
    guard texts.count == 4, let match, let configuration else { return nil }
    let id: ResourceID
    do throws(Problem) {
      id = try ResourceID(
        checking: texts[2], texts[3], ResourceType(texts[0]), id: texts[1])
    } catch {
      report(error.at(place(node.line)))
      return nil
    }
    return GoldenDocument(
      resource: Resource(id, name: name), isPartial: match == .partial,
      configuration: configuration, place: place(node.line), baseline: own ?? baseline)
  }

  private mutating func configuration(_ node: DocumentNode) -> ConfigurationValue? {
    entries(node, "'configuration'").map { _ in node.value }
  }
}
