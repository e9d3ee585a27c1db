// swift-format-ignore-file
// Written by Scripts/generate-operations.py from botocore 1.43.11 (Apache-2.0).

extension AnswerTexts {
  static let secretsmanager = #"""
call secretsmanager get-resource-policy  
ARN Name ResourcePolicy:!
call secretsmanager list-secrets NextToken 
SecretList:[SecretListEntry NextToken
form ExternalSecretRotationMetadataItem
Key Value
form RotationRulesType
AutomaticallyAfterDays Duration ScheduleExpression
form SecretListEntry
ARN Name Type Description KmsKeyId RotationEnabled RotationLambdaARN RotationRules:RotationRulesType ExternalSecretRotationMetadata:[ExternalSecretRotationMetadataItem ExternalSecretRotationRoleArn LastRotatedDate LastChangedDate LastAccessedDate DeletedDate NextRotationDate Tags:[Tag SecretVersionsToStages:<[ OwningService CreatedDate PrimaryRegion
form Tag
Key Value
"""#
}
