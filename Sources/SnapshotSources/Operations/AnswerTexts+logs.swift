// swift-format-ignore-file
// Written by Scripts/generate-operations.py from botocore 1.43.11 (Apache-2.0).

extension AnswerTexts {
  static let logs = #"""
call logs describe-log-groups nextToken 
logGroups:[LogGroup nextToken
call logs describe-metric-filters nextToken 
metricFilters:[MetricFilter nextToken
call logs describe-resource-policies nextToken 
resourcePolicies:[ResourcePolicy nextToken
call logs describe-subscription-filters nextToken 
subscriptionFilters:[SubscriptionFilter nextToken
form LogGroup
logGroupName creationTime retentionInDays metricFilterCount arn storedBytes kmsKeyId dataProtectionStatus inheritedProperties:[ logGroupClass logGroupArn deletionProtectionEnabled bearerTokenAuthenticationEnabled
form MetricFilter
filterName filterPattern metricTransformations:[MetricTransformation creationTime logGroupName applyOnTransformedLogs fieldSelectionCriteria emitSystemFieldDimensions:[
form MetricTransformation
metricName* metricNamespace* metricValue* defaultValue dimensions:< unit
form ResourcePolicy
policyName policyDocument lastUpdatedTime policyScope resourceArn revisionId
form SubscriptionFilter
filterName logGroupName filterPattern destinationArn roleArn distribution applyOnTransformedLogs creationTime fieldSelectionCriteria emitSystemFields:[
"""#
}
