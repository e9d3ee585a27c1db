// swift-format-ignore-file
// Written by Scripts/generate-shapes.py from botocore 1.43.11 (Apache-2.0).

extension ShapeTexts {
  static let elb = #"""
{"service": {"protocol":"query","version":"2012-06-01","id":"Elastic Load Balancing","endpoint":"elasticloadbalancing","signing":"elasticloadbalancing"},
"operations": {
"DescribeLoadBalancerAttributes":{"cli":"describe-load-balancer-attributes","method":"POST","uri":"/","in":"DescribeLoadBalancerAttributesInput","parameters":{"load-balancer-name":"LoadBalancerName"},"out":"DescribeLoadBalancerAttributesOutput","wrapper":"DescribeLoadBalancerAttributesResult"},
"DescribeLoadBalancers":{"cli":"describe-load-balancers","method":"POST","uri":"/","in":"DescribeAccessPointsInput","parameters":{"load-balancer-names":"LoadBalancerNames","marker":"Marker","page-size":"PageSize"},"out":"DescribeAccessPointsOutput","wrapper":"DescribeLoadBalancersResult","pages":{"in":["Marker"],"out":["NextMarker"],"results":["LoadBalancerDescriptions"],"limit":"PageSize","size":400}}
},
"shapes": {
"AccessLog":{"members":[["Enabled","$b"],["S3BucketName","$s"],["EmitInterval","$i"],["S3BucketPrefix","$s"]]},"AdditionalAttribute":{"members":[["Key","$s"],["Value","$s"]]},"AdditionalAttributes":{"list":"AdditionalAttribute"},"AppCookieStickinessPolicies":{"list":"AppCookieStickinessPolicy"},"AppCookieStickinessPolicy":{"members":[["PolicyName","$s"],["CookieName","$s"]]},
"AvailabilityZones":{"list":"$s"},"BackendServerDescription":{"members":[["InstancePort","$i"],["PolicyNames","PolicyNames"]]},"BackendServerDescriptions":{"list":"BackendServerDescription"},"ConnectionDraining":{"members":[["Enabled","$b"],["Timeout","$i"]]},"ConnectionSettings":{"members":[["IdleTimeout","$i"]]},"CrossZoneLoadBalancing":{"members":[["Enabled","$b"]]},
"DescribeAccessPointsInput":{"members":[["LoadBalancerNames","LoadBalancerNames"],["Marker","$s"],["PageSize","$i"]]},"DescribeAccessPointsOutput":{"members":[["LoadBalancerDescriptions","LoadBalancerDescriptions"],["NextMarker","$s"]]},"DescribeLoadBalancerAttributesInput":{"members":[["LoadBalancerName","$s"]]},
"DescribeLoadBalancerAttributesOutput":{"members":[["LoadBalancerAttributes","LoadBalancerAttributes"]]},"HealthCheck":{"members":[["Target","$s"],["Interval","$i"],["Timeout","$i"],["UnhealthyThreshold","$i"],["HealthyThreshold","$i"]]},"Instance":{"members":[["InstanceId","$s"]]},"Instances":{"list":"Instance"},"LBCookieStickinessPolicies":{"list":"LBCookieStickinessPolicy"},
"LBCookieStickinessPolicy":{"members":[["PolicyName","$s"],["CookieExpirationPeriod","$i"]]},"Listener":{"members":[["Protocol","$s"],["LoadBalancerPort","$i"],["InstanceProtocol","$s"],["InstancePort","$i"],["SSLCertificateId","$s"]]},"ListenerDescription":{"members":[["Listener","Listener"],["PolicyNames","PolicyNames"]]},"ListenerDescriptions":{"list":"ListenerDescription"},
"LoadBalancerAttributes":{"members":[["CrossZoneLoadBalancing","CrossZoneLoadBalancing"],["AccessLog","AccessLog"],["ConnectionDraining","ConnectionDraining"],["ConnectionSettings","ConnectionSettings"],["AdditionalAttributes","AdditionalAttributes"]]},
"LoadBalancerDescription":{"members":[["LoadBalancerName","$s"],["DNSName","$s"],["CanonicalHostedZoneName","$s"],["CanonicalHostedZoneNameID","$s"],["ListenerDescriptions","ListenerDescriptions"],["Policies","Policies"],["BackendServerDescriptions","BackendServerDescriptions"],["AvailabilityZones","AvailabilityZones"],["Subnets","Subnets"],["VPCId","$s"],["Instances","Instances"],["HealthCheck","HealthCheck"],["SourceSecurityGroup","SourceSecurityGroup"],["SecurityGroups","SecurityGroups"],["CreatedTime","$t"],["Scheme","$s"]]},
"LoadBalancerDescriptions":{"list":"LoadBalancerDescription"},"LoadBalancerNames":{"list":"$s"},"Policies":{"members":[["AppCookieStickinessPolicies","AppCookieStickinessPolicies"],["LBCookieStickinessPolicies","LBCookieStickinessPolicies"],["OtherPolicies","PolicyNames"]]},"PolicyNames":{"list":"$s"},"SecurityGroups":{"list":"$s"},
"SourceSecurityGroup":{"members":[["OwnerAlias","$s"],["GroupName","$s"]]},"Subnets":{"list":"$s"}
}}
"""#
}
