import ConfigurationModel
import Foundation
import PlumblineTestSupport
import Testing

@testable import AWSClient

@Suite struct SignerTests {
  private static let keys = AWSCredentials(
    accessKeyID: "AKIDEXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
    source: "test")
  private static let time = Timestamp(parsing: "2015-08-30T12:36:00Z") ?? Timestamp(seconds: 0)

  @Test func `AWS's example of IAM ListUsers has the published signature`() {
    let request = HTTPRequest(
      method: "GET", scheme: "https", authority: "iam.amazonaws.com", path: "/",
      query: [HTTPField("Action", "ListUsers"), HTTPField("Version", "2010-05-08")],
      headers: [HTTPField("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")])
    let signer = Signer(Self.keys, region: "us-east-1", service: "iam")
    #expect(
      signer.signed(request, at: Self.time).signature
        == "5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7")
  }

  @Test(arguments: [
    (
      "/test.txt", [], [HTTPField("Range", "bytes=0-9")],
      "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"
    ),
    (
      "/", [HTTPField("lifecycle", "")], [],
      "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543"
    ),
    (
      "/", [HTTPField("max-keys", "2"), HTTPField("prefix", "J")], [],
      "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"
    ),
  ])
  func `AWS's examples of S3 have the published signatures`(
    path: String, query: [HTTPField], headers: [HTTPField], signature: String
  ) throws {
    let keys = AWSCredentials(
      accessKeyID: "AKIAIOSFODNN7EXAMPLE",
      secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", source: "test")
    let request = HTTPRequest(
      method: "GET", scheme: "https", authority: "examplebucket.s3.amazonaws.com", path: path,
      query: query, headers: headers)
    let time = try #require(Timestamp(parsing: "2013-05-24T00:00:00Z"))
    let signed = Signer(keys, region: "us-east-1", service: "s3").signed(request, at: time)
    #expect(signed.signature == signature)
  }

  @Test func `S3's path is signed as it is sent, another's normalized and encoded again`() {
    let request = HTTPRequest(
      method: "GET", scheme: "https", authority: "h", path: "/a/../b%20c//d")
    #expect(
      CanonicalRequest(request, payloadDigest: "", isS3: true).text.hasPrefix(
        "GET\n/a/../b%20c//d\n"))
    #expect(
      CanonicalRequest(request, payloadDigest: "", isS3: false).text.hasPrefix(
        "GET\n/b%2520c/d\n"))
  }

  @Test func `a session's token is sent and signed, and an old signature goes`() {
    let keys = AWSCredentials(
      accessKeyID: "A", secretAccessKey: "B", sessionToken: "tok", source: "test")
    let signer = Signer(keys, region: "r", service: "s")
    let request = HTTPRequest(method: "GET", scheme: "https", authority: "h", path: "/")
    let once = signer.signed(request, at: Self.time)
    #expect(once.headers.contains(HTTPField("X-Amz-Security-Token", "tok")))
    #expect(once.authorization.contains("SignedHeaders=host;x-amz-date;x-amz-security-token"))
    #expect(signer.signed(once, at: Self.time) == once)
    let later = signer.signed(once, at: Self.time.advanced(bySeconds: 1))
    #expect(later.signature != once.signature)
  }

  @Test(.enabled(if: corpus != nil)) func `botocore's vectors are signed as they say`() throws {
    let folder = try #require(corpus).appending(path: "botocore-sigv4/tests")
    let files = try #require(
      FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil))
    var count = 0
    for case let file as URL in files where file.pathExtension == "req" {
      let vector = try Vector(file)
      let signer = Signer(vector.keys(Self.keys), region: "us-east-1", service: "service")
      let prepared = signer.prepared(vector.request, at: Self.time)
      let canonical = signer.canonical(prepared)
      #expect(canonical.text == vector.canonical, "\(file.lastPathComponent)")
      #expect(
        signer.stringToSign(
          canonical, stamp: "20150830T123600Z",
          scope: "20150830/us-east-1/service/aws4_request") == vector.stringToSign)
      #expect(signer.signed(vector.request, at: Self.time).authorization == vector.authorization)
      count += 1
    }
    #expect(count > 25)
  }
}

/// One folder of the test suite.
private struct Vector {
  let request: HTTPRequest
  let canonical: String
  let stringToSign: String
  let authorization: String

  init(_ file: URL) throws {
    func text(_ ending: String) throws -> String {
      let path = file.deletingPathExtension().appendingPathExtension(ending)
      return try String(contentsOf: path, encoding: .utf8).replacing("\r", with: "")
    }
    canonical = try text("creq")
    stringToSign = try text("sts")
    authorization = try text("authz")
    request = Self.request(try text("req"))
  }

  /// Where the canonical request has no token, it is added after signing.
  func keys(_ keys: AWSCredentials) -> AWSCredentials {
    let name = "x-amz-security-token:"
    let line = canonical.split(separator: "\n").first { $0.hasPrefix(name) }
    return AWSCredentials(
      accessKeyID: keys.accessKeyID, secretAccessKey: keys.secretAccessKey,
      sessionToken: line.map { String($0.dropFirst(name.count)) }, source: "test")
  }

  private static func request(_ text: String) -> HTTPRequest {
    let parts = text.split(separator: "\n\n", maxSplits: 1)
    let lines = parts[0].split(separator: "\n")
    // The target may hold spaces.
    let target = lines[0].split(separator: " ", maxSplits: 1)[1].dropLast(" HTTP/1.1".count)
    let sides = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    var request = HTTPRequest(
      method: String(lines[0].prefix { $0 != " " }), scheme: "https", authority: "",
      path: String(sides[0]))
    if sides.count > 1 {
      request.query = sides[1].split(separator: "&").map { field in
        let pair = field.split(separator: "=", maxSplits: 1)
        return HTTPField(
          String(pair[0]).percentDecoded, pair.count > 1 ? String(pair[1]).percentDecoded : "")
      }
    }
    for line in lines.dropFirst() {
      if line.first == " ", let last = request.headers.popLast() {
        request.headers.append(HTTPField(last.name, last.value + "\n" + line))
        continue
      }
      let pair = line.split(separator: ":", maxSplits: 1)
      let field = HTTPField(String(pair[0]), pair.count > 1 ? String(pair[1]) : "")
      if field.name.lowercased() == "host" { request.authority = field.value }
      request.headers.append(field)
    }
    if parts.count > 1 { request.body = Array(parts[1].utf8) }
    return request
  }
}

extension HTTPRequest {
  fileprivate var authorization: String {
    headers.first { $0.name == "Authorization" }?.value ?? ""
  }

  fileprivate var signature: String {
    authorization.split(separator: "Signature=").last.map(String.init) ?? ""
  }
}
