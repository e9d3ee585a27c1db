import Activity
import ConfigurationModel

/// What the events of one file of activity say of the file itself: whether it is what its name says, and whether its time
/// can be.
struct LogFileContent {
  /// What the file's name says; nil where it is not that of a log file of CloudTrail.
  let log: TrailFileName?
  /// The moment after which nothing can have been called; nil where that is not known.
  let latest: Timestamp?
  /// How many items are events, those that cannot be read too.
  var count = 0
  /// The first item that is something else; nil where none is.
  var stray: ConfigurationValue?

  /// The accounts and regions of events that the name does not have.
  private var otherPlaces: Set<String> = []
  private var later = 0
  private var firstLater: Timestamp?

  /// - Parameters:
  ///   - path: The file's path.
  ///   - latest: The moment after which nothing can have been called; nil where that is not known.
  init(of path: String, latest: Timestamp?) {
    (log, self.latest) = (TrailFileName(log: path), latest)
  }

  /// By so many seconds a clock may be behind the one of AWS before anything is said.
  static let tolerance: Int64 = 15 * 60

  /// The member that lists the events of a log file.
  private static let list = "Records"

  /// Takes account of an event that could be read.
  mutating func note(_ record: ConfigurationValue, _ event: ActivityEvent) {
    if let latest, event.time > latest {
      later += 1
      firstLater = min(firstLater ?? event.time, event.time)
    }
    if let log, let place = Self.place(of: record, event, in: log) { otherPlaces.insert(place) }
  }

  /// Of what account and region an event is; nil where it may stand in the log file.
  ///
  /// A log file holds what one account received in one region (CloudTrail User Guide, "CloudTrail record contents":
  /// recipientAccountId, awsRegion), also where the trail is an organization's. Who called may be of any account.
  private static func place(
    of record: ConfigurationValue, _ event: ActivityEvent, in log: TrailFileName
  ) -> String? {
    let said = record["recipientAccountId"]?.scalarText ?? ""
    let account = said.isEmpty ? log.account : said
    let region = event.region.isEmpty ? log.region : event.region
    let mayBeHere =
      region == log.region || GlobalServiceEvents.mayStandElsewhere(region, at: event.time)
    return account == log.account && mayBeHere ? nil : "\(account) \(region)"
  }

  /// Whether the hour of the file's name is still to come.
  var isNamedAhead: Bool {
    guard let log, let latest else { return false }
    return log.moment > latest
  }

  /// Whether a file with the name of a log file has not the list of events that every log file has.
  ///
  /// - Parameter lists: The members of the file that list events.
  func lacksList(among lists: Set<String>) -> Bool { log != nil && !lists.contains(Self.list) }

  /// What says that the file is not the one of its name; nil where nothing does.
  ///
  /// - Parameter lists: The members of the file that list events.
  func mistake(among lists: Set<String>) -> Problem? {
    guard let log else { return nil }
    if stray != nil || lacksList(among: lists) { return .notALogFile }
    guard let place = otherPlaces.min() else { return nil }
    return .misnamed(log, holding: place, andMore: otherPlaces.count - 1)
  }

  /// That calls, or the hour of the file's name, are still to come; nil where none is.
  var ahead: Problem? {
    if let firstLater {
      let calls = later == 1 ? "1 call in the file is" : "\(later) calls in the file are"
      return .ahead("\(calls) still to come, from \(firstLater) on.")
    }
    guard isNamedAhead, let log else { return nil }
    return .namedAhead(log.moment)
  }
}

extension TrailFileName {
  /// Of a log file; nil for every other path.
  init?(log path: String) {
    self.init(path.fileName)
    switch kind {
    case .log: break
    case .digest: return nil
    }
  }
}

extension Problem {
  fileprivate static let notALogFile = Problem(
    "not-a-log-file",
    "The file has the name of a CloudTrail log file, but holds no list of events.",
    hint: "Copy it again. Which calls were made in its hour is not known.")

  fileprivate static func misnamed(
    _ log: TrailFileName, holding place: String, andMore count: Int
  ) -> Problem {
    Problem(
      "misnamed-activity",
      "The file is named as one of \(log.account) \(log.region), but holds events of \(place)"
        + (count > 0 ? " and of \(count) more." : "."),
      hint: "Copy the file of that name again. Which calls were made in its hour is not known.")
  }

  /// A digest that was delivered under another name.
  static let misnamedDigest = Problem(
    "misnamed-activity",
    "The digest has another name than the one under which it says it was delivered.",
    hint: "Copy it again. Which calls were made in its hour is not known.")

  /// A file whose name has a moment that is still to come.
  static func namedAhead(_ moment: Timestamp) -> Problem {
    .ahead("The moment in the file's name is still to come: \(moment).")
  }

  fileprivate static func ahead(_ message: String) -> Problem {
    Problem(
      "activity-ahead", message,
      hint: "Set the clock of this machine. If it is right, somebody forged the file.")
  }
}
