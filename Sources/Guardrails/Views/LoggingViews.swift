import ConfigurationModel

extension GuardrailView {
  static let loggingViews = [trails, trailSelectors, recorders, detectors]

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
        "records_management", "1 where its selectors have all management events, none left out",
        "EventSelectors", "AdvancedEventSelectors"
      ) { $0.value.recordsManagementEvents ? 1 : 0 },
    ])

  private static let selectorParts = ["EventSelectors", "AdvancedEventSelectors"]

  private static let trailSelectors = GuardrailView(
    name: "trail_selectors",
    meaning:
      "events that a selector of a trail records: of one category and type, reading or writing",
    sources: [
      Source(type: "AWS::CloudTrail::Trail", parts: selectorParts) { $0.recordedEvents }
    ],
    columns: [
      .own("category", "Management, Data or NetworkActivity", "category"),
      .own("resource_type", "of data events: AWS::S3::Object, AWS::Lambda::Function …", "type"),
      .own("access", "read or write", "access"),
      .text("limits", "what else the events must have, as JSON; null where they are all") {
        $0.value["limits"].flatMap { $0.isPresent ? $0.canonicalJSON : nil }
      },
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
