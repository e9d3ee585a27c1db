// swift-format-ignore-file
// Written by Scripts/generate-shapes.py from botocore 1.43.11 (Apache-2.0).

extension ShapeTexts {
  static let logs = #"""
{"service": {"protocol":"json","version":"2014-03-28","id":"CloudWatch Logs","endpoint":"logs","signing":"logs","json":"1.1","target":"Logs_20140328"},
"operations": {
"DescribeLogGroups":{"cli":"describe-log-groups","method":"POST","uri":"/","in":"DescribeLogGroupsRequest","parameters":{"account-identifiers":"accountIdentifiers","log-group-name-prefix":"logGroupNamePrefix","log-group-name-pattern":"logGroupNamePattern","next-token":"nextToken","limit":"limit","include-linked-accounts":"includeLinkedAccounts","log-group-class":"logGroupClass","log-group-identifiers":"logGroupIdentifiers"},"out":"DescribeLogGroupsResponse","pages":{"in":["nextToken"],"out":["nextToken"],"results":["logGroups"],"limit":"limit","size":50}},
"DescribeMetricFilters":{"cli":"describe-metric-filters","method":"POST","uri":"/","in":"DescribeMetricFiltersRequest","parameters":{"log-group-name":"logGroupName","filter-name-prefix":"filterNamePrefix","next-token":"nextToken","limit":"limit","metric-name":"metricName","metric-namespace":"metricNamespace"},"out":"DescribeMetricFiltersResponse","pages":{"in":["nextToken"],"out":["nextToken"],"results":["metricFilters"],"limit":"limit","size":50}},
"DescribeResourcePolicies":{"cli":"describe-resource-policies","method":"POST","uri":"/","in":"DescribeResourcePoliciesRequest","parameters":{"next-token":"nextToken","limit":"limit","resource-arn":"resourceArn","policy-scope":"policyScope"},"out":"DescribeResourcePoliciesResponse","pages":{"in":["nextToken"],"out":["nextToken"],"results":["resourcePolicies"],"limit":"limit","size":50}},
"DescribeSubscriptionFilters":{"cli":"describe-subscription-filters","method":"POST","uri":"/","in":"DescribeSubscriptionFiltersRequest","parameters":{"log-group-name":"logGroupName","filter-name-prefix":"filterNamePrefix","next-token":"nextToken","limit":"limit"},"out":"DescribeSubscriptionFiltersResponse","pages":{"in":["nextToken"],"out":["nextToken"],"results":["subscriptionFilters"],"limit":"limit","size":50}}
},
"shapes": {
"AccountIds":{"list":"$s"},"DescribeLogGroupsLogGroupIdentifiers":{"list":"$s"},"DescribeLogGroupsRequest":{"members":[["accountIdentifiers","AccountIds"],["logGroupNamePrefix","$s"],["logGroupNamePattern","$s"],["nextToken","$s"],["limit","$i"],["includeLinkedAccounts","$b"],["logGroupClass","$s"],["logGroupIdentifiers","DescribeLogGroupsLogGroupIdentifiers"]]},
"DescribeLogGroupsResponse":{"members":[["logGroups","LogGroups"],["nextToken","$s"]]},"DescribeMetricFiltersRequest":{"members":[["logGroupName","$s"],["filterNamePrefix","$s"],["nextToken","$s"],["limit","$i"],["metricName","$s"],["metricNamespace","$s"]]},"DescribeMetricFiltersResponse":{"members":[["metricFilters","MetricFilters"],["nextToken","$s"]]},
"DescribeResourcePoliciesRequest":{"members":[["nextToken","$s"],["limit","$i"],["resourceArn","$s"],["policyScope","$s"]]},"DescribeResourcePoliciesResponse":{"members":[["resourcePolicies","ResourcePolicies"],["nextToken","$s"]]},"DescribeSubscriptionFiltersRequest":{"members":[["logGroupName","$s"],["filterNamePrefix","$s"],["nextToken","$s"],["limit","$i"]]},
"DescribeSubscriptionFiltersResponse":{"members":[["subscriptionFilters","SubscriptionFilters"],["nextToken","$s"]]},"Dimensions":{"map":"$s"},"EmitSystemFields":{"list":"$s"},"InheritedProperties":{"list":"$s"},
"LogGroup":{"members":[["logGroupName","$s"],["creationTime","$i"],["retentionInDays","$i"],["metricFilterCount","$i"],["arn","$s"],["storedBytes","$i"],["kmsKeyId","$s"],["dataProtectionStatus","$s"],["inheritedProperties","InheritedProperties"],["logGroupClass","$s"],["logGroupArn","$s"],["deletionProtectionEnabled","$b"],["bearerTokenAuthenticationEnabled","$b"]]},
"LogGroups":{"list":"LogGroup"},"MetricFilter":{"members":[["filterName","$s"],["filterPattern","$s"],["metricTransformations","MetricTransformations"],["creationTime","$i"],["logGroupName","$s"],["applyOnTransformedLogs","$b"],["fieldSelectionCriteria","$s"],["emitSystemFieldDimensions","EmitSystemFields"]]},"MetricFilters":{"list":"MetricFilter"},
"MetricTransformation":{"members":[["metricName","$s"],["metricNamespace","$s"],["metricValue","$s"],["defaultValue","$f"],["dimensions","Dimensions"],["unit","$s"]]},"MetricTransformations":{"list":"MetricTransformation"},"ResourcePolicies":{"list":"ResourcePolicy"},
"ResourcePolicy":{"members":[["policyName","$s"],["policyDocument","$s"],["lastUpdatedTime","$i"],["policyScope","$s"],["resourceArn","$s"],["revisionId","$s"]]},
"SubscriptionFilter":{"members":[["filterName","$s"],["logGroupName","$s"],["filterPattern","$s"],["destinationArn","$s"],["roleArn","$s"],["distribution","$s"],["applyOnTransformedLogs","$b"],["creationTime","$i"],["fieldSelectionCriteria","$s"],["emitSystemFields","EmitSystemFields"]]},"SubscriptionFilters":{"list":"SubscriptionFilter"}
}}
"""#
}
