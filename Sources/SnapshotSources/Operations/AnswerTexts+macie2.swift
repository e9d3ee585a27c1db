// swift-format-ignore-file
// Written by Scripts/generate-operations.py from botocore 1.43.11 (Apache-2.0).

extension AnswerTexts {
  static let macie2 = #"""
call macie2 get-macie-session  
createdAt findingPublishingFrequency serviceRole status updatedAt
"""#
}
