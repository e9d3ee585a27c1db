import ConfigurationDiff
import ConfigurationModel
import PlumblineTestSupport
import ResourceKinds
import Testing

/// One resource in two spellings, and what people do to it.
struct KindCase: Sendable, CustomTestStringConvertible {
  let kind: ResourceKind
  /// As the CLI prints it, its details merged in.
  let cli: String
  /// The same as AWS Config's item; nil where AWS Config has no such type.
  let config: String?
  let changes: [Change]

  /// A replacement in the CLI's text, the paths it must give, and the worst severity among them.
  struct Change: Sendable {
    let old: String
    let new: String
    let paths: [String]
    let severity: Severity?

    init(_ old: String, _ new: String, _ paths: [String], _ severity: Severity? = nil) {
      self.old = old
      self.new = new
      self.paths = paths
      self.severity = severity
    }
  }

  var testDescription: String { kind.type.name }

  static let all: [KindCase] = iam + storage + recording + databases + services + sharing + guards
}

let context = NormalizationContext(account: "111122223333")

extension ResourceKind {
  func value(_ json: String, _ form: DocumentForm = .cli) throws -> ConfigurationValue {
    normalized(try fixture(json), form: form, context: context)
  }
}

/// Whether a part is given by one side only, and the kind says so.
func isUnread(
  _ edit: Edit, _ left: ConfigurationValue, _ right: ConfigurationValue, _ kind: ResourceKind
) -> Bool {
  guard case .key(let field)? = edit.path.steps.first else { return false }
  return kind.facets.contains(field) && (left[field] == nil || right[field] == nil)
}
