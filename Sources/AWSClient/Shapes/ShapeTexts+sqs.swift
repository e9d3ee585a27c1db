// swift-format-ignore-file
// Written by Scripts/generate-shapes.py from botocore 1.43.11 (Apache-2.0).

extension ShapeTexts {
  static let sqs = #"""
{"service": {"protocol":"json","version":"2012-11-05","id":"SQS","endpoint":"sqs","signing":"sqs","json":"1.0","target":"AmazonSQS","queryMode":true},
"operations": {
"ChangeMessageVisibilityBatch":{"cli":"change-message-visibility-batch","method":"POST","uri":"/","in":"ChangeMessageVisibilityBatchRequest","parameters":{"queue-url":"QueueUrl","entries":"Entries"},"out":"ChangeMessageVisibilityBatchResult"},
"DeleteMessageBatch":{"cli":"delete-message-batch","method":"POST","uri":"/","in":"DeleteMessageBatchRequest","parameters":{"queue-url":"QueueUrl","entries":"Entries"},"out":"DeleteMessageBatchResult"},
"GetQueueAttributes":{"cli":"get-queue-attributes","method":"POST","uri":"/","in":"GetQueueAttributesRequest","parameters":{"queue-url":"QueueUrl","attribute-names":"AttributeNames"},"out":"GetQueueAttributesResult"},"ListQueueTags":{"cli":"list-queue-tags","method":"POST","uri":"/","in":"ListQueueTagsRequest","parameters":{"queue-url":"QueueUrl"},"out":"ListQueueTagsResult"},
"ListQueues":{"cli":"list-queues","method":"POST","uri":"/","in":"ListQueuesRequest","parameters":{"queue-name-prefix":"QueueNamePrefix","next-token":"NextToken","max-results":"MaxResults"},"out":"ListQueuesResult","pages":{"in":["NextToken"],"out":["NextToken"],"results":["QueueUrls"],"limit":"MaxResults","size":1000}},
"ReceiveMessage":{"cli":"receive-message","method":"POST","uri":"/","in":"ReceiveMessageRequest","parameters":{"queue-url":"QueueUrl","attribute-names":"AttributeNames","message-system-attribute-names":"MessageSystemAttributeNames","message-attribute-names":"MessageAttributeNames","max-number-of-messages":"MaxNumberOfMessages","visibility-timeout":"VisibilityTimeout","wait-time-seconds":"WaitTimeSeconds","receive-request-attempt-id":"ReceiveRequestAttemptId"},"out":"ReceiveMessageResult"}
},
"shapes": {
"AttributeNameList":{"list":"$s","flat":true},"BatchResultErrorEntry":{"members":[["Id","$s"],["SenderFault","$b"],["Code","$s"],["Message","$s"]]},"BatchResultErrorEntryList":{"list":"BatchResultErrorEntry","flat":true},"BinaryList":{"list":"$x"},"ChangeMessageVisibilityBatchRequest":{"members":[["QueueUrl","$s"],["Entries","ChangeMessageVisibilityBatchRequestEntryList"]]},
"ChangeMessageVisibilityBatchRequestEntry":{"members":[["Id","$s"],["ReceiptHandle","$s"],["VisibilityTimeout","$i"]]},"ChangeMessageVisibilityBatchRequestEntryList":{"list":"ChangeMessageVisibilityBatchRequestEntry","flat":true},"ChangeMessageVisibilityBatchResult":{"members":[["Successful","ChangeMessageVisibilityBatchResultEntryList"],["Failed","BatchResultErrorEntryList"]]},
"ChangeMessageVisibilityBatchResultEntry":{"members":[["Id","$s"]]},"ChangeMessageVisibilityBatchResultEntryList":{"list":"ChangeMessageVisibilityBatchResultEntry","flat":true},"DeleteMessageBatchRequest":{"members":[["QueueUrl","$s"],["Entries","DeleteMessageBatchRequestEntryList"]]},"DeleteMessageBatchRequestEntry":{"members":[["Id","$s"],["ReceiptHandle","$s"]]},
"DeleteMessageBatchRequestEntryList":{"list":"DeleteMessageBatchRequestEntry","flat":true},"DeleteMessageBatchResult":{"members":[["Successful","DeleteMessageBatchResultEntryList"],["Failed","BatchResultErrorEntryList"]]},"DeleteMessageBatchResultEntry":{"members":[["Id","$s"]]},"DeleteMessageBatchResultEntryList":{"list":"DeleteMessageBatchResultEntry","flat":true},
"GetQueueAttributesRequest":{"members":[["QueueUrl","$s"],["AttributeNames","AttributeNameList"]]},"GetQueueAttributesResult":{"members":[["Attributes","QueueAttributeMap"]]},"ListQueueTagsRequest":{"members":[["QueueUrl","$s"]]},"ListQueueTagsResult":{"members":[["Tags","TagMap"]]},"ListQueuesRequest":{"members":[["QueueNamePrefix","$s"],["NextToken","$s"],["MaxResults","$i"]]},
"ListQueuesResult":{"members":[["QueueUrls","QueueUrlList"],["NextToken","$s"]]},"Message":{"members":[["MessageId","$s"],["ReceiptHandle","$s"],["MD5OfBody","$s"],["Body","$s"],["Attributes","MessageSystemAttributeMap"],["MD5OfMessageAttributes","$s"],["MessageAttributes","MessageBodyAttributeMap"]]},"MessageAttributeNameList":{"list":"$s","flat":true},
"MessageAttributeValue":{"members":[["StringValue","$s"],["BinaryValue","$x"],["StringListValues","StringList",{"flat":true}],["BinaryListValues","BinaryList",{"flat":true}],["DataType","$s"]]},"MessageBodyAttributeMap":{"map":"MessageAttributeValue","flat":true},"MessageList":{"list":"Message","flat":true},"MessageSystemAttributeList":{"list":"$s","flat":true},
"MessageSystemAttributeMap":{"map":"$s","flat":true},"QueueAttributeMap":{"map":"$s","flat":true},"QueueUrlList":{"list":"$s","flat":true},
"ReceiveMessageRequest":{"members":[["QueueUrl","$s"],["AttributeNames","AttributeNameList"],["MessageSystemAttributeNames","MessageSystemAttributeList"],["MessageAttributeNames","MessageAttributeNameList"],["MaxNumberOfMessages","$i"],["VisibilityTimeout","$i"],["WaitTimeSeconds","$i"],["ReceiveRequestAttemptId","$s"]]},"ReceiveMessageResult":{"members":[["Messages","MessageList"]]},
"StringList":{"list":"$s"},"TagMap":{"map":"$s","flat":true}
}}
"""#
}
