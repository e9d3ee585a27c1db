package import ConfigurationModel

/// One call of AWS's API, which reads unless it says by name what it writes: which operation of which service, where, and with what parameters.
package struct AWSRequest: Hashable, Sendable {
  /// The service as the CLI or botocore names it: `ec2`, `s3api`, `configservice`.
  package let service: String
  /// The operation as the API or the CLI names it: `DescribeRegions`, `describe-regions`.
  package let operation: String
  /// The region called; `global` for the partition's own (see `Partition.implicitRegion`).
  package let region: String
  /// By member name, in the API's or (at the top) the CLI's spelling: `GroupName`, `group-name`.
  package let parameters: [String: ConfigurationValue]

  /// What it writes; nil for a read.
  package let write: AWSWrite?

  /// Makes a call that reads, in the CLI's or the API's spelling; nothing is checked before it is
  /// sent.
  package init(
    _ service: String, _ operation: String, region: String,
    _ parameters: [String: ConfigurationValue] = [:]
  ) {
    self.init(service, operation, region, parameters, nil)
  }

  /// A call of the list of those that write.
  package init(
    writing write: AWSWrite, region: String, _ parameters: [String: ConfigurationValue]
  ) {
    self.init(write.service, write.operation, region, parameters, write)
  }

  private init(
    _ service: String, _ operation: String, _ region: String,
    _ parameters: [String: ConfigurationValue], _ write: AWSWrite?
  ) {
    self.service = service
    self.operation = operation
    self.region = region
    self.parameters = parameters
    self.write = write
  }

  /// The same request with one parameter set anew.
  package func with(_ name: String, _ value: ConfigurationValue) -> AWSRequest {
    AWSRequest(
      service, operation, region, parameters.merging([name: value]) { _, new in new }, write)
  }

  /// The same request in another region.
  package func at(region: String) -> AWSRequest {
    AWSRequest(service, operation, region, parameters, write)
  }
}

extension AWSRequest: CustomStringConvertible {
  /// `ec2 DescribeRegions in eu-west-1`; never its parameters, which may be tokens.
  package var description: String { "\(service) \(operation) in \(region)" }
}
