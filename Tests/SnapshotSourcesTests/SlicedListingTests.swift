import ConfigurationDiff
import ConfigurationModel
import ResourceKinds
import SnapshotSources
import Testing

/// Lists that have a part each: policies of an organization, of which each list is of one type.
@Suite struct SlicedListingTests {
  private static let scope = Scope(
    account: "111122223333", region: Scope.global, type: "AWS::Organizations::Policy")

  private static func policy(_ id: String, _ type: String) -> String {
    let arn =
      "arn:aws:organizations::111122223333:policy/o-a1b2c3d4e5/\(type.lowercased())/\(id)"
    return
      #"{"Id":"\#(id)","Arn":"\#(arn)","Name":"\#(id)","Type":"\#(type)","AwsManaged":false}"#
  }

  private static let control = #"{"Policies":[\#(policy("p-aaaa1111", "SERVICE_CONTROL_POLICY"))]}"#
  private static let tags = #"{"Policies":[\#(policy("p-bbbb2222", "TAG_POLICY"))]}"#

  private func read(_ files: [String: String]) throws -> ReadImport {
    let prefix = "111122223333/global/"
    return try Fixture(
      Dictionary(uniqueKeysWithValues: files.map { (prefix + $0.key + ".json", $0.value) })
    ).read(kinds: ResourceKind.all)
  }

  @Test(arguments: [
    ["organizations-list-policies", "organizations-list-policies-TAG_POLICY"],
    ["organizations-list-policies-scp", "organizations-list-policies-tag"],
    ["organizations-list-policies/SERVICE_CONTROL_POLICY", "organizations-list-policies/tag"],
    ["organizations-list-policies__service-control-policy", "organizations-list-policies__TAG"],
    ["organizations-list-policies.page1", "organizations-list-policies.page2"],
    ["list-policies", "list-policies-tag-policy"],
    ["organizations/list-policies", "organizations/list-policies.tag_policy"],
    ["policies", "tag-policies"],
  ])
  func `lists of two types are all that they have together`(names: [String]) throws {
    let found = try read([names[0]: Self.control, names[1]: Self.tags])
    #expect(found.conclusion.readings == [Self.scope: .read(count: 2)])
    #expect(found.items.map(\.resource.id.id).sorted() == ["p-aaaa1111", "p-bbbb2222"])
  }

  @Test func `two lists of one type that differ are none`() throws {
    let other = Self.control.replacing("aaaa1111", with: "cccc3333")
    let found = try read([
      "organizations-list-policies": Self.control, "organizations-list-policies-scp": other,
    ])
    #expect(found.conclusion.readings[Self.scope]?.isRead == false)
  }

  @Test(arguments: [
    "An error occurred (AccessDeniedException) when calling the ListPolicies operation: x",
    #"{"Error":{"Code":"AccessDeniedException","Message":"x"}}"#, "", "{}",
  ])
  func `a list that was refused is not made up for by that of another type`(answer: String) throws {
    let found = try read([
      "organizations-list-policies-SERVICE_CONTROL_POLICY": Self.control,
      "organizations-list-policies-TAG_POLICY": answer,
    ])
    #expect(found.conclusion.readings[Self.scope]?.isRead == false)
    #expect(found.items.map(\.resource.id.id) == ["p-aaaa1111"])
  }

  @Test func `an account of no organization has none`() throws {
    let found = try read([
      "organizations-list-policies":
        "An error occurred (AWSOrganizationsNotInUseException) when calling the ListPolicies operation: Your account is not a member of an organization."
    ])
    #expect(found.conclusion.readings == [Self.scope: .read(count: 0)])
  }

  @Test(arguments: [
    ("organizations-describe-policy/p-aaaa1111", "p-aaaa1111", true),
    ("organizations-describe-policy-p-aaaa1111", "p-aaaa1111", true),
    ("organizations-describe-policy", "p-aaaa1111", true),
    ("organizations-describe-policy/p-aaaa1111", "p-bbbb2222", false),
  ])
  func `what a policy says is its own`(name: String, about: String, isTaken: Bool) throws {
    let summary = Self.policy(about, "SERVICE_CONTROL_POLICY")
    let found = try read([
      "organizations-list-policies": Self.control,
      name: #"{"Policy":{"PolicySummary":\#(summary),"Content":"{}"}}"#,
    ])
    #expect(found.unreadParts.isEmpty == isTaken)
  }

  @Test func `policies of a target are no list of all`() throws {
    let found = try read(["organizations-list-policies-for-target": Self.control])
    #expect(found.conclusion.readings[Self.scope]?.isRead != true)
  }
}
