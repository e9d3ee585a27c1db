package import AuditSchedule
package import ConfigurationModel

/// One place that snapshots or activity come from.
package struct SnapshotSource: Hashable, Sendable {
  /// The source's name, which tells it from every other source.
  package var name: String
  /// What is read, and where.
  package var origin: Origin
  /// Empty for all types.
  package var types: [Glob] = []
  /// Nil for a source that is only read when it is asked for.
  package var schedule: Schedule?
  /// The longest that a run may take, in seconds.
  package var deadline: Int64 = 3600
  /// When a listing that shrank is read again before deletions are believed.
  package var secondReading = SecondReading()
  /// What it asks for, as the settings say it: places and types, not who asks and how often. Sources with equal
  /// questions read the same.
  package let question: String

  /// Makes a source without a schedule; its question follows from the places and types.
  package init(name: String, origin: Origin, types: [Glob] = []) {
    self.name = name
    self.origin = origin
    self.types = types
    question = Self.question(of: origin, types)
  }

  /// What is read there.
  package enum Origin: Hashable, Sendable {
    /// The APIs of AWS.
    case aws(AWSAccounts)
    /// What AWS Config has recorded.
    case recorder(Recorder)
    /// AWS Config's snapshots in a bucket.
    case delivery(Delivery)
    /// Files and folders of exports.
    case exports([String])
    /// What CloudTrail recorded: no configurations, but who called what.
    case activity(ActivityPlace)
  }

  /// Where the events of CloudTrail are.
  package enum ActivityPlace: Hashable, Sendable {
    /// Files and folders.
    case files([String])
    /// A bucket that a trail delivers to, that of an organization too.
    case bucket(Delivery)
    /// CloudTrail itself, in some regions.
    case lookup(profile: String?, regions: [String])
    /// A queue that tells of events as they happen.
    case queue(EventQueue)
  }

  /// AWS accounts that are read through their APIs.
  package struct AWSAccounts: Hashable, Sendable {
    /// The profile of the shared configuration whose credentials are used; nil for the usual ones.
    package var profile: String?
    /// Which accounts are read.
    package var reach = Reach.own
    /// The role that is assumed in each account but the caller's own.
    package var role: AssumedRoleName?
    /// Empty for all that an account has enabled.
    package var regions: [String] = []
    /// How many requests a run may send; nil for as many as it takes.
    package var requestBudget: Int?

    /// The caller's own account, in all of its regions.
    package init() {}
  }

  /// Which accounts.
  package enum Reach: Hashable, Sendable {
    /// The account that the credentials are of.
    case own
    case accounts([String])
    case organization(units: [String], except: [String])
  }

  /// A role by its name, the same in each account.
  package struct AssumedRoleName: Hashable, Sendable {
    /// The role's name, with its path where it has one, without `arn:`.
    package var name: String
    /// The external id that the role's trust policy asks for; nil where it asks for none.
    package var externalID: String?

    /// Makes the name of a role that every account has.
    package init(name: String, externalID: String?) {
      self.name = name
      self.externalID = externalID
    }
  }

  /// AWS Config, asked directly or over an aggregator.
  package struct Recorder: Hashable, Sendable {
    /// The profile of the shared configuration whose credentials are used; nil for the usual ones.
    package var profile: String?
    /// Nil to ask in each region.
    package var aggregator: String?
    /// Where the aggregator is, or what is read; empty for all that are enabled.
    package var regions: [String] = []

    /// AWS Config itself, asked in every enabled region.
    package init() {}
  }

  /// A bucket that AWS Config delivers its snapshots to, or CloudTrail its log files.
  package struct Delivery: Hashable, Sendable {
    /// The profile of the shared configuration whose credentials are used; nil for the usual ones.
    package var profile: String?
    /// The bucket's name.
    package var bucket: String
    /// Of the keys, without a slash at its end; empty where there is none.
    package var prefix: String
    /// The bucket's region.
    package var region: String

    /// Makes a place of deliveries; the prefix has no slash at its end.
    package init(profile: String? = nil, bucket: String, prefix: String, region: String) {
      self.profile = profile
      self.bucket = bucket
      self.prefix = prefix
      self.region = region
    }
  }
}

extension SnapshotSource {
  /// Whether it tells who called what, and no configuration.
  package var isOfActivity: Bool {
    switch origin {
    case .activity: true
    case .aws, .recorder, .delivery, .exports: false
    }
  }

  /// Whether it is a queue, which the daemon listens to all the time.
  package var isQueue: Bool {
    switch origin {
    case .activity(.queue): true
    case .activity(.files), .activity(.bucket), .activity(.lookup), .aws, .recorder, .delivery,
      .exports:
      false
    }
  }

  /// How old its readings may be: twice its interval and its deadline. Nil without a schedule.
  package func allowedAge(at moment: Timestamp) -> Age? {
    schedule.map { Age(seconds: 2 * $0.longestInterval(before: moment) + deadline) }
  }
}
