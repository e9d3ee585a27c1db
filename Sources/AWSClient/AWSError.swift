package import ConfigurationModel

/// An error that AWS answered with, or that stood between: what the caller decides by.
package struct AWSError: Error, Hashable, Sendable {
  /// AWS's code without its name space: `AccessDenied`, `ThrottlingException`. The status as text
  /// where the answer had none.
  package let code: String
  /// What AWS says to it, in its own words; may be empty.
  package let message: String
  /// AWS's id of the request, which its support asks for; nil where the answer had none.
  package let requestID: String?
  /// The HTTP status.
  package let status: Int
  /// The region that a bucket is in, where S3 says it was asked for in another.
  package let bucketRegion: String?
  /// How long AWS asks to wait, in seconds.
  package private(set) var retryAfter: Double?
  /// What AWS's clock said.
  package let serverTime: Timestamp?
  /// By how many seconds AWS's clock is ahead of this machine's, as the answer says.
  package private(set) var clockOffset: Int64?
  /// By how many seconds AWS's clock is ahead of what the request was signed with.
  private var signatureAge: Int64?

  /// Makes an error of what the answer holds; what follows from the sender's clock is told later
  /// (`told`).
  package init(
    code: String, message: String, requestID: String? = nil, status: Int,
    bucketRegion: String? = nil, retryAfter: Double? = nil, serverTime: Timestamp? = nil
  ) {
    self.code = code
    self.message = message
    self.requestID = requestID
    self.status = status
    self.bucketRegion = bucketRegion
    self.retryAfter = retryAfter
    self.serverTime = serverTime
  }

  /// The same, with what only who sent the request knows: what the answer's date says of this machine's clock
  /// and of the moment the request was signed with, and how far off a moment in `Retry-After` is.
  func told(of own: Timestamp, signedAt: Timestamp, _ response: HTTPResponse) -> AWSError {
    var told = self
    told.retryAfter = ServiceModel.retryAfter(response, now: signedAt)
    told.clockOffset = serverTime.map { $0.seconds - own.seconds }
    told.signatureAge = serverTime.map { $0.seconds - signedAt.seconds }
    return told
  }

  /// Whether the caller called too often (botocore's lists of throttling codes and statuses).
  package var isThrottle: Bool {
    Self.throttles.contains(code) || status == 429 || status == 509
  }

  /// Whether the caller may not make this call.
  package var isDenied: Bool {
    Self.denials.contains(code)
      || status == 403 && !isExpired && !isClockSkew && !isRegionDisabled
        && !isThrottle
  }

  /// Whether the credentials were valid once and are no longer, or the clock is wrong (`isClockSkew`).
  package var isExpired: Bool { Self.expirations.contains(code) }

  /// Whether the signature is not what AWS computes: the secret key is another, or the clock is wrong.
  package var isSignatureRefused: Bool { Self.signatureRefusals.contains(code) }

  /// Whether the request's time is too far from AWS's. Most of the codes mean other things too, as expired
  /// credentials or a region that is not enabled: what AWS's clock said beside them decides. Without a date only
  /// two codes are plain.
  package var isClockSkew: Bool {
    guard let signatureAge else { return Self.plainSkews.contains(code) }
    return Self.skews.contains(code) && abs(signatureAge) > Self.tolerance
  }

  /// Whether the region is one that the account has not enabled. There AWS also says that it does
  /// not know the credentials (`AuthFailure`, `InvalidClientTokenId`, `UnrecognizedClientException`):
  /// where the same credentials work in another region, that is the reason.
  package var isRegionDisabled: Bool { Self.regionRefusals.contains(code) }

  /// Whether trying again may help though nothing was changed.
  package var isTransient: Bool {
    Self.transients.contains(code) || [500, 502, 503, 504].contains(status)
  }

  private static let throttles: Set<String> = [
    "BandwidthLimitExceeded", "EC2ThrottledException", "LimitExceededException",
    "PriorRequestNotComplete", "ProvisionedThroughputExceededException", "RequestLimitExceeded",
    "RequestThrottled", "RequestThrottledException", "SlowDown", "ThrottledException", "Throttling",
    "ThrottlingException", "TooManyRequestsException", "TransactionInProgressException",
  ]

  private static let denials: Set<String> = [
    "AccessDenied", "AccessDeniedException", "AuthorizationError", "AuthorizationErrorException",
    "NotAuthorized", "UnauthorizedAccess", "UnauthorizedException", "UnauthorizedOperation",
    "ForbiddenException", "AllAccessDisabled", "SignatureDoesNotMatch",
  ]

  private static let expirations: Set<String> = [
    "ExpiredToken", "ExpiredTokenException", "RequestExpired", "TokenRefreshRequired",
  ]

  /// What AWS says of a signature that is wrong, or that its clock finds too old or too new.
  private static let signatureRefusals: Set<String> = [
    "InvalidSignature", "InvalidSignatureException", "SignatureDoesNotMatch",
  ]

  /// The codes for which AWS's SDKs look at the clock (CLOCK_SKEW_ERROR_CODES in the SDK for JavaScript's
  /// service-error-classification; API Gateway's BadRequestException says many other things).
  private static let skews: Set<String> = [
    "AuthFailure", "InvalidSignature", "InvalidSignatureException", "RequestExpired",
    "RequestInTheFuture", "RequestTimeTooSkewed", "SignatureDoesNotMatch",
  ]

  private static let plainSkews: Set<String> = ["RequestTimeTooSkewed", "RequestInTheFuture"]

  /// AWS takes signatures of five minutes before and after; so do its SDKs take four for agreement, in seconds
  /// (the SDK for Java's ClockSkew).
  private static let tolerance: Int64 = 240

  private static let regionRefusals: Set<String> = [
    "AuthFailure", "InvalidClientTokenId", "OptInRequired", "RegionDisabledException",
    "UnrecognizedClientException",
  ]

  private static let transients: Set<String> = [
    "IDPCommunicationError", "InternalError", "InternalFailure", "InternalServerError",
    "RequestTimeout", "RequestTimeoutException", "ServiceUnavailable",
    "ServiceUnavailableException",
  ]
}
