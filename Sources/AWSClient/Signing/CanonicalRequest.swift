/// The text that Signature Version 4 signs a digest of (AWS: "Create a signed AWS API request",
/// step 1).
struct CanonicalRequest {
  let text: String
  /// The names of the signed headers, joined with semicolons.
  let signedHeaders: String

  /// For S3 the path is taken as it is sent: neither normalized nor encoded again.
  init(_ request: HTTPRequest, payloadDigest: String, isS3: Bool) {
    let headers = Self.headers(request)
    signedHeaders = headers.map(\.name).joined(separator: ";")
    text = [
      request.method, isS3 ? request.path : Self.path(request.path), Self.query(request.query),
      headers.map { "\($0.name):\($0.value)\n" }.joined(), signedHeaders, payloadDigest,
    ].joined(separator: "\n")
  }

  private static func path(_ path: String) -> String {
    var segments: [Substring] = []
    for segment in path.split(separator: "/") where segment != "." {
      if segment == ".." { _ = segments.popLast() } else { segments.append(segment) }
    }
    let isFolder = path.hasSuffix("/") && !segments.isEmpty
    let normal = "/" + segments.joined(separator: "/") + (isFolder ? "/" : "")
    return normal.uriEncoded(keeping: "/")
  }

  private static func query(_ fields: [HTTPField]) -> String {
    let encoded: [HTTPField] = fields.map { HTTPField($0.name.uriEncoded, $0.value.uriEncoded) }
    let sorted = encoded.sorted { left, right in
      left.name == right.name ? left.value < right.value : left.name < right.name
    }
    return sorted.map { "\($0.name)=\($0.value)" }.joined(separator: "&")
  }

  private static func headers(_ request: HTTPRequest) -> [HTTPField] {
    var values: [String: [String]] = [:]
    for field in request.headers where !unsigned.contains(field.name.lowercased()) {
      let words = field.value.split { $0 == " " || $0 == "\n" || $0 == "\t" }
      values[field.name.lowercased(), default: []].append(words.joined(separator: " "))
    }
    return values.sorted { $0.key < $1.key }.map {
      HTTPField($0.key, $0.value.joined(separator: ","))
    }
  }

  /// What proxies change on the way, and what the signature itself is in.
  private static let unsigned: Set<String> = [
    "authorization", "expect", "user-agent", "x-amzn-trace-id", "transfer-encoding",
  ]
}
