import ConfigurationModel

/// A queue of SQS that is told of what happens: by rules of EventBridge, by buckets that CloudTrail delivers to, over
/// topics of SNS.
package struct EventQueue: Hashable, Sendable {
  /// As SQS calls it: `https://sqs.eu-west-1.amazonaws.com/111122223333/plumbline`. It names the queue; where to ask is
  /// found as for every call.
  package let url: String
  /// The queue's region, from its address or as the settings say it.
  package let region: String
  /// The profile of the shared configuration whose credentials are used; nil for the usual ones.
  package var profile: String?
  /// The places in S3 whose files are read where a message tells of them; of others nothing is read.
  package var buckets: [S3Place] = []

  /// Nil where the address is none of a queue.
  ///
  /// - Parameter region: Where the queue is, where its address does not say it.
  package init?(url: String, region: String? = nil) {
    guard url.isWebAddress, let region = region ?? Self.region(of: url) else { return nil }
    let path = url.split(separator: "/", omittingEmptySubsequences: false).dropFirst(3)
    // Behind an own address of an endpoint a path may go before.
    guard path.count >= 2, let name = path.last, Self.isName(name),
      let account = path.dropLast().last, String(account).isAWSAccount
    else { return nil }
    (self.url, self.region) = (url, region)
  }

  /// What a policy of IAM names it by.
  package var arn: String {
    let parts = url.split(separator: "/").suffix(2)
    return "arn:*:sqs:\(region):" + parts.joined(separator: ":")
  }

  /// `sqs.REGION.amazonaws.com`, and `REGION.queue.amazonaws.com` as SQS wrote it once (AWS General Reference, "Amazon SQS
  /// endpoints").
  private static func region(of url: String) -> String? {
    let host = url.split(separator: "/").dropFirst().first ?? ""
    let words = host.split(separator: ".")
    guard words.count > 2, words.contains("amazonaws") else { return nil }
    let region = words[0] == "sqs" ? words[1] : words[1] == "queue" ? words[0] : ""
    return String(region).isAWSRegion ? String(region) : nil
  }

  /// SQS API Reference, `CreateQueue`.
  private static func isName(_ text: Substring) -> Bool {
    let name = text.hasSuffix(".fifo") ? text.dropLast(5) : text
    return (1...80).contains(name.utf8.count)
      && name.utf8.allSatisfy { byte in
        (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
          || byte == 45 || byte == 95
      }
  }
}

extension S3Place {
  /// Whether an object lies there.
  package func holds(bucket: String, key: String) -> Bool {
    bucket.isIdentical(to: self.bucket) && (prefix.isEmpty || key.hasPrefix(prefix + "/"))
  }
}
