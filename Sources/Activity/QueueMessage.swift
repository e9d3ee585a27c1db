package import ConfigurationModel

/// What a message of a queue says. Whoever may send to the queue writes what he likes there: nothing of it is used
/// before it is looked at.
package enum QueueMessage: Hashable, Sendable {
  /// Events of CloudTrail: in the envelope of EventBridge one, in a list of `Records` as many as it has.
  case events([ConfigurationValue])
  /// Objects that were written to buckets.
  case objects([DeliveredObject])
  /// What AWS Config saw change: of each resource its scope.
  case changes([Scope])
  /// A message that asks for nothing: S3 tried whether it may send, or tells of an object that was taken away; AWS Config
  /// tells of a rule.
  case nothing
  /// Something else, and why it cannot be used.
  case unknown(Problem)

  /// An object of a bucket, as a message names it.
  package struct DeliveredObject: Hashable, Sendable {
    /// The bucket's name as the message has it: it is held against the settings before anything is
    /// read.
    package let bucket: String
    /// The object's key, decoded; 1,024 bytes at most.
    package let key: String

    /// Makes an object of names that somebody else may have chosen.
    package init(bucket: String, key: String) {
      (self.bucket, self.key) = (bucket, key)
    }
  }

  /// Reads a message. It may be that of EventBridge (user guide, "Events delivered via CloudTrail"), of S3 (user guide,
  /// "Event message structure"), of CloudTrail or AWS Config over SNS, and each of them in SNS's envelope (developer guide,
  /// "Amazon SNS message format"). `parse` reads JSON.
  package init<E: Error>(
    body: String, parse: (String) throws(E) -> ConfigurationValue
  ) {
    guard let value = try? parse(body) else {
      self = .unknown(.unknownMessage("it is no JSON"))
      return
    }
    guard value["Type"]?.string == "Notification", let text = value["Message"]?.string else {
      self = Self.read(value)
      return
    }
    self =
      (try? parse(text)).map(Self.read) ?? .unknown(.unknownMessage("its 'Message' is no JSON"))
  }

  private static func read(_ body: ConfigurationValue) -> QueueMessage {
    if body["Event"]?.string == "s3:TestEvent" { return .nothing }
    if let records = body["Records"]?.members { return read(records) }
    if let event = event(in: body) {
      return isOfAWS(body, event)
        ? checked([event]) : .unknown(.unknownMessage("its envelope is none that AWS sends"))
    }
    if let detail = body["detail"], detail["bucket"] != nil {
      if let word = body["detail-type"]?.string, word != "Object Created" { return .nothing }
      return object(detail["bucket"]?["name"], detail["object"]?["key"]).map { .objects([$0]) }
        ?? .unknown(.unknownMessage("its 'detail' names no object of a bucket"))
    }
    if let item = configurationItem(in: body) { return changed(item) }
    if isAside(body) { return .nothing }
    if let bucket = body["s3Bucket"] { return delivered(to: bucket, body["s3ObjectKey"]) }
    return .unknown(.unknownMessage("it is neither an event nor a notification that is known"))
  }

  // MARK: Events

  private static func event(in body: ConfigurationValue) -> ConfigurationValue? {
    struct NotParsed: Error {}
    // An event that is a text is an answer of `lookup-events`, which nobody sends.
    return try? ActivityRecords.event(in: body) { (_: String) throws(NotParsed) in
      throw NotParsed()
    }
  }

  /// Whether the envelope of an event is that of EventBridge, where it has one: nobody but AWS puts events whose source
  /// begins with `aws.` (EventBridge User Guide, "PutEvents"), and they are of the account that they speak of.
  private static func isOfAWS(_ body: ConfigurationValue, _ event: ConfigurationValue) -> Bool {
    guard body["detail"] != nil else { return true }
    let (account, own) = (body["account"]?.scalarText, event["recipientAccountId"]?.scalarText)
    return body["source"]?.string?.hasPrefix("aws.") == true
      && (account == nil || own == nil || account == own)
  }

  /// The events, where all of them can be kept.
  private static func checked(_ events: [ConfigurationValue]) -> QueueMessage {
    for event in events {
      do throws(Problem) {
        _ = try ActivityEvent(event)
      } catch {
        return .unknown(error)
      }
    }
    return .events(events)
  }

  /// Records are events, or notifications of S3; never both.
  private static func read(_ records: [ConfigurationValue]) -> QueueMessage {
    guard records.contains(where: { $0["s3"] != nil }) else {
      let events = records.compactMap(event)
      return events.count == records.count && !events.isEmpty
        ? checked(events) : .unknown(.unknownMessage("its 'Records' are no events"))
    }
    var objects: [DeliveredObject] = []
    for record in records {
      let (bucket, key) = (record["s3"]?["bucket"]?["name"], record["s3"]?["object"]?["key"])
      guard let name = record["eventName"]?.string,
        let object = object(bucket, key?.string.map { .string($0.formDecoded) })
      else { return .unknown(.unknownMessage("a record of S3 names no object of a bucket")) }
      if name.hasPrefix("ObjectCreated:") { objects.append(object) }
    }
    return objects.isEmpty ? .nothing : .objects(objects)
  }

  // MARK: Objects

  /// One key, or a list of them.
  private static func delivered(to bucket: ConfigurationValue, _ keys: ConfigurationValue?)
    -> QueueMessage
  {
    let all = keys?.members ?? [keys ?? .null]
    let objects = all.compactMap { object(bucket, $0) }
    return objects.count == all.count && !objects.isEmpty
      ? .objects(objects) : .unknown(.unknownMessage("it names no object of a bucket"))
  }

  /// Nil where it is none: a bucket's name is checked against where the settings say that files lie, by who reads them.
  private static func object(_ bucket: ConfigurationValue?, _ key: ConfigurationValue?)
    -> DeliveredObject?
  {
    guard let bucket = bucket?.string, let key = key?.string, !bucket.isEmpty, !key.isEmpty,
      // As S3 allows keys (user guide, "Naming Amazon S3 objects").
      key.utf8.count <= 1024, !key.utf8.contains(0)
    else { return nil }
    return DeliveredObject(bucket: bucket, key: key)
  }

  // MARK: AWS Config

  /// In a message of SNS at its top, in EventBridge's below `detail`; an oversized one has a summary.
  private static func configurationItem(in body: ConfigurationValue) -> ConfigurationValue? {
    let message = body["detail"] ?? body
    return message["configurationItem"] ?? message["configurationItemSummary"]
  }

  /// Whether AWS Config tells of something that is read elsewhere, or of nothing that changed (AWS Config Developer
  /// Guide, "Notifications that AWS Config sends to an Amazon SNS topic"): a history has what its items told one by one.
  private static func isAside(_ body: ConfigurationValue) -> Bool {
    [
      "ComplianceChangeNotification", "ConfigRulesEvaluationStarted",
      "ConfigurationHistoryDeliveryCompleted", "ConfigurationSnapshotDeliveryStarted",
      "ConfigurationSnapshotDeliveryFailed",
    ].contains((body["detail"] ?? body)["messageType"]?.string ?? "")
  }

  private static func changed(_ item: ConfigurationValue) -> QueueMessage {
    guard let account = item["awsAccountId"]?.scalarText, account.isAWSAccount,
      let region = item["awsRegion"]?.string, region.isAWSRegion || region == Scope.global,
      let type = item["resourceType"]?.string,
      let scope = try? Scope(checking: account, region, ResourceType(type))
    else { return .unknown(.unknownMessage("its configuration item names no resource")) }
    return .changes([scope])
  }
}

extension String {
  /// As S3 writes keys in its notifications: `+` is a blank, and `%XX` a byte.
  fileprivate var formDecoded: String {
    replacingScalars { $0 == "+" ? " " : nil }.percentDecoded
  }
}

extension Problem {
  /// `what` as the end of a sentence, without anything that stands in the message.
  fileprivate static func unknownMessage(_ what: String) -> Problem {
    Problem(
      "unknown-message", "A message of the queue cannot be used: \(what).",
      hint: "It stays in the queue: give the queue a dead letter queue, where such messages end.")
  }
}
