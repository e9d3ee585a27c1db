import CSimdjson

/// The bounds within which a splitter works, in bytes.
struct SplitLimits {
  let item: Int
  let envelope: Int
}

extension JSONError {
  init(_ failure: json_failure, at offset: UInt64, key: String = "", limits: SplitLimits) {
    self.init(Kind(failure, key: key, limits: limits), at: offset)
  }
}

extension JSONError.Kind {
  fileprivate init(_ failure: json_failure, key: String, limits: SplitLimits) {
    switch failure {
    case json_empty: self = .empty
    case json_truncated: self = .truncated
    case json_not_utf8: self = .notUTF8
    case json_too_deep: self = .tooDeep(limit: Int(FLATTENER_DEPTH_LIMIT))
    case json_duplicate_key: self = .duplicateKey(key)
    case json_bad_number: self = .badNumber
    case json_bad_string: self = .badString
    case json_trailing_content: self = .trailingContent
    case json_item_too_large: self = .itemTooLarge(limit: limits.item)
    case json_envelope_too_large: self = .envelopeTooLarge(limit: limits.envelope)
    case json_document_too_large: self = .documentTooLarge
    case json_out_of_memory: self = .outOfMemory
    default: self = .syntax
    }
  }
}
