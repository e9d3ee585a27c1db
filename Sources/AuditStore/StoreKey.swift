import Crypto
package import ConfigurationModel
import Foundation

/// The secret that digests are keyed with: 32 random bytes in a file beside the store, mode 0600.
///
/// Digests are keyed because the bytes they stand for may hold secrets, which an unkeyed digest would
/// let anybody guess (NIST SP 800-107, section 5.3.4: HMAC).
package struct StoreKey: Sendable {
  private let key: SymmetricKey

  /// A key of these 32 bytes.
  package init(bytes: [UInt8]) { key = SymmetricKey(data: bytes) }

  /// HMAC-SHA-256 over a context, a zero byte and the bytes.
  package func digest(_ bytes: UnsafeRawBufferPointer, context: [UInt8]) -> Digest {
    digester(context: context).digest(bytes)
  }

  /// A digester of many texts of one context.
  package func digester(context: [UInt8]) -> Digester {
    var hmac = HMAC<SHA256>(key: key)
    hmac.update(data: context)
    hmac.update(data: [0])
    return Digester(hmac: hmac)
  }

  /// HMAC-SHA-256 with the key and a context gone through already: the work that is the same for
  /// every text is done once.
  package struct Digester {
    fileprivate let hmac: HMAC<SHA256>

    /// The digest of a text in the context.
    package func digest(_ bytes: UnsafeRawBufferPointer) -> Digest {
      var hmac = hmac
      hmac.update(data: bytes)
      return Digest(hmac.finalize())
    }
  }

  /// The text that stands for a secret value of a resource: `secret:` and 64 hexadecimal digits. The
  /// same value has another at another place and of another resource, so that nobody can test a guess
  /// by writing it somewhere (decision 0023).
  ///
  /// - Parameter place: Where in the resource it stands.
  package func token(for secret: String, of resource: ResourceID, at place: String) -> String {
    let context = ["secret", resource.account, resource.type.name, resource.id, place]
    return token(for: secret, context: context.lengthMarkedText)
  }

  /// The token that stores of before hold: of the value alone.
  package func earlierToken(for secret: String) -> String { token(for: secret, context: "secret") }

  private func token(for secret: String, context: String) -> String {
    var secret = secret
    let digest = secret.withUTF8 { text in
      self.digest(UnsafeRawBufferPointer(text), context: Array(context.utf8))
    }
    return Self.tokenPrefix + digest.hex
  }

  /// What a secret's token begins with.
  package static let tokenPrefix = "secret:"

  /// Whether a text is a secret's token.
  package static func isToken(_ text: String) -> Bool {
    text.hasPrefix(tokenPrefix) && text.utf8.count == tokenPrefix.utf8.count + 64
      && text.dropFirst(tokenPrefix.count).allSatisfy(\.isHexDigit)
  }

  /// Reads the key, or makes it where `isCreating` and there is none.
  static func load(beside store: String, isCreating: Bool) throws(Problem) -> StoreKey {
    let path = store + ".key"
    if isCreating, !FileManager.default.fileExists(atPath: path) { try create(at: path, of: store) }
    guard FileManager.default.fileExists(atPath: path) else { throw .keyMissing(path) }
    guard let bytes = FileManager.default.contents(atPath: path) else {
      throw .keyUnsafe(path, "it cannot be read")
    }
    guard bytes.count == 32 else { throw .keyUnsafe(path, "it is not 32 bytes long") }
    return StoreKey(bytes: Array(bytes))
  }

  /// Writes the key beside the copy of a store; nothing may stand there.
  func save(beside store: String) throws(Problem) {
    let descriptor = open(store + ".key", O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw .keyUnwritable(store, errno) }
    let written = key.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
    let isSafe = written == 32 && fsync(descriptor) == 0
    let error = written >= 0 && written < 32 ? ENOSPC : errno
    close(descriptor)
    guard isSafe else { throw .keyUnwritable(store, error) }
  }

  /// Makes the file whole or not at all: it gets its name when it is written. Where another process
  /// was faster, that one's key stays.
  private static func create(at path: String, of store: String) throws(Problem) {
    // Nobody else's, in this process or another.
    let draft = "\(path).\(getpid()).\(UInt64.random(in: .min ... .max))"
    // Exclusive and with its final mode from the start: no moment in which others could read it.
    let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw .keyUnwritable(store, errno) }
    defer { unlink(draft) }
    var random = SystemRandomNumberGenerator()
    let bytes = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &random) }
    let written = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
    let isSafe = written == bytes.count && fsync(descriptor) == 0
    let error = written >= 0 && written < bytes.count ? ENOSPC : errno
    close(descriptor)
    guard isSafe else { throw .keyUnwritable(store, error) }
    guard link(draft, path) == 0 || errno == EEXIST else { throw .keyUnwritable(store, errno) }
  }
}

extension Problem {
  fileprivate static func keyUnwritable(_ store: String, _ error: Int32) -> Problem {
    error == ENOSPC || error == EDQUOT
      ? .storeFull(store)
      : .storeUnreachable(store, "its key cannot be written: \(String(cString: strerror(error)))")
  }
}

/// A keyed digest of 32 bytes, compared whole.
package struct Digest: Hashable, Sendable {
  private let words: (UInt64, UInt64, UInt64, UInt64)

  init(_ code: some ContiguousBytes) {
    words = code.withUnsafeBytes { bytes in
      func word(_ index: Int) -> UInt64 {
        bytes.loadUnaligned(fromByteOffset: index * 8, as: UInt64.self)
      }
      return (word(0), word(1), word(2), word(3))
    }
  }

  /// Reads a stored digest; nil where it is not 32 bytes.
  init?(stored bytes: UnsafeRawBufferPointer) {
    guard bytes.count == 32 else { return nil }
    self.init(bytes)
  }

  /// The 32 bytes, as stored.
  package func withBytes<R>(_ body: (UnsafeRawBufferPointer) throws -> R) rethrows -> R {
    try withUnsafeBytes(of: words, body)
  }

  /// 64 hexadecimal digits, in lower case.
  package var hex: String { withBytes(\.hex) }

  /// Whether all 32 bytes are the same.
  package static func == (left: Digest, right: Digest) -> Bool { left.words == right.words }

  // It is keyed: nobody can choose bytes whose digests share a word.
  /// Hashes the first eight bytes alone.
  ///
  /// The digest is keyed: nobody can choose bytes whose digests share them.
  package func hash(into hasher: inout Hasher) { hasher.combine(words.0) }
}
