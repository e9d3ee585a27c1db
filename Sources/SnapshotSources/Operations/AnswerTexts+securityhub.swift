// swift-format-ignore-file
// Written by Scripts/generate-operations.py from botocore 1.43.11 (Apache-2.0).

extension AnswerTexts {
  static let securityhub = #"""
call securityhub describe-hub  
HubArn SubscribedAt AutoEnableControls ControlFindingGenerator
call securityhub get-enabled-standards NextToken 
StandardsSubscriptions:[StandardsSubscription NextToken
form StandardsStatusReason
StatusReasonCode*
form StandardsSubscription
StandardsSubscriptionArn* StandardsArn* StandardsInput*:< StandardsStatus* StandardsControlsUpdatable StandardsStatusReason:StandardsStatusReason
"""#
}
