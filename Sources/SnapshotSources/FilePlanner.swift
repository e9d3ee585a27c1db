import ConfigurationDiff
import ConfigurationJSON
import ConfigurationModel
import ResourceKinds

/// Decides what one file is.
struct FilePlanner {
  let index: Int
  let path: String
  let facts: PathFacts
  let options: SourceOptions
  let kinds: KindIndex
  /// The account that an answer of get-caller-identity beside the file names.
  let caller: String?
  /// The calls whose answers are beside the file.
  let neighbours: CallNeighbours

  var plan: PlannedFile {
    do throws(Problem) {
      return try taken()
    } catch {
      return file(.refused(error))
    }
  }

  private func taken() throws(Problem) -> PlannedFile {
    guard path != "-" else {
      return file(.documents(.lines), try account(), try region(of: .documents(.lines)))
    }
    if let named = roleFromName, !needsEvidence(named) {
      return file(named, try account(of: named), try region(of: named))
    }
    if facts.format == .yaml {
      return file(.yamlDocument, try account(), try region(of: .yamlDocument))
    }
    let peek = try AnswerPeek(path)
    if let named = roleFromName { return try attributed(named, facts.name?.call, peek) }
    let content = ContentRole(self, peek)
    let (role, call) = content.roleAndCall
    var planned = try attributed(role, call, peek)
    if case .skipped = role, let reason = content.lossReason { planned.lost = loss(reason) }
    return planned
  }

  /// Whether something besides the file's items says whose it is.
  var isOfKnownAccount: Bool { options.account ?? facts.account ?? caller != nil }

  /// The same of its region.
  var isOfKnownRegion: Bool { options.region ?? facts.region != nil }

  /// Whether the file may be what a program wrote, by its name, and no text about it.
  var mayBeOutput: Bool {
    guard let name = path.split(separator: "/").last, let dot = name.lastIndex(of: ".") else {
      return true
    }
    let ending = name[name.index(after: dot)...].lowercased()
    return ["json", "txt", "log", "err", "out", "gz"].contains(ending)
  }

  /// Whether the file claims to be an answer: it is called JSON, and stands in an account's folder or beside answers.
  var standsAmongAnswers: Bool {
    guard facts.format == .json else { return false }
    return isOfKnownAccount
      || neighbours.of(facts, isGlobal: true).contains { call in
        call != facts.name?.call && (kinds.isKnown(call) || OperationTable.operation(call) != nil)
      }
  }

  private func loss(_ reason: String) -> Problem {
    .noJSON(
      path, account: options.account ?? facts.account ?? caller,
      region: options.region ?? facts.region, because: reason)
  }

  private func account(of role: SourceRole? = nil) throws(Problem) -> StatedPlace? {
    if case .skipped? = role { return nil }
    return try stated(options.account, facts.account, Problem.conflictingAccount)
  }

  // A folder named after a region may hold answers of services that have none.
  private func region(of role: SourceRole) throws(Problem) -> StatedPlace? {
    switch role {
    case .skipped, .refused, .authorizationDetails: return nil
    case .listing(let context) where context.kinds.allSatisfy(\.isGlobal): return nil
    case .detail(let details) where details.allSatisfy({ ResourceKind.of($0.type).isGlobal }):
      return nil
    case .listing, .detail, .configSnapshot, .configHistory, .configItems, .documents,
      .yamlDocument:
      let isDoubtful = options.region != nil && facts.region.map(PathFacts.namesDirection) == false
      return try stated(
        options.region, isDoubtful ? nil : facts.region, Problem.conflictingRegion)
    }
  }

  private func file(
    _ role: SourceRole, _ account: StatedPlace? = nil, _ region: StatedPlace? = nil,
    call: APICall? = nil
  ) -> PlannedFile {
    PlannedFile(
      index: index, path: path, role: role, account: account, region: region,
      call: call ?? facts.name?.call, parameters: parameters(of: role), page: facts.name?.page,
      root: facts.root, completes: completed(role))
  }

  /// What the call was asked with: as the name says it or, of a list that has a part of all there is, as its items do.
  /// What stands on numbered pages may be of several parts.
  private func parameters(of role: SourceRole) -> String? {
    let named = facts.name?.parameters
    guard case .listing(let context) = role, facts.name?.page == nil,
      let slicing = context.kinds.lazy.compactMap(\.slicing).first
    else { return named }
    if let named { return slicing.word(named: named) ?? named }
    return (try? AnswerPeek(path))?.items.first?.value[slicing.field]?.string
  }

  /// What the file completes besides what it lists.
  private func completed(_ role: SourceRole) -> [DetailContext] {
    guard case .listing = role, let name = facts.name, name.parameters == nil else { return [] }
    return kinds.details(of: name.call)
      .filter { $0.detail.isOfAll && isListedBeside(name.call, $0.type) }.map(context)
  }

  private func stated(
    _ option: String?, _ path: String?, _ conflict: (String, StatedPlace, String) -> Problem
  ) throws(Problem) -> StatedPlace? {
    guard let option else { return path.map { StatedPlace(value: $0, source: .path) } }
    let stated = StatedPlace(value: option, source: .option)
    guard let path, !path.isIdentical(to: option) else { return stated }
    throw conflict(self.path, stated, "the path says \(path)")
  }

  /// The role of a file whose name says it; nil where its content must be looked at.
  private var roleFromName: SourceRole? {
    if facts.format == .lines { return .documents(.lines) }
    guard facts.format != .yaml, let name = facts.name else { return nil }
    let call = name.call
    switch call.operation {
    case "get-account-authorization-details": return authorizationDetails
    case "get-resource-config-history": return .configHistory
    default: break
    }
    let listed = kinds.listed(by: call)
    let details = kinds.details(of: call)
    if !details.isEmpty, listed.isEmpty || name.parameters != nil {
      return .detail(details.map(context))
    }
    // Of two services with an operation of this name (`list-policies`) the content tells.
    let isOfOne = Set(listed.map(\.member)).count == listed.count
    if !listed.isEmpty, isOfOne { return .listing(listing(listed, call)) }
    guard isOfOne else { return nil }
    return NotConfiguration.reason(call).map { .skipped($0) }
  }

  func context(_ found: (type: ResourceType, detail: ResourceKind.Detail)) -> DetailContext {
    let kind = ListedKind(kinds.kind(of: found.type), member: nil)
    return DetailContext(
      type: found.type, detail: found.detail, idFields: kind.identity.id,
      arnField: kind.identity.arn)
  }

  /// Whether another call's answer beside the file lists the type: a call that lists it too and gives what that one
  /// leaves out completes it.
  private func isListedBeside(_ call: APICall, _ type: ResourceType) -> Bool {
    neighbours.of(facts, isGlobal: kinds.kind(of: type).isGlobal).contains { other in
      other.plainOperation != call.plainOperation
        && kinds.listed(by: other).contains { $0.type == type }
    }
  }

  var authorizationDetails: SourceRole {
    let call = APICall(service: "iam", operation: "get-account-authorization-details")
    let known = kinds.listed(by: call)
    let members = [
      ("UserDetailList", "AWS::IAM::User"), ("GroupDetailList", "AWS::IAM::Group"),
      ("RoleDetailList", "AWS::IAM::Role"), ("Policies", "AWS::IAM::Policy"),
    ]
    let listed = members.map { member, type in
      known.first { $0.member == member }
        ?? ListedKind(globalKind(of: ResourceType(type)), member: member)
    }
    return .authorizationDetails(
      ListingContext(kinds: listed, shape: .lists, isComplete: true, rank: 5))
  }

  // A kind without rules of its own does not know that IAM has no regions.
  private func globalKind(of type: ResourceType) -> ResourceKind {
    let known = kinds.kind(of: type)
    return known.isGlobal
      ? known
      : ResourceKind(
        type, isGlobal: true, listings: [], identity: known.identity, rules: known.rules)
  }

  /// A call of known kinds: whether its answer names everything there is, its name tells.
  func listing(_ listed: [ListedKind], _ call: APICall) -> ListingContext {
    let isOnly = listed.allSatisfy { $0.identity.only != nil }
    // Few calls say by their names that they list all there is, and kinds are read by one that does.
    let isPlural = call.isPlural && call.verb != "get" || listed.allSatisfy(\.isOfKind)
    let saysMore = listed.allSatisfy { !$0.leftOut.isEmpty }
    // A call about one resource has no pages: what is called a page holds what it answered of each. Other numbers count
    // the resources.
    let isAboutOne = kinds.isOfEach(call)
    let isOfEach =
      isAboutOne
      ? facts.name?.isCalledPage == true : facts.name?.page != nil && kinds.isSliced(call)
    let isSlice = facts.name?.parameters.map { name in
      listed.contains { $0.slicing?.word(named: name) != nil }
    }
    let areTextsNames = facts.name?.page != nil && kinds.isOfAllRegions(call)
    let listed = areTextsNames ? listed.map(\.withNames) : listed
    return ListingContext(
      kinds: listed, shape: listed.allSatisfy { $0.member == nil } ? .whole : .lists,
      isComplete: isOnly || isOfEach || isSlice ?? (isPlural && !isAboutOne),
      rank: saysMore ? 4 : isOnly || isPlural ? 3 : 2, isOfEach: isOfEach)
  }

  private func needsEvidence(_ role: SourceRole) -> Bool {
    switch role {
    case .listing(let context), .authorizationDetails(let context):
      facts.account ?? options.account == nil
        || (facts.region ?? options.region == nil && context.isRegional)
    case .detail, .configSnapshot, .configHistory, .configItems, .documents, .yamlDocument,
      .skipped, .refused:
      false
    }
  }

  /// The file with the account and region that its items or its folder's caller say.
  private func attributed(_ role: SourceRole, _ call: APICall?, _ peek: AnswerPeek) throws(Problem)
    -> PlannedFile
  {
    let account = try account(of: role)
    let region = try region(of: role)
    guard let context = role.listing, needsEvidence(role) else {
      return file(role, account, region, call: call)
    }
    let evidence = peek.evidence(of: context.kinds)
    let items = evidence.account.map { StatedPlace(value: $0, source: .items) }
    let identity = caller.map { StatedPlace(value: $0, source: .callerIdentity) }
    // What another account shares names its owner, and not who listed it.
    let mayBeShared = context.kinds.contains { FileTally.mayBeShared($0.type) }
    let known = account ?? (mayBeShared ? identity ?? items : items ?? identity)
    guard known != nil else { throw peek.problem(path) ?? .unknownAccount(path) }
    guard context.isRegional, region == nil else { return file(role, known, region, call: call) }
    guard let found = evidence.region else { throw peek.problem(path) ?? .unknownRegion(path) }
    return file(role, known, StatedPlace(value: found, source: .items), call: call)
  }
}
