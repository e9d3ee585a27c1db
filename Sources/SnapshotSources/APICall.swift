import ConfigurationModel

/// A call of the AWS API, in the CLI's words: `ec2 describe-security-groups`.
package struct APICall: Hashable, Sendable, CustomStringConvertible {
  /// The CLI's service name; nil where a file name does not say it.
  package let service: String?
  /// The CLI's operation name: `describe-security-groups`.
  package let operation: String

  init(service: String?, operation: String) {
    self.service = service?.replacing("_", with: "-")
    self.operation = operation
  }

  /// `ec2 describe-security-groups`.
  package var description: String {
    ([service].compactMap { $0 } + [operation]).joined(separator: " ")
  }

  /// The operation with nothing but its letters and digits: `DescribeDBInstances` and
  /// `describe-db-instances` are one.
  var plainOperation: String { APICall.plain(operation) }

  static func plain(_ operation: String) -> String {
    operation.lowercased().filter { $0.isLetter || $0.isNumber }
  }

  /// Whether a service of this name is meant: the CLI calls the API's `s3` and `config` otherwise.
  func isOf(service name: String) -> Bool {
    guard let service else { return true }
    return service == name || ["s3": "s3api", "config": "configservice"][service] == name
  }

  var verb: String { String(operation.prefix { $0 != "-" }) }

  /// Whether the call speaks of several resources.
  var isPlural: Bool {
    (noun.hasSuffix("s") && !noun.hasSuffix("ss") && !noun.hasSuffix("status"))
      || noun == "indices"
  }

  /// The noun as AWS's API writes it, but for names that are all capitals.
  var pascalNoun: String { noun.split(separator: "-").map(\.plainlyCapitalized).joined() }

  /// What the call speaks of: `security-groups` of `describe-security-groups`.
  var noun: String { String(operation.drop { $0 != "-" }.dropFirst()) }
}

/// What a file's name says of the call whose answer it holds.
struct CallName: Hashable {
  var call: APICall
  /// The request's parameters, as the name gives them.
  var parameters: String?
  /// The number of the page.
  var page: Int?
  /// Whether the name calls that a page: otherwise it may be a number of anything.
  var isCalledPage = false

  static let verbs: Set<Substring> = [
    "describe", "list", "get", "batch", "select", "search", "lookup", "generate", "filter",
  ]

  /// Reads `ec2-describe-security-groups`, `describe-security-groups__parameters` or
  /// `ec2.DescribeSecurityGroups_1`; nil for everything else.
  init?(_ name: String) {
    let halves = name.split(separator: "__", maxSplits: 1, omittingEmptySubsequences: false)
    let head = String(halves[0])
    guard let named = CallName(pascalCased: head) ?? CallName(kebabCased: head) else { return nil }
    self = named.undecorated
    if halves.count > 1 { parameters = String(halves[1]) }
  }

  // What people add to the names of copies.
  private static let decorations: Set<Substring> = [
    "old", "new", "copy", "of", "backup", "bak", "orig", "original", "prev", "previous", "last",
    "latest", "tmp", "temp", "full", "final", "save", "saved", "before", "after", "stale",
  ]

  /// The name of the call that a copy's name is made of: `copy-of-ec2-describe-vpcs-old` is
  /// `ec2 describe-vpcs`. A call that AWS has stays what it is.
  private var undecorated: CallName {
    guard OperationTable.operation(call) == nil else { return self }
    var words = call.operation.split(separator: "-")
    while words.count > 2, let last = words.last, Self.decorations.contains(last) {
      words.removeLast()
    }
    let operation = words.joined(separator: "-")
    var plain = self
    plain.call = APICall(service: call.service, operation: operation)
    // AWS has a service that is called `backup`.
    if OperationTable.operation(plain.call) != nil { return plain }
    let service = call.service?.split(separator: "-").drop(while: Self.decorations.contains)
    plain.call = APICall(
      service: service.flatMap { $0.isEmpty ? nil : $0.joined(separator: "-") },
      operation: operation)
    return plain.call.service == nil || OperationTable.operation(plain.call) != nil ? plain : self
  }

  /// Reads `get-bucket-policy-BUCKET` and `s3api_get-bucket-policy.BUCKET`: a call about one resource, and after it what
  /// names the resource. Nil where the name begins with no such call, or with a longer one of another meaning:
  /// `get-bucket-policy-status` is no `get-bucket-policy`.
  init?(_ name: String, about isAboutOne: (APICall) -> Bool) {
    let marks = name.indices.reversed().filter { "-_. =@+".contains(name[$0]) }
    for mark in marks {
      guard let head = CallName(String(name[..<mark])), head.parameters == nil, head.page == nil,
        // Words that are taken for those of a copy may be the resource's: `old-logs`.
        APICall.plain(String(name[..<mark])).hasSuffix(head.call.plainOperation)
      else { continue }
      guard !AnswerTexts.longer.contains(head.call.operation) else { return nil }
      let rest = name[name.index(after: mark)...]
      guard isAboutOne(head.call), !rest.isEmpty else { continue }
      self = head
      parameters = String(rest).percentDecoded
      return
    }
    return nil
  }

  private init?(pascalCased name: String) {
    let (base, page, isCalledPage) = CallName.split(page: name)
    let parts = base.split(separator: ".")
    guard parts.count == 2, let first = parts[1].first, first.isUppercase,
      parts[1].allSatisfy({ $0.isLetter || $0.isNumber })
    else { return nil }
    call = APICall(service: String(parts[0]), operation: CallName.kebab(parts[1]))
    (self.page, self.isCalledPage) = (page, isCalledPage)
  }

  private init?(kebabCased name: String) {
    let (base, page, isCalledPage) = CallName.split(page: name)
    let all = base.split(separator: "-", omittingEmptySubsequences: false)
    // Numbers after the call are a date or a time, and then no page.
    let words = all.reversed().drop { $0.allSatisfy(\.isNumber) && !$0.isEmpty }.reversed()
    guard let verb = words.firstIndex(where: CallName.verbs.contains),
      words.index(after: verb) < words.endIndex,
      words.allSatisfy({ !$0.isEmpty && $0.allSatisfy(CallName.isPlain) })
    else { return nil }
    let service = words[..<verb].joined(separator: "-")
    call = APICall(
      service: service.isEmpty ? nil : service, operation: words[verb...].joined(separator: "-"))
    self.page = words.count == all.count && page.map { $0 < 1000 } ?? false ? page : nil
    self.isCalledPage = isCalledPage
  }

  private static func isPlain(_ character: Character) -> Bool {
    character.isASCII && (character.isLowercase || character.isNumber || character == "_")
  }

  /// `name_2`, `name-page-2`, `name.page2` and `name.2` are page 2 of `name`.
  private static func split(page name: String) -> (String, page: Int?, isCalledPage: Bool) {
    let digits = name.reversed().prefix { $0.isASCII && $0.isNumber }.count
    guard (1...6).contains(digits), let page = Int(name.suffix(digits)) else {
      return (name, nil, false)
    }
    var base = name.dropLast(digits)
    let word = ["page-", "page_", "page"].first { base.hasSuffix($0) }
    if let word { base = base.dropLast(word.count) }
    guard let mark = base.last, "_.-".contains(mark) else { return (name, nil, false) }
    return (String(base.dropLast()), page, word != nil)
  }

  /// `DescribeDBInstances` as `describe-db-instances`.
  static func kebab(_ name: Substring) -> String {
    let letters = Array(name)
    var text = ""
    for (index, letter) in letters.enumerated() {
      if index > 0, letter.isUppercase {
        let next = index + 1 < letters.count ? letters[index + 1] : nil
        if !letters[index - 1].isUppercase || next?.isLowercase == true { text += "-" }
      }
      text += letter.lowercased()
    }
    return text
  }
}
