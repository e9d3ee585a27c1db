import ConfigurationDiff
import ConfigurationJSON
import ConfigurationModel

/// What a file is whose name does not say it, from its content.
struct ContentRole {
  private let planner: FilePlanner
  private let peek: AnswerPeek

  init(_ planner: FilePlanner, _ peek: AnswerPeek) {
    self.planner = planner
    self.peek = peek
  }

  /// The role, and the call where the content tells it.
  var roleAndCall: (SourceRole, APICall?) {
    if let role = configRole ?? namedDelivery ?? documentRole { return (role, nil) }
    if let call = planner.facts.name?.call, let context = generic(call) {
      return (.listing(context), call)
    }
    if has("UserDetailList") || has("GroupDetailList") || has("RoleDetailList") {
      return (
        planner.authorizationDetails,
        APICall(service: "iam", operation: "get-account-authorization-details")
      )
    }
    return (isOfAnotherService ? nil : knownListing) ?? failedCalls ?? (.skipped(reason), nil)
  }

  /// What the errors say that a text holds, under a name that says nothing: listings that failed, whose scopes were
  /// not read; or an answer about a part of nobody knows which resource.
  private var failedCalls: (SourceRole, APICall?)? {
    guard planner.facts.name == nil, planner.isOfKnownAccount, planner.mayBeOutput,
      let error = peek.error
    else { return nil }
    let calls = error.operations.compactMap { $0.split(separator: ":").last }
      .map { APICall(service: nil, operation: CallName.kebab($0)) }
    // Whose region nothing says stops nothing else.
    let listed = calls.flatMap { planner.kinds.listed(by: $0) }
      .filter { $0.isGlobal || planner.isOfKnownRegion }
    guard let call = calls.first else { return nil }
    guard !listed.isEmpty else {
      let details = planner.kinds.details(of: call).filter { !$0.detail.isOfAll }
      return details.isEmpty ? nil : (.detail(details.map(planner.context)), call)
    }
    return (
      .listing(ListingContext(kinds: listed, shape: .lists, isComplete: true, rank: 1)),
      calls.count == 1 ? call : nil
    )
  }

  /// Whether the file's name says a call of a service that none of the known kinds is listed by: `identitystore
  /// list-users` has what identifies users of IAM, and `fsx describe-volumes` what identifies those of EC2.
  private var isOfAnotherService: Bool {
    guard let call = planner.facts.name?.call, let service = call.service,
      OperationTable.operation(call) != nil
    else { return false }
    return planner.kinds.listed(by: call).isEmpty && !Self.callingRDS.contains(service)
  }

  /// The services whose calls are those of RDS, and answer about its databases too (DocumentDB and Neptune API
  /// References, `DescribeDBClusters`).
  private static let callingRDS: Set<String> = ["docdb", "neptune"]

  private func has(_ member: String) -> Bool { peek.members.contains { $0 == member } }

  private var configRole: SourceRole? {
    if has("configurationItems") {
      return has("configSnapshotId") || isNamedDelivery
        ? .configSnapshot(at: deliveryTime) : .configHistory
    }
    if has("baseConfigurationItems") || has("BaseConfigurationItems") {
      return .configItems(.lists)
    }
    if let text = peek.lists.first(where: { $0.member == "Results" })?.first?.string,
      let selected = try? ConfigurationValue(json: text), case .object = selected
    {
      return selected.isConfigItem
        ? .configItems(.lists)
        : .skipped("its query does not select resourceType, resourceId and configuration")
    }
    if let document = peek.document {
      if document["configurationItem"]?["resourceType"] != nil { return .configItems(.lists) }
      if document.isConfigItem { return .configItems(.whole) }
    }
    let first = peek.lists.first { $0.member.isEmpty }?.first
    return first?.isConfigItem == true ? .configItems(.lists) : nil
  }

  // What AWS Config delivered, whatever became of it since.
  private var namedDelivery: SourceRole? {
    isNamedDelivery ? .configSnapshot(at: deliveryTime) : nil
  }

  private var isNamedDelivery: Bool {
    planner.path.split(separator: "/").last?.contains("_ConfigSnapshot_") ?? false
  }

  /// The moment in the name of a delivery: `…_ConfigSnapshot_20211115T091124Z_….json.gz`.
  private var deliveryTime: Timestamp? {
    guard let name = planner.path.split(separator: "/").last else { return nil }
    for part in name.split(separator: "_") where part.count == 16 && part.hasSuffix("Z") {
      let text = Array(part).map(String.init)
      let date = "\(text[0..<4].joined())-\(text[4..<6].joined())-\(text[6..<8].joined())"
      let clock = "\(text[9..<11].joined()):\(text[11..<13].joined()):\(text[13..<15].joined())Z"
      if let time = Timestamp(parsing: "\(date)T\(clock)") { return time }
    }
    return nil
  }

  private var documentRole: SourceRole? {
    if let line = peek.firstLine, line.isOneResource || line.isConfigItem {
      return .documents(.lines)
    }
    if let document = peek.document, document.isOneResource { return .documents(.whole) }
    let first = peek.lists.first { $0.member.isEmpty }?.first
    return first?.isOneResource == true ? .documents(.lists) : nil
  }

  /// A list whose member, and the identity of its first item, fit one known kind.
  private var knownListing: (SourceRole, APICall?)? {
    for list in peek.lists {
      let fitting = planner.kinds.calls(listing: list.member).filter { found in
        list.first.map { found.kind.recognizes($0) } ?? true
      }
      let types = Set(fitting.map(\.kind.type))
      if let only = fitting.first, types.count == 1 {
        return (.listing(planner.listing([only.kind], only.call)), only.call)
      }
    }
    return nil
  }

  private static let notItems: Set<String> = [
    "failures", "Failures", "Messages", "ResponseMetadata", "Warnings", "Errors", "errors", "Tags",
    "tags", "Grants",
  ]

  /// The listing that a call of no known kind answers; nil where nothing identifies its items.
  private func generic(_ call: APICall) -> ListingContext? {
    if let context = sameOperation(call) { return context }
    guard let service = call.service else { return nil }
    if peek.document == nil, peek.lists.isEmpty { return failed(call, service) }
    func kind(_ member: String) -> ListedKind {
      ListedKind(call: call, service: service, member: member, kinds: planner.kinds)
    }
    if let document = peek.document, let whole = wholeKind(call, service, document) {
      return ListingContext(kinds: [whole], shape: .whole, isComplete: false, rank: 2)
    }
    let lists = peek.lists.filter { list in
      !Self.notItems.contains(list.member) && !list.member.isEmpty
        && !ErrorMember.isOne(list.member)
    }
    .map { (kind($0.member), $0.first) }
    .filter { kind, first in first.map { $0.string != nil || kind.identify($0) != nil } ?? true }
    let isComplete =
      planner.facts.name?.parameters == nil && NotConfiguration.isListingOfAll(call)
    if !lists.isEmpty, call.isPlural, !isAboutOne {
      return ListingContext(
        kinds: lists.map(\.0), shape: .lists, isComplete: isComplete, rank: 1)
    }
    return object(kind, isComplete: isComplete) ?? failed(call, service)
  }

  // What stands before an operation may be any folder's name: then the operation and the content
  // tell the service. Several services have an operation of one name (`list-policies`): ARNs tell whose items these are.
  private func sameOperation(_ call: APICall) -> ListingContext? {
    guard !isOfAnotherService else { return nil }
    let any = APICall(service: nil, operation: call.operation)
    let fitting = planner.kinds.listed(by: any).filter { kind in
      peek.lists.contains { list in
        list.member == kind.member && list.first.map { kind.recognizes($0) } ?? false
      }
    }
    return fitting.count == 1 ? planner.listing(fitting, call) : nil
  }

  // An object that is one item (`Role`), or holds the list (`DistributionList`).
  private func object(_ kind: (String) -> ListedKind, isComplete: Bool) -> ListingContext? {
    guard case .object(let fields)? = peek.document else { return nil }
    let objects = fields.inKeyOrder.filter { !Self.notItems.contains($0.key) }.compactMap {
      name, value -> (kind: ListedKind, isList: Bool)? in
      let found = kind(name)
      if let items = value["Items"]?.members {
        return items.first.map { found.identify($0) != nil } ?? true ? (found, true) : nil
      }
      return found.identify(value) == nil ? nil : (found, false)
    }
    guard objects.count == 1, let only = objects.first else { return nil }
    return ListingContext(
      kinds: [only.kind], shape: .lists, isComplete: only.isList && isComplete,
      rank: only.isList ? 1 : 2)
  }

  // The listing of a call that failed, whatever its file holds: its scope was not read. What was asked
  // for by name and is not there is no such failure.
  private func failed(_ call: APICall, _ service: String) -> ListingContext? {
    let operation = OperationTable.operation(call)
    let lists = (operation?.lists ?? []).filter { !Self.notItems.contains($0) }
    guard call.isPlural, ["list", "describe"].contains(call.verb) || !lists.isEmpty,
      isNoAnswer(operation, service), peek.error.map({ ErrorAnswer.saysAbsent($0.code) }) != true
    else { return nil }
    let noun = APICall.plain(GenericNaming.singular(member: call.pascalNoun, call: nil))
    let named = lists.filter { APICall.plain($0).contains(noun) }
    let members = lists.isEmpty ? [call.pascalNoun] : named.isEmpty ? lists : named
    return ListingContext(
      kinds: members.map {
        ListedKind(call: call, service: service, member: $0, kinds: planner.kinds)
      }, shape: .lists, isComplete: true, rank: 1)
  }

  /// Whether the file lacks all that an answer of its call has.
  private func isNoAnswer(_ operation: Operation?, _ service: String) -> Bool {
    guard case .object(let fields)? = peek.document, peek.error?.code != "unknown" else {
      // Any text may have a name like a call's; of a service that AWS has not, it must say that it failed.
      return peek.lists.isEmpty
        && (peek.isEmpty || OperationTable.hasService(service)
          || peek.error.map { $0.code != "unknown" } ?? false)
    }
    guard let operation else { return fields.isEmpty }
    return fields.keys.allSatisfy { operation.members[$0] == nil || ErrorMember.isOne($0) }
  }

  // An answer that names one resource beside its lists is about that resource.
  private var isAboutOne: Bool {
    guard case .object(let fields)? = peek.document else { return false }
    return fields.contains { key, value in
      value.string != nil && !key.hasPrefix("LastEvaluated")
        && ["Arn", "ARN", "Id", "Name"].contains(where: key.hasSuffix)
    }
  }

  // An answer that is itself the resource says so with a field of the call's noun: `EndpointArn` of
  // `describe-endpoint`.
  private func wholeKind(_ call: APICall, _ service: String, _ document: ConfigurationValue)
    -> ListedKind?
  {
    guard call.verb == "describe" || call.verb == "get" else { return nil }
    let noun = call.pascalNoun
    guard !call.isPlural else { return nil }
    let first = noun.prefix(1).lowercased() + noun.dropFirst()
    let own = ["Arn", "Id", "Name", "Identifier"].flatMap { [noun + $0, first + $0] }
    guard document.firstText(of: own + ["Arn", "ARN", "arn", "id"]) != nil else { return nil }
    let kind = ListedKind(call: call, service: service, member: noun, kinds: planner.kinds)
    return kind.wholeAnswer
  }

  private var reason: String {
    if peek.isEmpty { return "is empty" }
    if let failure = peek.failure { return "no JSON: \(failure.message)" }
    if let error = peek.error { return "an answer with the error '\(error.code)'" }
    if let call = planner.facts.name?.call { return "nothing identifies what '\(call)' answers" }
    if has("Statement") { return "a policy alone: nothing says whose it is" }
    if has("invokingEvent") || has("detail-type") { return "an event, not a listing" }
    return "neither its name nor its content is an answer that lists resources"
  }
}

extension ConfigurationValue {
  fileprivate var isConfigItem: Bool {
    self["resourceType"]?.string != nil && self["configuration"] != nil
      && (self["configurationItemCaptureTime"] != nil || self["configurationItemStatus"] != nil
        || self["awsRegion"] != nil || self["resourceId"] != nil)
  }

  fileprivate var isOneResource: Bool {
    self["type"]?.string != nil && self["id"]?.string != nil && self["configuration"] != nil
  }
}

extension ListedKind {
  /// Whether an item of a list is one of this kind's: it can be identified, and its own ARN is of the kind's service.
  fileprivate func recognizes(_ element: ConfigurationValue) -> Bool {
    let item = within.flatMap { element[$0]?.members?.first } ?? element
    guard identify(item) != nil else { return false }
    let services = arns.compactMap { item[$0]?.string }.compactMap(\.serviceOfARN)
    return services.allSatisfy { type.isOf(arnService: $0) }
  }
}

extension String {
  /// `iam` of `arn:aws:iam::111122223333:policy/p`; nil for what is no ARN.
  fileprivate var serviceOfARN: Substring? {
    let parts = split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
    return parts.count == 6 && parts[0] == "arn" ? parts[2] : nil
  }
}

extension ResourceType {
  /// Whether ARNs of that service may be of this type: `elasticloadbalancing` of
  /// `AWS::ElasticLoadBalancingV2::Listener`.
  fileprivate func isOf(arnService service: Substring) -> Bool {
    let parts = name.split(separator: ":")
    guard parts.count > 1 else { return true }
    let own = parts[1].lowercased()
    return own.hasPrefix(service) || service.hasPrefix(own)
  }
}
