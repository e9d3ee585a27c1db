// swift-format-ignore-file
// Written by Scripts/generate-operations.py from botocore 1.43.11 (Apache-2.0).

extension AnswerTexts {
  static let sns = #"""
call sns get-topic-attributes  
Attributes:<
call sns list-subscriptions-by-topic NextToken 
Subscriptions:[Subscription NextToken
call sns list-tags-for-resource  
Tags:[Tag
call sns list-topics NextToken 
Topics:[Topic NextToken
form Subscription
SubscriptionArn Owner Protocol Endpoint TopicArn
form Tag
Key* Value*
form Topic
TopicArn
"""#
}
