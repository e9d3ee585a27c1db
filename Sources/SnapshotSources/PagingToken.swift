import ConfigurationModel

/// How an answer says that it goes on in another one.
struct PagingSigns {
  private let tokens: [String]
  private let flags: [String]

  // Also the names of what the request said, in answers of calls that have another token.
  private static let echoed: Set<String> = ["Marker", "marker", "position"]

  /// The signs of a call: its own (botocore's paginators), and those that calls have that may have
  /// learnt to page since. The CLI itself writes `NextToken` for any call, with `--max-items`.
  init(_ operation: Operation?) {
    let any = OperationTexts.tokens.sorted { $0.precedes($1) }
    let own = operation?.tokens ?? []
    tokens = own + any.filter { own.isEmpty || !PagingSigns.echoed.contains($0) }
    flags = (operation?.flags ?? []) + OperationTexts.flags.sorted { $0.precedes($1) }
  }

  /// The member that says that there is more; nil where the answer is over.
  ///
  /// A flag decides where it stands, for IAM and S3 repeat the request's marker beside it. What is called the next
  /// one repeats nothing: no flag says that there is none.
  func sign(in answer: ConfigurationValue) -> String? {
    let isMore = flags.lazy.compactMap { flag in
      answer.value(along: flag)?.truth.map { (flag: flag, isSet: $0) }
    }.first
    if let isMore, isMore.isSet { return isMore.flag }
    return tokens.first { token in
      (isMore == nil || PagingSigns.isNext(token)) && answer.value(along: token)?.isToken == true
    }
  }

  private static func isNext(_ token: String) -> Bool {
    token.split(separator: ".").last?.lowercased().hasPrefix("next") ?? false
  }
}

extension ConfigurationValue {
  /// The value under member names joined with dots.
  fileprivate func value(along path: String) -> ConfigurationValue? {
    path.split(separator: ".").reduce(Optional(self)) { value, name in value?[String(name)] }
  }

  /// Whether this is true or false, also where a tool wrote it as a text or a number.
  fileprivate var truth: Bool? {
    switch self {
    case .bool(let isTrue): isTrue
    case .string(let text): ["true": true, "false": false][text.lowercased()]
    case .number(let text): ["1": true, "0": false][text]
    case .null, .list, .object, .elements: nil
    }
  }

  // A token may be a text, or the last key that was read.
  fileprivate var isToken: Bool {
    switch self {
    case .string(let text): !text.isEmpty
    case .object(let fields): !fields.isEmpty
    case .number: true
    case .null, .bool, .list, .elements: false
    }
  }
}

/// Members of answers that say what could not be answered.
enum ErrorMember {
  private static let names: Set<String> = [
    "error", "errors", "failure", "failures", "fault", "faileditems", "failedset",
    "failedrequests", "failedaccounts", "failedaccountids", "errorentries", "__type", "errorcode",
    "errormessage",
  ]
  /// Words that say so where the call has no member of that name.
  private static let otherNames: Set<String> = ["message", "code", "partial", "statuscode"]

  /// Whether a member of this name holds what failed, or what was asked for and is not there: `Errors`, `failures`,
  /// `UnprocessedKeys`, `JobsNotFound`, `InvalidParameters`, `vpcEndpointErrorDetails`.
  static func isOne(_ member: String) -> Bool {
    if names.contains(member.lowercased()) { return true }
    let words = CallName.kebab(member[...]).split(separator: "-")
    guard let first = words.first, let last = words.last else { return false }
    return openings.contains(first) && words.count > 1 || first == "unprocessed"
      || endings.contains(last) || words.suffix(2) == ["error", "details"]
      || zip(words, words.dropFirst()).contains { $0 == "not" && $1 == "found" }
  }

  // Of all lists in botocore's models whose names speak of a failure.
  private static let openings: Set<Substring> = ["failed", "invalid", "missing", "skipped"]
  private static let endings: Set<Substring> = ["errors", "failures", "missing"]

  /// The first such member that holds something.
  static func first(in answer: ConfigurationValue) -> String? {
    guard case .object(let fields) = answer else { return nil }
    return fields.inKeyOrder.first { isOne($0.key) && $0.value.isSomething }?.key
  }

  /// The member by which a listing repeats what it was narrowed to (S3 API reference, `ListBuckets`: "If `Prefix` was
  /// sent with the request, it is included in the response"); nil where it names none.
  static func narrowing(in answer: ConfigurationValue) -> String? {
    answer["Prefix"]?.isSomething == true ? "Prefix" : nil
  }

  /// The first member that an answer of this call never has, and that says that something is missing.
  static func stranger(in answer: ConfigurationValue, of operation: Operation?) -> String? {
    guard case .object(let fields) = answer, let operation, operation.isWhole else { return nil }
    return fields.inKeyOrder.first { name, value in
      otherNames.contains(name.lowercased()) && operation.members[name] == nil
        && (value.isSomething || value.truth == true || value.saysFailure)
    }?.key
  }
}

extension ConfigurationValue {
  /// Whether this is the status of an answer that failed, or that is a part.
  fileprivate var saysFailure: Bool {
    switch self {
    case .number(let text), .string(let text): text != "200"
    case .null, .bool, .list, .object, .elements: false
    }
  }

  fileprivate var isSomething: Bool {
    switch self {
    case .null, .bool, .number: false
    case .string(let text): !text.isEmpty
    case .list(let values): !values.isEmpty
    case .object(let fields): !fields.isEmpty
    case .elements(let elements): !elements.isEmpty
    }
  }
}
