import AuditStore
import ConfigurationModel
import SnapshotSources

/// Where the store has the resource of an item: under which id, and whether in the scope that lists it.
struct ItemPlaces {
  private let writer: SnapshotWriter
  /// The scopes that the files of the import list.
  private let listed: Set<Scope>

  init(_ writer: SnapshotWriter, listed: Set<Scope>) {
    self.writer = writer
    self.listed = listed
  }

  /// Why an id cannot be of the scope that lists it: it is one of one region that stands in another, whose
  /// file was put in the place of this one's. Nil where it can.
  func misplacement(of id: ResourceID, at place: Problem.Place) throws -> Problem? {
    guard id.isOfOneRegion, try writer.wasRead(writer.row(of: id.scope)),
      case .new = try writer.find(id.id, in: writer.row(of: id.scope)),
      let other = try writer.elsewhere(id)
    else { return nil }
    return .standsElsewhere(id, in: other, at: place)
  }

  /// Whether an item that is at home in another region is to be taken where it is listed: its home is
  /// neither listed nor known, and its changes would not be seen; or it was taken here before, and its
  /// story goes on.
  func isOnlySeenHere(_ item: PreparedItem) throws -> Bool {
    switch item.identified.presence {
    case .present, .deleted, .notRecorded: return false
    case .elsewhere(let region):
      let own = item.resource.id
      let home = Scope(account: own.account, region: region, type: own.type)
      if try writer.stands(own) { return true }
      return try !listed.contains(home) && !writer.stands(ResourceID(home, id: own.id))
    }
  }

  /// The item under the id by which the store has known its resource since ids did not name parents. It
  /// is the first item's that has no other id there: no such store could hold two of one name.
  func continuing(_ item: PreparedItem) throws -> PreparedItem {
    guard let former = item.identified.formerID else { return item }
    let scope = try writer.row(of: item.resource.id.scope)
    guard case .new = try writer.find(item.resource.id.id, in: scope),
      case .standing = try writer.find(former, in: scope)
    else { return item }
    return item.known(as: ResourceID(item.resource.id.scope, id: former))
  }
}

extension ResourceID {
  // A peering connection between two regions has one id in both.
  private static let regional: Set<ResourceType> = [
    "AWS::EC2::DHCPOptions", "AWS::EC2::EIP", "AWS::EC2::FlowLog", "AWS::EC2::Instance",
    "AWS::EC2::InternetGateway", "AWS::EC2::NatGateway", "AWS::EC2::NetworkAcl",
    "AWS::EC2::NetworkInterface", "AWS::EC2::RouteTable", "AWS::EC2::SecurityGroup",
    "AWS::EC2::Subnet", "AWS::EC2::VPC", "AWS::EC2::VPCEndpoint", "AWS::EC2::Volume",
  ]

  /// Whether no other region has a resource of this id: one that EC2 made, `sg-0123456789abcdef0`, of 8 or 17
  /// hexadecimal digits (EC2 User Guide, "Resource IDs").
  fileprivate var isOfOneRegion: Bool {
    guard Self.regional.contains(type), let dash = id.lastIndex(of: "-") else { return false }
    let digits = id[id.index(after: dash)...]
    return [8, 17].contains(digits.utf8.count) && digits.allSatisfy(\.isHexDigit)
  }
}
