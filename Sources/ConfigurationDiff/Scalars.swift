package import ConfigurationModel
import ConfigurationJSON

extension ConfigurationValue {
  /// The JSON in a string, URL-decoded where it is URL-encoded (as IAM returns policies); the string
  /// itself where it holds no object or list. A JSON string that holds such a text is opened too:
  /// AWS Config writes S3 access control lists so.
  package var openedDocument: ConfigurationValue {
    guard case .string(let text) = self else { return self }
    for candidate in [text, text.percentDecoded] {
      guard let first = candidate.first(where: { !$0.isWhitespace }), "{[\"".contains(first),
        let value = try? ConfigurationValue(json: candidate)
      else { continue }
      guard case .string(let inner) = value else { return value }
      let opened = ConfigurationValue.string(inner).openedDocument
      if opened != value { return opened }
    }
    return self
  }

  var asNumber: ConfigurationValue {
    guard case .string(let text) = self, let number = DecimalText.canonical(text) else {
      return self
    }
    return .number(number)
  }

  var asText: ConfigurationValue {
    switch self {
    case .number(let text): .string(text)
    case .bool(let value): .string(value ? "true" : "false")
    case .null, .string, .list, .object, .elements: self
    }
  }

  var asLowercase: ConfigurationValue {
    guard case .string(let text) = self else { return self }
    return .string(text.lowercased())
  }

  /// A moment as RFC 3339 in UTC; numbers are seconds since 1970.
  var asMoment: ConfigurationValue {
    switch self {
    case .string(let text):
      Timestamp(parsing: text).map { .string($0.description) } ?? self
    case .number(let text):
      Double(text).flatMap { Timestamp(secondsSince1970: $0) }.map { .string($0.description) }
        ?? self
    case .null, .bool, .list, .object, .elements: self
    }
  }
}

extension ConfigurationValue {
  /// The moment that this is in its one spelling; nil where it is none.
  var moment: Timestamp? { isMoment ? asMoment.string.flatMap { Timestamp(parsing: $0) } : nil }

  /// Whether this is a moment as AWS writes one: RFC 3339, or seconds or milliseconds since 1970 of
  /// a year from 2001 on. A smaller number counts something else.
  package var isMoment: Bool {
    switch self {
    case .string(let text): Timestamp(parsing: text) != nil
    case .number(let text): Double(text).map { $0 >= 978_307_200 } ?? false
    case .null, .bool, .list, .object, .elements: false
    }
  }
}

extension ConfigurationValue {
  /// Every moment at any depth in a field that is named as AWS names moments (`CreateTime`,
  /// `createdAt`, `Date`), in one spelling. What AWS keeps as people wrote it stays: tags, values of
  /// variables, conditions of policies.
  package var spellingNamedMoments: ConfigurationValue {
    switch self {
    case .object(let fields):
      .object(
        Dictionary(
          uniqueKeysWithValues: fields.map { key, value in
            (key, value.isMoment && key.isOfMoment ? value.asMoment : value.momentsBelow(key))
          }))
    case .list(let values): .list(values.map(\.spellingNamedMoments))
    case .elements(let elements): .elements(elements.mapValues(\.spellingNamedMoments))
    case .null, .bool, .number, .string: self
    }
  }

  private func momentsBelow(_ key: String) -> ConfigurationValue {
    ["Tags", "tags", "TagSet", "TagList", "Variables", "variables"].contains(key)
      ? self : spellingNamedMoments
  }
}

extension String {
  /// Whether AWS calls a field so that it holds a moment (the members of type `timestamp` in botocore's
  /// models).
  fileprivate var isOfMoment: Bool {
    // A condition's key has a colon: `aws:CurrentTime`.
    !contains(":") && (momentEndings.contains(where: hasSuffix) || momentNames.contains(self))
  }
}

private let momentEndings = [
  "After", "At", "Before", "Created", "Date", "End", "Expiration", "Expires", "Expiry", "From",
  "Modified", "On", "Published", "Seen", "Since", "Start", "Stamp", "Started", "Stopped", "Till",
  "Time", "Timestamp", "To", "Until", "Updated", "Used",
]

private let momentNames: Set<String> = [
  "created", "date", "end", "expiration", "expired", "expires", "modified", "published", "start",
  "started", "stopped", "time", "timestamp", "updated",
]

extension Timestamp {
  /// Nil outside the years 1900 to 9999, where a number is hardly a moment. Rounded to milliseconds:
  /// AWS gives no more.
  fileprivate init?(secondsSince1970 seconds: Double) {
    guard seconds > -2_208_988_800, seconds < 253_402_300_800 else { return nil }
    self.init(microseconds: Int64((seconds * 1000).rounded()) * 1000)
  }
}
