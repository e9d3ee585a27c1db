// swift-format-ignore-file
// Written by Scripts/generate-shapes.py from botocore 1.43.11 (Apache-2.0).

extension ShapeTexts {
  static let secretsmanager = #"""
{"service": {"protocol":"json","version":"2017-10-17","id":"Secrets Manager","endpoint":"secretsmanager","signing":"secretsmanager","json":"1.1","target":"secretsmanager"},
"operations": {
"GetResourcePolicy":{"cli":"get-resource-policy","method":"POST","uri":"/","in":"GetResourcePolicyRequest","parameters":{"secret-id":"SecretId"},"out":"GetResourcePolicyResponse"},
"ListSecrets":{"cli":"list-secrets","method":"POST","uri":"/","in":"ListSecretsRequest","parameters":{"include-planned-deletion":"IncludePlannedDeletion","max-results":"MaxResults","next-token":"NextToken","filters":"Filters","sort-order":"SortOrder","sort-by":"SortBy"},"out":"ListSecretsResponse","pages":{"in":["NextToken"],"out":["NextToken"],"results":["SecretList"],"limit":"MaxResults","size":100}}
},
"shapes": {
"ExternalSecretRotationMetadataItem":{"members":[["Key","$s"],["Value","$s"]]},"ExternalSecretRotationMetadataType":{"list":"ExternalSecretRotationMetadataItem"},"Filter":{"members":[["Key","$s"],["Values","FilterValuesStringList"]]},"FilterValuesStringList":{"list":"$s"},"FiltersListType":{"list":"Filter"},"GetResourcePolicyRequest":{"members":[["SecretId","$s"]]},
"GetResourcePolicyResponse":{"members":[["ARN","$s"],["Name","$s"],["ResourcePolicy","$s"]]},"ListSecretsRequest":{"members":[["IncludePlannedDeletion","$b"],["MaxResults","$i"],["NextToken","$s"],["Filters","FiltersListType"],["SortOrder","$s"],["SortBy","$s"]]},"ListSecretsResponse":{"members":[["SecretList","SecretListType"],["NextToken","$s"]]},
"RotationRulesType":{"members":[["AutomaticallyAfterDays","$i"],["Duration","$s"],["ScheduleExpression","$s"]]},
"SecretListEntry":{"members":[["ARN","$s"],["Name","$s"],["Type","$s"],["Description","$s"],["KmsKeyId","$s"],["RotationEnabled","$b"],["RotationLambdaARN","$s"],["RotationRules","RotationRulesType"],["ExternalSecretRotationMetadata","ExternalSecretRotationMetadataType"],["ExternalSecretRotationRoleArn","$s"],["LastRotatedDate","$t"],["LastChangedDate","$t"],["LastAccessedDate","$t"],["DeletedDate","$t"],["NextRotationDate","$t"],["Tags","TagListType"],["SecretVersionsToStages","SecretVersionsToStagesMapType"],["OwningService","$s"],["CreatedDate","$t"],["PrimaryRegion","$s"]]},
"SecretListType":{"list":"SecretListEntry"},"SecretVersionStagesType":{"list":"$s"},"SecretVersionsToStagesMapType":{"map":"SecretVersionStagesType"},"Tag":{"members":[["Key","$s"],["Value","$s"]]},"TagListType":{"list":"Tag"}
}}
"""#
}
