/// Where a service is called, and what the signature says of it.
package struct Endpoint: Hashable, Sendable {
  /// `https`, or `http` where somebody set such an address.
  package let scheme: String
  /// Host and port.
  package let authority: String
  /// What stands before every path; empty, or with a leading and no trailing slash.
  package let path: String
  /// The region that the signature names, which may not be the one that is called.
  package let signingRegion: String
  /// The service as the signature names it, such as `s3`.
  package let signingName: String
  /// Whether somebody set it, as tests and private endpoints do.
  package let isCustom: Bool

  /// Whose clock answers: the partition's, or that of an address that somebody set.
  var clockPlace: String { isCustom ? authority : Partition.of(region: signingRegion).name }

  /// Whether a bucket's name goes before the host (virtual hosting), as AWS recommends: only a name
  /// that a certificate's wildcard covers.
  func takesBucketInHost(_ bucket: String) -> Bool {
    !isCustom && (3...63).contains(bucket.utf8.count)
      && bucket.utf8.allSatisfy { byte in
        (97...122).contains(byte) || (48...57).contains(byte) || byte == UInt8(ascii: "-")
      }
  }
}

extension Endpoint {
  /// The endpoint that an address names; nil where it is none.
  init?(address: String, signingRegion: String, signingName: String) {
    guard let separator = address.firstRange(of: "://") else { return nil }
    let scheme = address[..<separator.lowerBound].lowercased()
    let rest = address[separator.upperBound...]
    let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
    var path = rest.dropFirst(authority.count)
    while path.last == "/" { path = path.dropLast() }
    guard scheme == "http" || scheme == "https", !authority.isEmpty, !authority.contains("@"),
      authority.utf8.allSatisfy({ $0 > 32 && $0 < 127 }), !path.contains("?"), !path.contains("#")
    else { return nil }
    self.init(
      scheme: scheme, authority: String(authority), path: String(path),
      signingRegion: signingRegion, signingName: signingName, isCustom: true)
  }
}
