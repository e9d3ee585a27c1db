// swift-format-ignore-file
// Written by Scripts/generate-shapes.py from botocore 1.43.11 (Apache-2.0).

extension ShapeTexts {
  static let s3control = #"""
{"service": {"protocol":"rest-xml","version":"2018-08-20","id":"S3 Control","endpoint":"s3-control","signing":"s3"},
"operations": {
"GetPublicAccessBlock":{"cli":"get-public-access-block","method":"GET","uri":"/v20180820/configuration/publicAccessBlock","hostPrefix":"{AccountId}.","in":"GetPublicAccessBlockRequest","parameters":{"account-id":"AccountId"},"out":"GetPublicAccessBlockOutput"}
},
"shapes": {
"GetPublicAccessBlockOutput":{"members":[["PublicAccessBlockConfiguration","PublicAccessBlockConfiguration"]],"payload":"PublicAccessBlockConfiguration"},"GetPublicAccessBlockRequest":{"members":[["AccountId","$s",{"n":"x-amz-account-id","l":"h"}]]},
"PublicAccessBlockConfiguration":{"members":[["BlockPublicAcls","$b"],["IgnorePublicAcls","$b"],["BlockPublicPolicy","$b"],["RestrictPublicBuckets","$b"]]}
}}
"""#
}
