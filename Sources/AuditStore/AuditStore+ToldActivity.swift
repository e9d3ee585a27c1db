import ConfigurationModel
import Foundation

extension StoredActivity {
  /// All that the event says but its body, and of that what was asked for and what came of it.
  var claims: [String] {
    let own = [
      "\(at.microseconds)", account, region, source, name, actor, means, person, accessKey,
      openedKey, errorCode,
    ].map { $0 ?? "" }
    let named = Set(resources.map { "\($0.type.name) \($0.name)" }).sorted()
    return own + [sayings] + named
  }

  private var sayings: String {
    guard let body = try? JSONSerialization.jsonObject(with: Data(body.utf8)) as? [String: Any]
    else { return body }
    let fields = ["userIdentity", "requestParameters", "responseElements", "errorMessage"]
    let told = body.filter { fields.contains($0.key) && !($0.value is NSNull) }
    let data = try? JSONSerialization.data(withJSONObject: told, options: [.sortedKeys])
    return data.map { String(decoding: $0, as: UTF8.self) } ?? self.body
  }
}

extension StoredActivity {
  /// The kind of the event by which activity is kept that messages of a queue told.
  static let told = "activity told"
}

extension StoreTransaction {
  /// Whether a message of a queue told the event otherwise: who made it, what was asked for, or what came of it.
  func isToldOtherwise(_ entry: StoredActivity) throws -> Bool {
    let known = try row(
      """
      SELECT a.* FROM activity a JOIN event e ON e.id = a.event
      WHERE a.event_id = ? AND e.kind = ?
      """, [entry.id, StoredActivity.told])
    return try known.map { try activity($0).claims != entry.claims } ?? false
  }

  /// Puts an event in the place of what was told of it.
  func replace(_ entry: StoredActivity, under event: Int64) throws {
    try run(
      """
      DELETE FROM activity_resource WHERE activity IN (SELECT id FROM activity WHERE event_id = ?)
      """, [entry.id])
    try run("DELETE FROM activity WHERE event_id = ?", [entry.id])
    try insert(entry, under: event)
  }
}
