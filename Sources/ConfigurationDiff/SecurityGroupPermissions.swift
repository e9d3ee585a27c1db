import ConfigurationModel

extension ConfigurationValue {
  /// A security group's permissions as one element for each direction, protocol, ports and peer.
  func permissionElements(_ direction: PermissionDirection, account: String) -> ConfigurationValue {
    self
  }
}
