import ConfigurationModel

/// One thing that keeps a part of a change record from covering an edit.
enum Lack: Hashable, Sendable {
  case state(ChangeRecord.State)
  /// Nobody approved it.
  case approval
  /// Only people did whose approval does not count: the first of them.
  case discounted(by: String, Discount)
  /// The approval is dated after the moment of the audit.
  case futureApproval
  case approvedAfterChange(seconds: Int64)
  /// What it allows now was registered only then.
  case revisedAfterChange(seconds: Int64)
  case approvedTooLate(seconds: Int64, over: Int64)
  case approvedAfterWindow(seconds: Int64)
  /// What it allows now was registered only when its window was over.
  case revisedAfterWindow(seconds: Int64)
  case windowClosed(seconds: Int64)
  case windowOpens(seconds: Int64)
  /// The window ends before it begins.
  case windowIsEmpty
  /// The record is closed and nothing says when it was carried out.
  case closedWithoutEnd
  case freeze(String)
  /// A freeze is about resources with tags, and those of the resource are not known.
  case perhapsFrozen(String)
  case implementer(String)
  /// Calls of the time were pruned that would say who made it and when.
  case callsPruned
  case selector(ResourceSelector.Mismatch)
  case action(wanted: ResourceAction, found: ResourceAction)
  /// A `modify` without edits, or a `delete` with some: such an allowance covers nothing.
  case meaninglessEdits(ResourceAction)
  case word(wanted: ChangeWord, found: ChangeWord)
  case path(wanted: String, found: String)
  /// The clause is about the value at a path as a whole, and the edit is of something inside it;
  /// `write` is what a record says to allow just that.
  case inside(ChangeWord, of: String, found: String, write: String)
  case value(Predicate, found: ConfigurationValue)
  case oldValue(Predicate, found: ConfigurationValue?)
  /// The created configuration has more than the clauses allow: where, each place that is still to be named.
  case uncovered(paths: [String])
  case usedUp(atMost: Int)

  /// What a lack is about.
  enum Subject { case approval, circumstance, resource, edit, value }

  var subject: Subject {
    switch self {
    case .state, .approval, .discounted, .futureApproval, .approvedAfterChange,
      .revisedAfterChange, .approvedTooLate, .approvedAfterWindow, .revisedAfterWindow:
      .approval
    case .windowClosed, .windowOpens, .windowIsEmpty, .closedWithoutEnd, .freeze, .perhapsFrozen,
      .implementer, .callsPruned, .usedUp:
      .circumstance
    case .selector: .resource
    case .action, .meaninglessEdits, .word, .path, .inside, .uncovered: .edit
    case .value, .oldValue: .value
    }
  }

  /// How far off it makes the record, for sorting near misses: what a person can put right without
  /// changing what was approved is nearest. Many fields of one value may be off: each
  /// counts; and so does each day that the time is off.
  var distance: Int {
    switch self {
    case .value(let predicate, let found): 20 * max(1, predicate.lacks(in: found).count)
    case .state(let state): state == .submitted ? 10 : 14
    case .uncovered: 20
    case .word: 40
    case .path: 50
    case .inside: 45
    case .action, .meaninglessEdits: 60
    case .oldValue: 20
    case .selector: 30
    case .windowClosed(let seconds), .windowOpens(let seconds), .approvedAfterChange(let seconds),
      .revisedAfterChange(let seconds), .approvedTooLate(_, over: let seconds),
      .approvedAfterWindow(let seconds), .revisedAfterWindow(let seconds):
      10 + Int(min(seconds / 86400, 9))
    case .approval, .discounted, .futureApproval, .windowIsEmpty, .closedWithoutEnd, .freeze,
      .perhapsFrozen, .implementer, .callsPruned, .usedUp:
      10
    }
  }
}

extension Lack {
  /// What a reader is told, to be read after the record's number.
  var words: String {
    switch self {
    case .state(let state): "is \(state == .draft ? "a draft" : state.rawValue), not approved"
    case .approval: "has no approval"
    case .discounted(let person, let discount): discount.words(of: person)
    case .futureApproval: "its approval is dated in the future"
    case .approvedAfterChange(let seconds):
      "approved \(durationText(seconds: seconds)) after the change: "
        + "only an emergency may be approved afterwards"
    case .revisedAfterChange(let seconds):
      "edited \(durationText(seconds: seconds)) after the change: an approval of what it says now "
        + "cannot be older"
    case .approvedTooLate(let seconds, let over):
      "approved \(durationText(seconds: seconds)) after the change, "
        + "\(durationText(seconds: over)) too late for an emergency"
    case .approvedAfterWindow(let seconds):
      "approved \(durationText(seconds: seconds)) after its window closed"
    case .revisedAfterWindow(let seconds):
      "edited \(durationText(seconds: seconds)) after its window closed: an approval of what it says "
        + "now cannot be older"
    case .windowClosed(let seconds):
      seconds < 1
        ? "its window closed before the change"
        : "its window closed \(durationText(seconds: seconds)) before the change"
    case .windowOpens(let seconds):
      "its window opens \(durationText(seconds: seconds)) after the change"
    case .windowIsEmpty: "its window ends before it begins"
    case .closedWithoutEnd: "is closed, and no window says when it was carried out"
    case .freeze(let name): "inside the freeze '\(name)', which the record does not name"
    case .perhapsFrozen(let name):
      "perhaps inside the freeze '\(name)', which the record does not name: the resource's tags were "
        + "not read"
    case .implementer(let actor): "\(actor) is not one of its implementers"
    case .callsPruned:
      "calls of that time were pruned, so that nobody can say who made it and whether it was in time"
    case .selector(let mismatch): mismatch.words
    case .action(let wanted, let found): "approves \(wanted.rawValue), not \(found.rawValue)"
    case .meaninglessEdits(.delete): "names edits of a deletion"
    case .meaninglessEdits: "names no edits"
    case .word(let wanted, let found): "approves \(wanted.rawValue), not \(found.rawValue)"
    case .path(let wanted, let found):
      "approves edits of \(wanted.orWhole), not of \(found.orWhole)"
    case .inside(let word, let path, let found, let clause):
      "approves the \(word.noun) of \(path.orWhole), not of \(found) inside it; write \(clause)"
    case .value(let predicate, let found): predicate.lacks(in: found).joined(separator: ", ")
    case .oldValue(let predicate, let found):
      "before, "
        + (found.map { predicate.lacks(in: $0).joined(separator: ", ") } ?? "there was nothing")
    case .uncovered(let paths):
      "approves the creation, but not " + paths.prefix(8).map(\.orWhole).joined(separator: ", ")
        + (paths.count > 8 ? " and \(paths.count - 8) more" : "")
    case .usedUp(let most):
      "already used up: at most \(most), used by \(most == 1 ? "an earlier edit" : "earlier edits")"
    }
  }
}

extension ResourceSelector.Mismatch {
  fileprivate var words: String {
    let found = found.map { ", not \($0)" } ?? ", and there is none"
    return switch field {
    case "id": "names \(wanted)\(found)"
    case "name": "names a resource called \(wanted)\(found)"
    default: "is for \(field) \(wanted)\(found)"
    }
  }
}

extension ChangeWord {
  fileprivate var noun: String {
    switch self {
    case .added: "addition"
    case .removed: "removal"
    case .changed: "change"
    }
  }
}

extension String {
  /// The text of a path, or of a pattern, as a sentence needs it.
  var orWhole: String { isEmpty ? "the whole resource" : self }
}
