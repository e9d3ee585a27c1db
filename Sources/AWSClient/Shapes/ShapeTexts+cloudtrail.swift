// swift-format-ignore-file
// Written by Scripts/generate-shapes.py from botocore 1.43.11 (Apache-2.0).

extension ShapeTexts {
  static let cloudtrail = #"""
{"service": {"protocol":"json","version":"2013-11-01","id":"CloudTrail","endpoint":"cloudtrail","signing":"cloudtrail","json":"1.1","target":"com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101"},
"operations": {
"DescribeTrails":{"cli":"describe-trails","method":"POST","uri":"/","in":"DescribeTrailsRequest","parameters":{"trail-name-list":"trailNameList","include-shadow-trails":"includeShadowTrails"},"out":"DescribeTrailsResponse"},
"GetEventSelectors":{"cli":"get-event-selectors","method":"POST","uri":"/","in":"GetEventSelectorsRequest","parameters":{"trail-name":"TrailName"},"out":"GetEventSelectorsResponse"},
"GetInsightSelectors":{"cli":"get-insight-selectors","method":"POST","uri":"/","in":"GetInsightSelectorsRequest","parameters":{"trail-name":"TrailName","event-data-store":"EventDataStore"},"out":"GetInsightSelectorsResponse"},"GetTrailStatus":{"cli":"get-trail-status","method":"POST","uri":"/","in":"GetTrailStatusRequest","parameters":{"name":"Name"},"out":"GetTrailStatusResponse"},
"ListTrails":{"cli":"list-trails","method":"POST","uri":"/","in":"ListTrailsRequest","parameters":{"next-token":"NextToken"},"out":"ListTrailsResponse","pages":{"in":["NextToken"],"out":["NextToken"],"results":["Trails"]}},
"LookupEvents":{"cli":"lookup-events","method":"POST","uri":"/","in":"LookupEventsRequest","parameters":{"lookup-attributes":"LookupAttributes","start-time":"StartTime","end-time":"EndTime","event-category":"EventCategory","max-results":"MaxResults","next-token":"NextToken"},"out":"LookupEventsResponse","pages":{"in":["NextToken"],"out":["NextToken"],"results":["Events"],"limit":"MaxResults"}}
},
"shapes": {
"AdvancedEventSelector":{"members":[["Name","$s"],["FieldSelectors","AdvancedFieldSelectors"]]},"AdvancedEventSelectors":{"list":"AdvancedEventSelector"},"AdvancedFieldSelector":{"members":[["Field","$s"],["Equals","Operator"],["StartsWith","Operator"],["EndsWith","Operator"],["NotEquals","Operator"],["NotStartsWith","Operator"],["NotEndsWith","Operator"]]},
"AdvancedFieldSelectors":{"list":"AdvancedFieldSelector"},"DataResource":{"members":[["Type","$s"],["Values","DataResourceValues"]]},"DataResourceValues":{"list":"$s"},"DataResources":{"list":"DataResource"},"DescribeTrailsRequest":{"members":[["trailNameList","TrailNameList"],["includeShadowTrails","$b"]]},"DescribeTrailsResponse":{"members":[["trailList","TrailList"]]},
"Event":{"members":[["EventId","$s"],["EventName","$s"],["ReadOnly","$s"],["AccessKeyId","$s"],["EventTime","$t"],["EventSource","$s"],["Username","$s"],["Resources","ResourceList"],["CloudTrailEvent","$s"]]},"EventSelector":{"members":[["ReadWriteType","$s"],["IncludeManagementEvents","$b"],["DataResources","DataResources"],["ExcludeManagementEventSources","ExcludeManagementEventSources"]]},
"EventSelectors":{"list":"EventSelector"},"EventsList":{"list":"Event"},"ExcludeManagementEventSources":{"list":"$s"},"GetEventSelectorsRequest":{"members":[["TrailName","$s"]]},"GetEventSelectorsResponse":{"members":[["TrailARN","$s"],["EventSelectors","EventSelectors"],["AdvancedEventSelectors","AdvancedEventSelectors"]]},
"GetInsightSelectorsRequest":{"members":[["TrailName","$s"],["EventDataStore","$s"]]},"GetInsightSelectorsResponse":{"members":[["TrailARN","$s"],["InsightSelectors","InsightSelectors"],["EventDataStoreArn","$s"],["InsightsDestination","$s"]]},"GetTrailStatusRequest":{"members":[["Name","$s"]]},
"GetTrailStatusResponse":{"members":[["IsLogging","$b"],["LatestDeliveryError","$s"],["LatestNotificationError","$s"],["LatestDeliveryTime","$t"],["LatestNotificationTime","$t"],["StartLoggingTime","$t"],["StopLoggingTime","$t"],["LatestCloudWatchLogsDeliveryError","$s"],["LatestCloudWatchLogsDeliveryTime","$t"],["LatestDigestDeliveryTime","$t"],["LatestDigestDeliveryError","$s"],["LatestDeliveryAttemptTime","$s"],["LatestNotificationAttemptTime","$s"],["LatestNotificationAttemptSucceeded","$s"],["LatestDeliveryAttemptSucceeded","$s"],["TimeLoggingStarted","$s"],["TimeLoggingStopped","$s"]]},
"InsightSelector":{"members":[["InsightType","$s"],["EventCategories","SourceEventCategories"]]},"InsightSelectors":{"list":"InsightSelector"},"ListTrailsRequest":{"members":[["NextToken","$s"]]},"ListTrailsResponse":{"members":[["Trails","Trails"],["NextToken","$s"]]},"LookupAttribute":{"members":[["AttributeKey","$s"],["AttributeValue","$s"]]},"LookupAttributesList":{"list":"LookupAttribute"},
"LookupEventsRequest":{"members":[["LookupAttributes","LookupAttributesList"],["StartTime","$t"],["EndTime","$t"],["EventCategory","$s"],["MaxResults","$i"],["NextToken","$s"]]},"LookupEventsResponse":{"members":[["Events","EventsList"],["NextToken","$s"]]},"Operator":{"list":"$s"},"Resource":{"members":[["ResourceType","$s"],["ResourceName","$s"]]},"ResourceList":{"list":"Resource"},
"SourceEventCategories":{"list":"$s"},
"Trail":{"members":[["Name","$s"],["S3BucketName","$s"],["S3KeyPrefix","$s"],["SnsTopicName","$s"],["SnsTopicARN","$s"],["IncludeGlobalServiceEvents","$b"],["IsMultiRegionTrail","$b"],["HomeRegion","$s"],["TrailARN","$s"],["LogFileValidationEnabled","$b"],["CloudWatchLogsLogGroupArn","$s"],["CloudWatchLogsRoleArn","$s"],["KmsKeyId","$s"],["HasCustomEventSelectors","$b"],["HasInsightSelectors","$b"],["IsOrganizationTrail","$b"]]},
"TrailInfo":{"members":[["TrailARN","$s"],["Name","$s"],["HomeRegion","$s"]]},"TrailList":{"list":"Trail"},"TrailNameList":{"list":"$s"},"Trails":{"list":"TrailInfo"}
}}
"""#
}
