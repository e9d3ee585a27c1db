/// What a person reads in both files of each pair: checked by hand against the recordings.
extension PairRow {
  static let others: [PairRow] = [
    PairRow(
      "test_account_data_events", "cloudtrail.DescribeTrails", 1, 2,
      ["skunk-trails removed"]),
    PairRow(
      "test_account_data_events", "cloudtrail.DescribeTrails", 2, 3,
      ["S3-DataEvents-test2 added", "skunk-trails added"]),
    PairRow(
      "test_account_data_events", "cloudtrail.GetEventSelectors", 1, 2,
      [
        "it added EventSelectors[All].DataResources[AWS::S3::Object]",
        "it changed EventSelectors[All].IncludeManagementEvents",
      ]),
    PairRow(
      "test_account_data_events", "cloudtrail.GetEventSelectors", 3, 4,
      [
        "it removed EventSelectors[All].DataResources[AWS::S3::Object]",
        "it changed EventSelectors[All].IncludeManagementEvents",
      ]),
    PairRow(
      "test_cfn_add_tag_w_params", "cloudformation.DescribeStacks", 1, 2,
      [
        "arn:aws:cloudformation:us-east-1:644160558196:stack/mosdef2/387d82a0-23f5-11e9-98e5-128a65397f5a added EnableTerminationProtection",
        "arn:aws:cloudformation:us-east-1:644160558196:stack/mosdef2/387d82a0-23f5-11e9-98e5-128a65397f5a changed LastUpdatedTime",
        "arn:aws:cloudformation:us-east-1:644160558196:stack/mosdef2/387d82a0-23f5-11e9-98e5-128a65397f5a changed StackStatus",
        "arn:aws:cloudformation:us-east-1:644160558196:stack/mosdef2/387d82a0-23f5-11e9-98e5-128a65397f5a added StackStatusReason",
        "arn:aws:cloudformation:us-east-1:644160558196:stack/mosdef2/387d82a0-23f5-11e9-98e5-128a65397f5a added Tags[App]",
      ]),
    PairRow(
      "test_cfn_delete_with_protection", "cloudformation.DescribeStacks", 1, 2,
      [
        "arn:aws:cloudformation:us-east-1:644160558196:stack/c7n-test-delete-with-protection/73b9a930-84f6-11ea-8da6-0ad6b76236b1 removed EnableTerminationProtection"
      ]),
    PairRow(
      "test_cfn_delete_with_protection", "cloudformation.DescribeStacks", 2, 3,
      [
        "arn:aws:cloudformation:us-east-1:644160558196:stack/c7n-test-delete-with-protection/73b9a930-84f6-11ea-8da6-0ad6b76236b1 added EnableTerminationProtection"
      ]),
    PairRow(
      "test_cloudtrail_create_bucket_exists_in_west", "cloudtrail.DescribeTrails", 1, 2,
      ["nosetest added", "skunk-trails removed"]),
    PairRow(
      "test_cloudtrail_create_bucket_exists_in_west", "cloudtrail.GetTrailStatus", 1, 2,
      ["it changed IsLogging"]),
    PairRow(
      "test_cloudtrail_set_logging", "cloudtrail.GetTrailStatus", 1, 2,
      ["it changed IsLogging"]),
    PairRow(
      "test_cloudtrail_update", "cloudtrail.DescribeTrails", 1, 2,
      ["S3-DataEvents removed", "skunk-trails changed LogFileValidationEnabled"]),
    PairRow(
      "test_config_recorder_toggle_start", "config.DescribeConfigurationRecorderStatus", 1, 2,
      ["it changed Recording"]),
    PairRow(
      "test_config_recorder_toggle_stop", "config.DescribeConfigurationRecorderStatus", 1, 2,
      ["it changed Recording"]),
  ]
}
