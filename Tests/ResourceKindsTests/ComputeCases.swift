import ResourceKinds

/// Instances and what is attached to them, and load balancers.
let computeCases = [
  NetworkCase(
    kind: .instance,
    cli: """
      {"InstanceId": "i-1", "ImageId": "ami-1", "InstanceType": "t3.micro", "KeyName": "ops",
       "State": {"Code": 16, "Name": "running"}, "LaunchTime": "2026-01-02T03:04:05+00:00",
       "ClientToken": "t-1", "PrivateIpAddress": "10.0.1.5", "SourceDestCheck": true,
       "MetadataOptions": {"State": "applied", "HttpTokens": "required", "HttpEndpoint": "enabled"},
       "SecurityGroups": [{"GroupId": "sg-1", "GroupName": "web"}, {"GroupId": "sg-2", "GroupName": "ops"}],
       "BlockDeviceMappings": [{"DeviceName": "/dev/xvda", "Ebs": {"VolumeId": "vol-1",
         "AttachTime": "2026-01-02T03:04:06+00:00", "Status": "attached", "DeleteOnTermination": true}}],
       "NetworkInterfaces": [{"NetworkInterfaceId": "eni-1", "Status": "in-use", "Description": "",
         "Groups": [{"GroupId": "sg-1", "GroupName": "web"}], "Ipv6Addresses": [],
         "Attachment": {"AttachmentId": "eni-attach-1", "AttachTime": "2026-01-02T03:04:05+00:00",
                        "DeviceIndex": 0, "Status": "attached"},
         "PrivateIpAddresses": [{"PrivateIpAddress": "10.0.1.5", "Primary": true}]}],
       "IamInstanceProfile": {"Arn": "arn:aws:iam::111122223333:instance-profile/web", "Id": "AIPA1"},
       "ProductCodes": [], "Tags": [{"Key": "Name", "Value": "web-1"}]}
      """,
    changes: [
      .init(text: "\"t-1\"", by: "\"t-2\"", edits: []),
      .init(
        text: "\"required\"", by: "\"optional\"",
        edits: [
          "changed MetadataOptions.HttpTokens high: instance metadata can be read without a session token (IMDSv1)"
        ]),
      .init(
        text: "\"SourceDestCheck\": true",
        by: "\"SourceDestCheck\": false, \"PublicIpAddress\": \"198.51.100.7\"",
        edits: [
          "added PublicIpAddress high: the instance now has the public address 198.51.100.7",
          "changed SourceDestCheck high: the instance may now pass on traffic that is not its own",
        ]),
      .init(
        text: "{\"Code\": 16, \"Name\": \"running\"}", by: "{\"Code\": 80, \"Name\": \"stopped\"}",
        edits: ["changed State.Name medium: the instance is now stopped"]),
      .init(
        text: ", {\"GroupId\": \"sg-2\", \"GroupName\": \"ops\"}", by: "",
        edits: ["removed SecurityGroups[sg-2] high: sg-2 no longer guards the instance"]),
      .init(
        text: "\"Groups\": [{\"GroupId\": \"sg-1\", \"GroupName\": \"web\"}]", by: "\"Groups\": []",
        edits: [
          "removed NetworkInterfaces[eni-1].Groups[sg-1] high: sg-1 no longer guards eni-1"
        ]),
      .init(
        text: "instance-profile/web", by: "instance-profile/admin",
        edits: [
          "changed IamInstanceProfile.Arn high: the instance now acts with arn:aws:iam::111122223333:instance-profile/admin"
        ]),
      .init(
        text: "\"DeleteOnTermination\": true", by: "\"DeleteOnTermination\": false",
        edits: ["changed BlockDeviceMappings[/dev/xvda].Ebs.DeleteOnTermination"]),
    ]),
  NetworkCase(
    kind: .volume,
    cli: """
      {"VolumeId": "vol-1", "Size": 8, "VolumeType": "gp3", "Iops": 3000, "Encrypted": true,
       "State": "in-use", "AvailabilityZone": "eu-west-1a", "SnapshotId": "",
       "CreateTime": "2026-01-02T03:04:05.067000+00:00",
       "Attachments": [{"InstanceId": "i-1", "Device": "/dev/xvda", "State": "attached",
         "VolumeId": "vol-1", "AttachTime": "2026-01-02T03:04:05+00:00", "DeleteOnTermination": true}],
       "Tags": []}
      """,
    changes: [
      .init(text: "\"Size\": 8", by: "\"Size\": 16", edits: ["changed Size"]),
      .init(
        text: "\"i-1\"", by: "\"i-2\"",
        edits: [
          "removed Attachments[i-1] medium: the volume is no longer attached to i-1",
          "added Attachments[i-2] medium: the volume is now attached to i-2",
        ]),
    ]),
  NetworkCase(
    kind: .networkInterface,
    cli: """
      {"NetworkInterfaceId": "eni-1", "SubnetId": "subnet-1", "VpcId": "vpc-1", "Status": "in-use",
       "Description": "", "OwnerId": "111122223333", "SourceDestCheck": true, "PrivateIpAddress": "10.0.1.5",
       "Groups": [{"GroupId": "sg-1", "GroupName": "web"}], "Ipv6Addresses": [],
       "Attachment": {"AttachmentId": "eni-attach-1", "AttachTime": "2026-01-02T03:04:05+00:00",
                      "InstanceId": "i-1", "Status": "attached", "DeviceIndex": 0},
       "PrivateIpAddresses": [{"PrivateIpAddress": "10.0.1.5", "Primary": true}],
       "TagSet": [{"Key": "Name", "Value": "web-1"}]}
      """,
    changes: [
      .init(
        text: "\"Groups\": [",
        by: "\"Groups\": [{\"GroupId\": \"sg-9\", \"GroupName\": \"open\"}, ",
        edits: ["added Groups[sg-9] high: sg-9 now guards the interface"]),
      .init(
        text: "\"Description\": \"\"",
        by:
          "\"Description\": \"\", \"Association\": {\"PublicIp\": \"198.51.100.7\", \"IpOwnerId\": \"amazon\"}",
        edits: ["added Association high: the interface now has the public address 198.51.100.7"]),
      .init(text: "\"web-1\"", by: "\"web-2\"", edits: ["changed Tags[Name] low"]),
    ]),
  NetworkCase(
    kind: .eip,
    cli: """
      {"AllocationId": "eipalloc-1", "PublicIp": "198.51.100.7", "Domain": "vpc",
       "InstanceId": "i-1", "AssociationId": "eipassoc-1"}
      """,
    changes: [
      .init(
        text: "\"i-1\"", by: "\"i-2\"",
        edits: ["changed InstanceId high: the address now leads to i-2"])
    ]),
  NetworkCase(
    kind: .loadBalancer,
    cli: """
      {"LoadBalancerArn": "arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/web/1",
       "LoadBalancerName": "web", "DNSName": "web-1.eu-west-1.elb.amazonaws.com", "Type": "application",
       "CanonicalHostedZoneId": "Z1", "CreatedTime": "2026-01-02T03:04:05.670000+00:00",
       "Scheme": "internal", "VpcId": "vpc-1", "State": {"Code": "active"},
       "SecurityGroups": ["sg-1", "sg-2"],
       "AvailabilityZones": [
         {"ZoneName": "eu-west-1a", "SubnetId": "subnet-1", "LoadBalancerAddresses": []},
         {"ZoneName": "eu-west-1b", "SubnetId": "subnet-2", "LoadBalancerAddresses": []}],
       "Attributes": [{"Key": "access_logs.s3.enabled", "Value": "true"},
                      {"Key": "access_logs.s3.bucket", "Value": "logs"}]}
      """,
    config: """
      {"configuration": {
        "loadBalancerArn": "arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/web/1",
        "loadBalancerName": "web", "dNSName": "web-1.eu-west-1.elb.amazonaws.com",
        "type": "application", "canonicalHostedZoneId": "Z1", "scheme": "internal", "vpcId": "vpc-1",
        "createdTime": "2026-01-02T03:04:05.670Z", "state": {"code": "active"},
        "securityGroups": ["sg-2", "sg-1"],
        "availabilityZones": [{"zoneName": "eu-west-1b", "subnetId": "subnet-2"},
                              {"zoneName": "eu-west-1a", "subnetId": "subnet-1"}]},
       "supplementaryConfiguration": {
        "LoadBalancerAttributes": [{"key": "access_logs.s3.bucket", "value": "logs"},
                                   {"key": "access_logs.s3.enabled", "value": "true"}],
        "Tags": []},
       "tags": {}}
      """,
    changes: [
      .init(
        text: "\"true\"", by: "\"false\"",
        edits: ["changed Attributes[access_logs.s3.enabled] high: access logs are now off"]),
      .init(
        text: "\"internal\"", by: "\"internet-facing\"",
        edits: ["changed Scheme high: the load balancer faces the internet"]),
      .init(
        text: ", \"sg-2\"", by: "",
        edits: ["removed SecurityGroups[sg-2] high: sg-2 no longer guards the load balancer"]),
    ]),
  NetworkCase(
    kind: .listener,
    cli: """
      {"ListenerArn": "arn:aws:elasticloadbalancing:eu-west-1:111122223333:listener/app/web/1/2",
       "LoadBalancerArn": "arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/web/1",
       "Port": 443, "Protocol": "HTTPS", "SslPolicy": "ELBSecurityPolicy-TLS13-1-2-2021-06",
       "Certificates": [{"CertificateArn": "arn:aws:acm:eu-west-1:111122223333:certificate/c-1"}],
       "DefaultActions": [{"Type": "forward", "ForwardConfig": {"TargetGroups": [
         {"TargetGroupArn": "tg-1", "Weight": 1}, {"TargetGroupArn": "tg-2", "Weight": 1}]}}]}
      """,
    config: """
      {"configuration": {
        "ListenerArn": "arn:aws:elasticloadbalancing:eu-west-1:111122223333:listener/app/web/1/2",
        "LoadBalancerArn": "arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/web/1",
        "Port": 443, "Protocol": "HTTPS", "SslPolicy": "ELBSecurityPolicy-TLS13-1-2-2021-06",
        "Certificates": [{"CertificateArn": "arn:aws:acm:eu-west-1:111122223333:certificate/c-1"}],
        "DefaultActions": [{"Type": "forward", "ForwardConfig": {"TargetGroups": [
         {"TargetGroupArn": "tg-2", "Weight": 1}, {"TargetGroupArn": "tg-1", "Weight": 1}]}}],
        "AlpnPolicy": []}, "supplementaryConfiguration": {}, "tags": {}}
      """,
    changes: [
      .init(
        text: "\"HTTPS\"", by: "\"HTTP\"",
        edits: ["changed Protocol high: it now speaks HTTP: traffic is no longer encrypted"]),
      .init(
        text: "\"tg-1\", \"Weight\": 1", by: "\"tg-1\", \"Weight\": 9",
        edits: [
          "changed DefaultActions[#0].ForwardConfig.TargetGroups[tg-1].Weight high: where it sends requests has changed"
        ]),
    ]),
]
