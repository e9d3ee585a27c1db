import ConfigurationModel

/// What of a record's state, approvals, window, freezes and implementers keeps it from covering an
/// edit.
///
/// The edit happened at some moment after `occurred.after`, up to and including `occurred.until`. The
/// record covers it where one of those moments lies within the window and not before the approval;
/// an emergency record may be approved until its due time instead. An approval cannot have been given
/// before what it approves was registered, where the record said something else before.
struct Timing {
  private(set) var lacks: [Lack] = []
  /// Whether every moment at which it can have happened was a right one.
  private(set) var isCorroborated = true

  init(of record: ChangeRecord, judgement: Judgement) {
    let candidate = judgement.candidate
    checkApproval(of: record, judgement)
    checkWindow(of: record, candidate.occurred)
    for freeze in judgement.freezes
    where !record.freezes.contains(freeze.name) && freeze.concerns(candidate, within: record.window)
    {
      lacks.append(.freeze(freeze.name))
    }
    guard !record.implementers.isEmpty else { return }
    for actor in candidate.actors where !record.implementers.contains(where: actor.fits) {
      lacks.append(.implementer(actor))
    }
  }

  private mutating func checkApproval(of record: ChangeRecord, _ judgement: Judgement) {
    let occurred = judgement.candidate.occurred
    guard record.state == .approved || record.state == .closed else {
      lacks.append(.state(record.state))
      return
    }
    guard let approval = record.firstApproval else {
      let own = record.approvals.first { record.isRequester($0.by) }
      lacks.append(own.map { .ownApproval(by: $0.by) } ?? .approval)
      return
    }
    let registered = judgement.registered[record.number] ?? RegisteredTimes()
    let counts = max(approval.at, registered.revised ?? approval.at)
    let isEmergency = record.kind == .emergency
    let due = isEmergency ? occurred.until.advanced(bySeconds: record.dueSeconds) : occurred.until
    // Who approved it may have known already what had happened: only the date says otherwise.
    if let known = registered.approved, known > due { isCorroborated = false }
    if approval.at > judgement.now {
      lacks.append(.futureApproval)
    } else if isEmergency {
      checkEmergency(counts, due: record.dueSeconds, occurred)
    } else if counts > occurred.until, approval.at <= occurred.until {
      lacks.append(.revisedAfterChange(seconds: counts.seconds - occurred.until.seconds))
    } else {
      checkApproval(at: counts, of: record, occurred)
    }
  }

  private mutating func checkEmergency(_ at: Timestamp, due: Int64, _ occurred: Occurrence) {
    let limit = occurred.until.advanced(bySeconds: due)
    if at > limit {
      lacks.append(
        .approvedTooLate(
          seconds: at.seconds - occurred.until.seconds, over: at.seconds - limit.seconds))
    }
    let isSure = occurred.after.map { at <= $0.advanced(bySeconds: due) } ?? false
    isCorroborated = isCorroborated && isSure
  }

  private mutating func checkApproval(
    at: Timestamp, of record: ChangeRecord, _ occurred: Occurrence
  ) {
    if at > occurred.until {
      lacks.append(.approvedAfterChange(seconds: at.seconds - occurred.until.seconds))
    } else if let until = record.window?.until, at > until {
      lacks.append(.approvedAfterWindow(seconds: at.seconds - until.seconds))
    }
    isCorroborated = isCorroborated && (occurred.after.map { at <= $0 } ?? false)
  }

  private mutating func checkWindow(of record: ChangeRecord, _ occurred: Occurrence) {
    if record.state == .closed, record.window?.until == nil { lacks.append(.closedWithoutEnd) }
    guard let window = record.window else { return }
    if let from = window.from, let until = window.until, until < from {
      lacks.append(.windowIsEmpty)
      return
    }
    switch window.relation(to: occurred) {
    case .inside: break
    case .overlapping: isCorroborated = false
    case .closedBefore(let seconds): lacks.append(.windowClosed(seconds: seconds))
    case .opensAfter(let seconds): lacks.append(.windowOpens(seconds: seconds))
    }
  }
}

extension ChangeRecord {
  /// `approvalDue` within 0 and ten years, so that no arithmetic on it can overflow.
  var dueSeconds: Int64 { min(max(approvalDue, 0), 315_360_000) }
}

extension Freeze {
  /// Whether the edit may have happened within both the freeze and the window.
  fileprivate func concerns(_ candidate: Candidate, within other: Window?) -> Bool {
    if let resource, !resource.selects(candidate.resource, tags: candidate.tags) { return false }
    let occurred = candidate.occurred
    let first = [window.from, other?.from].compactMap { $0 }.max()
    let last =
      [window.until, other?.until, occurred.until].compactMap { $0 }.min() ?? occurred.until
    return first.map { $0 <= last } ?? true && occurred.after.map { $0 < last } ?? true
  }
}

extension String {
  /// Whether the glob fits this ARN, or the ARN of the role whose session it is: CloudTrail names
  /// `arn:aws:sts::111122223333:assumed-role/Deploy/session` who acts as `…:iam::…:role/Deploy`.
  fileprivate func fits(_ glob: Glob) -> Bool {
    glob.matches(self) || assumedRole.map(glob.matches) ?? false
  }

  private var assumedRole: String? {
    let parts = split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
    guard parts.count == 6, parts[2] == "sts" else { return nil }
    let names = parts[5].split(separator: "/", omittingEmptySubsequences: false)
    guard names.count >= 2, names[0] == "assumed-role" else { return nil }
    return "\(parts[0]):\(parts[1]):iam::\(parts[4]):role/\(names[1])"
  }
}
