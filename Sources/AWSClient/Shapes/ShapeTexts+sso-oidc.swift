// swift-format-ignore-file
// Written by Scripts/generate-shapes.py from botocore 1.43.11 (Apache-2.0).

extension ShapeTexts {
  static let ssoOidc = #"""
{"service": {"protocol":"rest-json","version":"2019-06-10","id":"SSO OIDC","endpoint":"oidc","signing":"sso-oauth","json":"1.1"},
"operations": {
"CreateToken":{"cli":"create-token","method":"POST","uri":"/token","unsigned":true,"in":"CreateTokenRequest","parameters":{"client-id":"clientId","client-secret":"clientSecret","grant-type":"grantType","device-code":"deviceCode","code":"code","refresh-token":"refreshToken","scope":"scope","redirect-uri":"redirectUri","code-verifier":"codeVerifier"},"out":"CreateTokenResponse"}
},
"shapes": {
"CreateTokenRequest":{"members":[["clientId","$s"],["clientSecret","$s"],["grantType","$s"],["deviceCode","$s"],["code","$s"],["refreshToken","$s"],["scope","Scopes"],["redirectUri","$s"],["codeVerifier","$s"]]},"CreateTokenResponse":{"members":[["accessToken","$s"],["tokenType","$s"],["expiresIn","$i"],["refreshToken","$s"],["idToken","$s"]]},"Scopes":{"list":"$s"}
}}
"""#
}
