// swift-format-ignore-file
// Written by Scripts/generate-shapes.py from botocore 1.43.11 (Apache-2.0).

extension ShapeTexts {
  static let kms = #"""
{"service": {"protocol":"json","version":"2014-11-01","id":"KMS","endpoint":"kms","signing":"kms","json":"1.1","target":"TrentService"},
"operations": {
"DescribeKey":{"cli":"describe-key","method":"POST","uri":"/","in":"DescribeKeyRequest","parameters":{"key-id":"KeyId","grant-tokens":"GrantTokens"},"out":"DescribeKeyResponse"},"GetKeyPolicy":{"cli":"get-key-policy","method":"POST","uri":"/","in":"GetKeyPolicyRequest","parameters":{"key-id":"KeyId","policy-name":"PolicyName"},"out":"GetKeyPolicyResponse"},
"GetKeyRotationStatus":{"cli":"get-key-rotation-status","method":"POST","uri":"/","in":"GetKeyRotationStatusRequest","parameters":{"key-id":"KeyId"},"out":"GetKeyRotationStatusResponse"},
"ListAliases":{"cli":"list-aliases","method":"POST","uri":"/","in":"ListAliasesRequest","parameters":{"key-id":"KeyId","limit":"Limit","marker":"Marker"},"out":"ListAliasesResponse","pages":{"in":["Marker"],"out":["NextMarker"],"results":["Aliases"],"more":"Truncated","limit":"Limit","size":1000}},
"ListGrants":{"cli":"list-grants","method":"POST","uri":"/","in":"ListGrantsRequest","parameters":{"limit":"Limit","marker":"Marker","key-id":"KeyId","grant-id":"GrantId","grantee-principal":"GranteePrincipal"},"out":"ListGrantsResponse","pages":{"in":["Marker"],"out":["NextMarker"],"results":["Grants"],"more":"Truncated","limit":"Limit","size":1000}},
"ListKeys":{"cli":"list-keys","method":"POST","uri":"/","in":"ListKeysRequest","parameters":{"limit":"Limit","marker":"Marker"},"out":"ListKeysResponse","pages":{"in":["Marker"],"out":["NextMarker"],"results":["Keys"],"more":"Truncated","limit":"Limit","size":1000}},
"ListResourceTags":{"cli":"list-resource-tags","method":"POST","uri":"/","in":"ListResourceTagsRequest","parameters":{"key-id":"KeyId","limit":"Limit","marker":"Marker"},"out":"ListResourceTagsResponse","pages":{"in":["Marker"],"out":["NextMarker"],"results":["Tags"],"more":"Truncated","limit":"Limit","size":50}}
},
"shapes": {
"AliasList":{"list":"AliasListEntry"},"AliasListEntry":{"members":[["AliasName","$s"],["AliasArn","$s"],["TargetKeyId","$s"],["CreationDate","$t"],["LastUpdatedDate","$t"]]},"DescribeKeyRequest":{"members":[["KeyId","$s"],["GrantTokens","GrantTokenList"]]},"DescribeKeyResponse":{"members":[["KeyMetadata","KeyMetadata"]]},"EncryptionAlgorithmSpecList":{"list":"$s"},
"EncryptionContextType":{"map":"$s"},"GetKeyPolicyRequest":{"members":[["KeyId","$s"],["PolicyName","$s"]]},"GetKeyPolicyResponse":{"members":[["Policy","$s"],["PolicyName","$s"]]},"GetKeyRotationStatusRequest":{"members":[["KeyId","$s"]]},
"GetKeyRotationStatusResponse":{"members":[["KeyRotationEnabled","$b"],["KeyId","$s"],["RotationPeriodInDays","$i"],["NextRotationDate","$t"],["OnDemandRotationStartDate","$t"]]},"GrantConstraints":{"members":[["EncryptionContextSubset","EncryptionContextType"],["EncryptionContextEquals","EncryptionContextType"]]},"GrantList":{"list":"GrantListEntry"},
"GrantListEntry":{"members":[["KeyId","$s"],["GrantId","$s"],["Name","$s"],["CreationDate","$t"],["GranteePrincipal","$s"],["RetiringPrincipal","$s"],["IssuingAccount","$s"],["Operations","GrantOperationList"],["Constraints","GrantConstraints"]]},"GrantOperationList":{"list":"$s"},"GrantTokenList":{"list":"$s"},"KeyAgreementAlgorithmSpecList":{"list":"$s"},"KeyList":{"list":"KeyListEntry"},
"KeyListEntry":{"members":[["KeyId","$s"],["KeyArn","$s"]]},
"KeyMetadata":{"members":[["AWSAccountId","$s"],["KeyId","$s"],["Arn","$s"],["CreationDate","$t"],["Enabled","$b"],["Description","$s"],["KeyUsage","$s"],["KeyState","$s"],["DeletionDate","$t"],["ValidTo","$t"],["Origin","$s"],["CustomKeyStoreId","$s"],["CloudHsmClusterId","$s"],["ExpirationModel","$s"],["KeyManager","$s"],["CustomerMasterKeySpec","$s"],["KeySpec","$s"],["EncryptionAlgorithms","EncryptionAlgorithmSpecList"],["SigningAlgorithms","SigningAlgorithmSpecList"],["KeyAgreementAlgorithms","KeyAgreementAlgorithmSpecList"],["MultiRegion","$b"],["MultiRegionConfiguration","MultiRegionConfiguration"],["PendingDeletionWindowInDays","$i"],["MacAlgorithms","MacAlgorithmSpecList"],["XksKeyConfiguration","XksKeyConfigurationType"],["CurrentKeyMaterialId","$s"]]},
"ListAliasesRequest":{"members":[["KeyId","$s"],["Limit","$i"],["Marker","$s"]]},"ListAliasesResponse":{"members":[["Aliases","AliasList"],["NextMarker","$s"],["Truncated","$b"]]},"ListGrantsRequest":{"members":[["Limit","$i"],["Marker","$s"],["KeyId","$s"],["GrantId","$s"],["GranteePrincipal","$s"]]},"ListGrantsResponse":{"members":[["Grants","GrantList"],["NextMarker","$s"],["Truncated","$b"]]},
"ListKeysRequest":{"members":[["Limit","$i"],["Marker","$s"]]},"ListKeysResponse":{"members":[["Keys","KeyList"],["NextMarker","$s"],["Truncated","$b"]]},"ListResourceTagsRequest":{"members":[["KeyId","$s"],["Limit","$i"],["Marker","$s"]]},"ListResourceTagsResponse":{"members":[["Tags","TagList"],["NextMarker","$s"],["Truncated","$b"]]},"MacAlgorithmSpecList":{"list":"$s"},
"MultiRegionConfiguration":{"members":[["MultiRegionKeyType","$s"],["PrimaryKey","MultiRegionKey"],["ReplicaKeys","MultiRegionKeyList"]]},"MultiRegionKey":{"members":[["Arn","$s"],["Region","$s"]]},"MultiRegionKeyList":{"list":"MultiRegionKey"},"SigningAlgorithmSpecList":{"list":"$s"},"Tag":{"members":[["TagKey","$s"],["TagValue","$s"]]},"TagList":{"list":"Tag"},
"XksKeyConfigurationType":{"members":[["Id","$s"]]}
}}
"""#
}
