// swift-format-ignore-file
// Written by Scripts/generate-operations.py from botocore 1.43.11 (Apache-2.0).

extension AnswerTexts {
  static let elb = #"""
call elb describe-load-balancer-attributes  
LoadBalancerAttributes:LoadBalancerAttributes
call elb describe-load-balancers NextMarker 
LoadBalancerDescriptions:[LoadBalancerDescription NextMarker
form AccessLog
Enabled* S3BucketName EmitInterval S3BucketPrefix
form AdditionalAttribute
Key Value
form AppCookieStickinessPolicy
PolicyName CookieName
form BackendServerDescription
InstancePort PolicyNames:[
form ConnectionDraining
Enabled* Timeout
form ConnectionSettings
IdleTimeout*
form CrossZoneLoadBalancing
Enabled*
form HealthCheck
Target* Interval* Timeout* UnhealthyThreshold* HealthyThreshold*
form Instance
InstanceId
form LBCookieStickinessPolicy
PolicyName CookieExpirationPeriod
form Listener
Protocol* LoadBalancerPort* InstanceProtocol InstancePort* SSLCertificateId
form ListenerDescription
Listener:Listener PolicyNames:[
form LoadBalancerAttributes
CrossZoneLoadBalancing:CrossZoneLoadBalancing AccessLog:AccessLog ConnectionDraining:ConnectionDraining ConnectionSettings:ConnectionSettings AdditionalAttributes:[AdditionalAttribute
form LoadBalancerDescription
LoadBalancerName DNSName CanonicalHostedZoneName CanonicalHostedZoneNameID ListenerDescriptions:[ListenerDescription Policies:Policies BackendServerDescriptions:[BackendServerDescription AvailabilityZones:[ Subnets:[ VPCId Instances:[Instance HealthCheck:HealthCheck SourceSecurityGroup:SourceSecurityGroup SecurityGroups:[ CreatedTime Scheme
form Policies
AppCookieStickinessPolicies:[AppCookieStickinessPolicy LBCookieStickinessPolicies:[LBCookieStickinessPolicy OtherPolicies:[
form SourceSecurityGroup
OwnerAlias GroupName
"""#
}
