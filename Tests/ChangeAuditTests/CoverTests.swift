import ChangeAudit
import ConfigurationModel
import Testing

private let other = Resource(
  ResourceID(account: "2", region: "us-east-1", type: group.id.type, id: "sg-0b"))
private let table = Resource(
  ResourceID(
    account: "111122223333", region: "eu-west-1", type: "AWS::EC2::RouteTable", id: "sg-0a"))

@Test(arguments: [
  Row(
    "narrower block", record(), yes),
  Row(
    "the whole internet, port 22", record(),
    candidate: candidate(added(rule("tcp", 22, from: "0.0.0.0/0"))),
    no
      + "approves tcp/443 from 10.0.0.0/8 here: port 22 is not 443, 0.0.0.0/0 is wider than 10.0.0.0/8"
  ),
  Row(
    "another block", record(), candidate: candidate(added(rule(from: "192.168.0.0/16"))),
    no + "approves tcp/443 from 10.0.0.0/8 here: 192.168.0.0/16 is not in 10.0.0.0/8"),
  Row(
    "a security group is in no block", record(), candidate: candidate(added(rule(from: "sg-1"))),
    no + "approves tcp/443 from 10.0.0.0/8 here: sg-1 is not in 10.0.0.0/8"),
  Row(
    "another protocol", record(), candidate: candidate(added(rule("udp"))),
    no + "approves tcp/443 from 10.0.0.0/8 here: IpProtocol udp is not tcp"),
  Row(
    "every protocol", record(),
    candidate: candidate(
      added(.object(["IpProtocol": .string("-1"), "source": .string("10.0.0.0/8")]))),
    no
      + "approves tcp/443 from 10.0.0.0/8 here: ports 0-65535 are wider than 443, IpProtocol -1 is not tcp"
  ),
  Row(
    "removed, not added", record(),
    candidate: candidate(edit("IpPermissions[rule]", .removed(rule()))),
    no + "approves added, not removed"),
  Row(
    "another path", record(allows: modify(clause(.added, "Tags"))),
    no + "approves edits of Tags, not of IpPermissions[rule]"),
  Row(
    "another resource", record(), candidate: candidate(of: other), no + "names sg-0a, not sg-0b"),
  Row(
    "another resource and too late", record(window: window(-5, -3)),
    candidate: candidate(of: other),
    no + "names sg-0a, not sg-0b; its window closed 3 h before the change"),
  Row(
    "another account and region",
    record(
      allows: modify(
        clause(.added, "IpPermissions"),
        resource: ResourceSelector(account: Glob("1*"), region: Glob("eu-west-1")))),
    candidate: candidate(of: other),
    no + "is for account 1*, not 2; is for region eu-west-1, not us-east-1"),
  Row(
    "another tag",
    record(
      allows: modify(
        clause(.added, "IpPermissions"), resource: ResourceSelector(tags: ["team": Glob("web")]))),
    no + "is for tag team web, and there is none"),
  Row(
    "another type has nothing to do with it", record(), candidate: candidate(of: table),
    "unapproved"),
  Row(
    "an edit of another kind of another resource has nothing to do with it",
    record(allows: modify(clause(.added, "Tags"))), candidate: candidate(of: other), "unapproved"),
  Row("a modify without edits", record(allows: modify()), no + "names no edits"),
  Row(
    "create, not modify", record(allows: [Allowance(resource: onlyGroup, action: .create)]),
    no + "approves create, not modify"),
  Row(
    "modify, not delete", record(),
    candidate: candidate(Edit(.root, .removed(.object([:]))), change: .deleted),
    no + "approves modify, not delete"),
  Row(
    "a clause that covers all, and a removed root", record(allows: modify(clause(.removed, "**"))),
    candidate: candidate(Edit(.root, .removed(.object([:]))), change: .deleted),
    no + "approves modify, not delete"),
  Row(
    "a deletion",
    record(allows: [Allowance(resource: onlyGroup, action: .delete)]),
    candidate: candidate(Edit(.root, .removed(.object([:]))), change: .deleted),
    "approved by CHG1 0/-"),
  Row(
    "a deletion with edits",
    record(
      allows: [
        Allowance(
          resource: onlyGroup, action: .delete, edits: [clause(.removed, "**")].compactMap { $0 })
      ]),
    candidate: candidate(Edit(.root, .removed(.object([:]))), change: .deleted),
    no + "names edits of a deletion"),
  Row(
    "an edit above the clause's path",
    record(allows: modify(clause(.added, "Policies[admin].Statement"))),
    candidate: candidate(edit("Policies", .added(.object(["admin": .object([:])])))),
    no + "approves edits of Policies[admin].Statement, not of Policies"),
  Row(
    "an edit inside a member of the clause's list",
    record(allows: modify(clause(.changed, "IpPermissions"))),
    candidate: candidate(
      edit("IpPermissions[r].Description", .changed(from: .null, to: .string("x")))),
    no + "approves the change of IpPermissions, not of [r].Description inside it; "
      + "write changed: IpPermissions[r].Description"),
  Row(
    "an edit inside what two stars name",
    record(allows: modify(clause(.changed, "IpPermissions.**"))),
    candidate: candidate(
      edit("IpPermissions[r].Description", .changed(from: .null, to: .string("x")))),
    yes),
  Row(
    "a condition that goes from a statement that may go",
    record(allows: modify(clause(.removed, "Document.Statement[Admin]"))),
    candidate: candidate(edit("Document.Statement[Admin].Condition", .removed(.object([:])))),
    no + "approves the removal of Document.Statement[Admin], not of Condition inside it; "
      + "write removed: Document.Statement[Admin].Condition"),
  Row(
    "an action that goes from a statement that may go",
    record(allows: modify(clause(.removed, "Document.Statement[Deny]"))),
    candidate: candidate(edit("Document.Statement[Deny].Action[s3:x]", .removed(.string("s3:x")))),
    no + "approves the removal of Document.Statement[Deny], not of Action[s3:x] inside it; "
      + "write removed: Document.Statement[Deny].Action[s3:x]"),
  Row(
    "what is added inside a statement that may be added",
    record(
      allows: modify(clause(.added, "Document.Statement[A]", .actionsWithin(["s3:*"])))),
    candidate: candidate(
      edit("Document.Statement[A].NotAction", .added(.elements(["s3:x": .string("s3:x")])))),
    no + "approves the addition of Document.Statement[A], not of NotAction inside it; "
      + "write added: Document.Statement[A].NotAction"),
  Row(
    "a second principal where a principal may be added",
    record(allows: modify(clause(.added, "P.Statement[A].Principal"))),
    candidate: candidate(edit("P.Statement[A].Principal.AWS[x]", .added(.string("x")))),
    no + "approves the addition of P.Statement[A].Principal, not of AWS[x] inside it; "
      + "write added: P.Statement[A].Principal.AWS[x]"),
  Row(
    "a removal inside, and an addition approved",
    record(allows: modify(clause(.added, "P.Statement[A]"))),
    candidate: candidate(edit("P.Statement[A].Condition", .removed(.null))),
    no + "approves the addition of P.Statement[A], not of Condition inside it; "
      + "write removed: P.Statement[A].Condition"),
  Row(
    "a member of a set inside", record(allows: modify(clause(.added, "P.Statement[*].Action"))),
    candidate: candidate(edit("P.Statement[A].Action[s3:x]", .added(.string("s3:x")))), yes),
  Row(
    "a member whose value is another", record(allows: modify(clause(.changed, "Tags"))),
    candidate: candidate(edit("Tags[team]", .changed(from: .string("a"), to: .string("b")))), yes),
  Row(
    "a second principal beside one that every condition together names",
    record(
      allows: modify(
        clause(
          .added, "P.Statement[A]",
          .fields(["Principal": .all([.fields(["Service": .equals(.string("x"))])])])))),
    candidate: candidate(
      edit(
        "P.Statement[A]",
        .added(.object(["Principal": .object(["AWS": .string("*"), "Service": .string("x")])])))),
    no + "approves added P.Statement[A] here: Principal has AWS besides"),
  Row(
    "old value",
    record(
      allows: modify(
        clause(
          .changed, "Routes[*].GatewayId", .glob(Glob("nat-*")), old: .equals(.string("igw-1"))))),
    candidate: candidate(
      edit("Routes[x].GatewayId", .changed(from: .string("igw-2"), to: .string("vgw-3")))),
    no
      + "approves changed Routes[*].GatewayId here: vgw-3 is not like nat-*, before, igw-2 is not igw-1"
  ),
])
func `what is wider, elsewhere or something else is not covered`(row: Row) {
  #expect(row.line == row.expected)
}

private func ignore(
  _ path: String?, until: Double = 2000, _ predicate: Predicate? = nil,
  resource: ResourceSelector = ResourceSelector(type: Glob("AWS::EC2::*"))
) -> Ignore {
  Ignore(
    name: "ignores.yaml#1", resource: resource, path: path.flatMap { PathPattern(parsing: $0) },
    predicate: predicate, owner: "o", reason: "r", until: hour(until))
}

private let creation = candidate(Edit(.root, .added(.object([:]))), change: .created)

@Test(arguments: [
  Row("by path", ignores: [ignore("IpPermissions")], "ignored by ignores.yaml#1"),
  Row("without path", ignores: [ignore(nil)], "ignored by ignores.yaml#1"),
  Row("expired at this moment", ignores: [ignore(nil, until: 1000)], "unapproved"),
  Row("another path", ignores: [ignore("Tags")], "unapproved"),
  Row("a deeper path", ignores: [ignore("IpPermissions[rule].Description")], "unapproved"),
  Row(
    "another resource", ignores: [ignore(nil, resource: ResourceSelector(id: Glob("x")))],
    "unapproved"),
  Row(
    "tags", ignores: [ignore(nil, resource: ResourceSelector(tags: ["by": Glob("k*")]))],
    candidate: candidate(tags: ["by": "karpenter"]), "ignored by ignores.yaml#1"),
  Row(
    "a creation, by the tags that it brings",
    ignores: [ignore(nil, resource: ResourceSelector(tags: ["by": Glob("k*")]))],
    candidate: candidate(
      Edit(.root, .added(.object([:]))), change: .created, tags: ["by": "karpenter"]),
    "unapproved"),
  Row("value", ignores: [ignore("IpPermissions", httpsFromOffice)], "ignored by ignores.yaml#1"),
  Row(
    "another value", ignores: [ignore("IpPermissions", httpsFromOffice)],
    candidate: candidate(added(rule("tcp", 22))), "unapproved"),
  Row("a creation, by a path for all", ignores: [ignore("**")], candidate: creation, "unapproved"),
  Row(
    "a creation, without path", ignores: [ignore(nil)], candidate: creation,
    "ignored by ignores.yaml#1"),
  Row("approved wins", record(), ignores: [ignore(nil)], yes),
])
func `an ignore leaves out what it names until its end`(row: Row) {
  #expect(row.line == row.expected)
}
