// swift-format-ignore-file
// Written by Scripts/generate-operations.py from botocore 1.43.11 (Apache-2.0).

extension AnswerTexts {
  static let lambda = #"""
call lambda get-function-concurrency  
ReservedConcurrentExecutions
call lambda get-function-configuration  
FunctionName FunctionArn Runtime Role Handler CodeSize Description Timeout MemorySize LastModified CodeSha256 Version VpcConfig:VpcConfigResponse DeadLetterConfig:DeadLetterConfig Environment:EnvironmentResponse KMSKeyArn TracingConfig:TracingConfigResponse MasterArn RevisionId Layers:[Layer State StateReason StateReasonCode LastUpdateStatus LastUpdateStatusReason LastUpdateStatusReasonCode FileSystemConfigs:[FileSystemConfig PackageType ImageConfigResponse:ImageConfigResponse SigningProfileVersionArn SigningJobArn Architectures:[ EphemeralStorage:EphemeralStorage SnapStart:SnapStartResponse RuntimeVersionConfig:RuntimeVersionConfig LoggingConfig:LoggingConfig CapacityProviderConfig:CapacityProviderConfig ConfigSha256 DurableConfig:DurableConfig TenancyConfig:TenancyConfig
call lambda get-function-url-config  
FunctionUrl* FunctionArn* AuthType* Cors:Cors CreationTime* LastModifiedTime* InvokeMode
call lambda get-policy  
Policy:! RevisionId
call lambda list-functions NextMarker 
NextMarker Functions:[FunctionConfiguration
call lambda list-tags  
Tags:<
form CapacityProviderConfig
LambdaManagedInstancesCapacityProviderConfig*:LambdaManagedInstancesCapacityProviderConfig
form Cors
AllowCredentials AllowHeaders:[ AllowMethods:[ AllowOrigins:[ ExposeHeaders:[ MaxAge
form DeadLetterConfig
TargetArn
form DurableConfig
RetentionPeriodInDays ExecutionTimeout
form EnvironmentError
ErrorCode Message
form EnvironmentResponse
Variables:< Error:EnvironmentError
form EphemeralStorage
Size*
form FileSystemConfig
Arn* LocalMountPath*
form FunctionConfiguration
FunctionName FunctionArn Runtime Role Handler CodeSize Description Timeout MemorySize LastModified CodeSha256 Version VpcConfig:VpcConfigResponse DeadLetterConfig:DeadLetterConfig Environment:EnvironmentResponse KMSKeyArn TracingConfig:TracingConfigResponse MasterArn RevisionId Layers:[Layer State StateReason StateReasonCode LastUpdateStatus LastUpdateStatusReason LastUpdateStatusReasonCode FileSystemConfigs:[FileSystemConfig PackageType ImageConfigResponse:ImageConfigResponse SigningProfileVersionArn SigningJobArn Architectures:[ EphemeralStorage:EphemeralStorage SnapStart:SnapStartResponse RuntimeVersionConfig:RuntimeVersionConfig LoggingConfig:LoggingConfig CapacityProviderConfig:CapacityProviderConfig ConfigSha256 DurableConfig:DurableConfig TenancyConfig:TenancyConfig
form ImageConfig
EntryPoint:[ Command:[ WorkingDirectory
form ImageConfigError
ErrorCode Message
form ImageConfigResponse
ImageConfig:ImageConfig Error:ImageConfigError
form LambdaManagedInstancesCapacityProviderConfig
CapacityProviderArn* PerExecutionEnvironmentMaxConcurrency ExecutionEnvironmentMemoryGiBPerVCpu
form Layer
Arn CodeSize SigningProfileVersionArn SigningJobArn
form LoggingConfig
LogFormat ApplicationLogLevel SystemLogLevel LogGroup
form RuntimeVersionConfig
RuntimeVersionArn Error:RuntimeVersionError
form RuntimeVersionError
ErrorCode Message
form SnapStartResponse
ApplyOn OptimizationStatus
form TenancyConfig
TenantIsolationMode*
form TracingConfigResponse
Mode
form VpcConfigResponse
SubnetIds:[ SecurityGroupIds:[ VpcId Ipv6AllowedForDualStack
"""#
}
