import ConfigurationModel

extension GuardrailView {
  static let loggingViews = [trails, recorders, detectors]

  private static let trails = resources(
    "trails", "a trail of CloudTrail", of: "AWS::CloudTrail::Trail",
    columns: [
      .integer("is_logging", "1 where it records", at: "IsLogging"),
      .integer("is_multi_region", "1 where it records every region", at: "IsMultiRegionTrail"),
      .integer(
        "has_global_events", "1 where it records IAM and the like",
        at: "IncludeGlobalServiceEvents"),
      .integer(
        "is_validated", "1 where a change of its files is seen", at: "LogFileValidationEnabled"),
      .integer("is_organization", "1 where it records all accounts", at: "IsOrganizationTrail"),
      .text("bucket", "where it writes", at: "S3BucketName"),
      .text("key", "the key that encrypts its files", at: "KmsKeyId"),
      .text("log_group", "where else it writes", at: "CloudWatchLogsLogGroupArn"),
      .integer(
        "records_management", "1 where a selector has all management events",
        "EventSelectors", "AdvancedEventSelectors"
      ) { $0.value.recordsManagementEvents ? 1 : 0 },
    ])

  private static let recorders = resources(
    "recorders", "a recorder of AWS Config", of: "AWS::Config::ConfigurationRecorder",
    columns: [
      .integer("is_recording", "1 where it records", at: "Recording"),
      .integer(
        "is_everything", "1 where it records all types", at: "RecordingGroup", "AllSupported"),
      .integer(
        "has_global_types", "1 where it records IAM and the like", at: "RecordingGroup",
        "IncludeGlobalResourceTypes"),
    ])

  private static let detectors = resources(
    "detectors", "a detector of GuardDuty", of: "AWS::GuardDuty::Detector",
    columns: [.text("status", "ENABLED or DISABLED", at: "Status")])
}

extension ConfigurationValue {
  /// CloudTrail API reference, `EventSelector`, `AdvancedEventSelector`.
  fileprivate var recordsManagementEvents: Bool {
    let plain = self["EventSelectors"].elements.contains { selector in
      selector.value["IncludeManagementEvents"]?.integer == 1
        && ["All", nil].contains(selector.value["ReadWriteType"]?.presentText)
    }
    let advanced = self["AdvancedEventSelectors"].elements.contains { selector in
      let fields = selector.value["FieldSelectors"].elements
      let isManagement = fields.contains { field in
        field.value["Field"]?.presentText == "eventCategory"
          && field.value["Equals"].elements.contains { $0.value.presentText == "Management" }
      }
      return isManagement && !fields.contains { $0.value["Field"]?.presentText == "readOnly" }
    }
    return plain || advanced
  }
}
