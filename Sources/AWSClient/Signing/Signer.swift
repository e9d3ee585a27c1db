package import ConfigurationModel
import Crypto

/// Signs requests by AWS Signature Version 4, in the `Authorization` header. Pure: the time is given.
package struct Signer: Sendable {
  /// The region and service that the signature is for: `us-east-1`, `iam`.
  package let region: String
  /// The service's signing name.
  package let service: String
  private let credentials: AWSCredentials

  /// Makes a signer for one region and service.
  package init(_ credentials: AWSCredentials, region: String, service: String) {
    self.credentials = credentials
    self.region = region
    self.service = service
  }

  /// The request with host, date, token and signature as headers; what it carried of these before
  /// is replaced.
  package func signed(_ request: HTTPRequest, at time: Timestamp) -> HTTPRequest {
    var request = prepared(request, at: time)
    let stamp = time.amzDate
    let canonical = canonical(request)
    let scope = "\(stamp.prefix(8))/\(region)/\(service)/aws4_request"
    let signature = signature(
      stringToSign(canonical, stamp: stamp, scope: scope), day: String(stamp.prefix(8)))
    request.headers.append(
      HTTPField(
        "Authorization",
        "AWS4-HMAC-SHA256 Credential=\(credentials.accessKeyID)/\(scope), "
          + "SignedHeaders=\(canonical.signedHeaders), Signature=\(signature)"))
    return request
  }

  func canonical(_ request: HTTPRequest) -> CanonicalRequest {
    CanonicalRequest(request, payloadDigest: request.body.sha256, isS3: service == "s3")
  }

  func stringToSign(_ canonical: CanonicalRequest, stamp: String, scope: String) -> String {
    ["AWS4-HMAC-SHA256", stamp, scope, Array(canonical.text.utf8).sha256].joined(separator: "\n")
  }

  func prepared(_ request: HTTPRequest, at time: Timestamp) -> HTTPRequest {
    var request = request
    let own: Set<String> = [
      "host", "x-amz-date", "x-amz-security-token", "x-amz-content-sha256", "authorization",
    ]
    request.headers.removeAll { own.contains($0.name.lowercased()) }
    request.headers += [
      HTTPField("Host", request.authority), HTTPField("X-Amz-Date", time.amzDate),
    ]
    if let token = credentials.sessionToken {
      request.headers.append(HTTPField("X-Amz-Security-Token", token))
    }
    if service == "s3" {
      request.headers.append(HTTPField("x-amz-content-sha256", request.body.sha256))
    }
    return request
  }

  private func signature(_ text: String, day: String) -> String {
    var key = SymmetricKey(data: Array("AWS4\(credentials.secretAccessKey)".utf8))
    for part in [day, region, service, "aws4_request"] {
      key = SymmetricKey(
        data: HMAC<SHA256>.authenticationCode(for: Array(part.utf8), using: key))
    }
    return HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: key).hex
  }
}

extension [UInt8] {
  /// The SHA-256 in lower-case hexadecimal digits.
  var sha256: String { SHA256.hash(data: self).hex }
}

extension Timestamp {
  /// `20150830T123600Z`, in whole seconds.
  var amzDate: String {
    Timestamp(seconds: seconds).description.filter { $0 != "-" && $0 != ":" }
  }
}
