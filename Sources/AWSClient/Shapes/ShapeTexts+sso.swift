// swift-format-ignore-file
// Written by Scripts/generate-shapes.py from botocore 1.43.11 (Apache-2.0).

extension ShapeTexts {
  static let sso = #"""
{"service": {"protocol":"rest-json","version":"2019-06-10","id":"SSO","endpoint":"portal.sso","signing":"awsssoportal","json":"1.1"},
"operations": {
"GetRoleCredentials":{"cli":"get-role-credentials","method":"GET","uri":"/federation/credentials","unsigned":true,"in":"GetRoleCredentialsRequest","parameters":{"role-name":"roleName","account-id":"accountId","access-token":"accessToken"},"out":"GetRoleCredentialsResponse"}
},
"shapes": {
"GetRoleCredentialsRequest":{"members":[["roleName","$s",{"n":"role_name","l":"q"}],["accountId","$s",{"n":"account_id","l":"q"}],["accessToken","$s",{"n":"x-amz-sso_bearer_token","l":"h"}]]},"GetRoleCredentialsResponse":{"members":[["roleCredentials","RoleCredentials"]]},"RoleCredentials":{"members":[["accessKeyId","$s"],["secretAccessKey","$s"],["sessionToken","$s"],["expiration","$i"]]}
}}
"""#
}
