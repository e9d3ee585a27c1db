// swift-format-ignore-file
// Written by Scripts/generate-operations.py from botocore 1.43.11 (Apache-2.0).

extension AnswerTexts {
  static let elbv2 = #"""
call elbv2 describe-listener-attributes  
Attributes:[ListenerAttribute
call elbv2 describe-listener-certificates NextMarker 
Certificates:[Certificate NextMarker
call elbv2 describe-listeners NextMarker 
Listeners:[Listener NextMarker
call elbv2 describe-load-balancer-attributes  
Attributes:[LoadBalancerAttribute
call elbv2 describe-load-balancers NextMarker 
LoadBalancers:[LoadBalancer NextMarker
call elbv2 describe-rules NextMarker 
Rules:[Rule NextMarker
call elbv2 describe-target-group-attributes  
Attributes:[TargetGroupAttribute
call elbv2 describe-target-groups NextMarker 
TargetGroups:[TargetGroup NextMarker
form Action
Type* TargetGroupArn AuthenticateOidcConfig:AuthenticateOidcActionConfig AuthenticateCognitoConfig:AuthenticateCognitoActionConfig Order RedirectConfig:RedirectActionConfig FixedResponseConfig:FixedResponseActionConfig ForwardConfig:ForwardActionConfig JwtValidationConfig:JwtValidationActionConfig
form AuthenticateCognitoActionConfig
UserPoolArn* UserPoolClientId* UserPoolDomain* SessionCookieName Scope SessionTimeout AuthenticationRequestExtraParams:< OnUnauthenticatedRequest
form AuthenticateOidcActionConfig
Issuer* AuthorizationEndpoint* TokenEndpoint* UserInfoEndpoint* ClientId* ClientSecret SessionCookieName Scope SessionTimeout AuthenticationRequestExtraParams:< OnUnauthenticatedRequest UseExistingClientSecret
form AvailabilityZone
ZoneName SubnetId OutpostId LoadBalancerAddresses:[LoadBalancerAddress SourceNatIpv6Prefixes:[
form Certificate
CertificateArn IsDefault
form FixedResponseActionConfig
MessageBody StatusCode* ContentType
form ForwardActionConfig
TargetGroups:[TargetGroupTuple TargetGroupStickinessConfig:TargetGroupStickinessConfig
form HostHeaderConditionConfig
Values:[ RegexValues:[
form HostHeaderRewriteConfig
Rewrites:[RewriteConfig
form HttpHeaderConditionConfig
HttpHeaderName Values:[ RegexValues:[
form HttpRequestMethodConditionConfig
Values:[
form IpamPools
Ipv4IpamPoolId
form JwtValidationActionAdditionalClaim
Format* Name* Values*:[
form JwtValidationActionConfig
JwksEndpoint* Issuer* AdditionalClaims:[JwtValidationActionAdditionalClaim
form Listener
ListenerArn LoadBalancerArn Port Protocol Certificates:[Certificate SslPolicy DefaultActions:[Action AlpnPolicy:[ MutualAuthentication:MutualAuthenticationAttributes
form ListenerAttribute
Key Value
form LoadBalancer
LoadBalancerArn DNSName CanonicalHostedZoneId CreatedTime LoadBalancerName Scheme VpcId State:LoadBalancerState Type AvailabilityZones:[AvailabilityZone SecurityGroups:[ IpAddressType CustomerOwnedIpv4Pool EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic EnablePrefixForIpv6SourceNat IpamPools:IpamPools
form LoadBalancerAddress
IpAddress AllocationId PrivateIPv4Address IPv6Address
form LoadBalancerAttribute
Key Value
form LoadBalancerState
Code Reason
form Matcher
HttpCode GrpcCode
form MutualAuthenticationAttributes
Mode TrustStoreArn IgnoreClientCertificateExpiry TrustStoreAssociationStatus AdvertiseTrustStoreCaNames
form PathPatternConditionConfig
Values:[ RegexValues:[
form QueryStringConditionConfig
Values:[QueryStringKeyValuePair
form QueryStringKeyValuePair
Key Value
form RedirectActionConfig
Protocol Port Host Path Query StatusCode*
form RewriteConfig
Regex* Replace*
form Rule
RuleArn Priority Conditions:[RuleCondition Actions:[Action IsDefault Transforms:[RuleTransform
form RuleCondition
Field Values:[ HostHeaderConfig:HostHeaderConditionConfig PathPatternConfig:PathPatternConditionConfig HttpHeaderConfig:HttpHeaderConditionConfig QueryStringConfig:QueryStringConditionConfig HttpRequestMethodConfig:HttpRequestMethodConditionConfig SourceIpConfig:SourceIpConditionConfig RegexValues:[
form RuleTransform
Type* HostHeaderRewriteConfig:HostHeaderRewriteConfig UrlRewriteConfig:UrlRewriteConfig
form SourceIpConditionConfig
Values:[
form TargetGroup
TargetGroupArn TargetGroupName Protocol Port VpcId HealthCheckProtocol HealthCheckPort HealthCheckEnabled HealthCheckIntervalSeconds HealthCheckTimeoutSeconds HealthyThresholdCount UnhealthyThresholdCount HealthCheckPath Matcher:Matcher LoadBalancerArns:[ TargetType ProtocolVersion IpAddressType TargetControlPort
form TargetGroupAttribute
Key Value
form TargetGroupStickinessConfig
Enabled DurationSeconds
form TargetGroupTuple
TargetGroupArn Weight
form UrlRewriteConfig
Rewrites:[RewriteConfig
"""#
}
