// swift-format-ignore-file
// Written by Scripts/generate-operations.py from botocore 1.43.11 (Apache-2.0).

/// Every call of AWS that lists or describes; see OperationTable.
enum OperationTexts {
  static let all = [
    aToC,
    dToK,
    lToR,
    sToZ,
  ]
  static let tokens: Set<String> = ["ContinuationToken", "LastEvaluatedBackupArn", "LastEvaluatedTableName", "Marker", "NextContinuationToken", "NextKeyMarker", "NextMarker", "NextPageMarker", "NextPageToken", "NextPartNumberMarker", "NextPollConfigurationToken", "NextRecordIdentifier", "NextRecordName", "NextRecordType", "NextToken", "NextUploadIdMarker", "NextVersionIdMarker", "PageToken", "PaginationToken", "continuationToken", "marker", "nextBackwardToken", "nextForwardToken", "nextMarker", "nextMessageToken", "nextPageToken", "nextToken", "position"]
  static let flags: Set<String> = ["AdditionalRoutesAvailable", "HasMoreApplications", "HasMoreDeliveryStreams", "HasMoreStreams", "HasMoreTags", "IsTruncated", "Truncated", "hasMoreResults", "isTruncated", "moreApplicationResource"]
}
