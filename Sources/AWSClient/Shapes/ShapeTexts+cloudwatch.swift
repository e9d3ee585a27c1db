// swift-format-ignore-file
// Written by Scripts/generate-shapes.py from botocore 1.43.11 (Apache-2.0).

extension ShapeTexts {
  static let cloudwatch = #"""
{"service": {"protocol":"json","version":"2010-08-01","id":"CloudWatch","endpoint":"monitoring","signing":"monitoring","json":"1.0","target":"GraniteServiceVersion20100801","queryMode":true},
"operations": {
"DescribeAlarms":{"cli":"describe-alarms","method":"POST","uri":"/","in":"DescribeAlarmsInput","parameters":{"alarm-names":"AlarmNames","alarm-name-prefix":"AlarmNamePrefix","alarm-types":"AlarmTypes","children-of-alarm-name":"ChildrenOfAlarmName","parents-of-alarm-name":"ParentsOfAlarmName","state-value":"StateValue","action-prefix":"ActionPrefix","max-records":"MaxRecords","next-token":"NextToken"},"out":"DescribeAlarmsOutput","wrapper":"DescribeAlarmsResult","pages":{"in":["NextToken"],"out":["NextToken"],"results":["MetricAlarms","CompositeAlarms"],"limit":"MaxRecords","size":100}}
},
"shapes": {
"AlarmNames":{"list":"$s"},"AlarmPromQLCriteria":{"members":[["Query","$s"],["PendingPeriod","$i"],["RecoveryPeriod","$i"]]},"AlarmTypes":{"list":"$s"},
"CompositeAlarm":{"members":[["ActionsEnabled","$b"],["AlarmActions","ResourceList"],["AlarmArn","$s"],["AlarmConfigurationUpdatedTimestamp","$t"],["AlarmDescription","$s"],["AlarmName","$s"],["AlarmRule","$s"],["InsufficientDataActions","ResourceList"],["OKActions","ResourceList"],["StateReason","$s"],["StateReasonData","$s"],["StateUpdatedTimestamp","$t"],["StateValue","$s"],["StateTransitionedTimestamp","$t"],["ActionsSuppressedBy","$s"],["ActionsSuppressedReason","$s"],["ActionsSuppressor","$s"],["ActionsSuppressorWaitPeriod","$i"],["ActionsSuppressorExtensionPeriod","$i"]]},
"CompositeAlarms":{"list":"CompositeAlarm"},"DescribeAlarmsInput":{"members":[["AlarmNames","AlarmNames"],["AlarmNamePrefix","$s"],["AlarmTypes","AlarmTypes"],["ChildrenOfAlarmName","$s"],["ParentsOfAlarmName","$s"],["StateValue","$s"],["ActionPrefix","$s"],["MaxRecords","$i"],["NextToken","$s"]]},
"DescribeAlarmsOutput":{"members":[["CompositeAlarms","CompositeAlarms"],["MetricAlarms","MetricAlarms"],["NextToken","$s"]]},"Dimension":{"members":[["Name","$s"],["Value","$s"]]},"Dimensions":{"list":"Dimension"},"EvaluationCriteria":{"members":[["PromQLCriteria","AlarmPromQLCriteria"]]},"Metric":{"members":[["Namespace","$s"],["MetricName","$s"],["Dimensions","Dimensions"]]},
"MetricAlarm":{"members":[["AlarmName","$s"],["AlarmArn","$s"],["AlarmDescription","$s"],["AlarmConfigurationUpdatedTimestamp","$t"],["ActionsEnabled","$b"],["OKActions","ResourceList"],["AlarmActions","ResourceList"],["InsufficientDataActions","ResourceList"],["StateValue","$s"],["StateReason","$s"],["StateReasonData","$s"],["StateUpdatedTimestamp","$t"],["MetricName","$s"],["Namespace","$s"],["Statistic","$s"],["ExtendedStatistic","$s"],["Dimensions","Dimensions"],["Period","$i"],["Unit","$s"],["EvaluationPeriods","$i"],["DatapointsToAlarm","$i"],["Threshold","$f"],["ComparisonOperator","$s"],["TreatMissingData","$s"],["EvaluateLowSampleCountPercentile","$s"],["Metrics","MetricDataQueries"],["ThresholdMetricId","$s"],["EvaluationState","$s"],["StateTransitionedTimestamp","$t"],["EvaluationCriteria","EvaluationCriteria"],["EvaluationInterval","$i"]]},
"MetricAlarms":{"list":"MetricAlarm"},"MetricDataQueries":{"list":"MetricDataQuery"},"MetricDataQuery":{"members":[["Id","$s"],["MetricStat","MetricStat"],["Expression","$s"],["Label","$s"],["ReturnData","$b"],["Period","$i"],["AccountId","$s"]]},"MetricStat":{"members":[["Metric","Metric"],["Period","$i"],["Stat","$s"],["Unit","$s"]]},"ResourceList":{"list":"$s"}
}}
"""#
}
