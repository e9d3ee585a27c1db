package import ConfigurationModel

extension Scope {
  /// What stands for all that AWS Config records of one account and region: a region without a recorder has no other
  /// scope that could say so.
  package static func recorder(_ account: String, _ region: String) -> Scope {
    Scope(account: account, region: region, type: "AWS::Config::ConfigurationRecorder")
  }

  /// The same, of `ACCOUNT/REGION`.
  package static func recorder(of place: String) -> Scope? {
    let parts = place.split(separator: "/")
    return parts.count == 2 ? recorder(String(parts[0]), String(parts[1])) : nil
  }
}
