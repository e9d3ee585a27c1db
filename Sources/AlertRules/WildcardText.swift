/// A text in which a `*` at the beginning or the end stands for any characters; between others it is itself
/// (CloudWatch Logs User Guide: `Ev*ent` matches only `Ev*ent`). Case counts.
struct WildcardText: Hashable, Sendable {
  /// What must stand there, in UTF-8.
  private let bytes: [UInt8]
  private let isOpenBefore: Bool
  private let isOpenAfter: Bool

  /// - Parameter characters: Those of the text; one that was escaped is itself, also where it is a `*`.
  init(_ characters: [(scalar: Unicode.Scalar, isEscaped: Bool)]) {
    let isStar = { (character: (scalar: Unicode.Scalar, isEscaped: Bool)) in
      character.scalar == "*" && !character.isEscaped
    }
    isOpenBefore = characters.first.map(isStar) ?? false
    isOpenAfter = characters.last.map(isStar) ?? false
    let rest = characters.dropFirst(isOpenBefore ? 1 : 0)
    bytes = rest.dropLast(isOpenAfter ? 1 : 0).flatMap { Array(String($0.scalar).utf8) }
  }

  /// The text, where it stands for this one and no other.
  var plain: String? {
    isOpenBefore || isOpenAfter ? nil : String(decoding: bytes, as: UTF8.self)
  }

  func matches(_ text: String) -> Bool {
    let other = text.utf8
    switch (isOpenBefore, isOpenAfter) {
    case (false, false): return other.elementsEqual(bytes)
    case (false, true): return other.starts(with: bytes)
    case (true, false): return other.reversed().starts(with: bytes.reversed())
    case (true, true): return isInside(Array(other))
    }
  }

  private func isInside(_ other: [UInt8]) -> Bool {
    guard other.count >= bytes.count else { return false }
    return (0...other.count - bytes.count).contains { start in
      other[start...].starts(with: bytes)
    }
  }
}
