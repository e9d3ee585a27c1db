import ConfigurationModel

extension SnapshotSource {
  /// What a source with this origin and these types asks for, as canonical JSON: places and types, in any order.
  static func question(of origin: Origin, _ types: [Glob]) -> String {
    ConfigurationValue.object(["of": origin.question, "types": .list(types.map(\.pattern))])
      .canonicalJSON
  }
}

extension SnapshotSource.Origin {
  fileprivate var question: ConfigurationValue {
    switch self {
    case .aws(let accounts):
      .object([
        "aws": accounts.reach.question, "profile": .optional(accounts.profile),
        "regions": .list(accounts.regions),
      ])
    case .recorder(let recorder):
      .object([
        "aggregator": .optional(recorder.aggregator), "profile": .optional(recorder.profile),
        "recorder": .list(recorder.regions),
      ])
    case .delivery(let delivery):
      .object([
        "delivery": .string(delivery.bucket), "prefix": .string(delivery.prefix),
        "profile": .optional(delivery.profile), "region": .string(delivery.region),
      ])
    case .exports(let paths): .object(["exports": .list(paths)])
    case .activity(let place): .object(["activity": place.question])
    }
  }
}

extension SnapshotSource.ActivityPlace {
  fileprivate var question: ConfigurationValue {
    switch self {
    case .files(let paths): .object(["files": .list(paths)])
    case .bucket(let bucket):
      .object([
        "bucket": .string(bucket.bucket), "prefix": .string(bucket.prefix),
        "profile": .optional(bucket.profile), "region": .string(bucket.region),
      ])
    case .lookup(let profile, let regions):
      .object(["lookup": .list(regions), "profile": .optional(profile)])
    case .queue(let queue):
      .object([
        "buckets": .list(queue.buckets.map(\.text)), "profile": .optional(queue.profile),
        "queue": .string(queue.url), "region": .string(queue.region),
      ])
    }
  }
}

extension SnapshotSource.Reach {
  fileprivate var question: ConfigurationValue {
    switch self {
    case .own: .string("own")
    case .accounts(let accounts): .list(accounts)
    case .organization(let units, let except):
      .object(["except": .list(except), "units": .list(units)])
    }
  }
}

extension ConfigurationValue {
  fileprivate static func list(_ texts: [String]) -> ConfigurationValue {
    .list(Set(texts).sorted().map { .string($0) })
  }

  fileprivate static func optional(_ text: String?) -> ConfigurationValue {
    text.map { .string($0) } ?? .null
  }
}
