// swift-format-ignore-file
// Written by Scripts/generate-operations.py from botocore 1.43.11 (Apache-2.0).

extension AnswerTexts {
  static let config = #"""
call configservice describe-configuration-recorder-status  
ConfigurationRecordersStatus:[ConfigurationRecorderStatus
call configservice describe-configuration-recorders  
ConfigurationRecorders:[ConfigurationRecorder
form ConfigurationRecorder
arn name roleARN recordingGroup:RecordingGroup recordingMode:RecordingMode recordingScope servicePrincipal
form ConfigurationRecorderStatus
arn name lastStartTime lastStopTime recording lastStatus lastErrorCode lastErrorMessage lastStatusChangeTime servicePrincipal
form ExclusionByResourceTypes
resourceTypes:[
form RecordingGroup
allSupported includeGlobalResourceTypes resourceTypes:[ exclusionByResourceTypes:ExclusionByResourceTypes recordingStrategy:RecordingStrategy
form RecordingMode
recordingFrequency* recordingModeOverrides:[RecordingModeOverride
form RecordingModeOverride
description resourceTypes*:[ recordingFrequency*
form RecordingStrategy
useOnly
"""#
}
