// swift-format-ignore-file
// Written by Scripts/generate-operations.py from botocore 1.43.11 (Apache-2.0).

extension AnswerTexts {
  static let organizations = #"""
call organizations describe-policy  
Policy:Policy
call organizations list-policies NextToken 
Policies:[PolicySummary NextToken
call organizations list-targets-for-policy NextToken 
Targets:[PolicyTargetSummary NextToken
form Policy
PolicySummary:PolicySummary Content
form PolicySummary
Id Arn Name Description Type AwsManaged
form PolicyTargetSummary
TargetId Arn Name Type
"""#
}
