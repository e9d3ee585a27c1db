package import ConfigurationModel

/// What a finding says, but for the resource that it is of: the type, what became of the resource, the
/// severity, and each edit that no record covers with its path and its whole values. Of a resource that was
/// created or deleted and is not critical, only that it was.
package struct FindingLikeness: Hashable, Sendable {
  /// Bytes, since texts that only look the same are not.
  private let bytes: [UInt8]

  fileprivate init(_ finding: Finding) {
    let told = finding.unapproved.isEmpty ? finding.edits : finding.unapproved
    let edits = finding.isQuietWhole ? [] : told.map(\.edit.likenessText).sorted { $0.precedes($1) }
    let parts =
      [finding.resource.id.type.name, finding.change.rawValue, finding.severity.word] + edits
    bytes = Array(parts.lengthMarkedText.utf8)
  }
}

extension Edit {
  /// The edit whole, no part of which can be taken for another.
  fileprivate var likenessText: String {
    [path.text, word.rawValue, old?.canonicalJSON ?? "", new?.canonicalJSON ?? ""]
      .lengthMarkedText
  }
}

extension Finding {
  /// What it says, but for the resource that it is of.
  package var likeness: FindingLikeness { FindingLikeness(self) }

  /// Whether the whole resource came or went, and that is not critical.
  fileprivate var isQuietWhole: Bool { change != .modified && severity < .critical }
}

/// Findings that are told as one: equal edits of several resources, or many resources of one type that came
/// or went. Most groups hold one finding.
package struct FindingGroup: Hashable, Sendable {
  /// At least one; in the order of the report.
  package let members: [Finding]
  /// What it is the other side of; nil where it stands for itself.
  package let side: Side?

  /// That a group shows an act that another group shows already.
  package struct Side: Hashable, Sendable {
    /// The finding that stands for the other group: `F-3`.
    package let of: String
    /// Whether there is nothing else in it.
    package let isAll: Bool
  }

  /// Makes a group of at least one finding.
  package init(members: [Finding], side: Side? = nil) {
    self.members = members
    self.side = side
  }

  /// The member that stands for all.
  package var leader: Finding { members[0] }

  /// Whether it is more than one finding.
  package var isMany: Bool { members.count > 1 }

  /// How many resources of one type must come or go to be told as one.
  static let manyWhole = 11

  /// The findings in groups, each at the place of its first member, but the other side of an act behind the
  /// first.
  ///
  /// - Parameter trait: What has to be equal besides.
  package static func groups(_ findings: [Finding], by trait: (Finding) -> String = { _ in "" })
    -> [FindingGroup]
  {
    besideEachOther(alike(findings, by: trait))
  }

  private struct Key: Hashable {
    let likeness: FindingLikeness
    let trait: String
  }

  private static func alike(_ findings: [Finding], by trait: (Finding) -> String) -> [[Finding]] {
    var places: [Key: Int] = [:]
    var groups: [[Finding]] = []
    for finding in findings {
      let key = Key(likeness: finding.likeness, trait: trait(finding))
      if let place = places[key] {
        groups[place].append(finding)
      } else {
        places[key] = groups.count
        groups.append([finding])
      }
    }
    let order = Dictionary(uniqueKeysWithValues: findings.enumerated().map { ($1.number, $0) })
    return groups.flatMap { members in
      members[0].isQuietWhole && members.count < manyWhole ? members.map { [$0] } : [members]
    }.sorted { order[$0[0].number] ?? 0 < order[$1[0].number] ?? 0 }
  }

  /// Each group, and behind it at once those that show the same act from the other side.
  private static func besideEachOther(_ groups: [[Finding]]) -> [FindingGroup] {
    let acts = groups.map { Act.acts(of: $0) }
    var places: [Act: [Int]] = [:]
    for (place, told) in acts.enumerated() {
      for act in told.acts { places[act, default: []].append(place) }
    }
    var (result, done): ([FindingGroup], Set<Int>) = ([], [])
    for (place, members) in groups.enumerated() where done.insert(place).inserted {
      result.append(FindingGroup(members: members, side: nil))
      let others = Set(acts[place].acts.flatMap { places[$0] ?? [] }).subtracting(done)
      for other in others.sorted() {
        done.insert(other)
        let isAll = acts[other].isAll && acts[other].acts.isSubset(of: acts[place].acts)
        let side = Side(of: members[0].id, isAll: isAll)
        result.append(FindingGroup(members: groups[other], side: side))
      }
    }
    return result
  }
}

/// Something done once that two resources show: who became a member of which group, which subnet went from
/// one table to another.
private struct Act: Hashable {
  let what: String
  let account: String
  let region: String
  let subjects: [String]

  /// What the unapproved edits of findings show of such acts, and whether the findings show nothing else.
  static func acts(of findings: [Finding]) -> (acts: Set<Act>, isAll: Bool) {
    let acts = findings.flatMap { finding in
      finding.unapproved.map { Act(finding.resource, $0.edit) }
    }
    let others = findings.contains { $0.edits.count > $0.unapproved.count }
    return (Set(acts.compactMap { $0 }), !others && acts.allSatisfy { $0 != nil })
  }

  /// Nil for an edit that no other resource shows.
  private init?(_ resource: Resource, _ edit: Edit) {
    let steps = edit.path.steps
    guard steps.count == 2, case .key(let list) = steps[0], case .element(let member) = steps[1]
    else { return nil }
    (account, region) = (resource.id.account, resource.id.region)
    switch (resource.id.type.name, list) {
    case ("AWS::IAM::User", "Groups"):
      what = "membership \(edit.word.rawValue)"
      subjects = [resource.id.id, member]
    case ("AWS::IAM::Group", "Users"):
      what = "membership \(edit.word.rawValue)"
      subjects = [member, resource.id.id]
    // What a subnet leaves and what it comes to.
    case ("AWS::EC2::RouteTable", "Associations"), ("AWS::EC2::NetworkAcl", "Associations"),
      ("AWS::EC2::TransitGatewayRouteTable", "Associations"):
      what = resource.id.type.name
      subjects = [member]
    default: return nil
    }
  }
}

extension DriftReport {
  /// What is unapproved, accepted and resolved in groups, each status for itself.
  package var groups: [FindingGroup] {
    [unapproved, accepted, resolved].flatMap { FindingGroup.groups($0) }
  }
}

extension [FindingGroup] {
  /// The group of each finding that is not alone in it, by the finding's number.
  package var byMember: [Int: FindingGroup] {
    let pairs = filter(\.isMany).flatMap { group in group.members.map { ($0.number, group) } }
    return Dictionary(pairs) { first, _ in first }
  }
}

extension FindingGroup {
  /// `126 security groups`, `12 IAM policies created`; of one finding its resource.
  package var subject: String {
    let type = leader.resource.id.type.words
    let change = leader.change == .modified ? "" : " \(leader.change.rawValue)"
    return (isMany ? counted(members.count, type) : "\(type) \(leader.resource.title)") + change
  }

  /// `111122223333 eu-west-1`, or how many there are: `84 accounts, 3 regions and global`. What is of no region is of none
  /// more.
  package var place: String {
    func words(_ texts: Set<String>, _ noun: String) -> String {
      texts.count == 1 ? texts.first ?? "" : counted(texts.count, noun)
    }
    let accounts = Set(members.map(\.resource.id.account))
    let regions = Set(members.map(\.resource.id.region))
    let regional = regions.subtracting([Scope.global])
    let separator = accounts.count == 1 && regional.count <= 1 ? " " : ", "
    let parts = [
      regional.isEmpty ? "" : words(regional, "region"),
      regions.contains(Scope.global) ? Scope.global : "",
    ].filter { !$0.isEmpty }
    return words(accounts, "account") + separator + parts.joined(separator: " and ")
  }

  /// The edits of one member that are told, the worst first: those that no record covers, which are the
  /// same of every member, and none where only that a resource came or went is the same.
  package var edits: [JudgedEdit] {
    guard isMany else { return leader.editsWorstFirst }
    if leader.isQuietWhole { return [] }
    return leader.unapproved.isEmpty
      ? leader.editsWorstFirst
      : leader.editsWorstFirst.filter { $0.verdict.word == .unapproved }
  }

  /// How its findings stand: `open 3 days`, `120 open, 6 acknowledged`.
  package func statusText(at now: Timestamp) -> String {
    let texts = Set(members.map { $0.statusText(at: now) })
    if texts.count == 1 { return texts.first ?? "" }
    let words = Finding.Status.Word.allCases.compactMap { word -> String? in
      let count = members.count { $0.status.word == word }
      return count == 0 ? nil : "\(count) \(word.rawValue)"
    }
    let first = members.map(\.firstSeen).min() ?? now
    return words.joined(separator: ", ")
      + ", up to \(durationText(seconds: now.seconds - first.seconds))"
  }

  /// When they happened, from the earliest to the latest.
  package var occurred: Occurrence {
    members.dropFirst().reduce(leader.occurred) { $0.joined(to: $1.occurred) }
  }

  /// The near misses of all, each once, best first; said of how many where it is not of all.
  package var nearMisses: [String] {
    var counts: [String: Int] = [:]
    var misses: [(distance: Int, text: String)] = []
    for miss in members.flatMap(\.nearMisses) {
      let text = "\(miss.record): \(miss.lacks)"
      counts[text, default: 0] += 1
      if counts[text] == 1 { misses.append((miss.distance, text)) }
    }
    return misses.enumerated().sorted {
      ($0.element.distance, $0.offset) < ($1.element.distance, $1.offset)
    }
    .map { _, miss in
      let count = counts[miss.text] ?? 0
      return miss.text + (count == members.count ? "" : " (\(count) of \(members.count))")
    }
  }

  /// What else a reader needs, each once.
  package var notes: [String] {
    members.flatMap { $0.notes + ($0.statusNote.map { [$0] } ?? []) }.unique
  }

  /// What a reader may do next, as command lines.
  package var commands: [String] {
    guard isMany else { return leader.commands }
    return ["plumb finding list --like \(leader.id)"] + leader.commands.dropFirst()
  }

  /// `F-1, F-2, F-3 and 123 more`.
  package func ids(atMost count: Int) -> String {
    let ids = members.prefix(count).map(\.id).joined(separator: ", ")
    return ids + (members.count > count ? " and \(members.count - count) more" : "")
  }

  /// The worst of the edits in one line, and how many there are besides: `+ Groups[Admins]`.
  package var gist: String? {
    guard let first = edits.first else { return nil }
    let rest = edits.count == 1 ? "" : " and \(counted(edits.count - 1, "more edit"))"
    return "\(first.edit.word.sign) \(first.edit.pathText)\(rest)"
  }
}
