import ConfigurationModel

/// What of a record's state, approvals, window, freezes and implementers keeps it from covering an
/// edit.
///
/// The edit happened at some moment after `happened.after`, up to and including `happened.until`. The
/// record covers it where one of those moments lies within the window and not before the approval;
/// an emergency record may be approved until its due time instead. An approval cannot have been given
/// before what it approves was registered, where the record said something else before.
struct Timing {
  private(set) var lacks: [Lack] = []
  /// How far what is known bears out that it was approved in time.
  private(set) var corroboration = Corroboration.full

  init(of record: ChangeRecord, judgement: Judgement) {
    let candidate = judgement.candidate
    checkApproval(of: record, judgement)
    checkWindow(of: record, candidate.happened)
    for freeze in judgement.freezes
    where !record.freezes.contains(freeze.name) && freeze.concerns(candidate, within: record.window)
    {
      lacks.append(candidate.tags == nil ? .perhapsFrozen(freeze.name) : .freeze(freeze.name))
    }
    checkAuthorship(of: record, candidate.authorship)
    // What a call would have said about the time is held against the record, now that nobody can ask it.
    if candidate.authorship == .notKept, corroboration != .full || !record.implementers.isEmpty {
      lacks.append(.callsPruned)
    }
  }

  /// Where one of several made it, nobody can say that it was not the one who may.
  private mutating func checkAuthorship(of record: ChangeRecord, _ authorship: Authorship) {
    guard !record.implementers.isEmpty else { return }
    let callers: [Authorship.Caller]
    switch authorship {
    case .unknown, .notKept: return
    // The call is known: that its caller has no ARN makes nobody an implementer.
    case .made(by: nil, _): callers = [Authorship.Caller("a caller without an ARN")]
    case .made(let caller?, _): callers = [caller]
    case .oneOf(let all): callers = all
    }
    let isOne = callers.contains { record.implementers.contains(where: $0.fits) }
    if !isOne { lacks += callers.map { .implementer($0.principal) } }
  }

  private mutating func checkApproval(of record: ChangeRecord, _ judgement: Judgement) {
    guard record.isInForce else {
      lacks.append(.state(record.state))
      return
    }
    let registered = judgement.registered[record.number] ?? RegisteredTimes()
    let discounts = registered.discounts ?? record.discounts(askers: record.askers)
    let counting = record.approvals.filter { discounts[$0] == nil }.sorted { $0.at < $1.at }
    let all = counting.map { Approval($0, of: record, registered, judgement) }
    guard let best = all.min(by: { $0.rank < $1.rank }) else {
      let own = record.approvals.lazy.compactMap { approval in
        discounts[approval].map { Lack.discounted(by: approval.by, $0) }
      }
      lacks.append(own.first ?? .approval)
      return
    }
    if let lack = best.lack { lacks.append(lack) }
    corroboration = max(corroboration, best.corroboration)
  }

  private mutating func checkWindow(of record: ChangeRecord, _ occurred: Occurrence) {
    let own = record.ownLack
    if let own { lacks.append(own) }
    guard let window = record.window, own != .windowIsEmpty else { return }
    switch window.relation(to: occurred) {
    case .inside: break
    case .overlapping: corroboration = max(corroboration, .overlapping)
    case .closedBefore(let seconds): lacks.append(.windowClosed(seconds: seconds))
    case .opensAfter(let seconds): lacks.append(.windowOpens(seconds: seconds))
    }
  }
}

/// How far what is known here bears out that an edit was approved in time. More is worse.
enum Corroboration: Int, Comparable {
  /// Every moment at which it can have happened was a right one.
  case full
  /// Some moments were right ones, and others were not.
  case overlapping
  /// The approval became known only when it was too late to give one: only its date says otherwise.
  case onPaper

  static func < (left: Corroboration, right: Corroboration) -> Bool {
    left.rawValue < right.rawValue
  }
}

/// One approval held against one edit.
private struct Approval {
  let lack: Lack?
  let corroboration: Corroboration

  /// Smaller is better.
  var rank: Int { (lack == nil ? 0 : 10) + corroboration.rawValue }

  init(
    _ approval: ChangeRecord.Approval, of record: ChangeRecord, _ registered: RegisteredTimes,
    _ judgement: Judgement
  ) {
    let occurred = judgement.candidate.happened
    let counts = registered.beginning(of: approval)
    let seconds = record.dueSeconds(for: occurred, since: registered.since)
    let isEmergency = record.kind == .emergency
    let due = isEmergency ? occurred.until.advanced(bySeconds: seconds) : occurred.until
    let earliest = isEmergency ? occurred.after?.advanced(bySeconds: seconds) : occurred.after
    let isSure = earliest.map { counts <= $0 } ?? false
    let isKnownLate = registered.approved[approval].map { $0 > due } ?? false
    corroboration = isKnownLate ? .onPaper : isSure ? .full : .overlapping
    if approval.at > judgement.now {
      lack = .futureApproval
    } else if counts > due {
      lack = Self.late(counts, approval.at, due, isEmergency, occurred)
    } else {
      lack = record.windowLack(of: approval, countingFrom: counts)
    }
  }

  private static func late(
    _ counts: Timestamp, _ given: Timestamp, _ due: Timestamp, _ isEmergency: Bool,
    _ occurred: Occurrence
  ) -> Lack {
    let seconds = counts.seconds - occurred.until.seconds
    if isEmergency {
      return .approvedTooLate(seconds: seconds, over: counts.seconds - due.seconds)
    }
    return given <= occurred.until
      ? .revisedAfterChange(seconds: seconds) : .approvedAfterChange(seconds: seconds)
  }
}

extension RegisteredTimes {
  /// From when on an approval counts: it is no older than what it approves.
  func beginning(of approval: ChangeRecord.Approval) -> Timestamp {
    max(approval.at, revised ?? approval.at)
  }
}

extension ChangeRecord {
  /// Whether its state says that it covers edits.
  var isInForce: Bool { state == .approved || state == .closed }

  /// What keeps it from covering any edit, whoever approves it and whenever the edit happened; nil where nothing does.
  var ownLack: Lack? {
    if state == .closed, window?.until == nil { return .closedWithoutEnd }
    guard let from = window?.from, let until = window?.until, until < from else { return nil }
    return .windowIsEmpty
  }

  /// What keeps an approval from counting for any edit: the window was over before. Only an emergency may be
  /// approved afterwards. Nil where it may count for some.
  ///
  /// - Parameter counts: From when on it counts otherwise.
  func windowLack(of approval: ChangeRecord.Approval, countingFrom counts: Timestamp) -> Lack? {
    guard kind != .emergency, let until = window?.until, counts > until else { return nil }
    return approval.at > until
      ? .approvedAfterWindow(seconds: approval.at.seconds - until.seconds)
      : .revisedAfterWindow(seconds: counts.seconds - until.seconds)
  }

  /// Within how many seconds after an edit the record must be approved. Its own word counts where it
  /// was registered in the usual time: nobody gives themselves more when that is over.
  func dueSeconds(for occurred: Occurrence, since: Timestamp?) -> Int64 {
    let usual = ChangeRecord.defaultApprovalDue
    let isLate = since.map { $0 > occurred.until.advanced(bySeconds: usual) } ?? false
    return isLate ? min(dueSeconds, usual) : dueSeconds
  }

  /// `approvalDue` within 0 and ten years, so that no arithmetic on it can overflow.
  var dueSeconds: Int64 { min(max(approvalDue, 0), 315_360_000) }
}

extension Freeze {
  /// Whether the edit may have happened within both the freeze and the window.
  fileprivate func concerns(_ candidate: Candidate, within other: Window?) -> Bool {
    // A resource of which the tags are not known may be one that is frozen.
    if let resource, !resource.maySelect(candidate.resource, tags: candidate.tags) { return false }
    let occurred = candidate.happened
    let first = [window.from, other?.from].compactMap { $0 }.max()
    let last =
      [window.until, other?.until, occurred.until].compactMap { $0 }.min() ?? occurred.until
    return first.map { $0 <= last } ?? true && occurred.after.map { $0 < last } ?? true
  }
}

extension Authorship.Caller {
  /// Whether the glob fits the caller's ARN, or that of the role whose session it is: CloudTrail names
  /// `arn:aws:sts::111122223333:assumed-role/Deploy/session` who acts as `…:iam::…:role/ops/Deploy`, whose path only the
  /// session's issuer has.
  fileprivate func fits(_ glob: Glob) -> Bool {
    // Whoever takes a role names the session: a glob that does not speak of sessions is not about it.
    let isOfSessions = principal.assumedRole == nil || glob.pattern.contains(":assumed-role/")
    let names = [isOfSessions ? principal : nil, role, principal.assumedRole]
    return names.contains { $0.map(glob.matches) ?? false }
  }
}

extension String {
  /// The ARN of the role whose session an ARN is of, without its path; nil where it is of none.

  fileprivate var assumedRole: String? {
    let parts = split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
    guard parts.count == 6, parts[2] == "sts" else { return nil }
    let names = parts[5].split(separator: "/", omittingEmptySubsequences: false)
    guard names.count >= 2, names[0] == "assumed-role" else { return nil }
    return "\(parts[0]):\(parts[1]):iam::\(parts[4]):role/\(names[1])"
  }
}
