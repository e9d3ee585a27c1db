// swift-format-ignore-file
// Written by Scripts/generate-operations.py from botocore 1.43.11 (Apache-2.0).

extension AnswerTexts {
  static let cloudtrail = #"""
call cloudtrail describe-trails  
trailList:[Trail
call cloudtrail get-event-selectors  
TrailARN EventSelectors:[EventSelector AdvancedEventSelectors:[AdvancedEventSelector
call cloudtrail get-insight-selectors  
TrailARN InsightSelectors:[InsightSelector EventDataStoreArn InsightsDestination
call cloudtrail get-trail-status  
IsLogging LatestDeliveryError LatestNotificationError LatestDeliveryTime LatestNotificationTime StartLoggingTime StopLoggingTime LatestCloudWatchLogsDeliveryError LatestCloudWatchLogsDeliveryTime LatestDigestDeliveryTime LatestDigestDeliveryError LatestDeliveryAttemptTime LatestNotificationAttemptTime LatestNotificationAttemptSucceeded LatestDeliveryAttemptSucceeded TimeLoggingStarted TimeLoggingStopped
form AdvancedEventSelector
Name FieldSelectors*:[AdvancedFieldSelector
form AdvancedFieldSelector
Field* Equals:[ StartsWith:[ EndsWith:[ NotEquals:[ NotStartsWith:[ NotEndsWith:[
form DataResource
Type Values:[
form EventSelector
ReadWriteType IncludeManagementEvents DataResources:[DataResource ExcludeManagementEventSources:[
form InsightSelector
InsightType EventCategories:[
form Trail
Name S3BucketName S3KeyPrefix SnsTopicName SnsTopicARN IncludeGlobalServiceEvents IsMultiRegionTrail HomeRegion TrailARN LogFileValidationEnabled CloudWatchLogsLogGroupArn CloudWatchLogsRoleArn KmsKeyId HasCustomEventSelectors HasInsightSelectors IsOrganizationTrail
"""#
}
