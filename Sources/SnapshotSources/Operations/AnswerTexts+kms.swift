// swift-format-ignore-file
// Written by Scripts/generate-operations.py from botocore 1.43.11 (Apache-2.0).

extension AnswerTexts {
  static let kms = #"""
call kms describe-key  
KeyMetadata:KeyMetadata
call kms get-key-policy  
Policy:! PolicyName
call kms get-key-rotation-status  
KeyRotationEnabled KeyId RotationPeriodInDays NextRotationDate OnDemandRotationStartDate
call kms list-aliases NextMarker Truncated
Aliases:[AliasListEntry NextMarker Truncated
call kms list-grants NextMarker Truncated
Grants:[GrantListEntry NextMarker Truncated
call kms list-keys NextMarker Truncated
Keys:[KeyListEntry NextMarker Truncated
call kms list-resource-tags NextMarker Truncated
Tags:[Tag NextMarker Truncated
form AliasListEntry
AliasName AliasArn TargetKeyId CreationDate LastUpdatedDate
form GrantConstraints
EncryptionContextSubset:< EncryptionContextEquals:<
form GrantListEntry
KeyId GrantId Name CreationDate GranteePrincipal RetiringPrincipal IssuingAccount Operations:[ Constraints:GrantConstraints
form KeyListEntry
KeyId KeyArn
form KeyMetadata
AWSAccountId KeyId* Arn CreationDate Enabled Description KeyUsage KeyState DeletionDate ValidTo Origin CustomKeyStoreId CloudHsmClusterId ExpirationModel KeyManager CustomerMasterKeySpec KeySpec EncryptionAlgorithms:[ SigningAlgorithms:[ KeyAgreementAlgorithms:[ MultiRegion MultiRegionConfiguration:MultiRegionConfiguration PendingDeletionWindowInDays MacAlgorithms:[ XksKeyConfiguration:XksKeyConfigurationType CurrentKeyMaterialId
form MultiRegionConfiguration
MultiRegionKeyType PrimaryKey:MultiRegionKey ReplicaKeys:[MultiRegionKey
form MultiRegionKey
Arn Region
form Tag
TagKey* TagValue*
form XksKeyConfigurationType
Id
"""#
}
