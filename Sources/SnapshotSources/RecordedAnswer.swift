import ConfigurationModel

extension ConfigurationValue {
  /// The answer in a recording of boto3's (`{"status_code": 200, "data": {…}}`, as placebo writes it),
  /// with its moments as the CLI prints them; nil for what is no recording.
  var recordedAnswer: ConfigurationValue? {
    guard case .object(let fields) = self, fields.count == 2, fields["status_code"] != nil,
      let data = fields["data"], case .object = data
    else { return nil }
    return data.withMoments
  }

  /// The HTTP status of an answer that is none, or not all of one, such as 206: what the SDKs keep under
  /// `ResponseMetadata`, and a recording beside its data.
  var failedStatus: Int? {
    let status =
      answer["ResponseMetadata"]?["HTTPStatusCode"]
      ?? (recordedAnswer.flatMap { _ in self["status_code"] })
    return status?.scalarText.flatMap(Int.init).flatMap { (200...205).contains($0) ? nil : $0 }
  }

  /// The answer, out of its recording where it is one.
  var answer: ConfigurationValue { recordedAnswer ?? self }

  private var withMoments: ConfigurationValue {
    switch self {
    case .object(let fields):
      return moment.map(ConfigurationValue.string) ?? .object(fields.mapValues(\.withMoments))
    case .list(let values): return .list(values.map(\.withMoments))
    case .null, .bool, .number, .string, .elements: return self
    }
  }

  private var moment: String? {
    guard self["__class__"]?.string == "datetime" else { return nil }
    let parts = ["year", "month", "day", "hour", "minute", "second"].compactMap {
      self[$0]?.scalarText
    }
    guard parts.count == 6, parts.allSatisfy({ (1...4).contains($0.count) }) else { return nil }
    let two = parts.map { String(repeating: "0", count: max(0, 2 - $0.count)) + $0 }
    return "\(two[0])-\(two[1])-\(two[2])T\(two[3]):\(two[4]):\(two[5])+00:00"
  }
}
