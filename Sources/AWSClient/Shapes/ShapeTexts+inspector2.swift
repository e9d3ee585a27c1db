// swift-format-ignore-file
// Written by Scripts/generate-shapes.py from botocore 1.43.11 (Apache-2.0).

extension ShapeTexts {
  static let inspector2 = #"""
{"service": {"protocol":"rest-json","version":"2020-06-08","id":"Inspector2","endpoint":"inspector2","signing":"inspector2"},
"operations": {
"BatchGetAccountStatus":{"cli":"batch-get-account-status","method":"POST","uri":"/status/batch/get","in":"BatchGetAccountStatusRequest","parameters":{"account-ids":"accountIds"},"out":"BatchGetAccountStatusResponse"}
},
"shapes": {
"AccountIdSet":{"list":"$s"},"AccountState":{"members":[["accountId","$s"],["state","State"],["resourceState","ResourceState"]]},"AccountStateList":{"list":"AccountState"},"BatchGetAccountStatusRequest":{"members":[["accountIds","AccountIdSet"]]},"BatchGetAccountStatusResponse":{"members":[["accounts","AccountStateList"],["failedAccounts","FailedAccountList"]]},
"FailedAccount":{"members":[["accountId","$s"],["status","$s"],["resourceStatus","ResourceStatus"],["errorCode","$s"],["errorMessage","$s"]]},"FailedAccountList":{"list":"FailedAccount"},"ResourceState":{"members":[["ec2","State"],["ecr","State"],["lambda","State"],["lambdaCode","State"],["codeRepository","State"]]},
"ResourceStatus":{"members":[["ec2","$s"],["ecr","$s"],["lambda","$s"],["lambdaCode","$s"],["codeRepository","$s"]]},"State":{"members":[["status","$s"],["errorCode","$s"],["errorMessage","$s"]]}
}}
"""#
}
