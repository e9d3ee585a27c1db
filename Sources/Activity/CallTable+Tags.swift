import ConfigurationModel

// What services have in common whose calls give a resource tags.

extension ActivityEvent {
  /// The tags that the request gives, by the names that it has for a tag's key and value.
  func tagged(key: String, value: String) -> CallEffect.Step {
    let given = request["tags"]?.listed ?? []
    let tags = given.compactMap { tag in
      tag.text(key).map { name in
        ConfigurationValue.object([
          "Key": .string(name), "Value": .string(tag.text(value) ?? ""),
        ])
      }
    }
    guard !tags.isEmpty, tags.count == given.count else { return .unsure(["Tags"]) }
    return .put(.object(["Tags": .list(tags)]))
  }

  /// The tags that the request takes away, whatever their values are.
  var untagged: CallEffect.Step {
    let keys = request["tagKeys"]?.members ?? []
    guard !keys.isEmpty else { return .unsure(["Tags"]) }
    let tags = keys.map { ConfigurationValue.object(["Key": $0, "Value": .object([:])]) }
    return .take(.object(["Tags": .list(tags)]))
  }

  /// The description that the request gives; that it gives none, or an empty one, it may not say.
  var redescribed: CallEffect.Step {
    guard let text = request.text("description") else { return .unsure(["Description"]) }
    return .replace(.object(["Description": .string(text)]))
  }
}
