// swift-format-ignore-file
// Written by Scripts/generate-operations.py from botocore 1.43.11 (Apache-2.0).

extension AnswerTexts {
  static let sns = #"""
call sns get-topic-attributes  
Attributes:<
call sns list-tags-for-resource  
Tags:[Tag
call sns list-topics NextToken 
Topics:[Topic NextToken
form Tag
Key* Value*
form Topic
TopicArn
"""#
}
