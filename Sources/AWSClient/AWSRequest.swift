package import ConfigurationModel

/// One read of AWS's API: which operation of which service, where, and with what parameters.
package struct AWSRequest: Hashable, Sendable {
  /// The service as the CLI or botocore names it: `ec2`, `s3api`, `configservice`.
  package let service: String
  /// The operation as the API or the CLI names it: `DescribeRegions`, `describe-regions`.
  package let operation: String
  /// The region called; `global` for the partition's own (see `Partition.implicitRegion`).
  package let region: String
  /// By member name, in the API's or (at the top) the CLI's spelling: `GroupName`, `group-name`.
  package let parameters: [String: ConfigurationValue]

  package init(
    _ service: String, _ operation: String, region: String,
    _ parameters: [String: ConfigurationValue] = [:]
  ) {
    self.service = service
    self.operation = operation
    self.region = region
    self.parameters = parameters
  }

  /// The same request with one parameter set anew.
  package func with(_ name: String, _ value: ConfigurationValue) -> AWSRequest {
    AWSRequest(
      service, operation, region: region, parameters.merging([name: value]) { _, new in new })
  }

  /// The same request in another region.
  package func at(region: String) -> AWSRequest {
    AWSRequest(service, operation, region: region, parameters)
  }
}

extension AWSRequest: CustomStringConvertible {
  /// `ec2 DescribeRegions in eu-west-1`; never its parameters, which may be tokens.
  package var description: String { "\(service) \(operation) in \(region)" }
}
