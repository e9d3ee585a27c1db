import ConfigurationModel

extension CallTable {
  /// AWS CloudTrail itself: its trails are named by name or by ARN.
  static let cloudTrail: [String: Rule] = [
    "StopLogging": { $0.ofTrail("name", [.replace(.object(["IsLogging": .bool(false)]))]) },
    "StartLogging": { $0.ofTrail("name", [.replace(.object(["IsLogging": .bool(true)]))]) },
    "UpdateTrail": { event in
      event.ofTrail(
        "name",
        [
          .replace(
            .object(
              event.request.picking([
                ("s3BucketName", "S3BucketName"), ("s3KeyPrefix", "S3KeyPrefix"),
                ("includeGlobalServiceEvents", "IncludeGlobalServiceEvents"),
                ("isMultiRegionTrail", "IsMultiRegionTrail"),
                ("enableLogFileValidation", "LogFileValidationEnabled"),
                ("isOrganizationTrail", "IsOrganizationTrail"),
              ]))), .touch,
        ])
    },
    "DeleteTrail": { $0.ofTrail("name", [.delete]) },
    "CreateTrail": { $0.ofTrail("name", [.create]) },
    "PutEventSelectors": { $0.ofTrail("trailName", [.touch]) },
  ]
}

extension ActivityEvent {
  fileprivate func ofTrail(_ field: String, _ steps: [CallEffect.Step]) -> [CallEffect] {
    effect("AWS::CloudTrail::Trail", request.text(field), steps)
  }
}
