// swift-format-ignore-file
// Written by Scripts/generate-operations.py from botocore 1.43.11 (Apache-2.0).

extension AnswerTexts {
  static let ssm = #"""
call ssm describe-parameters NextToken 
Parameters:[ParameterMetadata NextToken
form ParameterInlinePolicy
PolicyText PolicyType PolicyStatus
form ParameterMetadata
Name ARN Type KeyId LastModifiedDate LastModifiedUser Description AllowedPattern Version Tier Policies:[ParameterInlinePolicy DataType
"""#
}
