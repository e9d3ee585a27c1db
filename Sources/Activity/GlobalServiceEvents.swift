/// Where the calls of services that have no regions stand: in one region of each partition (CloudTrail User Guide, "global
/// service events").
package enum GlobalServiceEvents {
  /// The region, by the name of the partition: `aws`, `aws-us-gov`, `aws-cn`.
  package static let regions = [
    "aws": "us-east-1", "aws-us-gov": "us-gov-west-1", "aws-cn": "cn-north-1",
  ]
}
