// swift-format-ignore-file
// Written by Scripts/generate-operations.py from botocore 1.43.11 (Apache-2.0).

extension AnswerTexts {
  static let s3control = #"""
call s3control get-public-access-block  
PublicAccessBlockConfiguration:PublicAccessBlockConfiguration
form PublicAccessBlockConfiguration
BlockPublicAcls IgnorePublicAcls BlockPublicPolicy RestrictPublicBuckets
"""#
}
