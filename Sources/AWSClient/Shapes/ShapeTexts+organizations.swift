// swift-format-ignore-file
// Written by Scripts/generate-shapes.py from botocore 1.43.11 (Apache-2.0).

extension ShapeTexts {
  static let organizations = #"""
{"service": {"protocol":"json","version":"2016-11-28","id":"Organizations","endpoint":"organizations","signing":"organizations","json":"1.1","target":"AWSOrganizationsV20161128"},
"operations": {
"DescribeOrganization":{"cli":"describe-organization","method":"POST","uri":"/","out":"DescribeOrganizationResponse"},"DescribePolicy":{"cli":"describe-policy","method":"POST","uri":"/","in":"DescribePolicyRequest","parameters":{"policy-id":"PolicyId"},"out":"DescribePolicyResponse"},
"ListAccounts":{"cli":"list-accounts","method":"POST","uri":"/","in":"ListAccountsRequest","parameters":{"next-token":"NextToken","max-results":"MaxResults"},"out":"ListAccountsResponse","pages":{"in":["NextToken"],"out":["NextToken"],"results":["Accounts"],"limit":"MaxResults","size":20}},
"ListAccountsForParent":{"cli":"list-accounts-for-parent","method":"POST","uri":"/","in":"ListAccountsForParentRequest","parameters":{"parent-id":"ParentId","next-token":"NextToken","max-results":"MaxResults"},"out":"ListAccountsForParentResponse","pages":{"in":["NextToken"],"out":["NextToken"],"results":["Accounts"],"limit":"MaxResults","size":20}},
"ListOrganizationalUnitsForParent":{"cli":"list-organizational-units-for-parent","method":"POST","uri":"/","in":"ListOrganizationalUnitsForParentRequest","parameters":{"parent-id":"ParentId","next-token":"NextToken","max-results":"MaxResults"},"out":"ListOrganizationalUnitsForParentResponse","pages":{"in":["NextToken"],"out":["NextToken"],"results":["OrganizationalUnits"],"limit":"MaxResults","size":20}},
"ListPolicies":{"cli":"list-policies","method":"POST","uri":"/","in":"ListPoliciesRequest","parameters":{"filter":"Filter","next-token":"NextToken","max-results":"MaxResults"},"out":"ListPoliciesResponse","pages":{"in":["NextToken"],"out":["NextToken"],"results":["Policies"],"limit":"MaxResults","size":20}},
"ListRoots":{"cli":"list-roots","method":"POST","uri":"/","in":"ListRootsRequest","parameters":{"next-token":"NextToken","max-results":"MaxResults"},"out":"ListRootsResponse","pages":{"in":["NextToken"],"out":["NextToken"],"results":["Roots"],"limit":"MaxResults","size":20}},
"ListTargetsForPolicy":{"cli":"list-targets-for-policy","method":"POST","uri":"/","in":"ListTargetsForPolicyRequest","parameters":{"policy-id":"PolicyId","next-token":"NextToken","max-results":"MaxResults"},"out":"ListTargetsForPolicyResponse","pages":{"in":["NextToken"],"out":["NextToken"],"results":["Targets"],"limit":"MaxResults","size":20}}
},
"shapes": {
"Account":{"members":[["Id","$s"],["Arn","$s"],["Email","$s"],["Name","$s"],["Status","$s"],["State","$s"],["Paths","Paths"],["JoinedMethod","$s"],["JoinedTimestamp","$t"]]},"Accounts":{"list":"Account"},"DescribeOrganizationResponse":{"members":[["Organization","Organization"]]},"DescribePolicyRequest":{"members":[["PolicyId","$s"]]},"DescribePolicyResponse":{"members":[["Policy","Policy"]]},
"ListAccountsForParentRequest":{"members":[["ParentId","$s"],["NextToken","$s"],["MaxResults","$i"]]},"ListAccountsForParentResponse":{"members":[["Accounts","Accounts"],["NextToken","$s"]]},"ListAccountsRequest":{"members":[["NextToken","$s"],["MaxResults","$i"]]},"ListAccountsResponse":{"members":[["Accounts","Accounts"],["NextToken","$s"]]},
"ListOrganizationalUnitsForParentRequest":{"members":[["ParentId","$s"],["NextToken","$s"],["MaxResults","$i"]]},"ListOrganizationalUnitsForParentResponse":{"members":[["OrganizationalUnits","OrganizationalUnits"],["NextToken","$s"]]},"ListPoliciesRequest":{"members":[["Filter","$s"],["NextToken","$s"],["MaxResults","$i"]]},
"ListPoliciesResponse":{"members":[["Policies","Policies"],["NextToken","$s"]]},"ListRootsRequest":{"members":[["NextToken","$s"],["MaxResults","$i"]]},"ListRootsResponse":{"members":[["Roots","Roots"],["NextToken","$s"]]},"ListTargetsForPolicyRequest":{"members":[["PolicyId","$s"],["NextToken","$s"],["MaxResults","$i"]]},
"ListTargetsForPolicyResponse":{"members":[["Targets","PolicyTargets"],["NextToken","$s"]]},"Organization":{"members":[["Id","$s"],["Arn","$s"],["FeatureSet","$s"],["MasterAccountArn","$s"],["MasterAccountId","$s"],["MasterAccountEmail","$s"],["AvailablePolicyTypes","PolicyTypes"]]},"OrganizationalUnit":{"members":[["Id","$s"],["Arn","$s"],["Name","$s"],["Path","$s"]]},
"OrganizationalUnits":{"list":"OrganizationalUnit"},"Paths":{"list":"$s"},"Policies":{"list":"PolicySummary"},"Policy":{"members":[["PolicySummary","PolicySummary"],["Content","$s"]]},"PolicySummary":{"members":[["Id","$s"],["Arn","$s"],["Name","$s"],["Description","$s"],["Type","$s"],["AwsManaged","$b"]]},
"PolicyTargetSummary":{"members":[["TargetId","$s"],["Arn","$s"],["Name","$s"],["Type","$s"]]},"PolicyTargets":{"list":"PolicyTargetSummary"},"PolicyTypeSummary":{"members":[["Type","$s"],["Status","$s"]]},"PolicyTypes":{"list":"PolicyTypeSummary"},"Root":{"members":[["Id","$s"],["Arn","$s"],["Name","$s"],["PolicyTypes","PolicyTypes"]]},"Roots":{"list":"Root"}
}}
"""#
}
