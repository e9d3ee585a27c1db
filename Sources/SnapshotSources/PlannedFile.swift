package import ConfigurationDiff
package import ConfigurationModel

/// One file of an import: what it is, and whose.
package struct PlannedFile: Sendable {
  /// Its place in the plan.
  package let index: Int
  /// As the user named it; `-` for standard input.
  package let path: String
  /// What it is taken for.
  package let role: SourceRole
  /// The account its resources are in; nil where each item says it itself.
  package let account: StatedPlace?
  /// The region its resources are in; nil where each item says it itself, or it has none.
  package let region: StatedPlace?
  /// The call that it answers.
  package let call: APICall?
  /// The request's parameters, as the path gives them: the listing is then one of a part.
  package let parameters: String?
  /// The number of the page.
  package let page: Int?
  /// The folder that holds the answers of one account and region together.
  let root: String
  /// What a listing completes of what another call beside it lists.
  let completes: [DetailContext]
  /// Why nobody knows what the file held, where it is not taken though it stands where answers stand: the import is not
  /// complete. Nil where it is taken, or is something else.
  var lost: Problem?
}

/// What a file is taken for.
package enum SourceRole: Sendable {
  /// An answer that lists resources.
  case listing(ListingContext)
  /// An answer about one resource, a part of its document.
  case detail([DetailContext])
  /// `iam get-account-authorization-details`: users, groups, roles and policies at once.
  case authorizationDetails(ListingContext)
  /// A configuration snapshot that AWS Config delivered, and the moment in its name.
  case configSnapshot(at: Timestamp?)
  /// Configuration items over time: a history file, or `configservice get-resource-config-history`.
  case configHistory
  /// Configuration items one by one, with the shape they stand in.
  case configItems(AnswerShape)
  /// One-resource documents, or configuration items, one after another or in a list.
  case documents(AnswerShape)
  /// The same in YAML: read by another module.
  case yamlDocument
  /// Not taken, and why.
  case skipped(String)
  /// Not taken, and that stops the import.
  case refused(Problem)
}

/// Where in an answer its items stand.
package enum AnswerShape: Hashable, Sendable {
  /// In lists that are members of the top-level object, or in a top-level list; a member that is
  /// an object is one item.
  case lists
  /// One value after another.
  case lines
  /// Inside events, one or several in a list or one after another.
  case events
  /// The whole answer is one item.
  case whole
}

/// What a listing lists.
package struct ListingContext: Sendable {
  /// What its lists hold, one a list.
  package let kinds: [ListedKind]
  /// Where the items stand.
  package let shape: AnswerShape
  /// Whether the answer names everything there is in its scopes.
  package let isComplete: Bool
  /// Which of two files to believe that hold the same resource: the greater.
  package let rank: Int
  /// Whether the answers are each about one resource, under one name for all of them.
  var isOfEach = false
  /// Whether no listing of the same makes up for it where it could not be read.
  var isAlone = false
}

/// A part of a document that an answer becomes.
package struct DetailContext: Sendable {
  /// The type of the resource.
  package let type: ResourceType
  /// The call, and the field its answer becomes.
  package let detail: ResourceKind.Detail
  /// The fields of an answer that may name the resource.
  let idFields: [String]
  /// The field of an answer that may hold the resource's ARN.
  let arnField: String?
}

/// An account or a region, and what says it.
package struct StatedPlace: Hashable, Sendable, CustomStringConvertible {
  /// What names an account or a region.
  package enum Source: Hashable, Sendable { case option, path, items, callerIdentity }

  /// The account or the region.
  package let value: String
  /// What names it.
  package let source: Source

  /// What names it, as the beginning of a sentence.
  package var description: String {
    switch source {
    case .option: "The option"
    case .path: "The path"
    case .items: "An item of the file"
    case .callerIdentity: "get-caller-identity"
    }
  }
}

/// What the user says of all files of an import.
package struct SourceOptions: Hashable, Sendable {
  /// `--account`: the account of every file whose items do not say it.
  package var account: String?
  /// `--region`: the region of every file whose items do not say it.
  package var region: String?

  /// What is nil is left to paths and items.
  package init(account: String? = nil, region: String? = nil) {
    self.account = account
    self.region = region
  }
}

extension SourceRole {
  /// What a file lists; nil where it is no listing.
  var listing: ListingContext? {
    switch self {
    case .listing(let context), .authorizationDetails(let context): context
    case .detail, .configSnapshot, .configHistory, .configItems, .documents, .yamlDocument,
      .skipped, .refused:
      nil
    }
  }
}

extension SourceRole {
  /// Whether the file holds configuration items of AWS Config, one by one.
  var isOfConfigItems: Bool {
    if case .configItems = self { true } else { false }
  }
}

extension ListingContext {
  /// Whether any of the resources belongs to a region.
  var isRegional: Bool { kinds.contains { !$0.isGlobal } }
}

extension PlannedFile {
  /// What the file is taken for, in a few words: `AWS::EC2::SecurityGroup from ec2
  /// describe-security-groups`.
  package var summary: String {
    let from = call.map { " from \($0)" } ?? ""
    switch role {
    case .listing(let context), .authorizationDetails(let context):
      return context.kinds.map(\.type.name).joined(separator: ", ") + from
    case .detail(let details):
      return details.map { "\($0.detail.field) of \($0.type)" }.joined(separator: ", ") + from
    case .configSnapshot: return "snapshot of AWS Config"
    case .configHistory: return "history of AWS Config"
    case .configItems: return "configuration items of AWS Config"
    case .documents, .yamlDocument: return "documents"
    case .skipped(let reason): return "skipped: \(reason)"
    case .refused(let problem): return "refused: \(problem.code)"
    }
  }
}
