// swift-format-ignore-file
// Written by Scripts/generate-operations.py from botocore 1.43.11 (Apache-2.0).

extension AnswerTexts {
  static let cloudwatch = #"""
call cloudwatch describe-alarms NextToken 
CompositeAlarms:[CompositeAlarm MetricAlarms:[MetricAlarm NextToken
form AlarmPromQLCriteria
Query* PendingPeriod RecoveryPeriod
form CompositeAlarm
ActionsEnabled AlarmActions:[ AlarmArn AlarmConfigurationUpdatedTimestamp AlarmDescription AlarmName AlarmRule InsufficientDataActions:[ OKActions:[ StateReason StateReasonData StateUpdatedTimestamp StateValue StateTransitionedTimestamp ActionsSuppressedBy ActionsSuppressedReason ActionsSuppressor ActionsSuppressorWaitPeriod ActionsSuppressorExtensionPeriod
form Dimension
Name* Value*
form EvaluationCriteria
PromQLCriteria:AlarmPromQLCriteria
form Metric
Namespace MetricName Dimensions:[Dimension
form MetricAlarm
AlarmName AlarmArn AlarmDescription AlarmConfigurationUpdatedTimestamp ActionsEnabled OKActions:[ AlarmActions:[ InsufficientDataActions:[ StateValue StateReason StateReasonData StateUpdatedTimestamp MetricName Namespace Statistic ExtendedStatistic Dimensions:[Dimension Period Unit EvaluationPeriods DatapointsToAlarm Threshold ComparisonOperator TreatMissingData EvaluateLowSampleCountPercentile Metrics:[MetricDataQuery ThresholdMetricId EvaluationState StateTransitionedTimestamp EvaluationCriteria:EvaluationCriteria EvaluationInterval
form MetricDataQuery
Id* MetricStat:MetricStat Expression Label ReturnData Period AccountId
form MetricStat
Metric*:Metric Period* Stat* Unit
"""#
}
