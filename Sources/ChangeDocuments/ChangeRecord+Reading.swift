package import ConfigurationModel

/// A change record with the place where it stands.
package struct RecordDocument: Hashable, Sendable {
  /// The record as its document says it.
  package let record: ChangeRecord
  /// The file and the line at which its document begins.
  package let place: Problem.Place

  /// Makes a document of a record that was read or made elsewhere.
  package init(record: ChangeRecord, place: Problem.Place) {
    self.record = record
    self.place = place
  }
}

extension RecordDocument {
  /// The change records in a YAML or JSON text, one in each of its documents. Throws everything that
  /// is wrong with them, with its lines; `file` is the name that problems use.
  ///
  /// - Parameter isStored: The store holds the text: names and requesters were checked when it was
  ///   registered.
  package static func read(_ text: String, file: String, isStored: Bool = false) throws(Problems)
    -> [RecordDocument]
  {
    try KnownRecords.own.records(of: text, file: file, isStored: isStored) { () throws(Problems) in
      try readAnew(text, file: file, isStored: isStored)
    }
  }

  private static func readAnew(_ text: String, file: String, isStored: Bool) throws(Problems)
    -> [RecordDocument]
  {
    var reading = DocumentReading(file: file, isStored: isStored)
    let records = reading.documents(text).compactMap { reading.record($0) }
    return try reading.result(records).checkedForDuplicates()
  }

  /// The change records in a file, or in every `.yaml`, `.yml` and `.json` file in a folder and below
  /// it, in the order of their paths.
  package static func read(at path: String) throws(Problems) -> [RecordDocument] {
    try readFiles(at: path) { (text, file) throws(Problems) in try read(text, file: file) }
      .checkedForDuplicates()
  }

  /// The change records of each file by itself, of a file or of those in a folder: one that cannot be read stops no
  /// other. A folder that cannot be read is told as one of them; one that has no such file holds no record.
  package static func readEach(at path: String)
    -> [(file: String, result: Result<[RecordDocument], Problems>)]
  {
    readEachFile(at: path) { (text, file) throws(Problems) in try read(text, file: file) }
  }
}

extension [RecordDocument] {
  fileprivate func checkedForDuplicates() throws(Problems) -> [RecordDocument] {
    var first: [String: Problem.Place] = [:]
    var problems: [Problem] = []
    for document in self {
      let number = document.record.number
      if let place = first[number] {
        problems.append(.duplicateRecord(number, at: document.place, first: place))
      } else {
        first[number] = document.place
      }
    }
    guard problems.isEmpty else { throw Problems(problems) }
    return self
  }
}

extension DocumentReading {
  private static let recordKeys = [
    "change", "title", "kind", "state", "requestedBy", "approvals", "window", "reference",
    "implementers", "freezes", "approvalDue", "allows",
  ]

  mutating func record(_ node: DocumentNode) -> RecordDocument? {
    guard let fields = fields(node, "A change record", keys: Self.recordKeys) else { return nil }
    let number = requiredText(fields, "change")
    let kind: ChangeRecord.Kind? = required(fields, "kind").flatMap { word($0, "'kind'") }
    let state: ChangeRecord.State? = required(fields, "state").flatMap { word($0, "'state'") }
    let implementers = fields["implementers"].flatMap { members($0, "'implementers'") } ?? []
    let freezes = fields["freezes"].flatMap { members($0, "'freezes'") } ?? []
    let due = fields["approvalDue"].flatMap { duration($0, atMost: 366) }
    let allows = required(fields, "allows").flatMap { members($0, "'allows'") } ?? []
    let record = ChangeRecord(
      number: number ?? "", title: optionalText(fields, "title"), kind: kind ?? .normal,
      state: state ?? .draft, requestedBy: requester(fields),
      approvals: approvals(fields), window: fields["window"].flatMap { recordWindow($0) },
      reference: optionalText(fields, "reference"),
      implementers: implementers.compactMap { glob($0) },
      freezes: freezes.compactMap { text($0, "A freeze's name") },
      approvalDue: due ?? ChangeRecord.defaultApprovalDue,
      allows: allows.compactMap { allowance($0) })
    checkApprovals(of: record, fields)
    guard number != nil, kind != nil, state != nil else { return nil }
    return RecordDocument(record: record, place: place(node.line))
  }

  private mutating func approvals(_ fields: DocumentFields) -> [ChangeRecord.Approval] {
    guard let node = fields["approvals"] else { return [] }
    if case .list(let members) = node.content, members.isEmpty { return [] }
    return members(node, "'approvals'")?.compactMap { approval($0) } ?? []
  }

  private mutating func approval(_ node: DocumentNode) -> ChangeRecord.Approval? {
    guard let fields = fields(node, "An approval", keys: ["by", "at"]) else { return nil }
    let by = required(fields, "by").flatMap { _ in person(fields, "by") }
    let at = required(fields, "at").flatMap { moment($0) }
    guard let by, let at else { return nil }
    return ChangeRecord.Approval(by: by, at: at)
  }

  /// Who asks for the change; nobody where the line of a template was left empty.
  private mutating func requester(_ fields: DocumentFields) -> String? {
    fields["requestedBy"]?.isNull == true ? nil : person(fields, "requestedBy")
  }

  /// The name of a person, which must be what it looks like.
  private mutating func person(_ fields: DocumentFields, _ key: String) -> String? {
    guard let name = optionalText(fields, key) else { return nil }
    if !isStored, let problem = PersonName(name).problem {
      report(problem.at(place(fields[key]?.line ?? fields.line)))
    }
    return name
  }

  private mutating func recordWindow(_ node: DocumentNode) -> Window? {
    fields(node, "A window", keys: ["from", "until"]).flatMap { window($0, isOpen: true) }
  }

  private mutating func checkApprovals(of record: ChangeRecord, _ fields: DocumentFields) {
    guard !isStored else { return }
    let word = record.state.rawValue
    if record.state.isAskedFor, record.requestedBy == nil {
      report(
        .contradiction(
          "A record that is \(word) names who asks for the change.",
          hint: "Write requestedBy: …", at: place(fields["state"]?.line ?? fields.line)))
    }
    let place = place(fields["approvals"]?.line ?? fields["state"]?.line ?? fields.line)
    let requester = record.requestedBy.map(PersonName.init)
    let own = record.approvals.filter { approval in
      requester.map { $0.mayBe(PersonName(approval.by)) } ?? false
    }
    if let first = own.first, own.count == record.approvals.count {
      report(
        .contradiction(
          "\(first.by) asked for this change and cannot approve it.",
          hint: "Name another approver.", at: place))
    }
    if record.state == .approved || record.state == .closed, record.approvals.isEmpty {
      report(
        .contradiction(
          "A record that is \(word) names who approved it, and when.",
          hint: "Write approvals: [{ by: …, at: … }].", at: place))
    }
  }
}

extension ChangeRecord.State {
  /// Whether somebody asked for the change.
  fileprivate var isAskedFor: Bool {
    switch self {
    case .submitted, .approved, .closed: true
    case .draft, .rejected, .cancelled: false
    }
  }
}
