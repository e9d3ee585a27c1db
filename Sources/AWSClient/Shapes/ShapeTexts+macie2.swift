// swift-format-ignore-file
// Written by Scripts/generate-shapes.py from botocore 1.43.11 (Apache-2.0).

extension ShapeTexts {
  static let macie2 = #"""
{"service": {"protocol":"rest-json","version":"2020-01-01","id":"Macie2","endpoint":"macie2","signing":"macie2","json":"1.1"},
"operations": {
"GetMacieSession":{"cli":"get-macie-session","method":"GET","uri":"/macie","in":"GetMacieSessionRequest","parameters":{},"out":"GetMacieSessionResponse"}
},
"shapes": {
"GetMacieSessionRequest":{"members":[]},"GetMacieSessionResponse":{"members":[["createdAt","$t:iso8601"],["findingPublishingFrequency","$s"],["serviceRole","$s"],["status","$s"],["updatedAt","$t:iso8601"]]}
}}
"""#
}
