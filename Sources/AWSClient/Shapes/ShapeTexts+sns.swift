// swift-format-ignore-file
// Written by Scripts/generate-shapes.py from botocore 1.43.11 (Apache-2.0).

extension ShapeTexts {
  static let sns = #"""
{"service": {"protocol":"query","version":"2010-03-31","id":"SNS","endpoint":"sns","signing":"sns"},
"operations": {
"GetTopicAttributes":{"cli":"get-topic-attributes","method":"POST","uri":"/","in":"GetTopicAttributesInput","parameters":{"topic-arn":"TopicArn"},"out":"GetTopicAttributesResponse","wrapper":"GetTopicAttributesResult"},
"ListSubscriptionsByTopic":{"cli":"list-subscriptions-by-topic","method":"POST","uri":"/","in":"ListSubscriptionsByTopicInput","parameters":{"topic-arn":"TopicArn","next-token":"NextToken"},"out":"ListSubscriptionsByTopicResponse","wrapper":"ListSubscriptionsByTopicResult","pages":{"in":["NextToken"],"out":["NextToken"],"results":["Subscriptions"]}},
"ListTagsForResource":{"cli":"list-tags-for-resource","method":"POST","uri":"/","in":"ListTagsForResourceRequest","parameters":{"resource-arn":"ResourceArn"},"out":"ListTagsForResourceResponse","wrapper":"ListTagsForResourceResult"},
"ListTopics":{"cli":"list-topics","method":"POST","uri":"/","in":"ListTopicsInput","parameters":{"next-token":"NextToken"},"out":"ListTopicsResponse","wrapper":"ListTopicsResult","pages":{"in":["NextToken"],"out":["NextToken"],"results":["Topics"]}},
"Publish":{"cli":"publish","method":"POST","uri":"/","in":"PublishInput","parameters":{"topic-arn":"TopicArn","target-arn":"TargetArn","phone-number":"PhoneNumber","message":"Message","subject":"Subject","message-structure":"MessageStructure","message-attributes":"MessageAttributes","message-deduplication-id":"MessageDeduplicationId","message-group-id":"MessageGroupId"},"out":"PublishResponse","wrapper":"PublishResult"}
},
"shapes": {
"GetTopicAttributesInput":{"members":[["TopicArn","$s"]]},"GetTopicAttributesResponse":{"members":[["Attributes","TopicAttributesMap"]]},"ListSubscriptionsByTopicInput":{"members":[["TopicArn","$s"],["NextToken","$s"]]},"ListSubscriptionsByTopicResponse":{"members":[["Subscriptions","SubscriptionsList"],["NextToken","$s"]]},"ListTagsForResourceRequest":{"members":[["ResourceArn","$s"]]},
"ListTagsForResourceResponse":{"members":[["Tags","TagList"]]},"ListTopicsInput":{"members":[["NextToken","$s"]]},"ListTopicsResponse":{"members":[["Topics","TopicsList"],["NextToken","$s"]]},"MessageAttributeMap":{"map":"MessageAttributeValue","k":"Name","v":"Value"},"MessageAttributeValue":{"members":[["DataType","$s"],["StringValue","$s"],["BinaryValue","$x"]]},
"PublishInput":{"members":[["TopicArn","$s"],["TargetArn","$s"],["PhoneNumber","$s"],["Message","$s"],["Subject","$s"],["MessageStructure","$s"],["MessageAttributes","MessageAttributeMap"],["MessageDeduplicationId","$s"],["MessageGroupId","$s"]]},"PublishResponse":{"members":[["MessageId","$s"],["SequenceNumber","$s"]]},
"Subscription":{"members":[["SubscriptionArn","$s"],["Owner","$s"],["Protocol","$s"],["Endpoint","$s"],["TopicArn","$s"]]},"SubscriptionsList":{"list":"Subscription"},"Tag":{"members":[["Key","$s"],["Value","$s"]]},"TagList":{"list":"Tag"},"Topic":{"members":[["TopicArn","$s"]]},"TopicAttributesMap":{"map":"$s"},"TopicsList":{"list":"Topic"}
}}
"""#
}
