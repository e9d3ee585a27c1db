// swift-format-ignore-file
// Written by Scripts/generate-operations.py from botocore 1.43.11 (Apache-2.0).

extension AnswerTexts {
  static let inspector2 = #"""
call inspector2 batch-get-account-status  
accounts*:[AccountState failedAccounts:[FailedAccount
form AccountState
accountId* state*:State resourceState*:ResourceState
form FailedAccount
accountId* status resourceStatus:ResourceStatus errorCode* errorMessage*
form ResourceState
ec2*:State ecr*:State lambda:State lambdaCode:State codeRepository:State
form ResourceStatus
ec2* ecr* lambda lambdaCode codeRepository
form State
status* errorCode* errorMessage*
"""#
}
