// swift-format-ignore-file
// Written by Scripts/generate-shapes.py from botocore 1.43.11 (Apache-2.0).

extension ShapeTexts {
  static let guardduty = #"""
{"service": {"protocol":"rest-json","version":"2017-11-28","id":"GuardDuty","endpoint":"guardduty","signing":"guardduty"},
"operations": {
"GetDetector":{"cli":"get-detector","method":"GET","uri":"/detector/{DetectorId}","in":"GetDetectorRequest","parameters":{"detector-id":"DetectorId"},"out":"GetDetectorResponse"},
"ListDetectors":{"cli":"list-detectors","method":"GET","uri":"/detector","in":"ListDetectorsRequest","parameters":{"max-results":"MaxResults","next-token":"NextToken"},"out":"ListDetectorsResponse","pages":{"in":["NextToken"],"out":["NextToken"],"results":["DetectorIds"],"limit":"MaxResults","size":50}}
},
"shapes": {
"CloudTrailConfigurationResult":{"members":[["Status","$s",{"n":"status"}]]},"DNSLogsConfigurationResult":{"members":[["Status","$s",{"n":"status"}]]},
"DataSourceConfigurationsResult":{"members":[["CloudTrail","CloudTrailConfigurationResult",{"n":"cloudTrail"}],["DNSLogs","DNSLogsConfigurationResult",{"n":"dnsLogs"}],["FlowLogs","FlowLogsConfigurationResult",{"n":"flowLogs"}],["S3Logs","S3LogsConfigurationResult",{"n":"s3Logs"}],["Kubernetes","KubernetesConfigurationResult",{"n":"kubernetes"}],["MalwareProtection","MalwareProtectionConfigurationResult",{"n":"malwareProtection"}]]},
"DetectorAdditionalConfigurationResult":{"members":[["Name","$s",{"n":"name"}],["Status","$s",{"n":"status"}],["UpdatedAt","$t",{"n":"updatedAt"}]]},"DetectorAdditionalConfigurationResults":{"list":"DetectorAdditionalConfigurationResult"},
"DetectorFeatureConfigurationResult":{"members":[["Name","$s",{"n":"name"}],["Status","$s",{"n":"status"}],["UpdatedAt","$t",{"n":"updatedAt"}],["AdditionalConfiguration","DetectorAdditionalConfigurationResults",{"n":"additionalConfiguration"}]]},"DetectorFeatureConfigurationsResults":{"list":"DetectorFeatureConfigurationResult"},"DetectorIds":{"list":"$s"},
"EbsVolumesResult":{"members":[["Status","$s",{"n":"status"}],["Reason","$s",{"n":"reason"}]]},"FlowLogsConfigurationResult":{"members":[["Status","$s",{"n":"status"}]]},"GetDetectorRequest":{"members":[["DetectorId","$s",{"l":"u","required":true}]]},
"GetDetectorResponse":{"members":[["CreatedAt","$s",{"n":"createdAt"}],["FindingPublishingFrequency","$s",{"n":"findingPublishingFrequency"}],["ServiceRole","$s",{"n":"serviceRole"}],["Status","$s",{"n":"status"}],["UpdatedAt","$s",{"n":"updatedAt"}],["DataSources","DataSourceConfigurationsResult",{"n":"dataSources"}],["Tags","TagMap",{"n":"tags"}],["Features","DetectorFeatureConfigurationsResults",{"n":"features"}]]},
"KubernetesAuditLogsConfigurationResult":{"members":[["Status","$s",{"n":"status"}]]},"KubernetesConfigurationResult":{"members":[["AuditLogs","KubernetesAuditLogsConfigurationResult",{"n":"auditLogs"}]]},"ListDetectorsRequest":{"members":[["MaxResults","$i",{"n":"maxResults","l":"q"}],["NextToken","$s",{"n":"nextToken","l":"q"}]]},
"ListDetectorsResponse":{"members":[["DetectorIds","DetectorIds",{"n":"detectorIds"}],["NextToken","$s",{"n":"nextToken"}]]},"MalwareProtectionConfigurationResult":{"members":[["ScanEc2InstanceWithFindings","ScanEc2InstanceWithFindingsResult",{"n":"scanEc2InstanceWithFindings"}],["ServiceRole","$s",{"n":"serviceRole"}]]},"S3LogsConfigurationResult":{"members":[["Status","$s",{"n":"status"}]]},
"ScanEc2InstanceWithFindingsResult":{"members":[["EbsVolumes","EbsVolumesResult",{"n":"ebsVolumes"}]]},"TagMap":{"map":"$s"}
}}
"""#
}
