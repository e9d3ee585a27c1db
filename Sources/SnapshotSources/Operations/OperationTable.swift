import ConfigurationJSON
import ConfigurationModel

/// What is known of the answers of AWS's calls, from botocore's models.
///
/// An answer is recognized by what it has: an answer to `describe-vpcs` has `Vpcs`. What lacks it is
/// none, whatever it says.
enum OperationTable {
  /// What is known of a call; nil for one that botocore does not list, or without a service.
  static func operation(_ call: APICall) -> Operation? {
    guard let service = call.service.map(name) else { return nil }
    return whole[service]?[call.plainOperation] ?? listing(call.plainOperation, of: service)
  }

  /// The forms that the whole answers refer to.
  static var forms: ValueForms { answers.forms }

  /// What a kind's call answers, whole.
  static func whole(_ service: String, _ operation: String) -> Operation? {
    whole[name(service)]?[APICall.plain(operation)]
  }

  /// Whether the CLI has a service of this name with calls that list.
  static func hasService(_ service: String) -> Bool { lines[name(service)] != nil }

  /// The one service of the CLI that has a call of this name which lists or describes; nil where none or several have.
  static func onlyService(of call: APICall) -> String? {
    let having = lines.keys.filter {
      operation(APICall(service: String($0), operation: call.operation)) != nil
    }
    return having.count == 1 ? having.first.map(String.init) : nil
  }

  /// Whether a call answers with no list at all where there are none (SQS API Reference, "ListQueues"): the
  /// AWS CLI prints nothing then.
  static func answersNothing(_ call: APICall) -> Bool {
    call.isOf(service: "sqs")
      && ["listqueues", "listdeadlettersourcequeues"].contains(call.plainOperation)
  }

  /// Whether some call answers with members of which it has every one.
  static func explains(_ members: some Sequence<String>) -> Bool {
    let members = Set(members)
    let isOfKinds = whole.values.contains { operations in
      operations.values.contains { members.isSubset(of: $0.members.keys) }
    }
    return isOfKinds
      || lines.values.contains { line in
        line.split(separator: "|").dropFirst().contains { entry in
          let text = entry.split(separator: ":", maxSplits: 1).last ?? ""
          return members.isSubset(of: Operation(listing: text).members.keys)
        }
      }
  }

  // `s3` and `config` are what the API calls them.
  private static func name(_ service: String) -> String {
    ["s3": "s3api", "config": "configservice", "codedeploy": "deploy"][service] ?? service
  }

  // MARK: Every listing

  private static let lines: [Substring: Substring] = {
    var lines: [Substring: Substring] = [:]
    for line in OperationTexts.all.flatMap({ $0.split(separator: "\n") }) {
      lines[line.prefix { $0 != "|" }] = line
    }
    return lines
  }()

  /// Only the entry that is asked for is read: a service's line has hundreds.
  private static func listing(_ operation: String, of service: String) -> Operation? {
    lines[service[...]]?.split(separator: "|").dropFirst().lazy
      .map { $0.split(separator: ":", maxSplits: 1) }
      .first { APICall.plain(String($0[0])) == operation }
      .map { Operation(listing: $0[1]) }
  }

  // MARK: Whole answers

  private static let answers = AnswerForms(AnswerTexts.all)

  private static var whole: [Substring: [String: Operation]] { answers.operations }
}

extension [Substring: [String: Operation]] {
  fileprivate subscript(service: String) -> [String: Operation]? { self[service[...]] }
}

extension [Substring: Substring] {
  fileprivate subscript(service: String) -> Substring? { self[service[...]] }
}

/// What is known of one call's answer.
struct Operation: Sendable {
  /// What each member is; where the answer is not known whole, no more than lists and objects.
  let members: [String: ValueForm]
  /// The members that no answer lacks.
  let needed: Set<String>
  /// Of the lists that hold objects: the members that no such object lacks.
  let neededOfItems: [String: Set<String>]
  /// Whether `members` are all there are.
  let isWhole: Bool
  /// The members that are objects around the list, each with what the list is called in them: `Items` of
  /// `DistributionList`.
  let wrapped: [String: String]
  /// The texts that name the one resource that an answer is about.
  let names: [String]
  /// Whether the call is asked about one resource, which its answer need not name: it lists what belongs to that one.
  let isAskedOfOne: Bool
  /// The members that say that the answer goes on, in the order to ask; a dot leads into an object.
  let tokens: [String]
  /// The members that say whether it does: they count before the tokens.
  let flags: [String]

  /// The members that are lists, or objects around one.
  var lists: [String] {
    members.keys.sorted { $0.precedes($1) }.filter { name in
      switch members[name] {
      case .list?: !ErrorMember.isOne(name)
      case .any?, .scalar?, .policy?, .map?, .structure?, nil: wrapped[name] != nil
      }
    }
  }

  /// Whether a value is what the answer has under that name, as far as its outermost form says.
  func has(_ value: ConfigurationValue, as name: String) -> Bool {
    switch (members[name], value) {
    case (nil, _), (_, .null): false
    case (.list?, .list), (.map?, .object), (.structure?, .object): true
    case (.list?, _), (.map?, _), (.structure?, _): false
    case (.any?, _), (.scalar?, _), (.policy?, _): true
    }
  }

  /// The form of one item of a list; of an object, its own.
  func item(of member: String?) -> ValueForm? {
    guard let member else { return nil }
    guard case .list(let element)? = members[member] else { return members[member] }
    return element
  }

  /// From `clusters[,keys[KeyId+KeyArn,names=,role{,roles{Items[Arn;NextMarker;IsTruncated;clusterName`, or with `*` at its
  /// end.
  fileprivate init(listing text: Substring) {
    let parts = text.split(separator: ";", omittingEmptySubsequences: false)
    var (members, neededOfItems): ([String: ValueForm], [String: Set<String>]) = ([:], [:])
    var wrapped: [String: String] = [:]
    for word in parts[0].split(separator: ",") {
      // U+007B is the brace that opens an object.
      let name = String(word.prefix { !"[=<\u{7B}".contains($0) })
      var form = word.dropFirst(name.count)
      members[name] = form.first == "[" || form == "=" ? .list(.any) : .map(.any)
      if form.first == "\u{7B}", form.count > 1 {
        let list = form.dropFirst().prefix { !"[=".contains($0) }
        wrapped[name] = String(list)
        form = form.dropFirst(1 + list.count)
      }
      guard form.first == "[" else { continue }
      neededOfItems[name] = Set(form.dropFirst().split(separator: "+").map(String.init))
    }
    self.members = members
    self.neededOfItems = neededOfItems
    self.wrapped = wrapped
    needed = []
    isWhole = false
    isAskedOfOne = parts.count > 3 && parts[3] == "*"
    names =
      parts.count > 3 && !isAskedOfOne ? parts[3].split(separator: ",").map(String.init) : []
    tokens = parts.count > 1 ? parts[1].split(separator: ",").map(String.init) : []
    flags = parts.count > 2 ? parts[2].split(separator: ",").map(String.init) : []
  }

  fileprivate init(
    members: [String: ValueForm], needed: Set<String>, neededOfItems: [String: Set<String>],
    tokens: [String], flags: [String]
  ) {
    self.members = members
    self.needed = needed
    self.neededOfItems = neededOfItems
    self.tokens = tokens
    self.flags = flags
    (wrapped, names, isAskedOfOne) = ([:], [], false)
    isWhole = true
  }
}

/// The calls that are known whole, read from their texts.
private struct AnswerForms: Sendable {
  private(set) var operations: [Substring: [String: Operation]] = [:]
  private(set) var forms = ValueForms()

  init(_ texts: [String]) {
    for text in texts { read(text) }
  }

  // A head (`call SERVICE CALL TOKENS FLAGS`, `form NAME`) stands before each line of members.
  private mutating func read(_ text: String) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let pairs = stride(from: 0, to: lines.count - 1, by: 2).map { (lines[$0], lines[$0 + 1]) }
    var numbers: [Substring: Int] = [:]
    for (head, _) in pairs where head.hasPrefix("form ") {
      numbers[head.dropFirst(5)] = forms.structures.count
      forms.structures.append([:])
    }
    var needed: [Int: Set<String>] = [:]
    for (head, members) in pairs where head.hasPrefix("form ") {
      guard let number = numbers[head.dropFirst(5)] else { continue }
      (forms.structures[number], needed[number]) = AnswerForms.members(members, numbers)
      if needed[number]?.isEmpty == false { forms.filled.insert(number) }
      forms.needs[number] = MemberNeeds.of(head.dropFirst(5), members: forms.structures[number])
    }
    for (head, members) in pairs {
      let words = head.split(separator: " ", omittingEmptySubsequences: false)
      guard words.count == 5, words[0] == "call" else { continue }
      let answer = AnswerForms.members(members, numbers)
      operations[words[1], default: [:]][APICall.plain(String(words[2]))] = Operation(
        members: answer.0, needed: answer.1,
        neededOfItems: answer.0.compactMapValues { form in
          guard case .list(.structure(let number)) = form else { return nil }
          return needed[number] ?? []
        }, tokens: words[3].split(separator: ",").map(String.init),
        flags: words[4].split(separator: ",").map(String.init))
    }
  }

  private static func members(_ line: Substring, _ numbers: [Substring: Int])
    -> ([String: ValueForm], Set<String>)
  {
    var (members, needed): ([String: ValueForm], Set<String>) = ([:], [])
    for word in line.split(separator: " ") {
      let parts = word.split(separator: ":", maxSplits: 1)
      let isNeeded = parts[0].hasSuffix("*")
      let name = String(isNeeded ? parts[0].dropLast() : parts[0])
      if isNeeded { needed.insert(name) }
      members[name] = form(parts.count > 1 ? parts[1] : "", numbers)
    }
    return (members, needed)
  }

  private static func form(_ text: Substring, _ numbers: [Substring: Int]) -> ValueForm {
    switch text.first {
    case nil: .scalar
    case "?": .any
    case "!": .policy
    case "[": .list(form(text.dropFirst(), numbers))
    // The values of attributes are texts, of which some hold JSON that people decode.
    case "<": text.count == 1 ? .map(.any) : .map(form(text.dropFirst(), numbers))
    default: numbers[text].map { .structure($0) } ?? .any
    }
  }
}
