import Activity
import ConfigurationDiff
import ConfigurationJSON
import ConfigurationModel

/// What a file is whose name does not say it, from its content.
struct ContentRole {
  let planner: FilePlanner
  let peek: AnswerPeek

  init(_ planner: FilePlanner, _ peek: AnswerPeek) {
    self.planner = planner
    self.peek = peek
  }

  /// The role, and the call where the content tells it.
  var roleAndCall: (SourceRole, APICall?) {
    if let role = configRole ?? namedDelivery ?? documentRole { return (role, nil) }
    if let call = planner.facts.name?.call {
      if let context = sameOperation(call) { return (.listing(context), call) }
      if let unknown = UnknownListing(self, call), let context = unknown.context {
        return (.listing(context), unknown.call)
      }
    }
    if has("UserDetailList") || has("GroupDetailList") || has("RoleDetailList") {
      return (
        planner.authorizationDetails,
        APICall(service: "iam", operation: "get-account-authorization-details")
      )
    }
    return (isOfAnotherService ? nil : knownListing ?? cutListing) ?? failedCalls
      ?? (.skipped(reason), nil)
  }

  /// Why nobody knows what the file held, as a sentence; nil where it is whole JSON, does not claim to be an answer, or
  /// says that what was asked for is not there.
  var lossReason: String? {
    guard planner.standsAmongAnswers,
      peek.error.map({ ErrorAnswer.saysAbsent($0.code) }) != true
    else { return nil }
    guard peek.isEmpty else {
      return peek.wholeFailure(of: planner.path)
    }
    // The AWS CLI prints nothing where an answer has no member.
    let isOfKnownCall = planner.facts.name.flatMap { OperationTable.operation($0.call) } != nil
    return isOfKnownCall ? nil : "It is empty."
  }

  /// The listing of which not even the first item is whole: its list tells what was not read.
  private var cutListing: (SourceRole, APICall?)? {
    guard let member = peek.cutList, planner.isOfKnownAccount else { return nil }
    let fitting = planner.kinds.calls(listing: member)
      .filter { $0.kind.isGlobal || planner.isOfKnownRegion }
    guard let only = fitting.first, Set(fitting.map(\.kind.type)).count == 1 else { return nil }
    return (.listing(planner.listing([only.kind], only.call)), only.call)
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
    let listed = calls.flatMap { listedKinds(failed: $0) }
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

  /// What a call lists that an error names: of a known kind, or of the one service that has such a call.
  private func listedKinds(failed call: APICall) -> [ListedKind] {
    let known = planner.kinds.listed(by: call)
    guard known.isEmpty, planner.kinds.details(of: call).isEmpty,
      NotConfiguration.reason(call) == nil
    else { return known }
    return UnknownListing(self, call)?.lacking?.kinds ?? []
  }

  /// Whether the file's name says a call of a service that none of the known kinds is listed by: `identitystore
  /// list-users` has what identifies users of IAM, and `fsx describe-volumes` what identifies those of EC2.
  var isOfAnotherService: Bool {
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
    if let call = planner.facts.name?.call, call.listsOfConfig != nil, !isOfOtherQuery {
      return .configItems(.lists)
    }
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
    if let document = peek.document, document.isConfigItem { return .configItems(.whole) }
    let first = peek.lists.first { $0.member.isEmpty }?.first
    if first?.isConfigItem == true { return .configItems(.lists) }
    return isOfEvents ? .configItems(.events) : nil
  }

  /// Whether the file holds events of AWS Config, also among others.
  private var isOfEvents: Bool {
    let values = peek.document.map { [$0] } ?? peek.items.map(\.value) + peek.lines
    return values.contains { !$0.itemsOfEvent.isEmpty }
  }

  /// Whether the query of `select-resource-config` selects something else than configuration items.
  private var isOfOtherQuery: Bool {
    guard let text = peek.lists.first(where: { $0.member == "Results" })?.first?.string,
      let selected = try? ConfigurationValue(json: text), case .object = selected
    else { return false }
    return !selected.isConfigItem
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

  private var reason: String {
    if peek.isEmpty { return "is empty" }
    if let failure = peek.failure { return "no JSON: \(failure.message)" }
    if let error = peek.error { return "an answer with the error '\(error.code)'" }
    if let records = reasonOfRecords { return records }
    if let call = planner.facts.name?.call { return "nothing identifies what '\(call)' answers" }
    if has("Statement") { return "a policy alone: nothing says whose it is" }
    if has("invokingEvent") || has("detail-type") { return "an event, not a listing" }
    return "neither its name nor its content is an answer that lists resources"
  }

  /// What the list `Records` of the file holds; nil where there is none, or nobody knows.
  private var reasonOfRecords: String? {
    guard let record = peek.lists.first(where: { $0.member == "Records" })?.first else {
      return nil
    }
    if ActivityRecords.isOne(record) {
      return "events of CloudTrail: 'plumb activity import' keeps them"
    }
    return record.wordsOfRecords.map { "\($0), and no configurations" }
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
