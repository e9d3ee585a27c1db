package import ConfigurationModel

/// The events in what CloudTrail and others hand out.
package enum ActivityRecords {
  /// The members of an answer or delivery that list events: `Records` of a file in S3, `Events` of `lookup-events`.
  package static let members = ["Records", "Events"]

  /// The items of a delivery or an answer; nil where a document is none.
  package static func listed(in document: ConfigurationValue) -> [ConfigurationValue]? {
    members.lazy.compactMap { document[$0]?.members }.first
  }

  /// The event that one item of such a list, or one document, holds: an event, the envelope of EventBridge around it, or
  /// an entry of `lookup-events`, whose event is a text. Nil where it is none of them, such as a message of another
  /// source. `parse` reads that text.
  package static func event<E: Error>(
    in item: ConfigurationValue, parse: (String) throws(E) -> ConfigurationValue
  ) throws(E) -> ConfigurationValue? {
    if isEvent(item) { return item }
    if let detail = item["detail"], isEvent(detail) { return detail }
    guard let text = item["CloudTrailEvent"]?.string else { return nil }
    return try parse(text)
  }

  /// Whether a document is one event, in any of these forms.
  package static func isOne(_ document: ConfigurationValue) -> Bool {
    isEvent(document) || document["detail"].map(isEvent) ?? false
      || document["CloudTrailEvent"] != nil
  }

  /// Also one that lacks a field: what it lacks is told. Notifications of S3 have neither of these, and what Lambda is given
  /// of other sources has a source of its own form, as `aws:kinesis` (AWS Lambda Developer Guide, "Invoking Lambda with events
  /// from other AWS services").
  private static func isEvent(_ value: ConfigurationValue) -> Bool {
    if value["eventSource"]?.string?.hasPrefix("aws:") == true { return false }
    return value["eventID"] != nil || (value["eventName"] != nil && value["eventType"] != nil)
  }
}
