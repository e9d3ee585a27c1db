/// What a person reads in both files of each pair: checked by hand against the recordings.
extension PairRow {
  static let ec2: [PairRow] = [
    PairRow(
      "test_address_disassociate_exception", "ec2.DescribeAddresses", 1, 2,
      [
        "eipalloc-01a0fe3d323ee5a8c added", "eipalloc-0597dd9ddfcc9754d added",
        "eipalloc-064c7be63c6334ade removed AssociationId",
        "eipalloc-064c7be63c6334ade removed NetworkInterfaceId",
        "eipalloc-064c7be63c6334ade removed NetworkInterfaceOwnerId",
        "eipalloc-064c7be63c6334ade removed PrivateIpAddress",
      ]),
    PairRow(
      "test_address_disassociate_exception", "ec2.DescribeAddresses", 2, 3,
      ["eipalloc-01a0fe3d323ee5a8c removed", "eipalloc-0597dd9ddfcc9754d removed"]),
    PairRow(
      "test_ec2_add_by_tag", "ec2.DescribeInstances", 1, 2,
      [
        "i-08797f38d2e80c9d0 added NetworkInterfaces[eni-07bd92071b91ae2c8].Groups[sg-0e630ac9094eff5c5]",
        "i-08797f38d2e80c9d0 added SecurityGroups[sg-0e630ac9094eff5c5]",
      ]),
    PairRow(
      "test_ec2_add_security_groups", "ec2.DescribeInstances", 1, 2,
      [
        "i-054efc881391b09be added NetworkInterfaces[eni-587167a6].Groups[sg-8a4b64f7]",
        "i-054efc881391b09be added SecurityGroups[sg-8a4b64f7]",
      ]),
    PairRow(
      "test_ec2_mark_hours", "ec2.DescribeInstances", 1, 2,
      ["i-098dae2615acb5809 added Tags[hourly-mark]"]),
    PairRow(
      "test_ec2_modify_groups_action", "ec2.DescribeInstances", 1, 2,
      [
        "i-0dd3919bc5bac1ea8 removed NetworkInterfaces[eni-267e68d8].Groups[sg-411b413c]",
        "i-0dd3919bc5bac1ea8 added NetworkInterfaces[eni-267e68d8].Groups[sg-6c7fa917]",
        "i-0dd3919bc5bac1ea8 removed SecurityGroups[sg-411b413c]",
        "i-0dd3919bc5bac1ea8 added SecurityGroups[sg-6c7fa917]",
      ]),
    PairRow(
      "test_ec2_modify_groups_action", "ec2.DescribeSecurityGroups", 1, 2,
      ["sg-411b413c added", "sg-6c7fa917 removed", "sg-926a56e8 added"]),
    PairRow(
      "test_ec2_modify_groups_action", "ec2.DescribeSecurityGroups", 2, 3,
      ["sg-411b413c removed", "sg-6c7fa917 added"]),
    PairRow(
      "test_ec2_resize", "ec2.DescribeInstances", 1, 2,
      [
        // Three others were terminated before.
        "i-049325e1e22630e7f removed", "i-0e2a65fcc30f05c39 changed State.Name",
        "i-0fd6bd23de18b49b0 changed State.Name",
      ]),
    PairRow(
      "test_ec2_resize", "ec2.DescribeInstances", 2, 3,
      [
        "i-049325e1e22630e7f added", "i-0e2a65fcc30f05c39 changed InstanceType",
        "i-0e2a65fcc30f05c39 changed State.Name", "i-0fd6bd23de18b49b0 changed InstanceType",
        "i-0fd6bd23de18b49b0 changed State.Name",
      ]),
    PairRow(
      "test_ec2_set_md_access", "ec2.DescribeInstances", 1, 2,
      [
        "i-02357547fb91718be removed", "i-04af9cf7218a61430 removed", "i-0c7db0ff839a70f81 removed",
        "i-0d4526dcaa95692db changed MetadataOptions.HttpTokens",
        "i-0d4526dcaa95692db changed MetadataOptions.InstanceMetadataTags",
      ]),
    PairRow(
      "test_ec2_stop_with_protection_enabled_ephemeral", "ec2.DescribeInstances", 1, 2,
      ["i-0a3e363a5366795dd removed"]),
    PairRow(
      "test_encrypt_volumes", "ec2.DescribeVolumes", 1, 2,
      [
        "vol-06fb3a30a68993a66 removed", "vol-072dfa20eef03dd38 added",
        "vol-0f53c81b92b4ecfce removed",
      ]),
    PairRow(
      "test_encrypt_volumes", "ec2.DescribeVolumes", 2, 3,
      [
        "vol-072dfa20eef03dd38 added Attachments[i-0aaaaec4b77188b69]",
        "vol-072dfa20eef03dd38 removed Tags[maid-crypt-remediation]",
        "vol-072dfa20eef03dd38 removed Tags[maid-instance-device]",
        "vol-072dfa20eef03dd38 removed Tags[maid-origin-volume]",
      ]),
    PairRow(
      "test_encrypt_volumes", "ec2.DescribeInstances", 1, 2,
      [
        "i-0aaaaec4b77188b69 removed NetworkInterfaces[eni-ca3b7702].Association",
        "i-0aaaaec4b77188b69 removed NetworkInterfaces[eni-ca3b7702].PrivateIpAddresses[172.31.50.19].Association",
        "i-0aaaaec4b77188b69 removed PublicIpAddress", "i-0aaaaec4b77188b69 changed State.Name",
      ]),
    PairRow(
      "test_encrypt_volumes", "ec2.DescribeSnapshots", 1, 2,
      ["snap-09ab186abf23129b6 removed", "snap-0bd2772f3c7cafa62 added"]),
    PairRow(
      "test_nat_gateways_tag", "ec2.DescribeNatGateways", 1, 2,
      ["nat-0000000000000000 added Tags[xyz]"]),
    PairRow(
      "test_network_interface_filter", "ec2.DescribeNetworkInterfaces", 1, 2,
      ["eni-d834cdcf added Groups[sg-019e2b70]", "eni-d834cdcf removed Groups[sg-d29623a3]"]),
    PairRow(
      "test_security_group_revisions_delta", "ec2.DescribeSecurityGroups", 1, 2,
      [
        "sg-27742e5a added IpPermissions[tcp 80 from 0.0.0.0/0]",
        "sg-27742e5a removed IpPermissions[tcp 8080 from 0.0.0.0/0]",
        "sg-27742e5a changed Tags[App]", "sg-27742e5a added Tags[Stage]",
      ]),
    PairRow(
      "test_security_group_revisions_delta", "ec2.DescribeSecurityGroups", 2, 3,
      [
        "sg-27742e5a removed IpPermissions[tcp 80 from 0.0.0.0/0]",
        "sg-27742e5a added IpPermissions[tcp 8080 from 0.0.0.0/0]", "sg-27742e5a changed Tags[App]",
        "sg-27742e5a removed Tags[Stage]",
      ]),
    PairRow(
      "test_vpc_delete_flow_logs", "ec2.DescribeFlowLogs", 2, 3,
      ["fl-061d3f3b816da485e removed"]),
    PairRow(
      "test_vpc_endpoint_delete", "ec2.DescribeVpcEndpoints", 1, 2,
      ["vpce-0f0a1d8b9f7c1a2b3 removed"]),
    PairRow(
      "test_vpc_set_flow_logs_s3", "ec2.DescribeFlowLogs", 1, 2,
      ["fl-061d3f3b816da485e added"]),
  ]
}
