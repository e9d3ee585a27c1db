import Activity
import AuditService
import ConfigurationModel
import Crypto
import CryptoExtras
import Foundation
import PlumblineTestSupport
import SnapshotSources
import Testing

/// Chains of digests that the test signs itself, and what becomes of them.
@Suite struct VerifyActivityTests {
  // MARK: A trail

  /// Six hours of a trail, with two log files in each.
  fileprivate final class Trail {
    let folder: String
    private let key: _RSA.Signing.PrivateKey
    private let account = "111122223333"
    private let region = "eu-west-1"
    let bucket = "trail-of-all"
    private(set) var digests: [String] = []
    private(set) var logs: [[String]] = []

    private static let keys = try? (0..<2).map { _ in
      try _RSA.Signing.PrivateKey(keySize: .bits2048)
    }

    init(hours: Range<Int> = 0..<6, restartingAt restart: Int? = nil) throws {
      folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
      key = try #require(Self.keys?.first)
      try writeKeys([key.publicKey], to: "keys.json")
      try writeKeys([try #require(Self.keys?.last).publicKey], to: "other-keys.json")
      var previous: (object: String, hash: String, signature: String)?
      for hour in hours {
        if hour == restart { previous = nil }
        previous = try deliver(hour, after: previous)
      }
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    func path(_ key: String) -> String { "\(folder)/\(key)" }

    private func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

    /// The fingerprint names the first key, whatever the file holds.
    private func writeKeys(_ keys: [_RSA.Signing.PublicKey], to name: String) throws {
      let list = keys.map { key in
        """
        {"Value":"\(key.pkcs1DERRepresentation.base64EncodedString())","Fingerprint":"f1",
        "ValidityStartTime":"2026-01-01T00:00:00Z","ValidityEndTime":"2027-01-01T00:00:00Z"}
        """
      }
      try write("{\"PublicKeyList\":[\(list.joined(separator: ","))]}", to: name, isPlain: true)
    }

    func write(_ text: String, to key: String, isPlain: Bool = false) throws {
      let url = URL(filePath: path(key))
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      let bytes = Array(text.utf8)
      try Data(isPlain ? bytes : gzip(bytes)).write(to: url)
    }

    private func hex(_ bytes: some Sequence<UInt8>) -> String {
      bytes.map { String(format: "%02x", $0) }.joined()
    }

    func hash(_ text: String) -> String { hex(SHA256.hash(data: Data(text.utf8))) }

    /// Backfills, each of an hour's log file that came late.
    func backfill(_ hours: [Int]) throws {
      var previous: (object: String, hash: String, signature: String)?
      for hour in hours {
        previous = try deliver(hour, after: previous, minutes: ["15"], as: "_backfill")
      }
    }

    private func deliver(
      _ hour: Int, after previous: (object: String, hash: String, signature: String)?,
      minutes: [String] = ["05", "35"], as kind: String = ""
    ) throws -> (object: String, hash: String, signature: String) {
      let day = "2026/11/20"
      var entries: [String] = []
      var names: [String] = []
      for minute in minutes {
        let text = #"{"Records":[{"eventID":"\#(hour)-\#(minute)"}]}"#
        let object =
          "AWSLogs/\(account)/CloudTrail/\(region)/\(day)/\(account)_CloudTrail_\(region)_"
          + "20261120T\(two(hour))\(minute)Z_\(two(hour))\(minute)abcdefghijkl.json.gz"
        try write(text, to: object)
        names.append(object)
        entries.append(
          #"{"s3Bucket":"\#(bucket)","s3Object":"\#(object)","hashValue":"\#(hash(text))","hashAlgorithm":"SHA-256"}"#
        )
      }
      let end = "2026-11-20T\(two(hour + 1)):00:00Z"
      let object =
        "AWSLogs/\(account)/CloudTrail-Digest/\(region)/\(day)/\(account)_CloudTrail-Digest_\(region)_"
        + "all_of_it_eu-west-1_20261120T\(two(hour + 1))0000Z\(kind).json.gz"
      let before =
        previous.map {
          """
          "previousDigestS3Bucket":"\(bucket)","previousDigestS3Object":"\($0.object)",
          "previousDigestHashValue":"\($0.hash)","previousDigestHashAlgorithm":"SHA-256","previousDigestSignature":"\($0.signature)",
          """
        } ?? """
          "previousDigestS3Bucket":null,"previousDigestS3Object":null,"previousDigestHashValue":null,
          "previousDigestHashAlgorithm":null,"previousDigestSignature":null,
          """
      let text = """
        {"awsAccountId":"\(account)","digestStartTime":"2026-11-20T\(two(hour)):00:00Z","digestEndTime":"\(end)",
        "digestS3Bucket":"\(bucket)","digestS3Object":"\(object)","digestPublicKeyFingerprint":"f1",
        "digestSignatureAlgorithm":"SHA256withRSA","newestEventTime":null,"oldestEventTime":null,
        \(before)"logFiles":[\(entries.joined(separator: ","))]}
        """
      try write(text, to: object)
      digests.append(object)
      logs.append(names)
      let signed = [end, "\(bucket)/\(object)", hash(text), previous?.signature ?? "null"]
        .joined(separator: "\n")
      let signature = try key.signature(
        for: SHA256.hash(data: Data(signed.utf8)), padding: .insecurePKCS1v1_5)
      return (object, hash(text), hex(signature.rawRepresentation))
    }

    func remove(_ key: String) throws { try FileManager.default.removeItem(atPath: path(key)) }

    func move(_ key: String, to other: String) throws {
      let url = URL(filePath: path(other))
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try FileManager.default.moveItem(atPath: path(key), toPath: url.path)
    }

    /// Writes a file again with one text in the place of another.
    func replace(_ old: String, with new: String, in key: String) throws {
      let text = try text(key)
      #expect(text.contains(old))
      try write(text.replacing(old, with: new), to: key)
    }

    func text(_ key: String) throws -> String {
      let process = Process()
      process.executableURL = URL(filePath: "/bin/gzip")
      process.arguments = ["-dc", path(key)]
      let pipe = Pipe()
      process.standardOutput = pipe
      try process.run()
      let data = pipe.fileHandleForReading.readDataToEndOfFile()
      process.waitUntilExit()
      return String(decoding: data, as: UTF8.self)
    }

    func verified(_ paths: [String] = ["AWSLogs"], keys: String = "keys.json", until: String? = nil)
      throws -> VerifyActivity.Result
    {
      try VerifyActivity(
        paths: paths.map(path), keys: TrailKeys([path(keys)]),
        until: until.flatMap { Timestamp(parsing: $0) }
      ).run()
    }
  }

  // MARK: What is found

  @Test func `a chain that nobody touched is proven up to the digest before the last`() throws {
    let trail = try Trail()
    for paths in [
      ["AWSLogs"], ["."],
      ["AWSLogs/111122223333/CloudTrail", "AWSLogs/111122223333/CloudTrail-Digest"],
    ] {
      let result = try trail.verified(paths)
      #expect(result.isSound && !result.isAltered)
      let chain = try #require(result.chains.first)
      #expect(chain.name.trail == "all_of_it" && chain.digests == 6 && chain.logs == 12)
      #expect("\(try #require(chain.from))" == "2026-11-20T00:00:00Z")
      #expect("\(try #require(chain.until))" == "2026-11-20T05:00:00Z")
      #expect("\(try #require(chain.pending.first?.from))" == "2026-11-20T05:00:00Z")
    }
  }

  @Test func `a copy that was unpacked is the same, and another content beside it is unlisted`()
    throws
  {
    let trail = try Trail()
    for key in trail.logs.flatMap(\.self) + trail.digests {
      let text = try trail.text(key)
      try trail.remove(key)
      try trail.write(text, to: String(key.dropLast(3)), isPlain: true)
    }
    let result = try trail.verified()
    #expect(result.isSound && !result.isAltered, "\(result.text)")
    let chain = try #require(result.chains.first)
    #expect(chain.digests == 6 && chain.logs == 12, "\(result.chains)")
    try trail.write(#"{"Records":[]}"#, to: trail.logs[2][0])
    #expect(try trail.verified().isAltered)
  }

  @Test func `links that sort first move nothing, and nothing is unlisted under them`() throws {
    let trail = try Trail()
    for (name, kind) in [("0-today", "CloudTrail"), ("0-digests", "CloudTrail-Digest")] {
      try FileManager.default.createSymbolicLink(
        atPath: trail.path(name),
        withDestinationPath: "AWSLogs/111122223333/\(kind)/eu-west-1/2026/11/20")
    }
    try FileManager.default.linkItem(
      atPath: trail.path(trail.logs[2][0]), toPath: trail.path("0.json"))
    let result = try trail.verified(["."])
    #expect(result.isSound, "\(result.text)")
    let chain = try #require(result.chains.first)
    #expect(chain.digests == 6 && chain.logs == 12, "\(result.chains)")

    // The layout itself may be made of links.
    try trail.move("AWSLogs", to: "store")
    try FileManager.default.createSymbolicLink(
      atPath: trail.path("AWSLogs"), withDestinationPath: "store")
    #expect(try trail.verified(["."]).isSound)
  }

  /// Each tamper, with the kinds and hours that tell it.
  private static let tampers:
    [(
      name: String, tamper: @Sendable (VerifyActivityTests.TrailBox) throws -> Void, told: [String]
    )] = [
      (
        "a byte of a log", { try $0.trail.replace("2-05", with: "2-06", in: $0.trail.logs[2][0]) },
        ["log-changed 02"]
      ),
      ("a log deleted", { try $0.trail.remove($0.trail.logs[3][1]) }, ["log-missing 03"]),
      (
        "a digest deleted", { try $0.trail.remove($0.trail.digests[2]) },
        ["digest-unsigned 01", "digest-missing 02", "log-unlisted 02", "log-unlisted 02"]
      ),
      (
        "two digests in a row deleted",
        {
          try $0.trail.remove($0.trail.digests[2])
          try $0.trail.remove($0.trail.digests[3])
        },
        [
          "digest-unsigned 01", "digest-missing 02", "log-unlisted 02", "log-unlisted 02",
          "log-unlisted 03", "log-unlisted 03",
        ]
      ),
      (
        "the newest digests deleted",
        { for digest in $0.trail.digests[3...] { try $0.trail.remove(digest) } },
        ["chain-stopped 03"]
      ),
      (
        "the newest digests deleted, and one written that says it covers their hours",
        { box in
          let trail = box.trail
          let text = try trail.text(trail.digests[2])
          for digest in trail.digests[2...] { try trail.remove(digest) }
          try trail.write(
            text.replacing(trail.digests[2], with: trail.digests[5]).replacing(
              "digestEndTime\":\"2026-11-20T03", with: "digestEndTime\":\"2026-11-20T06"),
            to: trail.digests[5])
        }, ["chain-stopped 03"]
      ),
      (
        "a digest written anew",
        {
          try $0.trail.replace(
            #""newestEventTime":null"#, with: #""newestEventTime":"2026-11-20T02:30:00Z""#,
            in: $0.trail.digests[2])
        },
        ["digest-changed 02"]
      ),
      (
        "a log and its hash changed",
        { box in
          let (trail, old) = (box.trail, try box.trail.text(box.trail.logs[2][0]))
          try trail.replace("2-05", with: "2-06", in: trail.logs[2][0])
          try trail.replace(
            trail.hash(old), with: trail.hash(old.replacing("2-05", with: "2-06")),
            in: trail.digests[2])
        }, ["digest-changed 02"]
      ),
      (
        "a log moved",
        {
          try $0.trail.move(
            $0.trail.logs[1][0],
            to:
              "AWSLogs/111122223333/CloudTrail/eu-west-1/2026/11/21/\($0.trail.logs[1][0].split(separator: "/").last ?? "")"
          )
        },
        ["log-moved 01"]
      ),
      (
        "a digest moved",
        {
          try $0.trail.move(
            $0.trail.digests[1],
            to:
              "AWSLogs/111122223333/CloudTrail-Digest/eu-west-1/2026/11/21/\($0.trail.digests[1].split(separator: "/").last ?? "")"
          )
        },
        ["digest-moved 01"]
      ),
      (
        "events under a name of somebody's own",
        {
          try $0.trail.write(
            #"{"Records":[{"eventID":"x","eventName":"y"}]}"#, to: "AWSLogs/more.json")
        },
        ["log-unlisted -"]
      ),
      (
        "a log from before the first digest",
        {
          try $0.trail.write(
            "{}",
            to: $0.trail.logs[1][0].replacing("20261120T0105Z_0105", with: "20261119T2305Z_2305"))
        }, ["log-unlisted 23"]
      ),
      (
        "a log of a region without digests",
        {
          try $0.trail.write(
            "{}", to: $0.trail.logs[1][0].replacing("eu-west-1", with: "us-east-1"))
        },
        ["log-unlisted 01"]
      ),
      (
        "another log under a known name",
        {
          try $0.trail.write(
            "{}", to: "AWSLogs/copy/\($0.trail.logs[1][0].split(separator: "/").last ?? "")")
        },
        ["log-unlisted 01"]
      ),
      (
        "a log added",
        {
          try $0.trail.write(
            "{}", to: $0.trail.logs[1][0].replacing("T0105Z_0105", with: "T0115Z_0115"))
        },
        ["log-unlisted 01"]
      ),
      (
        "another algorithm",
        { try $0.trail.replace("SHA256withRSA", with: "none", in: $0.trail.digests[2]) },
        ["digest-changed 02"]
      ),
      (
        "another key named",
        { try $0.trail.replace(#""f1""#, with: #""f2""#, in: $0.trail.digests[2]) },
        ["digest-changed 02"]
      ),
      (
        "the time of a digest",
        {
          try $0.trail.replace(
            "T02:00:00Z\",\"digestEndTime", with: "T01:30:00Z\",\"digestEndTime",
            in: $0.trail.digests[2])
        },
        ["digest-forged 02", "digest-changed 01"]
      ),
    ]

  struct TrailBox: @unchecked Sendable { fileprivate let trail: Trail }

  @Test(arguments: tampers.indices)
  func `a tamper is found, and its hour is named`(index: Int) throws {
    let trail = try Trail()
    let (name, tamper, told) = Self.tampers[index]
    try tamper(TrailBox(trail: trail))
    let result = try trail.verified()
    let found = result.findings.map {
      "\($0.kind.rawValue) \($0.from.map { "\($0)".dropFirst(11).prefix(2) } ?? "-")"
    }
    #expect(found.sorted() == told.sorted(), "\(name)")
    #expect(result.isAltered && !result.isSound)
  }

  @Test func `a chain that starts anew tells the hours that it does not cover`() throws {
    let trail = try Trail(restartingAt: 3)
    #expect(try trail.verified().findings.map(\.kind) == [.digestUnsigned, .chainRestarted])
  }

  @Test(arguments: 1...3)
  func `what only the newest backfill names is not proven yet, and no tamper`(count: Int) throws {
    let trail = try Trail()
    try trail.backfill(Array(1...count))
    let result = try trail.verified()
    #expect(result.isSound && !result.isAltered, "\(result.text)")
    let waiting = result.chains.filter { $0.digests == 0 }.flatMap(\.pending)
    #expect(waiting.map { $0.from.map { "\($0)" } } == ["2026-11-20T0\(count):15:00Z"])
    try trail.write("{}", to: trail.logs[1][0].replacing("T0105Z_0105", with: "T0120Z_0120"))
    #expect(try trail.verified().findings.map(\.kind) == [.logUnlisted])
  }

  @Test func `signatures by another key and by an unknown one are told apart`() throws {
    let trail = try Trail()
    let other = try trail.verified(keys: "other-keys.json")
    #expect(Set(other.findings.map(\.kind)) == [.digestForged, .logUnlisted] && other.isAltered)
    try trail.write(
      try String(contentsOfFile: trail.path("keys.json"), encoding: .utf8).replacing(
        "\"f1\"", with: "\"f9\""),
      to: "unknown.json", isPlain: true)
    let unknown = try trail.verified(keys: "unknown.json")
    #expect(
      Set(unknown.findings.map(\.kind)) == [.keyUnknown] && !unknown.isAltered && !unknown.isSound)
  }

  @Test func `a trail that was stopped is told where somebody asks for later hours`() throws {
    let trail = try Trail()
    #expect(try trail.verified(until: "2026-11-20T07:30:00Z").isSound)
    let result = try trail.verified(until: "2026-11-20T12:00:00Z")
    #expect(result.findings.map(\.kind) == [.chainStopped])
    #expect(result.text.contains("chain-stopped  2026-11-20 06:00 UTC until 2026-11-20 12:00 UTC"))
  }

  @Test func `what is no digest is told, and the others are looked at`() throws {
    let trail = try Trail()
    try trail.write("{", to: trail.digests[0])
    let result = try trail.verified()
    #expect(result.problems.map(\.code) == ["invalid-json"] && !result.isSound)
    #expect(result.chains.first?.digests == 5)
    let empty = #expect(throws: Problem.self) { try trail.verified(["keys.json"]) }
    #expect(empty?.code == "no-digests")
    let noKeys = #expect(throws: Problem.self) { try TrailKeys([trail.path(trail.logs[0][0])]) }
    #expect(noKeys?.code == "invalid-public-key")
  }

  @Test func `what is newer than the digests is not proven yet, and neither is one digest alone`()
    throws
  {
    let trail = try Trail()
    try trail.write("{}", to: trail.logs[5][1].replacing("T0535Z_0535", with: "T0605Z_0605"))
    let result = try trail.verified()
    #expect(result.isSound && !result.isAltered)
    #expect(result.text.contains("no digest that is proven names them so far"))
    #expect(result.text.contains("but for the hours that are not proven yet"))
    for digest in trail.digests.dropLast() { try trail.remove(digest) }
    for logs in trail.logs.dropLast() { for log in logs { try trail.remove(log) } }
    let alone = try trail.verified()
    #expect(!alone.isSound && !alone.isAltered)
  }
}
