import ConfigurationModel

/// Where services are called: what the environment or the profile sets, and AWS's own addresses
/// otherwise (AWS SDKs and Tools Reference, "Service-specific endpoints").
package struct EndpointResolver: Sendable {
  let variables: [String: String]
  let profile: [String: String]
  /// The profile's `services` section: `s3.endpoint_url`.
  let services: [String: String]
  /// The region that tells the partition of calls to no region.
  let homeRegion: String

  package init(
    variables: [String: String], profile: [String: String] = [:], services: [String: String] = [:],
    homeRegion: String = "us-east-1"
  ) {
    self.variables = variables
    self.profile = profile
    self.services = services
    self.homeRegion = homeRegion
  }

  /// The endpoint of a service for a call to `region`, or to `global`.
  func endpoint(_ model: ServiceModel, region: String) throws(Problem) -> Endpoint {
    let partition = Partition.of(region: region == "global" ? homeRegion : region)
    let fixed = partition.fixed[model.name]
    let own = region == "global" ? partition.implicitRegion : region
    let signingRegion = fixed?.region ?? own
    if let (address, source) = address(of: model) {
      guard
        let endpoint = Endpoint(
          address: address, signingRegion: signingRegion, signingName: model.signingName)
      else { throw .endpointInvalid(address, in: source) }
      return endpoint
    }
    guard own.isHostLabel else { throw .endpointInvalid(own, in: "The region") }
    return Endpoint(
      scheme: "https",
      authority: fixed?.host ?? "\(model.endpointPrefix).\(own).\(partition.suffix)", path: "",
      signingRegion: signingRegion, signingName: model.signingName, isCustom: false)
  }

  private func address(of model: ServiceModel) -> (String, source: String)? {
    let ignored = variables["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"] ?? ""
    guard ignored.lowercased() != "true" else { return nil }
    let id = model.id.replacing(" ", with: "_")
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
}

extension String {
  /// Whether it can stand in a host's name: a region from outside must not lead elsewhere.
  fileprivate var isHostLabel: Bool {
    (1...63).contains(utf8.count)
      && utf8.allSatisfy { byte in
        (97...122).contains(byte) || (48...57).contains(byte) || byte == UInt8(ascii: "-")
      }
  }
}
