import ConfigurationDiff
import ConfigurationModel
import Guardrails
import ResourceKinds
import Testing

/// The rows that conditions ask.
@Suite struct GuardrailViewTests {
  private func observed(
    _ type: ResourceType, _ configuration: ConfigurationValue, unread: Set<String> = []
  ) -> ObservedResource {
    let kind = ResourceKind.of(type)
    let context = NormalizationContext(account: "111122223333", partition: "aws") { _ in }
    let id = ResourceID(account: "111122223333", region: "eu-west-1", type: type, id: "x")
    return ObservedResource(
      Resource(id, name: "web"), kind.normalized(configuration, form: .cli, context: context),
      kind: kind, unreadParts: unread)
  }

  private func row(_ view: String, of observed: ObservedResource) throws -> [String:
    GuardrailView.Cell]
  {
    let found = try #require(GuardrailView.named(view))
    let row = try #require(found.rows(of: observed, key: 7).first)
    return Dictionary(zip(found.columnNames, row)) { first, _ in first }
  }

  @Test func `each view and each column of it has a name of its own, and a meaning`() {
    #expect(Set(GuardrailView.all.map(\.name)).count == GuardrailView.all.count)
    for view in GuardrailView.all {
      #expect(Set(view.columnNames).count == view.columnNames.count, "\(view.name)")
      #expect(!view.meaning.isEmpty && view.columns.allSatisfy { !$0.meaning.isEmpty })
      #expect(!view.sources.isEmpty)
    }
  }

  @Test func `every view speaks of types that have rules of their own`() {
    let known = Set(ResourceKind.all.map(\.type))
    for view in GuardrailView.all {
      #expect(view.types.isSubset(of: known), "\(view.name)")
    }
  }

  @Test func `a permission becomes one row for each source, with all its ports`() throws {
    let group = observed(
      "AWS::EC2::SecurityGroup",
      .object([
        "IpPermissions": .list([
          .object([
            "IpProtocol": .string("-1"),
            "IpRanges": .list([
              .object(["CidrIp": .string("10.0.0.0/8")]),
              .object(["CidrIp": .string("10.1.0.0/16")]),
            ]),
          ])
        ])
      ]))
    let view = try #require(GuardrailView.named("ingress_rules"))
    #expect(view.rows(of: group, key: 1).count == 2)
    let cells = try row("ingress_rules", of: group)
    #expect(cells["resource"] == .integer(7) && cells["name"] == .text("web"))
    #expect(cells["label"] == .text("all from 10.0.0.0/8") && cells["protocol"] == .text("all"))
    #expect(cells["from_port"] == .integer(0) && cells["to_port"] == .integer(65535))
    #expect(cells["source"] == .text("10.0.0.0/8"))
    #expect(group.isUnread("GroupName") && !group.isUnread("IpPermissions"))
  }

  @Test func `what was not read is null, and what is not there is not`() throws {
    let bucket = observed(
      "AWS::S3::Bucket",
      .object(["Name": .string("logs"), "Policy": .null, "PublicAccessBlock": .null]))
    let cells = try row("buckets", of: bucket)
    #expect(cells["versioning"] == .null && bucket.isUnread("Versioning"))
    #expect(cells["has_policy"] == .integer(0) && !bucket.isUnread("Policy"))
    #expect(cells["block_public_acls"] == .integer(0))
    let told = observed(
      "AWS::S3::Bucket", .object(["Name": .string("logs"), "Policy": .null]), unread: ["Policy"])
    #expect(try row("buckets", of: told)["has_policy"] == .null && told.isUnread("Policy"))
  }

  @Test func `a statement says its actions in small letters, and whom it names`() throws {
    let policy =
      #"{"Statement":{"Effect":"Allow","Principal":"*","Action":"S3:GetObject","Resource":"*"}}"#
    let bucket = observed(
      "AWS::S3::Bucket", .object(["Name": .string("logs"), "Policy": .string(policy)]))
    let cells = try row("resource_policy_statements", of: bucket)
    #expect(cells["actions"] == .text(#"["s3:getobject"]"#) && cells["effect"] == .text("Allow"))
    #expect(cells["principals"] == .text(#"["AWS:*"]"#) && cells["is_anybody"] == .integer(1))
    #expect(cells["conditions"] == .null && cells["is_every_resource"] == .integer(1))
  }
}

extension GuardrailView {
  /// The names of all columns, in order.
  var columnNames: [String] { Self.commonColumns.map(\.name) + columns.map(\.name) }
}
