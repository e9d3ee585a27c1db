import ResourceKinds

/// What lets traffic in: security groups, network ACLs, routes.
let exposureCases = [
  NetworkCase(
    kind: .securityGroup,
    cli: """
      {"GroupId": "sg-1", "GroupName": "web", "Description": "web tier", "OwnerId": "111122223333",
       "VpcId": "vpc-1", "SecurityGroupArn": "arn:aws:ec2:eu-west-1:111122223333:security-group/sg-1",
       "Tags": [{"Key": "Name", "Value": "web"}, {"Key": "stage", "Value": "prod"}],
       "IpPermissions": [
         {"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443,
          "IpRanges": [{"CidrIp": "10.0.0.0/8", "Description": "office"}, {"CidrIp": "192.0.2.0/24"}],
          "Ipv6Ranges": [{"CidrIpv6": "2001:db8::/32"}], "PrefixListIds": [],
          "UserIdGroupPairs": [{"GroupId": "sg-2", "UserId": "111122223333"},
                               {"GroupId": "sg-3", "UserId": "444455556666",
                                "VpcPeeringConnectionId": "pcx-1"}]}],
       "IpPermissionsEgress": [
         {"IpProtocol": "-1", "IpRanges": [{"CidrIp": "10.0.0.0/8"}], "Ipv6Ranges": [],
          "PrefixListIds": [{"PrefixListId": "pl-1"}], "UserIdGroupPairs": []}]}
      """,
    config: """
      {"configuration": {"groupId": "sg-1", "groupName": "web", "description": "web tier",
        "ownerId": "111122223333", "vpcId": "vpc-1",
        "tags": [{"key": "stage", "value": "prod"}, {"key": "Name", "value": "web"}],
        "ipPermissions": [
         {"ipProtocol": "tcp", "fromPort": 443, "toPort": 443, "prefixListIds": [],
          "ipRanges": ["192.0.2.0/24", "10.0.0.0/8"],
          "ipv4Ranges": [{"cidrIp": "192.0.2.0/24", "description": null},
                         {"cidrIp": "10.0.0.0/8", "description": "office"}],
          "ipv6Ranges": [{"cidrIpv6": "2001:DB8:0:0::/32"}],
          "userIdGroupPairs": [
            {"groupId": "sg-3", "userId": "444455556666", "groupName": "theirs", "vpcId": "vpc-9",
             "vpcPeeringConnectionId": "pcx-1", "peeringStatus": "active"},
            {"groupId": "sg-2", "userId": "111122223333", "groupName": null, "vpcId": null,
             "vpcPeeringConnectionId": null, "peeringStatus": null}]}],
        "ipPermissionsEgress": [
         {"ipProtocol": "-1", "fromPort": null, "toPort": null, "ipRanges": ["10.0.0.0/8"],
          "userIdGroupPairs": [], "prefixListIds": [{"prefixListId": "pl-1"}]}]},
       "supplementaryConfiguration": {}, "tags": {"stage": "prod", "Name": "web"}}
      """,
    changes: [
      .init(
        text: "192.0.2.0/24", by: "0.0.0.0/0",
        edits: [
          "added IpPermissions[tcp 443 from 0.0.0.0/0] medium: tcp/443 is now open to the whole internet",
          "removed IpPermissions[tcp 443 from 192.0.2.0/24] medium: tcp/443 is no longer open to 192.0.2.0/24",
        ]),
      .init(
        text: "office", by: "head office",
        edits: ["changed IpPermissions[tcp 443 from 10.0.0.0/8].Description low"]),
      .init(
        text: "\"444455556666\"", by: "\"777788889999\"",
        edits: [
          "removed IpPermissions[tcp 443 from sg-3 (444455556666)] medium: tcp/443 is no longer open to sg-3",
          "added IpPermissions[tcp 443 from sg-3 (777788889999)] medium: tcp/443 is now open to sg-3",
        ]),
      .init(
        text: "pl-1", by: "pl-2",
        edits: [
          "removed IpPermissionsEgress[all to pl-1] medium: everything may no longer leave to pl-1",
          "added IpPermissionsEgress[all to pl-2] medium: everything may now leave to pl-2",
        ]),
      .init(text: "\"prod\"", by: "\"test\"", edits: ["changed Tags[stage] low"]),
    ]),
  NetworkCase(
    kind: .networkAcl,
    cli: """
      {"NetworkAclId": "acl-1", "VpcId": "vpc-1", "IsDefault": false, "OwnerId": "111122223333",
       "Associations": [{"NetworkAclAssociationId": "aclassoc-1", "NetworkAclId": "acl-1",
                         "SubnetId": "subnet-1"}],
       "Entries": [
         {"RuleNumber": 100, "Egress": true, "Protocol": "-1", "RuleAction": "allow",
          "CidrBlock": "0.0.0.0/0"},
         {"RuleNumber": 100, "Egress": false, "Protocol": "6", "RuleAction": "allow",
          "CidrBlock": "10.0.0.0/8", "PortRange": {"From": 22, "To": 22}},
         {"RuleNumber": 32767, "Egress": false, "Protocol": "-1", "RuleAction": "deny",
          "Ipv6CidrBlock": "::/0"}],
       "Tags": []}
      """,
    changes: [
      .init(
        text: "10.0.0.0/8", by: "0.0.0.0/0",
        edits: [
          "changed Entries[ingress 100].CidrBlock high: rule ingress 100 now applies to the whole internet"
        ]),
      .init(
        text: "deny", by: "allow",
        edits: [
          "changed Entries[ingress 32767].RuleAction high: rule ingress 32767 now allows what it denied"
        ]),
      .init(
        text: "\"Entries\": [",
        by: """
          "Entries": [{"RuleNumber": 90, "Egress": false, "Protocol": "-1", "RuleAction": "allow",
          "CidrBlock": "0.0.0.0/0"},
          """,
        edits: [
          "added Entries[ingress 90] high: rule ingress 90 now allows everything from the whole internet"
        ]),
      .init(text: "\"Protocol\": \"6\"", by: "\"Protocol\": \"tcp\"", edits: []),
    ]),
  NetworkCase(
    kind: .routeTable,
    cli: """
      {"RouteTableId": "rtb-1", "VpcId": "vpc-1", "OwnerId": "111122223333",
       "PropagatingVgws": [{"GatewayId": "vgw-1"}], "Tags": [{"Key": "Name", "Value": "private"}],
       "Associations": [
         {"Main": false, "RouteTableAssociationId": "rtbassoc-1", "RouteTableId": "rtb-1",
          "SubnetId": "subnet-1", "AssociationState": {"State": "associated"}},
         {"Main": true, "RouteTableAssociationId": "rtbassoc-2", "RouteTableId": "rtb-1"}],
       "Routes": [
         {"DestinationCidrBlock": "10.0.0.0/16", "GatewayId": "local", "Origin": "CreateRouteTable",
          "State": "active"},
         {"DestinationIpv6CidrBlock": "2001:db8::/56", "GatewayId": "local",
          "Origin": "CreateRouteTable", "State": "active"},
         {"DestinationPrefixListId": "pl-1", "GatewayId": "vpce-1", "Origin": "CreateRoute",
          "State": "active"},
         {"DestinationCidrBlock": "0.0.0.0/0", "NatGatewayId": "nat-1", "Origin": "CreateRoute",
          "State": "active"}]}
      """,
    changes: [
      .init(
        text: "\"NatGatewayId\": \"nat-1\"", by: "\"GatewayId\": \"igw-1\"",
        edits: [
          "added Routes[0.0.0.0/0].GatewayId high: 0.0.0.0/0 now goes to igw-1",
          "removed Routes[0.0.0.0/0].NatGatewayId",
        ]),
      .init(
        text: "vpce-1", by: "vpce-2",
        edits: ["changed Routes[pl-1].GatewayId high: pl-1 now goes to vpce-2 instead of vpce-1"]),
      .init(
        text:
          "\"NatGatewayId\": \"nat-1\", \"Origin\": \"CreateRoute\",\n    \"State\": \"active\"",
        by: "\"NatGatewayId\": \"nat-1\", \"Origin\": \"CreateRoute\", \"State\": \"blackhole\"",
        edits: [
          "changed Routes[0.0.0.0/0].State high: traffic to 0.0.0.0/0 is dropped: the route's target is gone"
        ]),
      .init(
        text: "subnet-1", by: "subnet-2",
        edits: [
          "removed Associations[subnet-1] medium: subnet-1 no longer uses this route table",
          "added Associations[subnet-2] medium: subnet-2 now uses this route table",
        ]),
      .init(
        text: "[{\"GatewayId\": \"vgw-1\"}]", by: "[]",
        edits: ["removed PropagatingVgws[vgw-1]"]),
    ]),
]
