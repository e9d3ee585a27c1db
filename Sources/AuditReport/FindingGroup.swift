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
    bytes = Array(parts.map { "\($0.utf8.count):\($0)" }.joined().utf8)
  }
}

extension Edit {
  /// The edit whole, no part of which can be taken for another.
  fileprivate var likenessText: String {
    [path.text, word.rawValue, old?.canonicalJSON ?? "", new?.canonicalJSON ?? ""]
      .map { "\($0.utf8.count):\($0)" }.joined()
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

  /// The member that stands for all.
  package var leader: Finding { members[0] }

  /// Whether it is more than one finding.
  package var isMany: Bool { members.count > 1 }

  /// How many resources of one type must come or go to be told as one.
  static let manyWhole = 11

  /// The findings in groups, each at the place of its first member.
  package static func groups(_ findings: [Finding]) -> [FindingGroup] {
    var places: [FindingLikeness: Int] = [:]
    var groups: [[Finding]] = []
    for finding in findings {
      let likeness = finding.likeness
      if let place = places[likeness] {
        groups[place].append(finding)
      } else {
        places[likeness] = groups.count
        groups.append([finding])
      }
    }
    let order = Dictionary(uniqueKeysWithValues: findings.enumerated().map { ($1.number, $0) })
    return groups.flatMap { members in
      members[0].isQuietWhole && members.count < manyWhole ? members.map { [$0] } : [members]
    }.sorted { order[$0[0].number] ?? 0 < order[$1[0].number] ?? 0 }.map(FindingGroup.init)
  }
}

extension FindingGroup {
  /// `126 security groups`, `12 IAM policies created`; of one finding its resource.
  package var subject: String {
    let type = leader.resource.id.type.words
    let change = leader.change == .modified ? "" : " \(leader.change.rawValue)"
    return (isMany ? counted(members.count, type) : "\(type) \(leader.resource.title)") + change
  }

  /// `111122223333 eu-west-1`, or how many there are: `84 accounts, 3 regions`.
  package var place: String {
    func words(_ texts: Set<String>, _ noun: String) -> String {
      texts.count == 1 ? texts.first ?? "" : counted(texts.count, noun)
    }
    let accounts = Set(members.map(\.resource.id.account))
    let regions = Set(members.map(\.resource.id.region))
    let separator = accounts.count == 1 && regions.count == 1 ? " " : ", "
    return words(accounts, "account") + separator + words(regions, "region")
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
