package import ConfigurationModel

/// What `plumbline.yaml` says: where snapshots come from and when, and what audits go by. Paths are as
/// written there: relative ones stand against the folder of the file.
package struct Settings: Hashable, Sendable {
  /// The store's file; nil where it is not said.
  package var store: String?
  /// The baselines that each audit is held against.
  package var baselines: [String] = ["default"]
  /// The folders of change records; nil where none are registered by themselves.
  package var changes: ChangeFolders?
  /// Files and folders of ignores.
  package var ignores: [String] = []
  /// Whether what was approved on paper only counts as unapproved.
  package var isStrict = false
  /// Files and folders of freezes.
  package var freezes: [String] = []
  /// Which alert rules are judged.
  package var alerts = Alerts()
  /// Which guardrails are judged.
  package var guardrails = Guardrails()
  /// Who is told of findings, and where.
  package var notices = Notices()
  /// In the order in which they are written; their names differ.
  package var sources: [SnapshotSource] = []
  /// How old a reading may be where its source has no schedule; nil for the usual.
  package var maxAge: Age?
  /// Nil to keep everything.
  package var retention: Retention?
  /// Where the daemon answers about its state.
  package var status = StatusPage()
  /// How the daemon writes its log.
  package var log = LogForm.text

  /// The settings of an empty file.
  package init() {}

  /// Folders whose change records are registered before each audit.
  package struct ChangeFolders: Hashable, Sendable {
    /// The folders' paths.
    package var folders: [String]
    /// Who registers them.
    package var actor: String

    /// Makes folders whose records somebody is said to register.
    package init(folders: [String], actor: String) {
      self.folders = folders
      self.actor = actor
    }
  }

  /// The alert rules beside those that ship.
  package struct Alerts: Hashable, Sendable {
    /// Files and folders of rules.
    package var rules: [String] = []
    /// The ids of rules that are not wanted.
    package var off: TurnedOff = []

    /// Makes the choice; without arguments exactly those that ship are judged.
    package init(rules: [String] = [], off: TurnedOff = []) {
      self.rules = rules
      self.off = off
    }
  }

  /// The guardrails beside those that ship.
  package struct Guardrails: Hashable, Sendable {
    /// Files and folders of guardrails.
    package var rules: [String] = []
    /// The ids of guardrails that are not wanted.
    package var off: TurnedOff = []
    /// Whether what breaks a guardrail counts as unapproved.
    package var isStrict = false

    /// Makes the choice; without arguments exactly those that ship are judged, and none counts as
    /// unapproved.
    package init(rules: [String] = [], off: TurnedOff = [], isStrict: Bool = false) {
      self.rules = rules
      self.off = off
      self.isStrict = isStrict
    }
  }

  /// What is kept of the past: a snapshot goes where it is older than the one and beyond the other, a call where it is
  /// older than a third, a message where it was sent before a fourth and what it tells of is over.
  package struct Retention: Hashable, Sendable {
    /// How old a snapshot may become; nil for any age.
    package var age: Age?
    /// The newest so many snapshots.
    package var count: Int?
    /// Of activity; no less than `leastActivity`.
    package var activity: Age?

    /// Of messages that were sent; nil for any age.
    package var messages: Age?

    /// A week: CloudTrail delivers within minutes, and promises nothing; what is older than this is not late.
    package static let leastActivity = Age(hours: 7 * 24)

    /// Makes a retention; where all are nil, everything is kept.
    package init(age: Age?, count: Int?, activity: Age? = nil, messages: Age? = nil) {
      (self.age, self.count, self.activity, self.messages) = (age, count, activity, messages)
    }
  }

  /// Where the daemon answers about its state.
  package struct StatusPage: Hashable, Sendable {
    /// A loopback address.
    package var host = "127.0.0.1"
    /// The TCP port, 0 to 65535; 0 leaves the choice to the system.
    package var port = 9464
    /// The path of a Unix socket that it answers on instead; nil for the address.
    package var socket: String?
    /// Whether the daemon answers at all.
    package var isOn = true

    /// Makes a page; without arguments it is answered on 127.0.0.1, port 9464.
    package init(
      host: String = "127.0.0.1", port: Int = 9464, socket: String? = nil, isOn: Bool = true
    ) {
      self.host = host
      self.port = port
      self.socket = socket
      self.isOn = isOn
    }
  }

  /// How the daemon writes its log.
  package enum LogForm: String, Hashable, Sendable, CaseIterable { case text, json }
}
