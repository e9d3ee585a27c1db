import ConfigurationModel

extension RuleBook {
  /// The records that come nearest to covering the edit, one sentence each, three at most.
  func nearMisses(of judgement: Judgement, usage: Usage) -> [NearMiss] {
    let candidate = judgement.candidate
    var best: [String: (attempt: Attempt, distance: Int)] = [:]
    for placed in index.concerning(candidate.resource.id.type) {
      for attempt in judgement.attempts(placed, usage: usage) where attempt.concerns(candidate) {
        let distance = attempt.lacks.reduce(0) { $0 + $1.distance }
        if let other = best[attempt.record.number],
          (other.distance, other.attempt.narrowness) <= (distance, attempt.narrowness)
        {
          continue
        }
        best[attempt.record.number] = (attempt, distance)
      }
    }
    let nearest = best.values.sorted {
      ($0.distance, $0.attempt.narrowness) < ($1.distance, $1.attempt.narrowness)
    }
    return nearest.prefix(3).map {
      NearMiss(record: $0.attempt.record.number, lacks: $0.attempt.sentence, distance: $0.distance)
    }
  }
}

extension Attempt {
  /// Whether the record has something to do with the edit: the same type, and the same resource or
  /// an edit like it.
  fileprivate func concerns(_ candidate: Candidate) -> Bool {
    let mismatches = allowance.resource.mismatches(candidate.resource, tags: candidate.tags)
    guard !mismatches.contains(where: { $0.field == "type" }) else { return false }
    if mismatches.isEmpty { return true }
    return !lacks.contains { $0.subject == .edit }
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
    if let ports = fields.ports { summary += "/\(ports)" }
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
