package import ConfigurationModel

/// What AWS Config's recorder of one account and region says that it records (AWS Config API Reference,
/// "RecordingGroup" and "ConfigurationRecorderStatus").
package struct RecorderCoverage: Hashable, Sendable {
  /// Which types are recorded.
  private enum Group: Hashable, Sendable {
    case all(withGlobal: Bool)
    case only(Set<String>)
    case allBut(Set<String>)
  }

  private let group: Group
  /// Why nothing it says can be trusted; nil where all is well.
  package let problem: Problem?

  /// Of the answers to `DescribeConfigurationRecorders` and `DescribeConfigurationRecorderStatus`.
  package init(recorders: ConfigurationValue, status: ConfigurationValue) {
    let recorder = recorders["ConfigurationRecorders"]?.members?.first
    let state = status["ConfigurationRecordersStatus"]?.members?.first
    group = Self.group(recorder?["recordingGroup"])
    problem =
      if recorder == nil {
        .recorderMissing()
      } else if state?["recording"] != .bool(true) {
        .recorderStopped()
      } else if state?["lastStatus"]?.string?.uppercased() != "SUCCESS" {
        .recorderFails(
          state?["lastErrorCode"]?.string ?? state?["lastStatus"]?.string ?? "unknown")
      } else {
        nil
      }
  }

  private static func group(_ group: ConfigurationValue?) -> Group {
    let listed = Set((group?["resourceTypes"]?.members ?? []).compactMap(\.string))
    let excluded = group?["exclusionByResourceTypes"]?["resourceTypes"]?.members ?? []
    switch group?["recordingStrategy"]?["useOnly"]?.string {
    case "EXCLUSION_BY_RESOURCE_TYPES"?: return .allBut(Set(excluded.compactMap(\.string)))
    case "INCLUSION_BY_RESOURCE_TYPES"?: return .only(listed)
    case _:
      let isAll = group?["allSupported"] == .bool(true)
      let withGlobal = group?["includeGlobalResourceTypes"] == .bool(true)
      return isAll ? .all(withGlobal: withGlobal) : .only(listed)
    }
  }

  /// Whether a type is recorded; `isGlobal` says that it is of no region.
  package func records(_ type: String, isGlobal: Bool) -> Bool {
    guard problem == nil else { return false }
    return switch group {
    case .all(let withGlobal): !isGlobal || withGlobal
    case .only(let types): types.contains(type)
    case .allBut(let types): !types.contains(type)
    }
  }
}

extension Problem {
  static func recorderMissing() -> Problem {
    Problem(
      "recorder-missing", "AWS Config has no recorder here.",
      hint: "Set one up, or read the types through their own APIs (a source 'aws').")
  }

  static func recorderStopped() -> Problem {
    Problem(
      "recorder-stopped", "AWS Config's recorder is stopped, so its data may be out of date.",
      hint: "'aws configservice start-configuration-recorder' starts it.")
  }

  static func recorderFails(_ code: String) -> Problem {
    Problem(
      "recorder-failing", "AWS Config's recorder has not delivered successfully: \(code).",
      hint: "'aws configservice describe-configuration-recorder-status' says more.")
  }

  static func notRecorded() -> Problem {
    Problem(
      "not-recorded", "AWS Config does not record this type here.",
      hint: "Add it to the recorder, or read it through its own API (a source 'aws').")
  }

  static func nothingRecorded() -> Problem {
    Problem(
      "nothing-recorded",
      "The aggregator lists nothing of this type here, where there was some: it was deleted, or is no "
        + "longer recorded.",
      hint: "Read the account itself: a source 'aws', or a 'recorder' without an aggregator.")
  }

  static func nothingGathered() -> Problem {
    Problem(
      "nothing-gathered", "Nothing of this account and region came to the aggregator.",
      hint: "Check that AWS Config has a recorder there that runs.")
  }

  static func aggregationFailed(_ code: String) -> Problem {
    Problem(
      "aggregation-failed", "The aggregator has no data for this account and region: \(code).",
      hint: "'aws configservice describe-configuration-aggregator-sources-status' says more.")
  }

  static func itemsUnprocessed(_ count: Int) -> Problem {
    Problem(
      "items-unprocessed", "AWS Config did not return \(count) of its items, three times.",
      hint: "The next snapshot reads them again.")
  }
}
