// swift-format-ignore-file
// Written by Scripts/generate-sensitive.py from botocore 1.43.11 (Apache-2.0).

extension SecretNames {
  static let sensitive = #"""
accesstoken
accountpassword
activationcode
activationkey
asmpassword
associatedtranscriptspassword
authenticationmaterial
authorizationsignature
authpassword
authtoken
base32stringseed
basicauthcredentials
basicauthtoken
bearertoken
botlocaleexportpassword
clientsecret
clientsecretvalue
dbpassword
devicespecifickey
devicetoken
fsxadminpassword
idtoken
jointoken
masteruserpassword
oauthtoken
password
passworddata
qrcodepng
randompassword
refreshtoken
saslpassword
secret
secretaccesskey
secretbinary
secretkey
secretstring
secrettoauthenticateinitiator
secrettoauthenticatetarget
securitytoken
sessiontoken
sharedsecret
sslclientkeypassword
streamkey
token
uploadpolicysignature
voipdevicetoken
walletauthtoken
webidentitytoken
workloadaccesstoken
"""#
}
