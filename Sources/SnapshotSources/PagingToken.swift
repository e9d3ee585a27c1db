import ConfigurationModel

extension ConfigurationValue {
  private static let tokens = [
    "NextToken", "nextToken", "NextMarker", "nextMarker", "Marker", "nextPageToken",
    "NextContinuationToken", "position", "LastEvaluatedTableName", "LastEvaluatedGlobalTableName",
  ]

  /// The member of an answer that says the listing goes on; nil where it is over.
  ///
  /// `IsTruncated` decides where it stands: IAM and S3 repeat the request's marker beside it.
  var pagingToken: String? {
    for name in ["IsTruncated", "Truncated"] {
      if case .bool(let isTruncated)? = self[name] { return isTruncated ? name : nil }
    }
    return Self.tokens.first { self[$0]?.string?.isEmpty == false }
  }
}
