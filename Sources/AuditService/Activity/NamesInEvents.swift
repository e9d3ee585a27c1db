import AuditStore
import ChangeAudit
import ConfigurationDiff
import ConfigurationModel
import ResourceKinds
import SnapshotSources

/// Tells what events may call a resource. It keeps the names of the scopes that were asked about.
final class NamesInEvents {
  private let store: AuditStore
  /// Since when which resources have which names.
  private var namesOf: [Scope: [String: [String: Timestamp]]] = [:]

  init(store: AuditStore) { self.store = store }

  /// What events may call a resource: its id, what an ARN ends in, the ids of its parts, and the name that its
  /// kind has, as it was before, where no other of its place was ever called so. A tag is no name: whoever sets it
  /// would choose whose calls count.
  func names(
    of resource: ResourceID, _ before: ConfigurationValue?, by moment: Timestamp
  ) throws(Problem) -> Set<String> {
    let own = before.flatMap { ResourceKind.of(resource.type).name(in: $0) }
    let names = Set([resource.id] + resource.ends + (before?.parts ?? []))
    guard let own, try isAlone(named: own, resource, by: moment) else { return names }
    return names.union([own])
  }

  /// Whether no other resource of the place and type of this one was called so in what was read by a moment. What is
  /// read later says nothing: the answer stays the same.
  private func isAlone(named name: String, _ resource: ResourceID, by moment: Timestamp)
    throws(Problem) -> Bool
  {
    let known = try names(in: resource.scope)[name] ?? [:]
    return known.allSatisfy { id, since in id.isIdentical(to: resource.id) || since > moment }
  }

  private func names(in scope: Scope) throws(Problem) -> [String: [String: Timestamp]] {
    if let known = namesOf[scope] { return known }
    let found = try store.names(in: scope)
    namesOf[scope] = found
    return found
  }
}

extension ConfigurationValue {
  /// The ids of associations of a route table, a network ACL, an address or a network's blocks, by which events name it
  /// too, and of what its routes lead to: whoever takes that away changes them.
  var parts: [String] {
    let lists = ["Associations", "CidrBlockAssociationSet", "Ipv6CidrBlockAssociationSet"]
    let targets = (self["Routes"]?.members ?? []).flatMap { route in
      ["GatewayId", "NatGatewayId", "VpcPeeringConnectionId"].compactMap { route[$0]?.string }
    }
    return [self["AssociationId"]?.string].compactMap { $0 } + targets
      + lists.flatMap { self[$0]?.members ?? [] }.flatMap { association in
        ["RouteTableAssociationId", "NetworkAclAssociationId", "AssociationId"].compactMap {
          association[$0]?.string
        }
      }
  }
}

extension StoredActivity {
  /// What the call named, each once and without what an ARN beside it ends in; in the store's order.
  var namesInWords: [String] {
    let all = resources.map(\.name)
    let ends = all.filter { $0.hasPrefix("arn:") }
    return all.reduce(into: []) { names, name in
      let isEnd = ends.contains { $0.hasSuffix(":\(name)") || $0.hasSuffix("/\(name)") }
      if !isEnd, !names.contains(name) { names.append(name) }
    }
  }
}
