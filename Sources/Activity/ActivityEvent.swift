package import ConfigurationModel

/// One call, sign-in or service event, as CloudTrail records it (AWS CloudTrail User Guide, "CloudTrail record
/// contents"). Every minor version of major version 1 is read: fields are only ever added.
package struct ActivityEvent: Hashable, Sendable {
  /// What kind of activity was recorded.
  package enum Kind: Hashable, Sendable {
    case apiCall, serviceEvent, consoleAction, consoleSignIn, insight, networkActivity
    /// A word that AWS has added since.
    case other(String)
  }

  /// How the call ended.
  package enum Outcome: Hashable, Sendable {
    case succeeded
    /// It changed nothing: refused, failed, or only tried (`DryRun`).
    case failed(code: String, message: String?)
  }

  /// The id by which repeats are known: `eventID`, and of an update of an event the id of that one.
  package let id: String
  /// When the call was made, to the second: `eventTime`.
  package let time: Timestamp
  /// The service's name as events have it: `ec2.amazonaws.com`.
  package let source: String
  /// The operation: `AuthorizeSecurityGroupIngress`.
  package let name: String
  /// The region that was called, `us-east-1` for global services; empty where the event has none.
  package let region: String
  /// The account whose resources are concerned: `recipientAccountId`, otherwise the caller's.
  package let account: String?
  /// What kind of activity it is; an API call where the event does not say it.
  package let kind: Kind
  /// Who made the call, and with what.
  package let actor: Actor
  /// How the call ended.
  package let outcome: Outcome
  /// Whether AWS says that the call only reads; nil where it says nothing.
  package let isReadOnly: Bool?
  /// Whether CloudTrail says that it delivered the event late, or anew: `addendum`.
  package let isLate: Bool
  /// What the call was asked with; null where nothing is recorded.
  package let request: ConfigurationValue
  /// What it answered; null where nothing is recorded.
  package let response: ConfigurationValue
  /// What is known of the parts that the request names by their ids.
  package var parts = PartNames()

  /// Reads one event. Throws `invalid-event`, which names the field, where it lacks what every event has.
  package init(_ event: ConfigurationValue) throws(Problem) {
    let own = try event.needed("eventID")
    // An update has an id of its own, and is the same call (AWS CloudTrail User Guide, "CloudTrail record
    // contents", addendum).
    id = event["addendum"]?["originalEventID"]?.string.flatMap { $0.isEmpty ? nil : $0 } ?? own
    guard let time = Timestamp(parsing: try event.needed("eventTime")) else {
      throw .invalidEvent("eventTime", "is no time")
    }
    self.time = time
    guard event["eventVersion"]?.scalarText?.hasPrefix("1.") ?? true else {
      throw .invalidEvent("eventVersion", "is of another major version than 1")
    }
    kind = Kind(event["eventType"]?.string ?? "AwsApiCall")
    // What was called so often an Insights event tells in its details (AWS CloudTrail User Guide, "CloudTrail record
    // contents for Insights events").
    let details = kind == .insight ? event["insightDetails"] ?? event : event
    source = try details.needed("eventSource")
    name = try details.needed("eventName")
    region = event["awsRegion"]?.string ?? ""
    actor = Actor(of: event)
    let recipient = event["recipientAccountId"]?.scalarText ?? ""
    account = recipient.isEmpty ? actor.account : recipient
    isReadOnly = event["readOnly"].flatMap(Bool.init(said:))
    isLate = (event["addendum"] ?? .null) != .null
    request = event["requestParameters"] ?? .null
    response = event["responseElements"] ?? .null
    outcome = Outcome(event, response: response)
    try checkTexts()
  }
}

extension ActivityEvent {
  /// Throws where U+0000 stands in what the event is found by: a text in a database ends there.
  private func checkTexts() throws(Problem) {
    let texts: [(field: String, text: String?)] = [
      ("eventID", id), ("eventSource", source), ("eventName", name), ("awsRegion", region),
      ("recipientAccountId", account), ("userIdentity", actor.name),
      ("userAgent", actor.means),
    ]
    for (field, text) in texts where text?.utf8.contains(0) ?? false {
      throw .invalidEvent(field, "holds U+0000")
    }
  }

  /// Whether the call changed something, as far as the event tells: it succeeded, and AWS does not say that it only
  /// reads. Where AWS says nothing the operation's verb decides.
  package var mayHaveChanged: Bool {
    switch (outcome, kind) {
    case (.failed, _), (_, .insight), (_, .consoleSignIn), (_, .networkActivity): false
    case (.succeeded, .apiCall), (.succeeded, .serviceEvent), (.succeeded, .consoleAction),
      (.succeeded, .other):
      !(isReadOnly ?? isReadByName)
    }
  }

  /// Whether the call gives its caller another identity: what links a session to the person behind it. AWS calls most
  /// of them reading (`AssumeRole`).
  package var opensSession: Bool {
    source.isIdentical(to: "sts.amazonaws.com")
      && (name.hasPrefix("AssumeRole") || name.hasPrefix("Get"))
      && response["credentials"] != nil
  }

  /// The access key of the session that the call opened; nil where it opened none.
  package var openedAccessKey: String? { response["credentials"]?["accessKeyId"]?.string }

  private var isReadByName: Bool {
    ["Get", "List", "Describe", "Head", "Lookup", "Search", "BatchGet", "Select", "Query", "Scan"]
      .contains { name.hasPrefix($0) }
  }
}

extension ActivityEvent.Kind {
  init(_ word: String) {
    switch word {
    case "AwsApiCall": self = .apiCall
    case "AwsServiceEvent": self = .serviceEvent
    case "AwsConsoleAction", "AwsConsoleActions": self = .consoleAction
    case "AwsConsoleSignIn", "AwsConsoleSignin": self = .consoleSignIn
    case "AwsCloudTrailInsight": self = .insight
    case "AwsVpceEvent", "AwsVpceEvents": self = .networkActivity
    default: self = .other(word)
    }
  }
}

extension ActivityEvent.Outcome {
  /// Some services say in the answer alone that a call failed (AWS CloudTrail User Guide, "CloudTrail record contents",
  /// errorCode).
  init(_ event: ConfigurationValue, response: ConfigurationValue) {
    let message = event.text("errorMessage")
    if let code = event.text("errorCode") ?? message ?? response.refusal {
      self = .failed(code: code, message: message ?? response.text("errorMessage"))
    } else {
      self = .succeeded
    }
  }
}

extension ConfigurationValue {
  /// The error that an answer is; nil where it is none. A sign-in that fails answers `Failure`, and a call of EC2 that it
  /// did not succeed (EC2 API reference, `return`).
  fileprivate var refusal: String? {
    if let code = text("errorCode") { return code }
    let isRefused = self["_return"].flatMap(Bool.init(said:)) == false
    return isRefused || self["ConsoleLogin"]?.string == "Failure" ? "Failure" : nil
  }
}

extension ConfigurationValue {
  fileprivate func needed(_ field: String) throws(Problem) -> String {
    guard let text = self[field]?.string, !text.isEmpty else {
      throw .invalidEvent(field, "is missing")
    }
    return text
  }
}

extension Bool {
  /// True or false, as JSON or as a text: events have both.
  init?(said value: ConfigurationValue) {
    switch value.scalarText {
    case "true": self = true
    case "false": self = false
    default: return nil
    }
  }
}

extension Problem {
  static func invalidEvent(_ field: String, _ what: String) -> Problem {
    Problem(
      "invalid-event", "The field '\(field)' of an event \(what).",
      hint: "Give files as CloudTrail delivers them, or answers of 'aws cloudtrail lookup-events'.")
  }
}
