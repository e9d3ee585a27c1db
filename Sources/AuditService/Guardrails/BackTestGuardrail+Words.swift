package import AuditReport
import ConfigurationModel
import Guardrails

extension BackTestGuardrail.Result {
  /// What of the episodes stands, what not, and what is not known, in sentences.
  package var text: String {
    let unknown =
      notObserved == 0
      ? ""
      : " Nothing is said of \(counted(notObserved, "resource"))\(why.map { ": \($0)" } ?? "")."
    let lines: [String?] = [
      "\(guardrail.id)  \(guardrail.title)",
      "Over \(counted(snapshots, "snapshot")) and \(counted(versions, "configuration")) it would have "
        + "raised \(counted(episodes.count, "finding"))\(ends).\(unknown)",
      guardrail.subject.sentence(ofPruned: pruned), unread.words(isPast: true),
    ]
    let all = lines.compactMap(\.self) + unreadSources.map(\.words)
    return all.flatMap { $0.split(separator: "\n") }.map { String($0).visible + "\n" }.joined()
  }

  /// How many of the episodes stand, ended, or are in what was left out on purpose.
  private var ends: String {
    guard guardrail.subject == .state else { return "" }
    let standing = episodes.count { $0.until == nil && !$0.isRetired }
    let retired = episodes.count(where: \.isRetired)
    let words = ": \(standing) stand, \(episodes.count - standing - retired) ended"
    return retired == 0 ? words : words + ", \(retired) in what is not looked at any more"
  }

  /// One row for each episode, oldest first; then one for each scope and source that was not read, or not each time, and
  /// one for what was pruned. `state` says which it is.
  package var table: ResultTable {
    var rows = episodes.map { row($0) }
    rows += unread.map { unknownRow($0.why, $0.scope?.account, $0.scope?.region, $0.type.name) }
    rows += unreadSources.map { unknownRow($0.words) }
    if let words = guardrail.subject.words(ofPruned: pruned) { rows.append(unknownRow(words)) }
    return ResultTable(
      columns: [
        "snapshot", "seen", "until", "state", "account", "region", "type", "id", "name", "what",
      ], rows: rows)
  }

  private func row(_ episode: BackTestGuardrail.Episode) -> [ResultTable.Cell] {
    let id = episode.resource.id
    return [
      .number("\(episode.first)"), .text(episode.from.description),
      episode.until.map { .number("\($0)") } ?? .null, .text(state(of: episode)),
      .text(id.account), .text(id.region), .text(id.type.name), .text(id.id),
      episode.resource.name.map { .text($0) } ?? .null,
      .text(episode.rows.joined(separator: "; ")),
    ]
  }

  private func state(of episode: BackTestGuardrail.Episode) -> String {
    if guardrail.subject == .transition { return "changed" }
    if episode.isRetired { return "retired" }
    return episode.until == nil ? "stands" : "ended"
  }

  /// What is not known, and where.
  private func unknownRow(
    _ why: String, _ account: String? = nil, _ region: String? = nil, _ type: String? = nil
  ) -> [ResultTable.Cell] {
    func cell(_ text: String?) -> ResultTable.Cell { text.map { .text($0) } ?? .null }
    return [
      .null, .null, .null, .text(Guardrail.Word.notObserved.rawValue), cell(account), cell(region),
      cell(type), .null, .null, .text(why),
    ]
  }
}
