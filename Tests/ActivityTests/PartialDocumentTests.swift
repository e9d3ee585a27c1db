import Activity
import ConfigurationDiff
import ConfigurationJSON
import ConfigurationModel
import ResourceKinds
import Testing

/// Calls give a part of a resource's document. What a kind completes in a whole document, no call made.
@Suite struct PartialDocumentTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let type: ResourceType
    let before: String
    let after: String
    /// Each with the service, the name and the fields of its event.
    let calls: [[String]]
    /// The field of each edit, how sure it is and the calls that made it.
    let found: [String]

    var testDescription: String { type.name }
  }

  private static let boundary =
    #"{"PermissionsBoundaryType":"Policy","PermissionsBoundaryArn":"arn:aws:iam::111122223333:policy/b"}"#
  private static let policy = #"{"Version":"2012-10-17","Statement":[]}"#

  private static let cases: [Case] = [
    Case(
      type: "AWS::IAM::Role",
      before: #"{"RolePolicyList":[],"PermissionsBoundary":\#(boundary),"Tags":[]}"#,
      after:
        #"{"RolePolicyList":[{"PolicyName":"p","PolicyDocument":\#(policy)}],"PermissionsBoundary":null,"Tags":[]}"#,
      calls: [
        [
          "iam", "PutRolePolicy",
          #""requestParameters":{"roleName":"r","policyName":"p","policyDocument":"{\"Version\":\"2012-10-17\",\"Statement\":[]}"}"#,
        ],
        ["iam", "DeleteRolePermissionsBoundary", #""requestParameters":{"roleName":"r"}"#],
      ],
      found: [
        #"PermissionsBoundary exact ["DeleteRolePermissionsBoundary"]"#,
        #"Policies exact ["PutRolePolicy"]"#,
      ]),
    Case(
      type: "AWS::IAM::Role", before: #"{"MaxSessionDuration":3600,"Description":"x"}"#,
      after: #"{"MaxSessionDuration":7200,"Description":""}"#,
      calls: [
        [
          "iam", "UpdateRole",
          #""requestParameters":{"roleName":"r","maxSessionDuration":7200}"#,
        ]
      ],
      found: [
        #"Description byResourceAndTime ["UpdateRole"]"#,
        #"MaxSessionDuration exact ["UpdateRole"]"#,
      ]),
    Case(
      type: "AWS::EC2::VPC",
      before:
        #"{"DhcpOptionsId":"dopt-1","Ipv6CidrBlockAssociationSet":[{"AssociationId":"a","Ipv6CidrBlock":"2001:db8::/56"}]}"#,
      after: #"{"DhcpOptionsId":"dopt-2","Ipv6CidrBlockAssociationSet":[]}"#,
      calls: [
        [
          "ec2", "AssociateDhcpOptions",
          #""requestParameters":{"vpcId":"vpc-1","dhcpOptionsId":"dopt-2"}"#,
        ],
        [
          "ec2", "DisassociateVpcCidrBlock",
          #""requestParameters":{"DisassociateVpcCidrBlockRequest":{"AssociationId":"a"}},"responseElements":{"DisassociateVpcCidrBlockResponse":{"vpcId":"vpc-1","ipv6CidrBlockAssociation":{"associationId":"a"}}}"#,
        ],
      ],
      found: [
        #"DhcpOptionsId exact ["AssociateDhcpOptions"]"#,
        #"Ipv6CidrBlockAssociationSet exact ["DisassociateVpcCidrBlock"]"#,
      ]),
    Case(
      type: "AWS::EC2::EIP",
      before: #"{"AllocationId":"eipalloc-1","Tags":[{"Key":"a","Value":"b"}]}"#,
      after: #"{"AllocationId":"eipalloc-1","NetworkInterfaceId":"eni-1","Tags":[]}"#,
      calls: [
        [
          "ec2", "AssociateAddress",
          #""requestParameters":{"allocationId":"eipalloc-1","networkInterfaceId":"eni-1"}"#,
        ],
        [
          "ec2", "DeleteTags",
          #""requestParameters":{"resourcesSet":{"items":[{"resourceId":"eipalloc-1"}]},"tagSet":{"items":[{"key":"a"}]}}"#,
        ],
      ],
      found: [
        #"NetworkInterfaceId exact ["AssociateAddress"]"#, #"Tags exact ["DeleteTags"]"#,
      ]),
  ]

  @Test(arguments: cases)
  func `a call made nothing of what it leaves out`(row: Case) throws {
    let (kind, context) = (ResourceKind.of(row.type), NormalizationContext(account: "111122223333"))
    let values = try [row.before, row.after].map {
      kind.normalized(try JSONParser().parse($0), form: .cli, context: context)
    }
    var replay = Replay(kind, context, before: values[0])
    for call in row.calls {
      let steps = try event(call[2], name: call[1], source: call[0]).effects
        .filter { $0.type == row.type }.flatMap(\.steps)
      replay.take(call[1], steps)
    }
    let found = kind.edits(from: values[0], to: values[1]).map { edit in
      let (grade, events) = replay.attribution(of: edit)
      return "\(edit.path.text.prefix { $0 != "[" && $0 != "." }) \(grade) \(events)"
    }
    #expect(found.sorted() == row.found)
  }

  @Test func `a call names nothing that it leaves out`() throws {
    let call = try event(
      #""requestParameters":{"roleName":"r","policyName":"p","policyDocument":"{}"}"#,
      name: "PutRolePolicy", source: "iam")
    let named = try #require(
      call.effects.first?.named(
        ResourceKind.of("AWS::IAM::Role"), NormalizationContext(account: "111122223333")))
    #expect(named.map(\.text) == ["Policies[p]"])
  }
}
