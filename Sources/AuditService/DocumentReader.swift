import AuditStore
import ConfigurationDiff
import ConfigurationJSON
import ConfigurationModel
import ResourceKinds

/// Turns stored documents into the values that are compared. Not for several threads at once.
final class DocumentReader {
  private let parser = JSONParser()
  private(set) var warnings: Set<String> = []

  /// The normalized value of a document of a resource.
  func value(_ document: StoredDocument, of resource: ResourceID) throws(Problem)
    -> ConfigurationValue
  {
    normalized(try parsed(document, of: resource), form: document.form, of: resource)
  }

  /// A document of a resource as it was read.
  func parsed(_ document: StoredDocument, of resource: ResourceID) throws(Problem)
    -> ConfigurationValue
  {
    do {
      return try parser.parse(document.body)
    } catch {
      throw Problem.invalidJSON(
        error, at: Problem.Place(file: "stored body of \(resource)"), hint: "Run 'plumb verify'.")
    }
  }

  /// The normalized value of a document that was already parsed.
  func normalized(_ document: ConfigurationValue, form: DocumentForm, of resource: ResourceID)
    -> ConfigurationValue
  {
    let met = Warnings()
    let context = NormalizationContext(
      account: resource.account, partition: resource.partition ?? document.ownPartition
    ) {
      met.insert("\(resource): \($0)")
    }
    let value = ResourceKind.of(resource.type).normalized(document, form: form, context: context)
    warnings.formUnion(met.all)
    return value
  }
}

/// Collects the sentences of one normalization, which runs on one thread.
private final class Warnings: @unchecked Sendable {
  private(set) var all: [String] = []
  func insert(_ sentence: String) { all.append(sentence) }
}

extension ConfigurationValue {
  /// The partition in the ARN that a document of a global resource has of itself; nil where it has none.
  fileprivate var ownPartition: String? {
    let arn = self["Arn"]?.string ?? self["configuration"]?["arn"]?.string
    return arn.flatMap(Scope.partition(ofARN:))
  }

  /// The tags of a normalized configuration, as far as their values are texts; of a type without rules of
  /// its own also under the other names that AWS has for them. Nil where it has none of these fields.
  var tags: [String: String]? {
    let found = ResourceKind.tagFields.lazy.compactMap { field in
      if case .elements(let tags)? = self[field] { tags } else { nil }
    }
    return found.first.map { tags in
      tags.compactMapValues { $0.scalarText ?? $0["Value"]?.scalarText }
    }
  }
}

extension ResourceKind {
  /// What AWS calls the tags of a resource.
  static let tagFields = ["Tags", "tags", "TagList", "TagSet"]

  /// Whether a document without tags says that there are none: the listing gives them, or the type has none. Of types
  /// without rules of their own nobody knows.
  var givesTags: Bool { !listings.isEmpty && !Self.tagFields.contains(where: facets.contains) }
}
