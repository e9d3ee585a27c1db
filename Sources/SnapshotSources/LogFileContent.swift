import Activity
import ConfigurationModel

/// What the events of one file of activity say of the file itself: whether it is what its name says, and whether its time
/// can be.
struct LogFileContent {
  /// What the file's name says; nil where it is not that of a log file of CloudTrail.
  let log: TrailFileName?
  /// The clock that calls are held against; nil where none is.
  private let clock: (() -> Timestamp)?
  /// How many items are events, those that cannot be read too.
  var count = 0
  /// The first item that is something else; nil where none is.
  var stray: ConfigurationValue?

  /// The accounts and regions of events that the name does not have.
  private var otherPlaces: Set<String> = []
  /// Whether an event could be read, and whether one is known to be of the name's account and region.
  private var hasEvents = false
  private var isConfirmed = false
  /// How many events are of another time than the name's, and the first of them.
  private var strayTimes = 0
  private var firstStrayTime: Timestamp?
  private var later = 0
  private var firstLater: Timestamp?

  /// - Parameters:
  ///   - path: The file's path.
  ///   - clock: The clock that calls are held against; nil where none is.
  init(of path: String, clock: (() -> Timestamp)?) {
    (log, self.clock) = (TrailFileName(log: path), clock)
  }

  /// By so many seconds a clock may be behind the one of AWS before anything is said.
  private static let tolerance: Int64 = 15 * 60

  /// Whether a moment is still to come, by a clock; never where there is none.
  static func isAhead(_ moment: Timestamp, of clock: (() -> Timestamp)?) -> Bool {
    clock.map { moment > $0().advanced(bySeconds: tolerance) } ?? false
  }

  /// The member that lists the events of a log file.
  private static let list = "Records"

  /// Takes account of an event that could be read.
  mutating func note(_ event: ActivityEvent) {
    if Self.isAhead(event.time, of: clock) {
      later += 1
      firstLater = min(firstLater ?? event.time, event.time)
    }
    if let log { note(event, in: log) }
  }

  /// Holds an event against the name of its file.
  ///
  /// A log file holds what one account received in one region (CloudTrail User Guide, "CloudTrail record contents":
  /// recipientAccountId, awsRegion), also where the trail is an organization's, and nothing that was called after it was
  /// delivered ("Finding your CloudTrail log files"). An event that does not say who received it is kept as one of the caller's account.
  private mutating func note(_ event: ActivityEvent, in log: TrailFileName) {
    hasEvents = true
    let account = event.account.flatMap { $0.isEmpty ? nil : $0 }
    let region = event.region.isEmpty ? nil : event.region
    let isHere = region.map { region in
      let moment = max(event.time, log.moment)
      return region == log.region || GlobalServiceEvents.mayStandElsewhere(region, at: moment)
    }
    if account.map({ $0 != log.account }) ?? false || isHere == false {
      otherPlaces.insert("\(account ?? log.account) \(region ?? log.region)")
    } else if account != nil, isHere != nil {
      isConfirmed = true
    }
    if !log.mayHold(event.time, isLate: event.isLate) {
      strayTimes += 1
      firstStrayTime = min(firstStrayTime ?? event.time, event.time)
    }
  }

  /// Whether the hour of the file's name is still to come.
  var isNamedAhead: Bool {
    log.map { Self.isAhead($0.moment, of: clock) } ?? false
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
    if let place = otherPlaces.min() {
      return .misnamed(log, holding: place, andMore: otherPlaces.count - 1)
    }
    if let firstStrayTime { return .misnamed(log, strayTimes, from: firstStrayTime) }
    return hasEvents && !isConfirmed ? .unconfirmed(log) : nil
  }

  /// Whether the file is a log file with calls that are still to come: CloudTrail delivered no such file by now.
  var isLogOfLater: Bool { log != nil && later > 0 }

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

  /// By so many seconds a call may be later than the moment at which its file was delivered: not all clocks of AWS agree.
  private static let tolerance: Int64 = 5 * 60

  /// Whether a log file of this name may hold calls of a moment: those of the day before it was delivered, and older ones
  /// of which it says that they come late (CloudTrail User Guide, "CloudTrail record contents", addendum).
  fileprivate func mayHold(_ time: Timestamp, isLate: Bool) -> Bool {
    time <= moment.advanced(bySeconds: Self.tolerance)
      && (isLate || time >= moment.advanced(bySeconds: -86_400))
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

  fileprivate static func misnamed(_ log: TrailFileName, _ count: Int, from time: Timestamp)
    -> Problem
  {
    let events = count == 1 ? "an event" : "\(count) events"
    return Problem(
      "misnamed-activity",
      "The file is named as one of \(log.moment), but holds \(events) of another time than the day "
        + "before, the first of \(time).",
      hint: "Copy the file of that name again. Which calls were made in its hour is not known.")
  }

  /// A log file none of whose events says what its name says.
  fileprivate static func unconfirmed(_ log: TrailFileName) -> Problem {
    Problem(
      "misnamed-activity",
      "The file is named as one of \(log.account) \(log.region), but none of its events says that it "
        + "is of them.",
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
