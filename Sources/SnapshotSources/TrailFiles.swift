package import Activity
import ConfigurationJSON
package import ConfigurationModel
import Crypto
import CryptoExtras
import FoundationEssentials

/// The digests and log files of trails in copies of CloudTrail's folders.
package struct TrailFiles {
  /// A file with what its name says.
  private struct File {
    let path: String
    /// What of its path is of the layout: from `AWSLogs` on, or from the folder that the user named.
    let place: String
    let name: TrailFileName
    /// Whether the path is the one that stands for the file and its name; links may make more.
    let isFirst: Bool
  }

  private var digests: [File] = []
  /// By their names without compression, of which CloudTrail gives each once.
  private var logs: [String: [File]] = [:]
  /// Files that are not named as CloudTrail names its own.
  private var others: [String] = []
  /// What was found and cannot be read, each with its file.
  package private(set) var problems: [Problem]
  private let parser = JSONParser()

  /// - Parameter paths: Files and folders.
  package init(_ paths: [String]) {
    let walk = FileWalk(paths, readsPlaces: false)
    problems = walk.problems + walk.refused
    let first = Set(walk.files)
    for (path, named) in walk.names {
      let file = path.fileName
      guard let name = TrailFileName(file) else {
        others.append(path)
        continue
      }
      let found = File(
        path: path, place: Self.place(path, below: named), name: name,
        isFirst: first.contains(path))
      switch name.kind {
      case .log: logs[file.uncompressedName, default: []].append(found)
      case .digest: digests.append(found)
      }
    }
  }

  /// When the newest file was begun; nil where there is none.
  package var newest: Timestamp? {
    (digests + logs.values.flatMap(\.self)).map(\.name.moment).max()
  }

  private static func place(_ path: String, below named: String) -> String {
    let parts = path.split(separator: "/")
    if let layout = parts.lastIndex(of: "AWSLogs") {
      return parts[layout...].joined(separator: "/")
    }
    let root = named.split(separator: "/")
    return parts.dropFirst(min(root.count, parts.count - 1)).joined(separator: "/")
  }

  /// Whether a file lies at the end of the key under which it was delivered, compressed or not.
  private static func lies(_ place: String, at key: String) -> Bool {
    let key = key.uncompressedName.split(separator: "/")
    let layout = key.lastIndex(of: "AWSLogs").map { key[$0...] } ?? key[...]
    return layout.reversed().starts(with: place.uncompressedName.split(separator: "/").reversed())
  }

  // MARK: Digests

  /// The chains of all trails, in order. What is no digest is told as a problem.
  package mutating func chains() -> [DigestChain] {
    var links: [DigestChain.Name: [DigestChain.Link]] = [:]
    for file in digests {
      guard case .digest(let trail, let home, let isBackfill) = file.name.kind else { continue }
      let name = DigestChain.Name(
        account: file.name.account, region: file.name.region, trail: trail, homeRegion: home,
        isBackfill: isBackfill)
      do throws(Problem) {
        links[name, default: []].append(try link(file))
      } catch {
        if file.isFirst { problems.append(error.at(Problem.Place(file: file.path))) }
      }
    }
    return links.map { DigestChain($0.key, $0.value.withoutCopies) }.sorted { $0.name < $1.name }
  }

  private func link(_ file: File) throws(Problem) -> DigestChain.Link {
    let bytes = try wholeBytes(of: file.path)
    let value: ConfigurationValue
    do {
      value = try parser.parse(bytes)
    } catch {
      throw .invalidJSON(error, at: Problem.Place(file: file.path))
    }
    let digest = try TrailDigest(value)
    return DigestChain.Link(
      digest: digest, hash: SHA256.hash(data: bytes).hex, path: file.path,
      isInPlace: Self.lies(file.place, at: digest.object))
  }

  // MARK: Log files

  /// What became of a log file that a digest names.
  package func state(of log: TrailDigest.Log) -> DigestChain.LogState {
    guard let copies = logs[log.fileName.uncompressedName], let first = copies.first else {
      return .missing
    }
    guard let file = copies.first(where: { Self.lies($0.place, at: log.object) }) else {
      return .moved((copies.first(where: \.isFirst) ?? first).path)
    }
    do throws(Problem) {
      return try hash(of: file.path) == log.hash ? .intact : .changed
    } catch {
      return .unreadable(error)
    }
  }

  private func hash(of path: String) throws(Problem) -> String {
    let input = try InputBytes(path)
    var hash = SHA256()
    while let chunk = try input.next() { hash.update(bufferPointer: chunk) }
    return hash.finalize().hex
  }

  /// A file of events that no digest names.
  package struct Unlisted: Hashable, Sendable {
    /// The file's path.
    package let path: String
    /// What its name says; nil where it is not named as CloudTrail names log files.
    package let name: TrailFileName?
  }

  /// The files of events that no digest names: under names of their own, or with another content than a digest has
  /// under their names.
  ///
  /// - Parameter listed: The hashes of the log files that digests name, by their names without compression.
  package func unlisted(besides listed: [String: Set<String>]) -> [Unlisted] {
    let named = logs.flatMap { name, files in
      files.filter(\.isFirst).filter { file in
        guard let hashes = listed[name] else { return true }
        // The one that lies where it was delivered is looked at already.
        return files.count > 1 && (try? hash(of: file.path)).map { !hashes.contains($0) } ?? true
      }.map { Unlisted(path: $0.path, name: $0.name) }
    }
    let others = others.filter(holdsEvents).map { Unlisted(path: $0, name: nil) }
    return (named + others).sorted { $0.path.precedes($1.path) }
  }

  /// Whether a file may hold events: one that cannot be read whole may.
  private func holdsEvents(_ path: String) -> Bool {
    struct Found: Error {}
    do {
      return try !ActivityFiles([path]).read { _, _ in throw Found() }.problems.isEmpty
    } catch { return true }
  }

  /// Hands out every digest of an hour that can be read, one after the other, with its path and what its name says.
  func eachDigest(
    outside folders: Set<String> = [], _ body: (String, TrailFileName, TrailDigest) -> Void
  ) {
    for file in digests where file.isFirst && !folders.contains(file.path.folder) {
      guard case .digest(_, _, false) = file.name.kind, let digest = try? link(file).digest else {
        continue
      }
      body(file.path, file.name, digest)
    }
  }
}

extension String {
  /// The path without links in it; nil where nothing is there.
  package var withoutLinks: String? { FileWalk.resolved(self) }

  /// The path of the folder that holds what a path leads to.
  package var folder: String {
    guard let end = lastIndex(of: "/") else { return "." }
    return end == startIndex ? "/" : String(self[..<end])
  }
}

extension [DigestChain.Link] {
  /// Each digest once: of copies the one that lies in its place.
  fileprivate var withoutCopies: Self {
    let copies = Dictionary(grouping: self) { [$0.digest.object, $0.hash] }
    return copies.values.compactMap { same in same.first(where: \.isInPlace) ?? same.first }
  }
}

/// The public keys by which CloudTrail signs, as `aws cloudtrail list-public-keys` gives them.
package struct TrailKeys: Sendable {
  private var keys: [String: _RSA.Signing.PublicKey] = [:]

  /// Reads answers of the call, one a file. Throws `invalid-public-key` where one holds no key.
  package init(_ paths: [String]) throws(Problem) {
    for path in paths { try read(path) }
  }

  private mutating func read(_ path: String) throws(Problem) {
    let bytes = try wholeBytes(of: path)
    let list = (try? JSONParser().parse(bytes))?["PublicKeyList"]?.members ?? []
    guard !list.isEmpty else { throw .invalidPublicKey(path, "It lists no public keys.") }
    for entry in list {
      guard let fingerprint = entry["Fingerprint"]?.string, let text = entry["Value"]?.string,
        let data = Data(base64Encoded: text), let key = Self.key(data)
      else { throw .invalidPublicKey(path, "One of its entries is no RSA key.") }
      keys[fingerprint] = key
    }
  }

  /// A key as PKCS #1 has it, or as SubjectPublicKeyInfo: the call gives the one, the guide's samples are the other.
  private static func key(_ data: Data) -> _RSA.Signing.PublicKey? {
    if let key = try? _RSA.Signing.PublicKey(derRepresentation: data) { return key }
    let pem =
      "-----BEGIN RSA PUBLIC KEY-----\n\(data.base64EncodedString())\n-----END RSA PUBLIC KEY-----"
    return try? _RSA.Signing.PublicKey(pemRepresentation: pem)
  }

  /// Checks a signature, RSA with PKCS #1 v1.5 over SHA-256.
  package func check(_ hex: String, _ text: String, _ fingerprint: String) -> DigestChain.Signature
  {
    guard let key = keys[fingerprint] else { return .unknownKey }
    guard let bytes = Self.bytes(hex) else { return .invalid }
    let signature = _RSA.Signing.RSASignature(rawRepresentation: bytes)
    let digest = SHA256.hash(data: Data(text.utf8))
    return key.isValidSignature(signature, for: digest, padding: .insecurePKCS1v1_5)
      ? .valid : .invalid
  }

  private static func bytes(_ hex: String) -> Data? {
    guard hex.utf8.count % 2 == 0, hex.utf8.allSatisfy({ $0 < 128 }) else { return nil }
    let digits = Array(hex)
    var data = Data()
    for index in stride(from: 0, to: digits.count, by: 2) {
      guard let byte = UInt8(String(digits[index..<(index + 2)]), radix: 16) else { return nil }
      data.append(byte)
    }
    return data
  }
}

extension Problem {
  fileprivate static func invalidPublicKey(_ file: String, _ what: String) -> Problem {
    Problem(
      "invalid-public-key", what,
      hint:
        "Give the answer of 'aws cloudtrail list-public-keys' in the region of the digests, as JSON.",
      at: Problem.Place(file: file))
  }
}
