// swift-format-ignore-file
// Written by Scripts/generate-shapes.py from botocore 1.43.11 (Apache-2.0).

extension ShapeTexts {
  static let ssm = #"""
{"service": {"protocol":"json","version":"2014-11-06","id":"SSM","endpoint":"ssm","signing":"ssm","json":"1.1","target":"AmazonSSM"},
"operations": {
"DescribeParameters":{"cli":"describe-parameters","method":"POST","uri":"/","in":"DescribeParametersRequest","parameters":{"filters":"Filters","parameter-filters":"ParameterFilters","max-results":"MaxResults","next-token":"NextToken","shared":"Shared"},"out":"DescribeParametersResult","pages":{"in":["NextToken"],"out":["NextToken"],"results":["Parameters"],"limit":"MaxResults","size":50}}
},
"shapes": {
"DescribeParametersRequest":{"members":[["Filters","ParametersFilterList"],["ParameterFilters","ParameterStringFilterList"],["MaxResults","$i"],["NextToken","$s"],["Shared","$b"]]},"DescribeParametersResult":{"members":[["Parameters","ParameterMetadataList"],["NextToken","$s"]]},"ParameterInlinePolicy":{"members":[["PolicyText","$s"],["PolicyType","$s"],["PolicyStatus","$s"]]},
"ParameterMetadata":{"members":[["Name","$s"],["ARN","$s"],["Type","$s"],["KeyId","$s"],["LastModifiedDate","$t"],["LastModifiedUser","$s"],["Description","$s"],["AllowedPattern","$s"],["Version","$i"],["Tier","$s"],["Policies","ParameterPolicyList"],["DataType","$s"]]},"ParameterMetadataList":{"list":"ParameterMetadata"},"ParameterPolicyList":{"list":"ParameterInlinePolicy"},
"ParameterStringFilter":{"members":[["Key","$s"],["Option","$s"],["Values","ParameterStringFilterValueList"]]},"ParameterStringFilterList":{"list":"ParameterStringFilter"},"ParameterStringFilterValueList":{"list":"$s"},"ParametersFilter":{"members":[["Key","$s"],["Values","ParametersFilterValueList"]]},"ParametersFilterList":{"list":"ParametersFilter"},"ParametersFilterValueList":{"list":"$s"}
}}
"""#
}
