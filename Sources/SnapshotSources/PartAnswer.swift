import ConfigurationDiff
import ConfigurationJSON
import ConfigurationModel

private let openingBrace: UInt8 = 0x7B

/// One answer about one resource, or one that names the resource of each of its items.
struct PartAnswer {
  /// A value, and the names of the resource it is a part of: as the path gives it, and as the answer does.
  struct Part {
    let resources: [String]
    let value: ConfigurationValue
  }

  /// Empty where the answer says that it is about none.
  private(set) var parts: [Part] = []
  /// The items of an answer about all resources.
  private(set) var items: [ConfigurationValue] = []
  /// What says that an answer about all resources goes on in another file; nil where it is over.
  private(set) var token: String?

  private let file: PlannedFile
  private let context: DetailContext
  private let operation: Operation?

  private var detail: ResourceKind.Detail { context.detail }

  private var call: APICall { APICall(service: detail.service, operation: detail.operation) }

  /// Throws why the file holds no answer of its call.
  init(_ file: PlannedFile, _ context: DetailContext) throws(Problem) {
    self.file = file
    self.context = context
    operation = OperationTable.whole(context.detail.service, context.detail.operation)
    let bytes = try wholeBytes(of: file.path)
    if bytes.allSatisfy({ [9, 10, 13, 32].contains($0) }) {
      guard detail.none == .empty else { throw .emptyFile(file.path) }
      try take(.object([:]))
      return
    }
    let envelope: ConfigurationValue
    do throws(JSONError) {
      envelope = try JSONParser().parse(bytes)
    } catch {
      // An answer beside the words that there is none: one of them is of another day.
      guard let said = ErrorAnswer(bytes), !bytes.contains(openingBrace) else {
        throw .invalidJSON(error, at: Problem.Place(file: file.path))
      }
      try takeAbsence(said)
      return
    }
    try read(envelope, bytes)
  }

  // An answer is recognized by what it has; what it says instead explains why it is none.
  private mutating func read(_ envelope: ConfigurationValue, _ bytes: [UInt8]) throws(Problem) {
    guard case .object(var fields) = envelope.answer, envelope.failedStatus == nil,
      hasWhatItNeeds(envelope.answer)
    else {
      if let said = ErrorAnswer(bytes) { return try takeAbsence(said) }
      throw missing
    }
    fields["ResponseMetadata"] = nil
    let answer = ConfigurationValue.object(fields)
    if let member = ErrorMember.first(in: answer)
      ?? ErrorMember.stranger(in: answer, of: operation)
    {
      throw .partialAnswer(file.path, member: member)
    }
    token = PagingSigns(operation).sign(in: answer)
    if let token, !file.answersAll(detail) {
      throw .unreadPage(file.path, token: token, files: 1)
    }
    if let misfit = operation?.misfit(in: answer) { throw .wrongForm(file.path, misfit) }
    if let reason = detail.mistaken(fields, of: operation) ?? otherResource(in: answer) {
      throw .notAnAnswer(file.path, call: call.description, because: reason)
    }
    try take(answer)
  }

  private var missing: Problem {
    detail.member.map { .missingMember(file.path, members: [$0]) }
      ?? .notAnAnswer(file.path, call: call.description)
  }

  private func hasWhatItNeeds(_ answer: ConfigurationValue) -> Bool {
    guard case .object(let fields) = answer, !hasLostMember(fields) else { return false }
    guard operation?.needed.allSatisfy({ fields[$0] != nil }) ?? true else { return false }
    let taken = detail.member.map { fields[$0] ?? .null } ?? answer
    guard detail.within.allSatisfy({ (taken[$0] ?? .null) != .null }) else { return false }
    switch detail.none {
    case .beside(let member): return fields[member].map { $0 != .null } ?? false
    case .null: return detail.member.map { fields[$0] != nil } ?? false
    case .empty where fields.keys.allSatisfy({ $0 == "ResponseMetadata" }): return true
    case .said, .empty, .unnamed:
      if let member = detail.member { return fields[member] != nil }
      guard let operation else { return true }
      return fields.keys.contains { operation.members[$0] != nil }
    }
  }

  /// Whether a value was lost: AWS's tools leave out what is not there and write no null for it (botocore,
  /// `ResponseParser`), but of the calls that say so.
  private func hasLostMember(_ fields: [String: ConfigurationValue]) -> Bool {
    guard detail.none != .null else { return false }
    return fields.contains { name, value in
      value == .null && (name == detail.member || operation?.members[name] != nil)
    }
  }

  private mutating func takeAbsence(_ said: ErrorAnswer) throws(Problem) {
    guard detail.isAbsence(said.code, said.message), said.isOf(call), !said.hasOthers else {
      throw .callFailed(file.path, said)
    }
    guard let resource = file.parameters else { throw .unnamedPart(file.path) }
    parts = [Part(resources: [resource], value: .null)]
  }

  private mutating func take(_ answer: ConfigurationValue) throws(Problem) {
    let value = detail.member.map { answer[$0] ?? .null } ?? answer
    if file.answersAll(detail) {
      items = try itemsOfAll(value)
    } else if let resource = file.parameters, !detail.isOfAll || detail.none == .unnamed {
      parts = [Part(resources: [resource], value: value)]
    } else if let field = detail.namedBy, let items = value.members {
      parts = try items.map { item throws(Problem) in
        guard let name = item[field]?.string else { throw .unnamedPart(file.path) }
        return Part(resources: [name], value: .list([item]))
      }
    } else {
      let names = nameOfWhole(in: answer).map { [$0] } ?? names(in: answer)
      guard !names.isEmpty else { throw .unnamedPart(file.path) }
      parts = [Part(resources: names, value: value)]
    }
  }

  /// Throws where there is none though AWS lists its own everywhere.
  private func itemsOfAll(_ value: ConfigurationValue) throws(Problem) -> [ConfigurationValue] {
    guard let items = value.members, !items.isEmpty || token != nil || detail.none != .unnamed
    else {
      throw .notAnAnswer(file.path, call: call.description, because: "AWS's own are not in it.")
    }
    return items
  }

  /// That an answer is about another resource than its file's name says, in words; nil where nothing in it
  /// says so.
  private func otherResource(in answer: ConfigurationValue) -> String? {
    guard !file.answersAll(detail), let resource = file.parameters else { return nil }
    let named = NamedResource(resource)
    let arn = context.arnField.flatMap(answer.text(at:))
    let telling = ownNames(in: answer) + [arn, nameOfWhole(in: answer)].compactMap { $0 }
    let all = telling + [answer["Name"], answer["name"]].compactMap { $0?.string }
    if let other = telling.first, !all.contains(where: named.may(be:)) {
      return "It is about '\(other)', and the file's name says '\(resource)'."
    }
    guard let member = detail.member, case .policy? = operation?.members[member],
      let policy = answer[member], let other = detail.otherResource(in: policy, than: named)
    else { return nil }
    return "Its policy is about '\(other)', and the file's name says '\(resource)'."
  }

  /// The name of the resource that an answer is about, where it says it in one place; nil where it answers about
  /// several.
  private func nameOfWhole(in answer: ConfigurationValue) -> String? {
    let value = detail.member.map { answer[$0] ?? .null } ?? answer
    guard case .object = value else { return nil }
    return detail.namedBy.flatMap(value.text(at:))
  }

  // In an answer whose file does not name the resource; a plain name or id there may be anything's.
  private func names(in answer: ConfigurationValue) -> [String] {
    ownNames(in: answer)
      + places(in: answer).compactMap { place in context.arnField.flatMap(place.text(at:)) }
  }

  private func ownNames(in answer: ConfigurationValue) -> [String] {
    let telling = context.idFields.filter { !["Name", "name", "Id", "id"].contains($0) }
    return places(in: answer).compactMap { $0.firstText(of: telling) }
  }

  /// An answer, its objects, and the first item of each of its lists.
  private func places(in answer: ConfigurationValue) -> [ConfigurationValue] {
    guard case .object(let members) = answer else { return [] }
    let inner = members.inKeyOrder.map { $0.value.members?.first ?? $0.value }
    return ([answer] + inner).filter { place in
      guard case .object = place else { return false }
      return true
    }
  }
}

extension Operation {
  /// The first member of an answer that has not the form it has; nil where all have.
  func misfit(in answer: ConfigurationValue) -> Misfit? {
    for (name, form) in members.inKeyOrder {
      guard let value = answer[name],
        let found = OperationTable.forms.misfit(in: value, form)
      else { continue }
      return found.below(name)
    }
    return nil
  }
}
