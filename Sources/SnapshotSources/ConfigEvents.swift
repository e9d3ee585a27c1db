import ConfigurationJSON
import ConfigurationModel

extension ConfigurationValue {
  /// The configuration items in an event of AWS Config, in whatever it came: EventBridge's envelope (`detail`), the
  /// event of a rule (`invokingEvent`), a notification of SNS (`Message`), records of Lambda and SQS, or a list of
  /// those (AWS Config Developer Guide, "Notifications that AWS Config sends", "Example events"). Of an item that was
  /// too large for its event there is the summary. Empty where it is no such event.
  var itemsOfEvent: [ConfigurationValue] { itemsOfEvent(depth: 0) }

  private static let deepest = 8

  private func itemsOfEvent(depth: Int) -> [ConfigurationValue] {
    guard depth < Self.deepest else { return [] }
    switch self {
    case .list(let values): return values.flatMap { $0.itemsOfEvent(depth: depth + 1) }
    case .object(let fields):
      if let item = fields["configurationItem"], item["resourceType"] != nil || item.string != nil {
        return [item]
      }
      if let summary = fields["configurationItemSummary"], summary["resourceType"] != nil {
        return [.object(["configurationItemSummary": summary])]
      }
      let texts = ["invokingEvent", "Message", "body"].compactMap { fields[$0]?.string }
        .filter { $0.first { !$0.isWhitespace }.map("{[".contains) ?? false }.map { text in
          // What was cut is an item of which nothing can be said: whoever reads it says so.
          (try? JSONParser().parse(text)) ?? .object(["configurationItem": .string(text)])
        }
      let inner = ["detail", "Sns", "Records"].compactMap { fields[$0] }
      return (inner + texts).flatMap { $0.itemsOfEvent(depth: depth + 1) }
    case .null, .bool, .number, .string, .elements: return []
    }
  }
}

extension APICall {
  /// The lists of the calls that answer with configuration items of AWS Config, or with what AWS Config has of them;
  /// nil for any other call.
  var listsOfConfig: [String]? {
    switch operation {
    case "select-resource-config", "select-aggregate-resource-config": ["Results"]
    case "batch-get-resource-config", "batch-get-aggregate-resource-config":
      ["baseConfigurationItems", "BaseConfigurationItems"]
    default: nil
    }
  }
}

extension PlannedFile {
  /// What AWS Config records of the account and the region that a file of its items is of: it is unread where the
  /// file could not be. Nil where nothing but its items says whose they are.
  var recorder: Scope? {
    switch role {
    case .configSnapshot: return recorderOfDelivery
    case .configItems:
      guard let account = account?.value, let region = region?.value else { return nil }
      return Scope(
        account: account, region: region,
        type: ResourceType("AWS::Config::ConfigurationRecorder"))
    case .listing, .detail, .authorizationDetails, .configHistory, .documents, .yamlDocument,
      .skipped, .refused:
      return nil
    }
  }

  /// Why not all items of AWS Config in a file could be read; nil where they were. Of a delivery the scopes that it
  /// has are told by themselves.
  func lostItems(_ tally: FileTally) -> Problem? {
    switch role {
    case .configSnapshot:
      return lostDelivery(tally) ?? (tally.counts.isEmpty ? tally.refusals.first : nil)
    case .configItems: return tally.end?.failure ?? tally.refusals.first
    case .listing, .detail, .authorizationDetails, .configHistory, .documents, .yamlDocument,
      .skipped, .refused:
      return nil
    }
  }
}
