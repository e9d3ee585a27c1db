import ResourceKinds

/// Networks, and what joins them to others.
let networkCases = [
  NetworkCase(
    kind: .vpc,
    cli: """
      {"VpcId": "vpc-1", "CidrBlock": "10.0.0.0/16", "DhcpOptionsId": "dopt-1", "State": "available",
       "InstanceTenancy": "default", "IsDefault": false, "OwnerId": "111122223333",
       "CidrBlockAssociationSet": [
         {"AssociationId": "a-1", "CidrBlock": "10.0.0.0/16", "CidrBlockState": {"State": "associated"}},
         {"AssociationId": "a-2", "CidrBlock": "10.9.0.0/16", "CidrBlockState": {"State": "associated"}}],
       "Tags": [{"Key": "Name", "Value": "Name"}]}
      """,
    changes: [
      .init(
        text: "dopt-1", by: "dopt-2",
        edits: ["changed DhcpOptionsId high: name servers and DHCP options now come from dopt-2"]),
      .init(
        text: "10.9.0.0/16", by: "10.8.0.0/16",
        edits: [
          "added CidrBlockAssociationSet[10.8.0.0/16] medium: 10.8.0.0/16 is now in the network",
          "removed CidrBlockAssociationSet[10.9.0.0/16] medium: 10.9.0.0/16 is no longer in the network",
        ]),
    ]),
  NetworkCase(
    kind: .subnet,
    cli: """
      {"SubnetId": "subnet-1", "VpcId": "vpc-1", "CidrBlock": "10.0.1.0/24", "State": "available",
       "AvailabilityZone": "eu-west-1a", "AvailableIpAddressCount": 250, "DefaultForAz": false,
       "MapPublicIpOnLaunch": false, "OwnerId": "111122223333",
       "Ipv6CidrBlockAssociationSet": [
         {"AssociationId": "a-1", "Ipv6CidrBlock": "2001:db8::/64",
          "Ipv6CidrBlockState": {"State": "associated"}}],
       "SubnetArn": "arn:aws:ec2:eu-west-1:111122223333:subnet/subnet-1", "Tags": []}
      """,
    changes: [
      .init(text: "250", by: "249", edits: []),
      .init(text: "2001:db8::/64", by: "2001:0DB8:0::0/64", edits: []),
      .init(
        text: "\"MapPublicIpOnLaunch\": false", by: "\"MapPublicIpOnLaunch\": true",
        edits: [
          "changed MapPublicIpOnLaunch high: what starts in this subnet now gets a public address"
        ]),
    ]),
  NetworkCase(
    kind: .internetGateway,
    cli: """
      {"InternetGatewayId": "igw-1", "OwnerId": "111122223333", "Tags": [],
       "Attachments": [{"State": "available", "VpcId": "vpc-1"}]}
      """,
    changes: [
      .init(
        text: "vpc-1", by: "vpc-2",
        edits: [
          "removed Attachments[vpc-1] medium: vpc-1 is no longer attached to the internet",
          "added Attachments[vpc-2] high: vpc-2 is now attached to the internet",
        ])
    ]),
  NetworkCase(
    kind: .natGateway,
    cli: """
      {"NatGatewayId": "nat-1", "SubnetId": "subnet-1", "VpcId": "vpc-1", "State": "available",
       "CreateTime": "2026-01-02T03:04:05+00:00", "ConnectivityType": "public",
       "NatGatewayAddresses": [
         {"AllocationId": "eipalloc-1", "NetworkInterfaceId": "eni-1", "PrivateIp": "10.0.1.5",
          "PublicIp": "198.51.100.7"}],
       "Tags": []}
      """,
    config: """
      {"configuration": {"natGatewayId": "nat-1", "subnetId": "subnet-1", "vpcId": "vpc-1",
        "state": "available", "createTime": 1767323045000, "connectivityType": "public",
        "natGatewayAddresses": [
         {"allocationId": "eipalloc-1", "networkInterfaceId": "eni-1", "privateIp": "10.0.1.5",
          "publicIp": "198.51.100.7"}],
        "tags": []}, "supplementaryConfiguration": {}, "tags": {}}
      """,
    changes: [
      .init(text: "03:04:05", by: "03:04:06", edits: []),
      .init(
        text: "198.51.100.7", by: "198.51.100.8",
        edits: ["changed NatGatewayAddresses[eipalloc-1].PublicIp"]),
    ]),
  NetworkCase(
    kind: .vpcPeeringConnection,
    cli: """
      {"VpcPeeringConnectionId": "pcx-1", "Status": {"Code": "pending-acceptance", "Message": "Pending"},
       "AccepterVpcInfo": {"CidrBlock": "10.1.0.0/16", "OwnerId": "444455556666", "VpcId": "vpc-2",
         "CidrBlockSet": [{"CidrBlock": "10.1.0.0/16"}, {"CidrBlock": "10.2.0.0/16"}],
         "PeeringOptions": {"AllowDnsResolutionFromRemoteVpc": false}, "Region": "eu-west-1"},
       "RequesterVpcInfo": {"CidrBlock": "10.0.0.0/16", "OwnerId": "111122223333", "VpcId": "vpc-1",
         "Region": "eu-west-1"},
       "Tags": []}
      """,
    config: """
      {"configuration": {"vpcPeeringConnectionId": "pcx-1", "expirationTime": "2026-01-09T00:00:00Z",
        "status": {"code": "pending-acceptance", "message": "Pending Acceptance by 444455556666"},
        "accepterVpcInfo": {"cidrBlock": "10.1.0.0/16", "ipv6CidrBlockSet": [],
         "cidrBlockSet": [{"cidrBlock": "10.2.0.0/16"}, {"cidrBlock": "10.1.0.0/16"}],
         "ownerId": "444455556666", "vpcId": "vpc-2", "region": "eu-west-1",
         "peeringOptions": {"allowDnsResolutionFromRemoteVpc": false,
           "allowEgressFromLocalClassicLinkToRemoteVpc": false,
           "allowEgressFromLocalVpcToRemoteClassicLink": false}},
        "requesterVpcInfo": {"cidrBlock": "10.0.0.0/16", "ipv6CidrBlockSet": [],
         "ownerId": "111122223333", "vpcId": "vpc-1", "region": "eu-west-1"}, "tags": []},
       "supplementaryConfiguration": {}, "tags": {}}
      """,
    changes: [
      .init(
        text: "pending-acceptance", by: "active",
        edits: ["changed Status.Code high: the two networks are now connected"]),
      .init(
        text: "10.2.0.0/16", by: "10.3.0.0/16",
        edits: [
          "removed AccepterVpcInfo.CidrBlockSet[10.2.0.0/16]",
          "added AccepterVpcInfo.CidrBlockSet[10.3.0.0/16]",
        ]),
    ]),
  NetworkCase(
    kind: .vpcEndpoint,
    cli: """
      {"VpcEndpointId": "vpce-1", "VpcEndpointType": "Gateway", "VpcId": "vpc-1",
       "ServiceName": "com.amazonaws.eu-west-1.s3", "State": "available", "OwnerId": "111122223333",
       "PolicyDocument": {"Version": "2012-10-17", "Statement": []}, "PrivateDnsEnabled": false,
       "RouteTableIds": ["rtb-1", "rtb-2"], "SubnetIds": [], "NetworkInterfaceIds": [],
       "Groups": [{"GroupId": "sg-1", "GroupName": "web"}], "RequesterManaged": false,
       "DnsEntries": [], "CreationTimestamp": "2026-01-02T03:04:05+00:00", "Tags": []}
      """,
    changes: [
      .init(
        text: "\"rtb-2\"", by: "\"rtb-3\"",
        edits: [
          "removed RouteTableIds[rtb-2] medium: rtb-2 no longer reaches it",
          "added RouteTableIds[rtb-3] medium: rtb-3 now reaches it",
        ]),
      .init(
        text: "[{\"GroupId\": \"sg-1\", \"GroupName\": \"web\"}]", by: "[]",
        edits: ["removed Groups[sg-1] high: sg-1 no longer guards the endpoint"]),
      .init(
        text: "2012-10-17", by: "2008-10-17",
        edits: [
          "changed PolicyDocument.Version high: what may be done through the endpoint has changed"
        ]),
    ]),
  NetworkCase(
    kind: .transitGatewayRouteTable,
    cli: """
      {"TransitGatewayRouteTableId": "tgw-rtb-1", "TransitGatewayId": "tgw-1", "State": "available",
       "DefaultAssociationRouteTable": true, "DefaultPropagationRouteTable": true,
       "CreationTime": "2026-01-02T03:04:05+00:00", "Tags": [],
       "Associations": [{"TransitGatewayAttachmentId": "tgw-attach-1", "ResourceId": "vpc-1",
                         "ResourceType": "vpc", "State": "associated"}],
       "Propagations": [],
       "Routes": [{"DestinationCidrBlock": "10.1.0.0/16", "Type": "static", "State": "active",
                   "TransitGatewayAttachments": [{"TransitGatewayAttachmentId": "tgw-attach-1",
                     "ResourceId": "vpc-1", "ResourceType": "vpc"}]}]}
      """,
    changes: [
      .init(
        text: "\"active\"", by: "\"blackhole\"",
        edits: ["changed Routes[10.1.0.0/16].State high: traffic to 10.1.0.0/16 is dropped"]),
      .init(
        text: "\"Propagations\": []",
        by: "\"Propagations\": [{\"TransitGatewayAttachmentId\": \"tgw-attach-2\"}]",
        edits: [
          "added Propagations[tgw-attach-2] medium: routes of tgw-attach-2 now enter this table"
        ]),
    ]),
  NetworkCase(
    kind: .flowLog,
    cli: """
      {"FlowLogId": "fl-1", "ResourceId": "vpc-1", "TrafficType": "ALL", "FlowLogStatus": "ACTIVE",
       "DeliverLogsStatus": "SUCCESS", "LogDestinationType": "s3", "LogDestination": "arn:aws:s3:::logs",
       "CreationTime": "2026-01-02T03:04:05+00:00", "MaxAggregationInterval": 600, "Tags": []}
      """,
    changes: [
      .init(
        text: "\"ALL\"", by: "\"REJECT\"",
        edits: ["changed TrafficType high: only REJECT traffic is logged now"]),
      .init(
        text: "SUCCESS", by: "FAILED",
        edits: ["changed DeliverLogsStatus high: the log is no longer delivered"]),
    ]),
]
