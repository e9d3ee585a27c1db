import ConfigurationModel

/// Where services are called: what the environment or the profile sets, and AWS's own addresses
/// otherwise (AWS SDKs and Tools Reference, "Service-specific endpoints", "Dual-stack and FIPS endpoints").
package struct EndpointResolver: Sendable {
  private let settings: ClientSettings
  /// The profile's `services` section: `s3.endpoint_url`.
  private let services: [String: String]
  /// The region that tells the partition of calls to no region.
  let homeRegion: String

  /// Makes a resolver of the environment, a profile and its `services` section (`s3.endpoint_url`);
  /// addresses are checked when a call needs them.
  package init(
    variables: [String: String], profile: [String: String] = [:], services: [String: String] = [:],
    homeRegion: String = "us-east-1"
  ) {
    settings = ClientSettings(variables: variables, profile: profile)
    self.services = services
    self.homeRegion = homeRegion
  }

  /// The endpoint of a service for a call to `region`, or to `global`.
  func endpoint(_ model: ServiceModel, region: String) throws(Problem) -> Endpoint {
    let partition = Partition.of(region: region == "global" ? homeRegion : region)
    let fixed = partition.fixed[model.name]
    let own = region == "global" ? partition.implicitRegion : region
    let variant = variant(of: model)
    if let (address, source) = address(of: model) {
      if let variant { throw .endpointsConflict(source, variant) }
      guard
        let endpoint = Endpoint(
          address: address, signingRegion: fixed?.region ?? own, signingName: model.signingName)
      else { throw .endpointInvalid(address, in: source) }
      return endpoint
    }
    guard own.isHostLabel else { throw .endpointInvalid(own, in: "The region") }
    var host = fixed?.host ?? "\(model.endpointPrefix).\(own).\(partition.suffix)"
    var signingRegion = fixed?.region ?? own
    if let variant {
      guard let other = partition.host(of: model.name, variant) else {
        throw .endpointMissing(model.id, variant, partition)
      }
      host = other.host(prefix: model.endpointPrefix, region: own)
      signingRegion = other.region ?? signingRegion
    }
    return Endpoint(
      scheme: "https", authority: host, path: "", signingRegion: signingRegion,
      signingName: model.signingName, isCustom: false)
  }

  /// What is asked of a service's endpoint; `s3` may have a setting of its own in the profile.
  private func variant(of model: ServiceModel) -> Partition.Variant? {
    let isDualStack =
      settings.isTrue("AWS_USE_DUALSTACK_ENDPOINT", "use_dualstack_endpoint")
      || model.name == "s3" && settings.profile["s3.use_dualstack_endpoint"]?.lowercased() == "true"
    return Partition.Variant(
      fips: settings.isTrue("AWS_USE_FIPS_ENDPOINT", "use_fips_endpoint"), dualStack: isDualStack)
  }

  private func address(of model: ServiceModel) -> (String, source: String)? {
    let isIgnored = settings.isTrue(
      "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "ignore_configured_endpoint_urls")
    guard !isIgnored else { return nil }
    // `SSO OIDC` is `sso_oidc` there, `Elastic Load Balancing v2` is `elastic_load_balancing_v2`.
    let id = String(model.id.map { $0 == " " || $0 == "-" ? "_" : $0 })
    let (variables, profile) = (settings.variables, settings.profile)
    let places: [(String?, String)] = [
      (variables["AWS_ENDPOINT_URL_\(id.uppercased())"], "AWS_ENDPOINT_URL_\(id.uppercased())"),
      (variables["AWS_ENDPOINT_URL"], "AWS_ENDPOINT_URL"),
      (services["\(id.lowercased()).endpoint_url"], "The endpoint_url of \(id.lowercased())"),
      (profile["endpoint_url"], "The profile's endpoint_url"),
    ]
    for case (let address?, let source) in places where !address.isEmpty {
      return (address, source)
    }
    return nil
  }

  /// What differs from AWS's usual addresses, for people; never a name or password of an address.
  package var words: [String] {
    var words: [String] = []
    let (isFips, isDualStack) = (
      settings.isTrue("AWS_USE_FIPS_ENDPOINT", "use_fips_endpoint"),
      settings.isTrue("AWS_USE_DUALSTACK_ENDPOINT", "use_dualstack_endpoint")
    )
    if let variant = Partition.Variant(fips: isFips, dualStack: isDualStack) {
      words.append("\(variant.words) endpoints")
    }
    let custom = Set(ServiceCatalog.models.values.compactMap { address(of: $0)?.0.withoutUser })
    words += custom.sorted().map { "endpoint \($0)" }
    return words
  }
}

extension Problem {
  /// botocore's rules refuse the same: "FIPS and custom endpoint are not supported".
  fileprivate static func endpointsConflict(_ source: String, _ variant: Partition.Variant)
    -> Problem
  {
    Problem(
      "aws-endpoint-invalid",
      "\(source) sets an address, and the settings ask for \(variant.words) endpoints: only one can be.",
      hint: "Remove the address, or AWS_USE_FIPS_ENDPOINT and AWS_USE_DUALSTACK_ENDPOINT.")
  }

  fileprivate static func endpointMissing(
    _ service: String, _ variant: Partition.Variant, _ partition: Partition
  ) -> Problem {
    Problem(
      "aws-endpoint-invalid",
      "\(service) has no \(variant.words) endpoint in the partition \(partition.name).",
      hint: "Take AWS_USE_FIPS_ENDPOINT or AWS_USE_DUALSTACK_ENDPOINT away for this profile.")
  }
}

extension String {
  /// An address without the name and password that may stand before its host, and without what follows the path.
  fileprivate var withoutUser: String {
    guard let mark = lastIndex(of: "@") else { return String(prefix { $0 != "?" && $0 != "#" }) }
    return "…" + self[mark...].prefix { $0 != "?" && $0 != "#" }
  }
}

extension String {
  /// Whether it can stand in a host's name: a region from outside must not lead elsewhere.
  var isHostLabel: Bool {
    (1...63).contains(utf8.count)
      && utf8.allSatisfy { byte in
        (97...122).contains(byte) || (48...57).contains(byte) || byte == UInt8(ascii: "-")
      }
  }
}
