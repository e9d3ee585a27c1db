import ConfigurationModel

/// The account and region that an item itself says it is from.
package struct Evidence: Hashable, Sendable {
  /// Twelve digits; nil where the item does not say.
  package let account: String?
  /// Nil where the item does not say, or has none.
  package let region: String?

  /// From an item's own ARN first, then from the field that holds its owner. What is no account, such
  /// as `aws` or `amazon`, says nothing.
  init(arn: String?, owner: String?, zone: String? = nil) {
    let arn = arn.flatMap(ARN.init)
    account = arn?.account ?? owner.flatMap { PathFacts.isAccount($0) ? $0 : nil }
    region = arn?.region ?? zone.flatMap(Evidence.region(ofZone:))
  }

  /// The region of `eu-west-1a`, or of a zone elsewhere that belongs to it: `us-west-2-lax-1a`, `us-east-1-wl1-bos-wlz-1`
  /// (AWS Global Infrastructure, "Local Zones", "Wavelength Zones"). Nil for what has not this form.
  private static func region(ofZone zone: String) -> String? {
    let words = zone.split(separator: "-")
    guard let end = words.firstIndex(where: { $0.first?.isNumber == true }) else { return nil }
    let region = (words[..<end] + [words[end].prefix(while: \.isNumber)]).joined(separator: "-")
    return PathFacts.isRegion(region) ? region : nil
  }

  /// Makes what an item says of itself in fields of its own, not in an ARN.
  package init(account: String?, region: String?) {
    self.account = account
    self.region = region
  }
}

/// The parts of an ARN that say where it belongs:
/// `arn:partition:service:region:account:resource` (AWS General Reference, "Amazon Resource Names").
struct ARN {
  let account: String?
  let region: String?

  init?(_ text: String) {
    guard text.hasPrefix("arn:") else { return nil }
    let parts = text.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
    guard parts.count == 6 else { return nil }
    let place = String(parts[3])
    region = PlaceName.region.flaw(of: place) == nil ? place : nil
    account = PathFacts.isAccount(String(parts[4])) ? String(parts[4]) : nil
  }
}
