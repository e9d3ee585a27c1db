/// Why a JSON text was refused, and where.
package struct JSONError: Error, Hashable, Sendable {
  /// What is wrong.
  package enum Kind: Hashable, Sendable {
    case empty
    /// The text ends in the middle of a value.
    case truncated
    case notUTF8
    /// Lists and objects nest deeper than this.
    case tooDeep(limit: Int)
    /// A key that stands twice in one object, or beside a canonically equivalent one.
    case duplicateKey(String)
    /// Not a number by RFC 8259 section 6, or its exponent is out of range.
    case badNumber
    /// A wrong escape, a lone surrogate or a bare control character.
    case badString
    case trailingContent
    case syntax
    /// One item has more bytes than this.
    case itemTooLarge(limit: Int)
    /// What stands around the items has more bytes than this.
    case envelopeTooLarge(limit: Int)
    case documentTooLarge
    case outOfMemory
  }

  /// What is wrong.
  package let kind: Kind
  /// Byte offset in the input; nil where none is known.
  package let offset: UInt64?

  /// Makes an error, of a byte where that is known.
  package init(_ kind: Kind, at offset: UInt64? = nil) {
    self.kind = kind
    self.offset = offset
  }

  /// The same error in an input in which the text begins at this byte.
  package func moved(by distance: UInt64) -> JSONError {
    JSONError(kind, at: offset.map { $0 + distance })
  }
}

extension JSONError: CustomStringConvertible {
  /// One sentence for people.
  package var message: String {
    let place = offset.map { " at byte \($0)" } ?? ""
    return "The JSON text \(kind.words)\(place)."
  }

  /// The same as `message`.
  package var description: String { message }
}

extension JSONError.Kind {
  fileprivate var words: String {
    switch self {
    case .empty: "is empty"
    case .truncated: "ends in the middle of a value"
    case .notUTF8: "is not UTF-8"
    case .tooDeep(let limit): "nests deeper than \(limit) levels"
    case .duplicateKey(let key): "has the key '\(key)' twice in one object"
    case .badNumber: "has a malformed number, or one whose exponent is out of range,"
    case .badString: "has a malformed string"
    case .trailingContent: "goes on after its end"
    case .syntax: "is malformed"
    case .itemTooLarge(let limit): "has an item of more than \(limit) bytes"
    case .envelopeTooLarge(let limit): "has more than \(limit) bytes around its items"
    case .documentTooLarge: "is too large to be read whole"
    case .outOfMemory: "needs more memory than there is"
    }
  }
}
