// swift-format-ignore-file
// Written by Scripts/generate-shapes.py from botocore 1.43.11 (Apache-2.0).

extension ShapeTexts {
  static let sqs = #"""
{"service": {"protocol":"json","version":"2012-11-05","id":"SQS","endpoint":"sqs","signing":"sqs","json":"1.0","target":"AmazonSQS","queryMode":true},
"operations": {
"GetQueueAttributes":{"cli":"get-queue-attributes","method":"POST","uri":"/","in":"GetQueueAttributesRequest","parameters":{"queue-url":"QueueUrl","attribute-names":"AttributeNames"},"out":"GetQueueAttributesResult"},"ListQueueTags":{"cli":"list-queue-tags","method":"POST","uri":"/","in":"ListQueueTagsRequest","parameters":{"queue-url":"QueueUrl"},"out":"ListQueueTagsResult"},
"ListQueues":{"cli":"list-queues","method":"POST","uri":"/","in":"ListQueuesRequest","parameters":{"queue-name-prefix":"QueueNamePrefix","next-token":"NextToken","max-results":"MaxResults"},"out":"ListQueuesResult","pages":{"in":["NextToken"],"out":["NextToken"],"results":["QueueUrls"],"limit":"MaxResults","size":1000}}
},
"shapes": {
"AttributeNameList":{"list":"$s","flat":true},"GetQueueAttributesRequest":{"members":[["QueueUrl","$s"],["AttributeNames","AttributeNameList"]]},"GetQueueAttributesResult":{"members":[["Attributes","QueueAttributeMap"]]},"ListQueueTagsRequest":{"members":[["QueueUrl","$s"]]},"ListQueueTagsResult":{"members":[["Tags","TagMap"]]},
"ListQueuesRequest":{"members":[["QueueNamePrefix","$s"],["NextToken","$s"],["MaxResults","$i"]]},"ListQueuesResult":{"members":[["QueueUrls","QueueUrlList"],["NextToken","$s"]]},"QueueAttributeMap":{"map":"$s","flat":true},"QueueUrlList":{"list":"$s","flat":true},"TagMap":{"map":"$s","flat":true}
}}
"""#
}
