package import ConfigurationModel

/// Everything a drift report says, as one value: what every format is rendered from.
package struct DriftReport: Hashable, Sendable {
  /// What the report is about.
  package enum Subject: Hashable, Sendable {
    /// The audit of the newest snapshot.
    case audit(snapshot: Int)
    /// All that was judged between two moments.
    case period
    /// One finding, by its number. Nothing is said of what else there is.
    case finding(Int)
  }

  /// What it is about; this decides its title, and the time that it names.
  package var subject: Subject
  /// The store as the user named it.
  package var store: String
  /// The baseline's name; nil where the store has none.
  package var baseline: String?
  /// The moment for which the report speaks.
  package var at: Timestamp
  /// The time it covers: changes after `after`, up to and including `until`.
  package var period: Occurrence
  /// How far each scope was read at that moment; what was not read is never told as unchanged.
  package var coverage: Coverage
  /// Open, acknowledged and accepted findings, and those resolved within the period; worst first.
  package var findings: [Finding]
  /// Edits that a change record covers, within the period.
  package var approved: [ResourceEdit]
  /// Those of which the approval became known only when it was too late to give one.
  package var approvedOnPaper: [ResourceEdit]
  /// Whether what was approved on paper only counts as unapproved.
  package var isStrict = false
  /// What calls that came to be known since say against approvals, a sentence each; also among the
  /// warnings.
  package var contradictions: [String] = []
  /// What every ignore hid in the period; the expired ones too, with what they would have hidden.
  package var ignored: [IgnoreUse]
  /// What was approved, is over, and was not seen.
  package var underDelivered: [UnderDelivery]
  /// What became of each change record, by number.
  package var fulfilments: [Fulfilment]
  /// Emergency changes carried out and not yet approved.
  package var debts: [EmergencyDebt]
  /// What is expected as it was first read, and nobody has agreed to since; in order.
  package var firstReadings: [FirstReading]
  /// Edits for each day of the period that had any.
  package var timeline: [Day]
  /// Every edit that was judged in the period, whatever its verdict, of the resources that findings are of: what
  /// is told of when a resource changed.
  package var changes: [ResourceEdit] = []
  /// Events that alert rules tell of, oldest first.
  package var alerts: [Alert] = []
  /// Who was told of the finding that the report is about, in the order in which it happened.
  package var tellings: [Telling] = []
  /// What guardrails say.
  package var guardrails = GuardrailSection()
  /// Whether what breaks a guardrail counts as unapproved.
  package var isGuardrailStrict = false
  /// Sentences the reader must know: invalid policies met, a record whose approval is void.
  package var warnings: [String]
  /// What became, since the end of a period that is over, of what is said of it; nil for an audit, and
  /// where the period ends with the present.
  package var since: Since?
  /// The head of the store's ledger when the report was made, and of a period that is over at its end; nil
  /// where it was not asked for.
  package var ledger: LedgerMark?
  /// The version of the program that made the report; nil where it was not given.
  package var program: String?

  /// Makes a report without changes, alerts, guardrails, ledger and program; those are set later.
  package init(
    subject: Subject, store: String, baseline: String?, at: Timestamp, period: Occurrence,
    coverage: Coverage, findings: [Finding] = [], approved: [ResourceEdit] = [],
    approvedOnPaper: [ResourceEdit] = [],
    ignored: [IgnoreUse] = [], underDelivered: [UnderDelivery] = [],
    fulfilments: [Fulfilment] = [], debts: [EmergencyDebt] = [],
    firstReadings: [FirstReading] = [], timeline: [Day] = [],
    warnings: [String] = []
  ) {
    self.subject = subject
    self.store = store
    self.baseline = baseline
    self.at = at
    self.period = period
    self.coverage = coverage
    self.findings = findings
    self.approved = approved
    self.approvedOnPaper = approvedOnPaper
    self.ignored = ignored
    self.underDelivered = underDelivered
    self.fulfilments = fulfilments
    self.debts = debts
    self.firstReadings = firstReadings
    self.timeline = timeline
    self.warnings = warnings
  }

  /// Findings whose deviation stands and that nobody accepted: what exit status 1 counts.
  package var unapproved: [Finding] { findings.filter { $0.status.isUnapproved } }

  /// Whether there is anything that exit status 1 stands for.
  package var hasUnapproved: Bool {
    !unapproved.isEmpty || !contradictions.isEmpty || (isStrict && !approvedOnPaper.isEmpty)
      || isGuardrailBroken
  }
}

extension DriftReport {
  /// What came after the end of a period. All else in the report is what was known by then, and the same
  /// whenever the report is made.
  package struct Since: Hashable, Sendable {
    /// Something that happened since.
    package struct Entry: Hashable, Sendable {
      /// What it is about: `F-17`, `CHG0031337`, `snapshot 42`.
      package let about: String
      /// When it happened.
      package let at: Timestamp
      /// What happened, by whom and why, without a full stop.
      package let words: String

      /// Makes an entry; `words` is printed behind `about`.
      package init(about: String, at: Timestamp, words: String) {
        self.about = about
        self.at = at
        self.words = words
      }
    }

    /// When the report was made.
    package let made: Timestamp
    /// Oldest first.
    package let entries: [Entry]
    /// The head of the store's ledger when the report was made; nil where that is the end of the period.
    package let ledger: LedgerMark?

    /// Makes what came since; `entries` come oldest first.
    package init(made: Timestamp, entries: [Entry], ledger: LedgerMark? = nil) {
      self.made = made
      self.entries = entries
      self.ledger = ledger
    }
  }

  /// A head of a ledger: kept elsewhere, it shows later whether the store was put back or rewritten.
  package struct LedgerMark: Hashable, Sendable {
    /// How many events the ledger holds.
    package let size: Int
    /// The root of the tree over them, in hexadecimal digits.
    package let root: String
    /// What the store's key calls the store.
    package let store: String

    /// Makes the mark of a head; `root` is in hexadecimal digits.
    package init(size: Int, root: String, store: String) {
      self.size = size
      self.root = root
      self.store = store
    }

    /// As `plumb verify --since` takes it.
    package var text: String { "\(size):\(root) \(store)" }
  }

  /// An edit of a resource with its verdict.
  package struct ResourceEdit: Hashable, Sendable {
    /// The resource that was changed.
    package let resource: Resource
    /// What became of the resource as a whole.
    package let change: ResourceChange
    /// The edit, when it happened, and its verdict.
    package let judged: JudgedEdit

    /// Makes the edit of `resource` as `judged`.
    package init(resource: Resource, change: ResourceChange, judged: JudgedEdit) {
      self.resource = resource
      self.change = change
      self.judged = judged
    }
  }

  /// What one ignore left out.
  package struct IgnoreUse: Hashable, Sendable {
    /// The ignore's name: the file and its place in it, such as `ignores.yaml#2`.
    package let name: String
    /// What it says; nil where it hid edits before the store kept that, and its text is not known.
    package let ignore: Ignore?
    /// How many edits it hid; for an expired one, how many it no longer hides.
    package let count: Int
    /// Whether it had ended at the moment of the report.
    package let isExpired: Bool
    /// How many edits it hid at some time of the period, of which something else was said since.
    package let formerly: Int

    /// Makes the use of an ignore whose text is known.
    package init(ignore: Ignore, count: Int, isExpired: Bool, formerly: Int = 0) {
      name = ignore.name
      self.ignore = ignore
      self.count = count
      self.isExpired = isExpired
      self.formerly = formerly
    }

    /// Makes the use of an ignore of which the store kept only the name.
    package init(name: String, count: Int) {
      self.name = name
      self.count = count
      (ignore, isExpired, formerly) = (nil, false, 0)
    }
  }

  /// Approved, window over, not observed.
  package struct UnderDelivery: Hashable, Sendable {
    /// The record's number.
    package let record: String
    /// What the record calls itself; nil where it has no title.
    package let title: String?
    /// What was to happen: `added IpPermissions of AWS::EC2::SecurityGroup sg-1 …`.
    package let expected: String
    /// When the window was over.
    package let until: Timestamp

    /// Makes that of one clause or allowance, which `expected` says in words.
    package init(record: String, title: String?, expected: String, until: Timestamp) {
      self.record = record
      self.title = title
      self.expected = expected
      self.until = until
    }
  }

  /// A change record: who asked for it and approved it, when it was allowed, and what of it happened.
  package struct Fulfilment: Hashable, Sendable {
    /// What became of an approved record.
    package enum Outcome: Hashable, Sendable, CaseIterable {
      case done
      /// All of it was asked for in its window, and some waits to be applied.
      case pending
      /// Its window is over, and only some of it was seen.
      case doneInPart
      case notDone
      /// In its window, its resources were changed in other ways than it allows, too.
      case wentFurther
      /// Its scopes were not read after its window.
      case notObservable
      /// It may still be carried out.
      case notYetDone

      /// The word that documents and reports use.
      package var word: String {
        switch self {
        case .done: "done"
        case .pending: "pending"
        case .doneInPart: "done in part"
        case .notDone: "not done"
        case .wentFurther: "went further"
        case .notObservable: "not observable"
        case .notYetDone: "not yet done"
        }
      }
    }

    /// The record's number.
    package let record: String
    /// What the record calls itself; nil where it has no title.
    package let title: String?
    /// The state in which the record is: `approved`, `closed`.
    package let state: String
    /// Nil for a record that is neither approved nor closed.
    package let outcome: Outcome?
    /// Clauses (or allowances without clauses) that were seen to happen.
    package let done: Int
    /// How many clauses (or allowances without clauses) it has in all.
    package let total: Int
    /// Edits it covered in all.
    package let edits: Int
    /// What a value that it allows and that was asked for waits for: `Waits for the maintenance window sun:03:00-sun:04:00`;
    /// nil where none waits.
    package let waitsFor: String?
    /// Who asked for it; nil where the record does not say.
    package let requestedBy: String?
    /// Its approvals in the order of the record.
    package let approvals: [ChangeRecord.Approval]
    /// When it was allowed; nil for any time.
    package let window: Window?
    /// Where the record is kept.
    package let reference: String?
    /// Whether the report speaks of it: it covers edits of the report, was not done, went further, or waits.
    package let isTold: Bool

    /// Makes what became of one record; `done` is at most `total`.
    package init(
      record: String, title: String?, state: String, outcome: Outcome? = nil, done: Int, total: Int,
      edits: Int, waitsFor: String? = nil, requestedBy: String? = nil,
      approvals: [ChangeRecord.Approval] = [],
      window: Window? = nil, reference: String? = nil, isTold: Bool = true
    ) {
      self.record = record
      self.title = title
      self.state = state
      self.outcome = outcome
      self.done = done
      self.total = total
      self.edits = edits
      self.waitsFor = waitsFor
      self.requestedBy = requestedBy
      self.approvals = approvals
      self.window = window
      self.reference = reference
      self.isTold = isTold
    }
  }

  /// An emergency change that waits for its approval.
  package struct EmergencyDebt: Hashable, Sendable {
    /// The record's number.
    package let record: String
    /// What the record calls itself; nil where it has no title.
    package let title: String?
    /// By when it must be approved.
    package let due: Timestamp
    /// Whether `due` has passed without an approval.
    package let isOverdue: Bool
    /// The findings it would cover.
    package let findings: [Int]

    /// Makes the debt of one record; `findings` are numbers, in order.
    package init(record: String, title: String?, due: Timestamp, isOverdue: Bool, findings: [Int]) {
      self.record = record
      self.title = title
      self.due = due
      self.isOverdue = isOverdue
      self.findings = findings
    }
  }

  /// What was read for the first time after the baseline was set: a scope, or a part of a resource.
  /// No edit says when it came to be.
  package struct FirstReading: Hashable, Sendable {
    /// The scope that was read, or that the resource is of.
    package let scope: Scope
    /// The resource of which a part was read; nil for the whole scope.
    package let resource: Resource?
    /// The part; nil for the whole scope.
    package let part: String?
    /// When it was read.
    package let at: Timestamp
    /// Resources of a scope that stand.
    package let count: Int

    /// Makes that of a whole scope, or with `resource` and `part` that of a part, of which `count`
    /// is 0.
    package init(scope: Scope, resource: Resource?, part: String?, at: Timestamp, count: Int) {
      self.scope = scope
      self.resource = resource
      self.part = part
      self.at = at
      self.count = count
    }
  }

  /// Edits seen on one day in UTC.
  package struct Day: Hashable, Sendable {
    /// `2026-11-20`.
    package let date: String
    /// Edits that a change record covers.
    package let approved: Int
    /// Edits of which the approval was given too late.
    package let approvedOnPaper: Int
    /// Edits that an ignore leaves out.
    package let ignored: Int
    /// Edits that nothing covers.
    package let unapproved: Int

    /// Makes the counts of one day; each edit is counted on the day by which it had happened.
    package init(
      date: String, approved: Int, approvedOnPaper: Int = 0, ignored: Int, unapproved: Int
    ) {
      self.date = date
      self.approved = approved
      self.approvedOnPaper = approvedOnPaper
      self.ignored = ignored
      self.unapproved = unapproved
    }
  }
}
