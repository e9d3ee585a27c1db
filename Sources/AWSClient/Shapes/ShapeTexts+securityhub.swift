// swift-format-ignore-file
// Written by Scripts/generate-shapes.py from botocore 1.43.11 (Apache-2.0).

extension ShapeTexts {
  static let securityhub = #"""
{"service": {"protocol":"rest-json","version":"2018-10-26","id":"SecurityHub","endpoint":"securityhub","signing":"securityhub","json":"1.1"},
"operations": {
"DescribeHub":{"cli":"describe-hub","method":"GET","uri":"/accounts","in":"DescribeHubRequest","parameters":{"hub-arn":"HubArn"},"out":"DescribeHubResponse"},
"GetEnabledStandards":{"cli":"get-enabled-standards","method":"POST","uri":"/standards/get","in":"GetEnabledStandardsRequest","parameters":{"standards-subscription-arns":"StandardsSubscriptionArns","next-token":"NextToken","max-results":"MaxResults"},"out":"GetEnabledStandardsResponse","pages":{"in":["NextToken"],"out":["NextToken"],"results":["StandardsSubscriptions"],"limit":"MaxResults","size":100}}
},
"shapes": {
"DescribeHubRequest":{"members":[["HubArn","$s",{"l":"q"}]]},"DescribeHubResponse":{"members":[["HubArn","$s"],["SubscribedAt","$s"],["AutoEnableControls","$b"],["ControlFindingGenerator","$s"]]},"GetEnabledStandardsRequest":{"members":[["StandardsSubscriptionArns","StandardsSubscriptionArns"],["NextToken","$s"],["MaxResults","$i"]]},
"GetEnabledStandardsResponse":{"members":[["StandardsSubscriptions","StandardsSubscriptions"],["NextToken","$s"]]},"StandardsInputParameterMap":{"map":"$s"},"StandardsStatusReason":{"members":[["StatusReasonCode","$s"]]},
"StandardsSubscription":{"members":[["StandardsSubscriptionArn","$s"],["StandardsArn","$s"],["StandardsInput","StandardsInputParameterMap"],["StandardsStatus","$s"],["StandardsControlsUpdatable","$s"],["StandardsStatusReason","StandardsStatusReason"]]},"StandardsSubscriptionArns":{"list":"$s"},"StandardsSubscriptions":{"list":"StandardsSubscription"}
}}
"""#
}
