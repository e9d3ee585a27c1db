// swift-format-ignore-file
// Written by Scripts/generate-operations.py from botocore 1.43.11 (Apache-2.0).

extension AnswerTexts {
  static let guardduty = #"""
call guardduty get-detector  
CreatedAt FindingPublishingFrequency ServiceRole* Status* UpdatedAt DataSources:DataSourceConfigurationsResult Tags:< Features:[DetectorFeatureConfigurationResult
call guardduty list-detectors NextToken 
DetectorIds*:[ NextToken
form CloudTrailConfigurationResult
Status*
form DNSLogsConfigurationResult
Status*
form DataSourceConfigurationsResult
CloudTrail*:CloudTrailConfigurationResult DNSLogs*:DNSLogsConfigurationResult FlowLogs*:FlowLogsConfigurationResult S3Logs*:S3LogsConfigurationResult Kubernetes:KubernetesConfigurationResult MalwareProtection:MalwareProtectionConfigurationResult
form DetectorAdditionalConfigurationResult
Name Status UpdatedAt
form DetectorFeatureConfigurationResult
Name Status UpdatedAt AdditionalConfiguration:[DetectorAdditionalConfigurationResult
form EbsVolumesResult
Status Reason
form FlowLogsConfigurationResult
Status*
form KubernetesAuditLogsConfigurationResult
Status*
form KubernetesConfigurationResult
AuditLogs*:KubernetesAuditLogsConfigurationResult
form MalwareProtectionConfigurationResult
ScanEc2InstanceWithFindings:ScanEc2InstanceWithFindingsResult ServiceRole
form S3LogsConfigurationResult
Status*
form ScanEc2InstanceWithFindingsResult
EbsVolumes:EbsVolumesResult
"""#
}
