package import ConfigurationModel

/// An error that AWS answered with, or that stood between: what the caller decides by.
package struct AWSError: Error, Hashable, Sendable {
  /// AWS's code without its name space: `AccessDenied`, `ThrottlingException`. The status as text
  /// where the answer had none.
  package let code: String
  package let message: String
  package let requestID: String?
  /// The HTTP status.
  package let status: Int
  /// The region that a bucket is in, where S3 says it was asked for in another.
  package let bucketRegion: String?
  /// How long AWS asks to wait, in seconds.
  package let retryAfter: Double?
  /// What AWS's clock said.
  package let serverTime: Timestamp?

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

  /// Whether the caller called too often (botocore's list of throttling codes).
  package var isThrottle: Bool { Self.throttles.contains(code) || status == 429 }

  /// Whether the caller may not make this call.
  package var isDenied: Bool {
    Self.denials.contains(code)
      || status == 403 && !isExpired && !isClockSkew && !isRegionDisabled
        && !isThrottle
  }

  /// Whether the credentials were valid once and are no longer.
  package var isExpired: Bool { Self.expirations.contains(code) }

  /// Whether the signature is not what AWS computes: the secret key is another, or the clock is wrong.
  package var isSignatureRefused: Bool { Self.signatureRefusals.contains(code) }

  /// Whether the request's time is too far from AWS's.
  package var isClockSkew: Bool {
    Self.skews.contains(code)
      || isSignatureRefused
        && (message.contains("Signature expired") || message.contains("not yet current"))
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

  private static let skews: Set<String> = ["RequestTimeTooSkewed", "RequestInTheFuture"]

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
