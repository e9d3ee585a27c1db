package import ConfigurationModel

/// A resource type: how its items are found in AWS's answers, what identifies one, and what its
/// documents mean. One file a kind in the module `ResourceKinds`, and one line in its list.
package struct ResourceKind: Sendable {
  /// CloudFormation's name of the type.
  package let type: ResourceType
  /// Whether it belongs to no region, as IAM's: its region is `Scope.global`.
  package let isGlobal: Bool
  /// The calls whose answers list items of this kind.
  package let listings: [Listing]
  /// The calls whose answers complete an item.
  package let details: [Detail]
  /// What tells one resource of the kind from another.
  package let identity: Identity
  /// Top-level fields that some sources do not give. One that is absent was not read; it is never
  /// taken for removed.
  package let facets: [String]
  /// Facets besides those of `details` that one answer gives together, none of which it leaves out
  /// alone: a document that has none of them never had the answer.
  package let gathered: [[String]]
  /// Top-level fields that every whole answer of AWS has. Where one was there and is gone, the answer was
  /// narrowed (fewer columns, a listing without its details): nothing that it lacks was read.
  package let always: [String]
  /// Further top-level fields that the listing gives of every resource, also where they are empty or as they are
  /// by default. An answer may lack them from the beginning, as one of long ago does; where an earlier one had
  /// one that a later one has not, the later one was narrowed.
  package let columns: [String]
  /// What the listing of the kind leaves out where there is none, with what that means; null for a field
  /// that is not there.
  package let leftOut: [String: ConfigurationValue]
  /// Fields that say, where they are there, that what holds them could not be read: `Environment.Error`.
  package let failures: [String]
  /// What AWS gives a resource while it makes it, and its first answers lack: addresses, endpoints. That it is there
  /// later is part of the creation.
  package let assigned: [PathPattern]
  /// The states in which a resource is gone though it is still listed; nil where it has none.
  package let endStates: EndStates?
  /// What its items say only half of without another kind.
  package let companions: [Companion]
  /// From AWS Config's spelling of a document to the CLI's. Applied to
  /// `{configuration, supplementaryConfiguration, tags}` after its JSON strings were opened.
  package let configRules: [NormalizationRule]
  /// From the CLI's spelling to the normalized value.
  package let rules: [NormalizationRule]
  /// Values that must never be stored or printed, in the CLI's spelling and in AWS Config's.
  package var secrets: [FieldPath]
  /// How bad an edit is and, in one sentence, what it means; nil where nothing special is known.
  package let assess: @Sendable (Edit) -> Assessment?
  /// The same, of what an edit means only together with what stands around it: whether a statement
  /// allows or denies, what a group is called. Nil where `assess` is to be asked.
  package let assessInPlace: @Sendable (EditInPlace) -> Assessment?
  /// The other resources that say what an edit means; nil where none do.
  package let related: @Sendable (Edit) -> Related?

  /// Makes a kind; what is left out is as most types have it: regional, AWS Config's plain
  /// spelling, no secrets, no danger that is known.
  package init(
    _ type: ResourceType, isGlobal: Bool = false, listings: [Listing], details: [Detail] = [],
    identity: Identity, facets: [String] = [], always: [String] = [],
    columns: [String] = [], leftOut: [String: ConfigurationValue] = [:], failures: [String] = [],
    assigned: [String] = [], endStates: EndStates? = nil,
    gathered: [[String]] = [], companions: [Companion] = [],
    configRules: [NormalizationRule] = ResourceKind.plainConfigRules, rules: [NormalizationRule],
    secrets: [FieldPath] = [], assess: @escaping @Sendable (Edit) -> Assessment? = { _ in nil },
    inPlace: @escaping @Sendable (EditInPlace) -> Assessment? = { _ in nil },
    related: @escaping @Sendable (Edit) -> Related? = { _ in nil }
  ) {
    self.type = type
    self.isGlobal = isGlobal
    self.listings = listings
    self.details = details
    self.identity = identity
    self.facets = facets
    self.always = always
    self.columns = columns
    self.leftOut = leftOut
    self.failures = failures
    self.assigned = assigned.compactMap(PathPattern.init(parsing:))
    self.endStates = endStates
    self.gathered = gathered
    self.companions = companions
    self.configRules = configRules
    self.rules = rules
    self.secrets = secrets
    self.assess = assess
    assessInPlace = inPlace
    self.related = related
  }

  /// How bad an edit is between two configurations of a resource, and what it means; nil where
  /// nothing special is known.
  ///
  /// - Parameter related: The resources that `related` asks for, as far as they are known.
  package func assessment(
    of edit: Edit, from old: ConfigurationValue?, to new: ConfigurationValue?,
    beside related: [RelatedResource] = []
  ) -> Assessment? {
    assessInPlace(EditInPlace(edit: edit, old: old, new: new, related: related)) ?? assess(edit)
  }
}

extension ResourceKind {
  /// The facets that are read together, each group by an answer of its own.
  private var answers: [[String]] {
    let single = details.map(\.field).filter { facets.contains($0) }
    return Set(single).subtracting(gathered.flatMap { $0 }).sorted { $0.precedes($1) }.map { [$0] }
      + gathered
  }

  /// The facets of a document whose answer another document of the resource never had.
  package func partsRead(in document: ConfigurationValue, notIn other: ConfigurationValue)
    -> [String]
  {
    answers.filter { group in group.allSatisfy { other[$0] == nil } }
      .flatMap { group in group.filter { document[$0] != nil } }
  }

  /// The facets of a document whose answer an older document of the resource never had, and the fields that
  /// AWS gives of every one and the older one lacked, for its answer was narrowed: they are read for the
  /// first time, and nothing says when they came to be.
  package func firstRead(from old: ConfigurationValue, to new: ConfigurationValue) -> [String] {
    let parts = partsRead(in: new, notIn: old)
    return parts
      + narrowed(in: old).filter { (new[$0] ?? .null) != .null && !parts.contains($0) }
  }
}

extension ResourceKind {
  /// Whether the two are configurations of two resources: the first was deleted, and another one made
  /// under its id.
  package func isMadeAnew(from old: ConfigurationValue, to new: ConfigurationValue) -> Bool {
    if let field = identity.incarnation, let was = old[field], let now = new[field],
      was != .null, now != .null, was != now
    {
      return true
    }
    return identity.creation.contains { field in
      // One answer has fractions of the second that another has not.
      let moments = [old, new].map { $0[field]?.moment?.seconds }
      return moments[0] != nil && moments[1] != nil && moments[0] != moments[1]
    }
  }

  /// The edits that lead from one configuration of an id to another: two of whole resources where it was
  /// made anew, so that each is judged by its own action.
  package func edits(from old: ConfigurationValue, to new: ConfigurationValue) -> [Edit] {
    guard isMadeAnew(from: old, to: new) else { return new.difference(from: old) }
    return [Edit(.root, .removed(old)), Edit(.root, .added(new))]
  }

  /// What changed between two readings of a resource: its edits, without what only the newer one read, and the fields
  /// that the newer one read first.
  package func changes(from old: ConfigurationValue, to new: ConfigurationValue)
    -> (edits: [Edit], firstRead: [String])
  {
    let first = isMadeAnew(from: old, to: new) ? [] : firstRead(from: old, to: new)
    return (edits(from: old, to: new).filter { !$0.isWithin(first) }, first)
  }

  /// The fields that a listing gives of every resource and that this document lacks: its answer was narrowed.
  /// What calls of their own give is told where they were made.
  package func narrowed(in document: ConfigurationValue) -> [String] {
    let others = Set(details.map(\.field) + gathered.flatMap { $0 })
    return always.filter { !others.contains($0) && (document[$0] ?? .null) == .null }
  }
}

extension Edit {
  /// Whether it is about one of these fields of the document.
  package func isWithin(_ fields: [String]) -> Bool {
    switch path.steps.first {
    case .key(let field)?: fields.contains(field)
    case .index, .element, nil: false
    }
  }
}

/// An edit with the two normalized configurations of the resource that it stands between, nil for
/// the one where there was no resource, and the other resources that say what it means.
package struct EditInPlace: Sendable {
  /// The edit itself.
  package let edit: Edit
  /// The normalized configuration before; nil where the resource was created.
  package let old: ConfigurationValue?
  /// The normalized configuration after; nil where the resource was deleted.
  package let new: ConfigurationValue?
  /// The resources that `ResourceKind.related` asked for, as far as they are known.
  package let related: [RelatedResource]
}

/// What an edit means to a person: how bad, and one sentence where there is one to say.
package struct Assessment: Hashable, Sendable {
  /// How bad it is.
  package let severity: Severity
  /// What it means, without a full stop; nil where the values say it all.
  package let sentence: String?

  /// Makes an assessment; without a sentence the values say it all.
  package init(_ severity: Severity, _ sentence: String? = nil) {
    self.severity = severity
    self.sentence = sentence
  }
}

extension ResourceKind {
  /// What tells items of one name apart. An id that is an ARN needs none.
  package enum Qualifier: Hashable, Sendable {
    /// The parent whose name the first of these fields holds or, where the item has none of them, what the
    /// call was asked with: tables of databases, record sets of zones. As the identifiers of Cloud
    /// Control are written: `PARENT|ID`.
    case parent([String])
    /// A version in this field, unless it is `plain`: `NAME:VERSION`, as Lambda's qualified names.
    case version(String, plain: String)
  }

  /// What identifies an item, in fields of its document as the CLI writes it.
  package struct Identity: Hashable, Sendable {
    /// The fields that hold the id: the first that is there counts. Empty where an account has one
    /// (the password policy): the id is then `only`.
    package let id: [String]
    /// The fields that hold a name besides the id: the first that is there counts. A `Name` tag is
    /// taken where none is.
    package let name: [String]
    /// The field that holds the item's own ARN, evidence of account and region.
    package let arn: String?
    /// The field that holds the owner's account.
    package let owner: String?
    /// The field that holds the zone it is in, or the group of zones: evidence of the region.
    package let zone: String?
    /// The field that changes when a resource of the same id is made anew (a group's `GroupId`).
    package let incarnation: String?
    /// Fields with the moment at which it was made.
    package let creation: [String]
    /// The id of a kind of which an account has one.
    package let only: String?
    /// The field that names the region an item is at home in, where other regions and accounts list it
    /// too; nil for a kind that is listed at home alone.
    package let home: String?
    /// What else an id needs to be the only one of its scope; nil where it is by itself.
    package let qualifier: Qualifier?

    /// Makes an identity of the fields that hold it; what is left out is not there.
    package init(
      id: [String], name: [String] = [], arn: String? = nil, owner: String? = nil,
      zone: String? = nil, incarnation: String? = nil, creation: [String] = [],
      only: String? = nil, home: String? = nil, qualifier: Qualifier? = nil
    ) {
      self.id = id
      self.name = name
      self.arn = arn
      self.owner = owner
      self.zone = zone
      self.incarnation = incarnation
      self.creation = creation
      self.only = only
      self.home = home
      self.qualifier = qualifier
    }
  }
}

extension ResourceKind {
  /// AWS Config's usual spelling: the fields of `configuration` with capital letters, the
  /// supplementary configuration's fields beside them, and the item's tags as `Tags`.
  package static let plainConfigRules: [NormalizationRule] = [
    .withoutNulls(""), .capitalized("configuration", except: ["tags", "Tags"]),
    .lifted("configuration"), .lifted("supplementaryConfiguration"), .renamed("tags", to: "Tags"),
    .dropped("tags"),
  ]

  /// The value of a document of this kind that is compared: what it means, in one spelling.
  package func normalized(
    _ document: ConfigurationValue, form: DocumentForm, context: NormalizationContext
  ) -> ConfigurationValue {
    let isNull = { (field: (key: String, value: ConfigurationValue)) in field.value == .null }
    let filled = form == .cli ? document.completed(leftOut.filter { !isNull($0) }) : document
    let spelled = (form == .config ? configRules : []).reduce(filled) {
      $1.applied(to: $0, context)
    }
    let value = rules.reduce(spelled.spellingNamedMoments) { $1.applied(to: $0, context) }
    // Rules may take nulls away: what is not there is said after them.
    return form == .cli ? value.completed(leftOut.filter(isNull)) : value
  }

  /// The same of a part of a document in the CLI's spelling: of what is not in it, it says nothing, and nothing is completed.
  package func normalized(part: ConfigurationValue, context: NormalizationContext)
    -> ConfigurationValue
  {
    rules.reduce(part.spellingNamedMoments) { value, rule in
      if case .completed = rule { return value }
      return rule.applied(to: value, context)
    }
  }
}

extension ConfigurationValue {
  /// An object with further fields, where it lacks them.
  fileprivate func completed(_ fields: [String: ConfigurationValue]) -> ConfigurationValue {
    guard !fields.isEmpty, case .object(let own) = self else { return self }
    return .object(own.merging(fields) { there, _ in there })
  }
}
