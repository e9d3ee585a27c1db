// swift-format-ignore-file
// Written by Scripts/generate-operations.py from botocore 1.43.11 (Apache-2.0).

extension AnswerTexts {
  static let iam = #"""
call iam get-account-authorization-details Marker IsTruncated
UserDetailList:[UserDetail GroupDetailList:[GroupDetail RoleDetailList:[RoleDetail Policies:[ManagedPolicyDetail IsTruncated Marker
call iam get-account-password-policy  
PasswordPolicy*:PasswordPolicy
call iam get-account-summary  
SummaryMap:<
call iam get-group Marker IsTruncated
Group*:Group Users*:[User IsTruncated Marker
call iam get-login-profile  
LoginProfile*:LoginProfile
call iam get-open-id-connect-provider  
Url ClientIDList:[ ThumbprintList:[ CreateDate Tags:[Tag
call iam get-policy  
Policy:Policy
call iam get-role  
Role*:Role
call iam get-saml-provider  
SAMLProviderUUID SAMLMetadataDocument CreateDate ValidUntil Tags:[Tag AssertionEncryptionMode PrivateKeyList:[SAMLPrivateKey
call iam get-user  
User*:User
call iam list-access-keys Marker IsTruncated
AccessKeyMetadata*:[AccessKeyMetadata IsTruncated Marker
call iam list-attached-group-policies Marker IsTruncated
AttachedPolicies:[AttachedPolicy IsTruncated Marker
call iam list-attached-role-policies Marker IsTruncated
AttachedPolicies:[AttachedPolicy IsTruncated Marker
call iam list-attached-user-policies Marker IsTruncated
AttachedPolicies:[AttachedPolicy IsTruncated Marker
call iam list-groups Marker IsTruncated
Groups*:[Group IsTruncated Marker
call iam list-groups-for-user Marker IsTruncated
Groups*:[Group IsTruncated Marker
call iam list-instance-profiles-for-role Marker IsTruncated
InstanceProfiles*:[InstanceProfile IsTruncated Marker
call iam list-mfa-devices Marker IsTruncated
MFADevices*:[MFADevice IsTruncated Marker
call iam list-open-id-connect-providers  
OpenIDConnectProviderList:[OpenIDConnectProviderListEntry
call iam list-policies Marker IsTruncated
Policies:[Policy IsTruncated Marker
call iam list-policy-tags Marker IsTruncated
Tags*:[Tag IsTruncated Marker
call iam list-role-tags Marker IsTruncated
Tags*:[Tag IsTruncated Marker
call iam list-roles Marker IsTruncated
Roles*:[Role IsTruncated Marker
call iam list-saml-providers  
SAMLProviderList:[SAMLProviderListEntry
call iam list-user-tags Marker IsTruncated
Tags*:[Tag IsTruncated Marker
call iam list-users Marker IsTruncated
Users*:[User IsTruncated Marker
form AccessKeyMetadata
UserName AccessKeyId Status CreateDate
form AttachedPermissionsBoundary
PermissionsBoundaryType PermissionsBoundaryArn
form AttachedPolicy
PolicyName PolicyArn
form Group
Path* GroupName* GroupId* Arn* CreateDate*
form GroupDetail
Path GroupName GroupId Arn CreateDate GroupPolicyList:[PolicyDetail AttachedManagedPolicies:[AttachedPolicy
form InstanceProfile
Path* InstanceProfileName* InstanceProfileId* Arn* CreateDate* Roles*:[Role Tags:[Tag
form LoginProfile
UserName* CreateDate* PasswordResetRequired
form MFADevice
UserName* SerialNumber* EnableDate*
form ManagedPolicyDetail
PolicyName PolicyId Arn Path DefaultVersionId AttachmentCount PermissionsBoundaryUsageCount IsAttachable Description CreateDate UpdateDate PolicyVersionList:[PolicyVersion
form OpenIDConnectProviderListEntry
Arn
form PasswordPolicy
MinimumPasswordLength RequireSymbols RequireNumbers RequireUppercaseCharacters RequireLowercaseCharacters AllowUsersToChangePassword ExpirePasswords MaxPasswordAge PasswordReusePrevention HardExpiry
form Policy
PolicyName PolicyId Arn Path DefaultVersionId AttachmentCount PermissionsBoundaryUsageCount IsAttachable Description CreateDate UpdateDate Tags:[Tag
form PolicyDetail
PolicyName PolicyDocument:!
form PolicyVersion
Document:! VersionId IsDefaultVersion CreateDate
form Role
Path* RoleName* RoleId* Arn* CreateDate* AssumeRolePolicyDocument:! Description MaxSessionDuration PermissionsBoundary:AttachedPermissionsBoundary Tags:[Tag RoleLastUsed:RoleLastUsed
form RoleDetail
Path RoleName RoleId Arn CreateDate AssumeRolePolicyDocument:! InstanceProfileList:[InstanceProfile RolePolicyList:[PolicyDetail AttachedManagedPolicies:[AttachedPolicy PermissionsBoundary:AttachedPermissionsBoundary Tags:[Tag RoleLastUsed:RoleLastUsed
form RoleLastUsed
LastUsedDate Region
form SAMLPrivateKey
KeyId Timestamp
form SAMLProviderListEntry
Arn ValidUntil CreateDate
form Tag
Key* Value*
form User
Path* UserName* UserId* Arn* CreateDate* PasswordLastUsed PermissionsBoundary:AttachedPermissionsBoundary Tags:[Tag
form UserDetail
Path UserName UserId Arn CreateDate UserPolicyList:[PolicyDetail GroupList:[ AttachedManagedPolicies:[AttachedPolicy PermissionsBoundary:AttachedPermissionsBoundary Tags:[Tag
"""#
}
