package import ConfigurationModel

/// Where the calls of services that have no regions stand: in one region of each partition (CloudTrail User Guide, "global
/// service events").
package enum GlobalServiceEvents {
  /// The region, by the name of the partition: `aws`, `aws-us-gov`, `aws-cn`.
  package static let regions = [
    "aws": "us-east-1", "aws-us-gov": "us-gov-west-1", "aws-cn": "cn-north-1",
  ]

  /// Those of before 2022 may stand in the log files of other regions too: it was on 22 November 2021 that trails of one
  /// region began to leave them away (CloudTrail User Guide, "Using the update-trail command to update a trail").
  static let stoodElsewhereUntil = Timestamp(seconds: 1_640_995_200)

  /// Whether a call of a region may stand in the log files of another one.
  package static func mayStandElsewhere(_ region: String, at moment: Timestamp) -> Bool {
    moment < stoodElsewhereUntil && regions.values.contains(region)
  }
}
