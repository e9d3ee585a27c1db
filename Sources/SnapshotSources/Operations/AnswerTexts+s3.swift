// swift-format-ignore-file
// Written by Scripts/generate-operations.py from botocore 1.43.11 (Apache-2.0).

extension AnswerTexts {
  static let s3 = #"""
call s3api get-bucket-accelerate-configuration  
Status RequestCharged
call s3api get-bucket-acl  
Owner:Owner Grants:[Grant
call s3api get-bucket-cors  
CORSRules:[CORSRule
call s3api get-bucket-encryption  
ServerSideEncryptionConfiguration:ServerSideEncryptionConfiguration
call s3api get-bucket-lifecycle-configuration  
Rules:[LifecycleRule TransitionDefaultMinimumObjectSize
call s3api get-bucket-location  
LocationConstraint
call s3api get-bucket-logging  
LoggingEnabled:LoggingEnabled
call s3api get-bucket-notification-configuration  
TopicConfigurations:[TopicConfiguration QueueConfigurations:[QueueConfiguration LambdaFunctionConfigurations:[LambdaFunctionConfiguration EventBridgeConfiguration:EventBridgeConfiguration
call s3api get-bucket-ownership-controls  
OwnershipControls:OwnershipControls
call s3api get-bucket-policy  
Policy:!
call s3api get-bucket-replication  
ReplicationConfiguration:ReplicationConfiguration
call s3api get-bucket-request-payment  
Payer
call s3api get-bucket-tagging  
TagSet*:[Tag
call s3api get-bucket-versioning  
Status MFADelete
call s3api get-bucket-website  
RedirectAllRequestsTo:RedirectAllRequestsTo IndexDocument:IndexDocument ErrorDocument:ErrorDocument RoutingRules:[RoutingRule
call s3api get-object-lock-configuration  
ObjectLockConfiguration:ObjectLockConfiguration
call s3api get-public-access-block  
PublicAccessBlockConfiguration:PublicAccessBlockConfiguration
call s3api list-buckets ContinuationToken 
Buckets:[Bucket Owner:Owner ContinuationToken Prefix
form AbortIncompleteMultipartUpload
DaysAfterInitiation
form AccessControlTranslation
Owner*
form BlockedEncryptionTypes
EncryptionType:[
form Bucket
Name CreationDate BucketRegion BucketArn
form CORSRule
ID AllowedHeaders:[ AllowedMethods*:[ AllowedOrigins*:[ ExposeHeaders:[ MaxAgeSeconds
form Condition
HttpErrorCodeReturnedEquals KeyPrefixEquals
form DefaultRetention
Mode Days Years
form DeleteMarkerReplication
Status
form Destination
Bucket* Account StorageClass AccessControlTranslation:AccessControlTranslation EncryptionConfiguration:EncryptionConfiguration ReplicationTime:ReplicationTime Metrics:Metrics
form EncryptionConfiguration
ReplicaKmsKeyID
form ErrorDocument
Key*
form EventBridgeConfiguration

form ExistingObjectReplication
Status*
form FilterRule
Name Value
form Grant
Grantee:Grantee Permission
form Grantee
DisplayName EmailAddress ID Type* URI
form IndexDocument
Suffix*
form LambdaFunctionConfiguration
Id LambdaFunctionArn* Events*:[ Filter:NotificationConfigurationFilter
form LifecycleExpiration
Date Days ExpiredObjectDeleteMarker
form LifecycleRule
Expiration:LifecycleExpiration ID Prefix Filter:LifecycleRuleFilter Status* Transitions:[Transition NoncurrentVersionTransitions:[NoncurrentVersionTransition NoncurrentVersionExpiration:NoncurrentVersionExpiration AbortIncompleteMultipartUpload:AbortIncompleteMultipartUpload
form LifecycleRuleAndOperator
Prefix Tags:[Tag ObjectSizeGreaterThan ObjectSizeLessThan
form LifecycleRuleFilter
Prefix Tag:Tag ObjectSizeGreaterThan ObjectSizeLessThan And:LifecycleRuleAndOperator
form LoggingEnabled
TargetBucket* TargetGrants:[TargetGrant TargetPrefix* TargetObjectKeyFormat:TargetObjectKeyFormat
form Metrics
Status* EventThreshold:ReplicationTimeValue
form NoncurrentVersionExpiration
NoncurrentDays NewerNoncurrentVersions
form NoncurrentVersionTransition
NoncurrentDays StorageClass NewerNoncurrentVersions
form NotificationConfigurationFilter
Key:S3KeyFilter
form ObjectLockConfiguration
ObjectLockEnabled Rule:ObjectLockRule
form ObjectLockRule
DefaultRetention:DefaultRetention
form Owner
DisplayName ID
form OwnershipControls
Rules*:[OwnershipControlsRule
form OwnershipControlsRule
ObjectOwnership*
form PartitionedPrefix
PartitionDateSource
form PublicAccessBlockConfiguration
BlockPublicAcls IgnorePublicAcls BlockPublicPolicy RestrictPublicBuckets
form QueueConfiguration
Id QueueArn* Events*:[ Filter:NotificationConfigurationFilter
form Redirect
HostName HttpRedirectCode Protocol ReplaceKeyPrefixWith ReplaceKeyWith
form RedirectAllRequestsTo
HostName* Protocol
form ReplicaModifications
Status*
form ReplicationConfiguration
Role* Rules*:[ReplicationRule
form ReplicationRule
ID Priority Prefix Filter:ReplicationRuleFilter Status* SourceSelectionCriteria:SourceSelectionCriteria ExistingObjectReplication:ExistingObjectReplication Destination*:Destination DeleteMarkerReplication:DeleteMarkerReplication
form ReplicationRuleAndOperator
Prefix Tags:[Tag
form ReplicationRuleFilter
Prefix Tag:Tag And:ReplicationRuleAndOperator
form ReplicationTime
Status* Time*:ReplicationTimeValue
form ReplicationTimeValue
Minutes
form RoutingRule
Condition:Condition Redirect*:Redirect
form S3KeyFilter
FilterRules:[FilterRule
form ServerSideEncryptionByDefault
SSEAlgorithm* KMSMasterKeyID
form ServerSideEncryptionConfiguration
Rules*:[ServerSideEncryptionRule
form ServerSideEncryptionRule
ApplyServerSideEncryptionByDefault:ServerSideEncryptionByDefault BucketKeyEnabled BlockedEncryptionTypes:BlockedEncryptionTypes
form SimplePrefix

form SourceSelectionCriteria
SseKmsEncryptedObjects:SseKmsEncryptedObjects ReplicaModifications:ReplicaModifications
form SseKmsEncryptedObjects
Status*
form Tag
Key* Value*
form TargetGrant
Grantee:Grantee Permission
form TargetObjectKeyFormat
SimplePrefix:SimplePrefix PartitionedPrefix:PartitionedPrefix
form TopicConfiguration
Id TopicArn* Events*:[ Filter:NotificationConfigurationFilter
form Transition
Date Days StorageClass
"""#
}
