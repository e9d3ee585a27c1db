import ConfigurationDiff
import ConfigurationModel
import PlumblineTestSupport
import ResourceKinds
import Testing

/// Types without a kind of their own, by what CloudFormation's schemas say of them.
@Suite struct SchemaRulesTests {
  private static let context = NormalizationContext(account: "111122223333")

  /// Type, a document, another one, and the edits between them.
  static let rows: [(String, String, String, [String])] = [
    (
      "AWS::MemoryDB::Cluster", #"{"SecurityGroupIds":["sg-1","sg-2"]}"#,
      #"{"SecurityGroupIds":["sg-2","sg-1"]}"#, []
    ),
    (
      "AWS::MemoryDB::Cluster", #"{"SecurityGroupIds":["sg-1","sg-2"]}"#,
      #"{"SecurityGroupIds":["sg-2","sg-3"]}"#,
      ["removed SecurityGroupIds[sg-1]", "added SecurityGroupIds[sg-3]"]
    ),
    // The order of what a schema calls ordered, and of what it does not know, counts.
    (
      "AWS::Route53::RecordSet", #"{"ResourceRecords":["b","a"]}"#,
      #"{"ResourceRecords":["a","b"]}"#,
      ["removed ResourceRecords[#0]", "added ResourceRecords[#1]"]
    ),
    (
      "AWS::Nothing::Known", #"{"Names":["b","a"]}"#, #"{"Names":["a","b"]}"#,
      ["removed Names[#0]", "added Names[#1]"]
    ),
    // That members are unique says nothing of their order.
    (
      "AWS::EC2::DHCPOptions", #"{"DomainNameServers":["10.0.0.2","10.0.1.2"]}"#,
      #"{"DomainNameServers":["10.0.1.2","10.0.0.2"]}"#,
      ["removed DomainNameServers[#0]", "added DomainNameServers[#1]"]
    ),
    (
      "AWS::ECS::ClusterCapacityProviderAssociations", #"{"CapacityProviders":["A","B"]}"#,
      #"{"CapacityProviders":["B","A"]}"#,
      ["removed CapacityProviders[#0]", "added CapacityProviders[#1]"]
    ),
    // What a program is started with is in order, whatever a schema says; so are shifts.
    (
      "AWS::EMR::Cluster",
      #"{"BootstrapActions":[{"ScriptBootstrapAction":{"Args":["-a","-b"]}}]}"#,
      #"{"BootstrapActions":[{"ScriptBootstrapAction":{"Args":["-b","-a"]}}]}"#,
      [
        "removed BootstrapActions[#0].ScriptBootstrapAction.Args[#0]",
        "added BootstrapActions[#0].ScriptBootstrapAction.Args[#1]",
      ]
    ),
    (
      "AWS::SSMContacts::Rotation", #"{"ContactIds":["a","b"]}"#, #"{"ContactIds":["b","a"]}"#,
      ["removed ContactIds[#0]", "added ContactIds[#1]"]
    ),
    (
      "AWS::Logs::Transformer",
      #"{"TransformerConfig":[{"ParseJSON":{}},{"DeleteKeys":{"WithKeys":["a","b"]}}]}"#,
      #"{"TransformerConfig":[{"DeleteKeys":{"WithKeys":["b","a"]}},{"ParseJSON":{}}]}"#,
      ["removed TransformerConfig[#0]", "added TransformerConfig[#1]"]
    ),
    // Another source may write an object under the name of a list.
    (
      "AWS::MemoryDB::Cluster", #"{"SecurityGroupIds":{"Quantity":1,"Items":["a"]}}"#,
      #"{"SecurityGroupIds":{"Quantity":2,"Items":["a"]}}"#,
      ["changed SecurityGroupIds.Quantity"]
    ),
    (
      "AWS::RDS::DBParameterGroup", #"{"DBParameterGroupName":"Web-PG"}"#,
      #"{"DBParameterGroupName":"web-pg"}"#, []
    ),
    (
      "AWS::EFS::FileSystem",
      #"{"FileSystemTags":[{"Key":"a","Value":"1"},{"Key":"b","Value":"2"}]}"#,
      #"{"FileSystemTags":[{"Key":"b","Value":"2"},{"Key":"a","Value":"3"}]}"#,
      ["changed FileSystemTags[a]"]
    ),
    (
      "AWS::RDS::DBParameterGroup", #"{"Parameters":"{ \"rules\": [1] }"}"#,
      #"{"Parameters":{"rules":[1]}}"#, []
    ),
    (
      "AWS::RDS::DBParameterGroup", #"{"Parameters":"{\"rules\":[1]}"}"#,
      #"{"Parameters":{"rules":[2]}}"#, ["changed Parameters.rules[#0]"]
    ),
    // A policy document is one by what it holds, whatever it is called.
    (
      "AWS::Nothing::Known",
      #"{"Guard":"{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"111122223333\"},\"Action\":\"s3:GetObject\",\"Resource\":\"*\"}}"}"#,
      #"{"Guard":{"Version":"2008-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":["arn:aws:iam::111122223333:root"]},"Action":["s3:getobject"],"Resource":["*"]}]}}"#,
      []
    ),
    // What only has the name of a statement is compared as it is written.
    (
      "AWS::WAFv2::RuleGroup",
      #"{"Rules":[{"Statement":{"GeoMatchStatement":{"Codes":["A","B"]}}}]}"#,
      #"{"Rules":[{"Statement":{"GeoMatchStatement":{"Codes":["B","A"]}}}]}"#,
      [
        "removed Rules[#0].Statement.GeoMatchStatement.Codes[#0]",
        "added Rules[#0].Statement.GeoMatchStatement.Codes[#1]",
      ]
    ),
  ]

  @Test(arguments: rows)
  func `documents of a type differ by what its schema says`(
    type: String, old: String, new: String, edits: [String]
  ) throws {
    let kind = ResourceKind.of(ResourceType(type))
    let values = try [old, new].map {
      kind.normalized(try fixture($0), form: .document, context: Self.context)
    }
    #expect(values[1].difference(from: values[0]).map { "\($0.word) \($0.path)" } == edits)
  }

  @Test(arguments: rows)
  func `a document that is written out and read again is the same`(
    type: String, old: String, new: String, edits: [String]
  ) throws {
    let kind = ResourceKind.of(ResourceType(type))
    for text in [old, new] {
      let value = kind.normalized(try fixture(text), form: .document, context: Self.context)
      #expect(
        kind.normalized(try fixture(value.canonicalJSON), form: .document, context: Self.context)
          == value)
    }
  }

  @Test func `lists in lists without order are read again as they were`() throws {
    let kind = ResourceKind.of("AWS::SSM::MaintenanceWindowTarget")
    let value = kind.normalized(
      try fixture(#"{"Targets":[{"Key":"tag:a","Values":["y","x"]},{"Key":"b","Values":["z"]}]}"#),
      form: .document,
      context: Self.context)
    #expect(
      kind.normalized(try fixture(value.canonicalJSON), form: .document, context: Self.context)
        == value)
  }
}
