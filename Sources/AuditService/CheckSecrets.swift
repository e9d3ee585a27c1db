import ChangeDocuments
import ConfigurationDiff
import ConfigurationJSON
package import ConfigurationModel
import ResourceKinds
package import SnapshotSources

/// Finds what an import of files would store in clear and what looks like a secret. Nothing is stored.
package struct CheckSecrets {
  /// Files and folders, as an import takes them.
  package let paths: [String]
  /// What the person says of the files beside what they say themselves.
  package let options: SourceOptions

  /// Makes a search through files and folders.
  package init(paths: [String], options: SourceOptions = SourceOptions()) {
    self.paths = paths
    self.options = options
  }

  /// A text that looks like a secret.
  package struct Suspect: Hashable, Sendable {
    /// The path of the file that it is in.
    package let file: String
    /// `ACCOUNT/REGION/TYPE/ID`; what looks like a secret in it is not shown.
    package let resource: String
    /// Where in the document as it was read; `id` or `name` for those of the resource. Of a name that looks
    /// like a secret its sample stands in it.
    package let path: String
    /// What it looks like, such as `AWS access key`.
    package let reason: String
    /// What may be shown of it.
    package let sample: String
  }

  /// What was looked through.
  package struct Result: Sendable {
    /// In the order in which they were found, file by file.
    package var suspects: [Suspect] = []
    /// How many resources were looked through.
    package var resources = 0
    /// What could not be read.
    package var problems: [Problem] = []
  }

  /// Throws `Problems` where nothing can be looked through.
  package func run() throws(Problems) -> Result {
    let plan = SnapshotPlan(paths, options: options)
    guard plan.problems.isEmpty else { throw Problems(plan.problems) }
    guard plan.files.contains(where: \.isTaken) else {
      throw Problems(plan.refused.isEmpty ? [.nothingToImport(paths, plan.files)] : plan.refused)
    }
    let reader = SnapshotReader(plan)
    var result = Result(problems: plan.refused)
    for file in plan.files where file.isTaken { look(through: file, reader, &result) }
    result.problems += reader.unreadParts.map(\.problem)
    return result
  }

  private func look(through file: PlannedFile, _ reader: SnapshotReader, _ result: inout Result) {
    if case .yamlDocument = file.role {
      do throws(Problems) {
        for document in try GoldenDocument.read(at: file.path) {
          look(at: document.configuration, of: document.resource, in: file, &result)
        }
      } catch {
        result.problems += error.all
      }
      return
    }
    let parser = JSONParser()
    do {
      let end = try reader.readItems(file) { raw in
        do throws(Problem) {
          for item in try raw.identified(by: parser) {
            look(at: try document(of: item, raw, parser), of: item.resource, in: file, &result)
          }
        } catch {
          result.problems.append(error)
        }
      }
      if let failure = end.failure { result.problems.append(failure) }
    } catch {
      preconditionFailure("Reading throws only what is done with an item: \(error)")
    }
  }

  private func document(of item: IdentifiedItem, _ raw: RawItem, _ parser: JSONParser)
    throws(Problem) -> ConfigurationValue
  {
    switch item.body {
    case .rewritten(let value): return value
    case .asRead:
      do {
        return try parser.parse(raw.bytes)
      } catch {
        throw .invalidJSON(error, at: raw.place)
      }
    }
  }

  private func look(
    at document: ConfigurationValue, of resource: Resource, in file: PlannedFile,
    _ result: inout Result
  ) {
    result.resources += 1
    let paths = FieldPathSet(ResourceKind.of(resource.id.type).secrets)
    // What is replaced has no text to look at.
    let clear = SecretReplacement(paths) { _, _ in "" }.replaced(document) ?? document
    let names = [("id", resource.id.id), ("name", resource.name ?? "")]
    for (name, text) in names {
      note(text, under: nil, at: name, of: resource.id, in: file, &result)
    }
    for (path, text) in clear.texts(at: .root, under: nil) {
      note(text.text, under: text.name, at: path.text, of: resource.id, in: file, &result)
    }
  }

  private func note(
    _ text: String, under name: String?, at path: String, of resource: ResourceID,
    in file: PlannedFile, _ result: inout Result
  ) {
    guard let look = SecretLook.of(text, under: name) else { return }
    let id = resource.id.unlessSecret
    let shown = ResourceID(resource.scope, id: id)
    result.suspects.append(
      Suspect(
        file: file.path, resource: "\(shown)", path: path, reason: look.reason,
        sample: look.sample))
  }
}

extension ConfigurationValue {
  /// Every text, and every name of a field, with its path and the last name before it: of a pair's value
  /// the pair's name.
  fileprivate func texts(at path: ConfigurationPath, under name: String?) -> [(
    path: ConfigurationPath, text: (text: String, name: String?)
  )] {
    switch self {
    case .null, .bool, .number: return []
    case .string(let text): return [(path, (text, name))]
    case .list(let values):
      return values.enumerated().flatMap { index, value in
        value.texts(at: path.appending(.index(index)), under: name)
      }
    case .object(let fields):
      let pair = (fields["Key"] ?? fields["key"] ?? fields["Name"] ?? fields["name"])?.string
      return fields.inKeyOrder.flatMap { key, value in
        let isValue = key.lowercased().hasSuffix("value")
        let below = path.appending(.key(key.unlessSecret))
        return [(below, (key, nil))] + value.texts(at: below, under: isValue ? pair ?? key : key)
      }
    case .elements(let members):
      return members.inKeyOrder.flatMap { label, value in
        value.texts(at: path.appending(.element(label.unlessSecret)), under: name)
      }
    }
  }
}

extension String {
  /// This text, or what may be shown of it where it looks like a secret.
  fileprivate var unlessSecret: String { SecretLook.of(self, under: nil)?.sample ?? self }
}
