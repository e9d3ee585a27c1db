// swift-format-ignore-file
// Written by Scripts/generate-shapes.py from botocore 1.43.11 (Apache-2.0).

extension ShapeTexts {
  static let sts = #"""
{"service": {"protocol":"query","version":"2011-06-15","id":"STS","endpoint":"sts","signing":"sts"},
"operations": {
"AssumeRole":{"cli":"assume-role","method":"POST","uri":"/","in":"AssumeRoleRequest","parameters":{"role-arn":"RoleArn","role-session-name":"RoleSessionName","policy-arns":"PolicyArns","policy":"Policy","duration-seconds":"DurationSeconds","tags":"Tags","transitive-tag-keys":"TransitiveTagKeys","external-id":"ExternalId","serial-number":"SerialNumber","token-code":"TokenCode","source-identity":"SourceIdentity","provided-contexts":"ProvidedContexts"},"out":"AssumeRoleResponse","wrapper":"AssumeRoleResult"},
"AssumeRoleWithWebIdentity":{"cli":"assume-role-with-web-identity","method":"POST","uri":"/","unsigned":true,"in":"AssumeRoleWithWebIdentityRequest","parameters":{"role-arn":"RoleArn","role-session-name":"RoleSessionName","web-identity-token":"WebIdentityToken","provider-id":"ProviderId","policy-arns":"PolicyArns","policy":"Policy","duration-seconds":"DurationSeconds"},"out":"AssumeRoleWithWebIdentityResponse","wrapper":"AssumeRoleWithWebIdentityResult"},
"GetCallerIdentity":{"cli":"get-caller-identity","method":"POST","uri":"/","in":"GetCallerIdentityRequest","parameters":{},"out":"GetCallerIdentityResponse","wrapper":"GetCallerIdentityResult"}
},
"shapes": {
"AssumeRoleRequest":{"members":[["RoleArn","$s"],["RoleSessionName","$s"],["PolicyArns","policyDescriptorListType"],["Policy","$s"],["DurationSeconds","$i"],["Tags","tagListType"],["TransitiveTagKeys","tagKeyListType"],["ExternalId","$s"],["SerialNumber","$s"],["TokenCode","$s"],["SourceIdentity","$s"],["ProvidedContexts","ProvidedContextsListType"]]},
"AssumeRoleResponse":{"members":[["Credentials","Credentials"],["AssumedRoleUser","AssumedRoleUser"],["PackedPolicySize","$i"],["SourceIdentity","$s"]]},"AssumeRoleWithWebIdentityRequest":{"members":[["RoleArn","$s"],["RoleSessionName","$s"],["WebIdentityToken","$s"],["ProviderId","$s"],["PolicyArns","policyDescriptorListType"],["Policy","$s"],["DurationSeconds","$i"]]},
"AssumeRoleWithWebIdentityResponse":{"members":[["Credentials","Credentials"],["SubjectFromWebIdentityToken","$s"],["AssumedRoleUser","AssumedRoleUser"],["PackedPolicySize","$i"],["Provider","$s"],["Audience","$s"],["SourceIdentity","$s"]]},"AssumedRoleUser":{"members":[["AssumedRoleId","$s"],["Arn","$s"]]},
"Credentials":{"members":[["AccessKeyId","$s"],["SecretAccessKey","$s"],["SessionToken","$s"],["Expiration","$t"]]},"GetCallerIdentityRequest":{"members":[]},"GetCallerIdentityResponse":{"members":[["UserId","$s"],["Account","$s"],["Arn","$s"]]},"PolicyDescriptorType":{"members":[["arn","$s"]]},"ProvidedContext":{"members":[["ProviderArn","$s"],["ContextAssertion","$s"]]},
"ProvidedContextsListType":{"list":"ProvidedContext"},"Tag":{"members":[["Key","$s"],["Value","$s"]]},"policyDescriptorListType":{"list":"PolicyDescriptorType"},"tagKeyListType":{"list":"$s"},"tagListType":{"list":"Tag"}
}}
"""#
}
