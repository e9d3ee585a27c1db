import ConfigurationModel

extension RuleBook {
  /// How many allowances for other resources are looked at for one edit, of how many different ones it is asked whether they
  /// allow such an edit, and how many may: what fifty thousand records cost an edit must not be fifty thousand comparisons.
  private static let othersLimit = 4096
  private static let contentsLimit = 256
  private static let fittingLimit = 64

  /// The records that come nearest to covering the edit, one sentence each, three at most.
  func nearMisses(of judgement: Judgement, usage: Usage) -> [NearMiss] {
    let resource = judgement.candidate.resource
    let tags = judgement.candidate.tags
    let own = index.selecting(resource, tags: tags)
    var best: [String: RatedAttempt] = [:]
    let placed = own + fittingOthers(of: judgement)
    for attempt in placed.flatMap({ judgement.attempts($0, usage: usage) })
    where attempt.concerns {
      let rated = RatedAttempt(attempt)
      if let other = best[attempt.record.number], other <= rated { continue }
      best[attempt.record.number] = rated
    }
    return best.values.sorted().prefix(3).map {
      NearMiss(
        record: $0.attempt.record.number, lacks: $0.attempt.sentence, distance: $0.distance,
        awaitsApproval: $0.attempt.awaitsApproval, isFurther: $0.attempt.isFurther)
    }
  }

  /// Allowances for other resources that are worth being told.
  private func fittingOthers(of judgement: Judgement) -> [PlacedAllowance] {
    var found: [PlacedAllowance] = []
    var fits: [Int: Bool] = [:]
    for placed in index.others(than: judgement.candidate.resource).prefix(Self.othersLimit) {
      guard found.count < Self.fittingLimit, fits.count < Self.contentsLimit else { break }
      if judgement.mayMiss(placed, known: &fits) { found.append(placed) }
    }
    return found
  }
}

/// An attempt with how far off it is: the smaller, the nearer.
private struct RatedAttempt: Comparable {
  let attempt: Attempt
  let distance: Int

  init(_ attempt: Attempt) {
    self.attempt = attempt
    distance = attempt.lacks.reduce(0) { $0 + $1.distance }
  }

  static func < (left: RatedAttempt, right: RatedAttempt) -> Bool {
    left.distance == right.distance
      ? left.attempt.cover < right.attempt.cover : left.distance < right.distance
  }

  static func == (left: RatedAttempt, right: RatedAttempt) -> Bool {
    left.distance == right.distance && left.attempt.cover == right.attempt.cover
  }
}

extension ResourceSelector {
  fileprivate func concerns(_ type: ResourceType) -> Bool { self.type?.matches(type.name) ?? true }
}

extension Judgement {
  /// Whether the allowance does not select the resource, and is worth being told all the same.
  ///
  /// - Parameter known: What allowances would allow such an edit of their own resource, by their contents.
  fileprivate func mayMiss(_ placed: PlacedAllowance, known: inout [Int: Bool]) -> Bool {
    let allowance = placed.allowance
    guard !allowance.resource.selects(candidate.resource, tags: candidate.tags) else {
      return false
    }
    guard allowance.resource.id?.literalText != nil else {
      return allowance.resource.concerns(candidate.resource.id.type)
    }
    let fits = known[placed.content] ?? fits(allowance)
    known[placed.content] = fits
    return fits
  }

  /// Whether the allowance would allow such an edit of its own resource.
  private func fits(_ allowance: Allowance) -> Bool {
    guard allowance.resource.concerns(candidate.resource.id.type),
      allowance.action == candidate.change.action
    else { return false }
    return allowance.action != .modify
      || allowance.edits.contains { lacks(of: $0).isEmpty }
  }
}

extension Attempt {
  /// Whether everything fits but the edit itself.
  fileprivate var isFurther: Bool {
    !lacks.isEmpty
      && lacks.allSatisfy { lack in
        switch lack.subject {
        case .edit, .value: true
        case .approval, .circumstance, .resource: false
        }
      }
  }

  /// Whether it covers the edit but for the approval, which somebody has asked for.
  var awaitsApproval: Bool { lacks == [.state(.submitted)] && !isUsedUp }

  /// Whether the record has something to do with the edit: the same resource, or such an edit of
  /// another one of the type.
  fileprivate var concerns: Bool {
    lacks.allSatisfy { $0.subject != .resource } || lacks.allSatisfy { $0.subject != .edit }
  }

  /// What it lacks, in one sentence without a full stop, to be read after the record's number.
  var sentence: String {
    let values = lacks.filter { $0.subject == .value }.map(\.words)
    let others = lacks.filter { $0.subject != .value }.map(\.words)
    guard !values.isEmpty, let clause else { return (values + others).joined(separator: "; ") }
    let isHere = !lacks.contains { $0.subject == .resource }
    let approved = "approves \(clause.summary)\(isHere ? " here" : ""): "
    return ([approved + values.joined(separator: ", ")] + others).joined(separator: "; ")
  }
}

extension Clause {
  /// What the clause allows, in a few words: `tcp/443 from 10.0.0.0/8` for a permission, otherwise
  /// `added Tags[team]`.
  var summary: String { predicate?.permissionSummary ?? "\(word.rawValue) \(path.text.orWhole)" }
}

extension Predicate {
  fileprivate var permissionSummary: String? {
    guard case .fields(let fields) = self, case .equals(let name)? = fields["IpProtocol"],
      let text = name.scalarText
    else { return nil }
    var summary = text == "-1" ? "all traffic" : text
    let isICMP = ["icmp", "icmpv6", "1", "58"].contains(text.lowercased())
    if !isICMP, let ports = fields.ports { summary += "/\(ports)" }
    for (word, noun) in [(RuleWord.icmpType, "type"), (.icmpCode, "code")] {
      if case .withinRange(let range)? = fields[word.rawValue] { summary += " \(noun) \(range)" }
    }
    if let source = fields["source"]?.peerText { summary += " from \(source)" }
    if let target = fields["destination"]?.peerText { summary += " to \(target)" }
    return summary
  }

  private var peerText: String? {
    switch self {
    case .equals(let value): value.scalarText
    case .withinBlock(let block): block.description
    case .glob(let glob): glob.pattern
    case .oneOf(let values):
      values.count <= 3 ? values.map(\.shortText).joined(separator: " or ") : "several"
    case .withinRange, .subsetOf, .actionsWithin, .fields, .all: nil
    }
  }
}

extension Dictionary<String, Predicate> {
  fileprivate var ports: NumberRange? {
    if let range = portRange { return range }
    guard case .withinRange(let range)? = self["ports"] else { return nil }
    return range
  }
}
