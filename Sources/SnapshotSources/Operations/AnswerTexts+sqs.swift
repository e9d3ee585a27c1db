// swift-format-ignore-file
// Written by Scripts/generate-operations.py from botocore 1.43.11 (Apache-2.0).

extension AnswerTexts {
  static let sqs = #"""
call sqs get-queue-attributes  
Attributes:<
call sqs list-queue-tags  
Tags:<
call sqs list-queues NextToken 
QueueUrls:[ NextToken
"""#
}
