import ConfigurationModel

extension CallTable {
  /// AWS CloudTrail itself: its trails are named by name or by ARN.
  static let cloudTrail: [String: Rule] = [
    "StopLogging": { $0.ofTrail("name", [.replace(.object(["IsLogging": .bool(false)]))]) },
    "StartLogging": { $0.ofTrail("name", [.replace(.object(["IsLogging": .bool(true)]))]) },
    "UpdateTrail": { $0.ofTrail("name", $0.request.update) },
    "DeleteTrail": { $0.ofTrail("name", [.delete]) },
    "CreateTrail": { $0.ofTrail("name", [.create]) },
    "PutEventSelectors": { $0.ofTrail("trailName", $0.request.selectors) },
    "PutInsightSelectors": {
      $0.ofTrail("trailName", [.unsure(["InsightSelectors", "HasInsightSelectors"])])
    },
    "AddTags": { $0.ofTrail("resourceId", [.unsure(["Tags"])]) },
    "RemoveTags": { $0.ofTrail("resourceId", [.unsure(["Tags"])]) },
  ]
}

extension ActivityEvent {
  fileprivate func ofTrail(_ field: String, _ steps: [CallEffect.Step]) -> [CallEffect] {
    effect("AWS::CloudTrail::Trail", request.text(field), steps)
  }
}

extension ConfigurationValue {
  /// What a request makes a trail record: selectors of the one kind put away those of the other (CloudTrail API
  /// reference, `PutEventSelectors`).
  fileprivate var selectors: [CallEffect.Step] {
    let plain = (self["eventSelectors"]?.members ?? []).map { selector in
      ConfigurationValue.object([
        "DataResources": .list([]), "ExcludeManagementEventSources": .list([]),
        "IncludeManagementEvents": .bool(true), "ReadWriteType": .string("All"),
      ]).overlaid(by: selector.capitalized)
    }
    let advanced = (self["advancedEventSelectors"]?.members ?? []).map(\.capitalized)
    guard plain.isEmpty != advanced.isEmpty else {
      return [.unsure(["EventSelectors", "AdvancedEventSelectors", "HasCustomEventSelectors"])]
    }
    return [
      .replace(
        .object(["EventSelectors": .list(plain), "AdvancedEventSelectors": .list(advanced)])),
      .unsure(["HasCustomEventSelectors"]),
    ]
  }

  /// What a request makes of a trail: what it does not name stays, and it records as it did (CloudTrail API reference,
  /// `UpdateTrail`).
  fileprivate var update: [CallEffect.Step] {
    let named = picking([
      ("s3BucketName", "S3BucketName"), ("s3KeyPrefix", "S3KeyPrefix"),
      ("includeGlobalServiceEvents", "IncludeGlobalServiceEvents"),
      ("isMultiRegionTrail", "IsMultiRegionTrail"),
      ("enableLogFileValidation", "LogFileValidationEnabled"),
      ("isOrganizationTrail", "IsOrganizationTrail"),
    ])
    let rest = [
      "S3BucketName", "S3KeyPrefix", "IncludeGlobalServiceEvents", "IsMultiRegionTrail",
      "LogFileValidationEnabled", "IsOrganizationTrail", "SnsTopicName", "SnsTopicARN",
      "CloudWatchLogsLogGroupArn", "CloudWatchLogsRoleArn", "KmsKeyId",
    ].filter { named[$0] == nil }
    return (named.isEmpty ? [] : [.replace(.object(named))]) + [.unsure(rest)]
  }

  private func overlaid(by other: ConfigurationValue) -> ConfigurationValue {
    guard case .object(let own) = self, case .object(let given) = other else { return other }
    return .object(own.merging(given) { $0 == $1 || $1 == .null ? $0 : $1 })
  }
}
