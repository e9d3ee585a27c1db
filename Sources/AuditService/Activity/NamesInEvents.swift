import AuditStore
import ConfigurationModel

extension ResourceID {
  /// What the ARN that is its id ends in: events call some resources by that.
  var ends: [String] {
    guard id.hasPrefix("arn:") else { return [] }
    return [id.split(separator: ":").last, id.split(separator: "/").last].compactMap { $0 }
      .map(String.init)
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
