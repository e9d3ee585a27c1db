import ConfigurationJSON
import ConfigurationModel

/// What an answer says that is an error, in whatever form: of AWS's protocols, of the SDKs, and of the
/// AWS CLI (User Guide, "Structured error output": `enhanced`, `json`, `yaml`, `text`, `table`, `legacy`).
///
/// It explains why an answer is none. Whether one is none is told by what it lacks.
struct ErrorAnswer: Equatable {
  /// The error's code; `unknown` where the text has none.
  let code: String
  /// The API operation: `DescribeVpcs`, or `ec2:DescribeVpcs`.
  var operation: String?
  /// The id of the request: what AWS's support asks for.
  var requestID: String?
  var message: String?
  /// The API operations of all errors that the text holds, but for those of what is not there: a program's log has
  /// several.
  private(set) var operations: [String] = []

  /// Whether the text holds another error besides: what the call said, nobody can tell then.
  private(set) var hasOthers = false

  static let limit = 1 << 16

  /// Nil for what is no error: JSON that does not say one, and nothing at all.
  init?(_ bytes: [UInt8]) {
    let text = String(decoding: bytes.prefix(ErrorAnswer.limit), as: UTF8.self)
    let start = text.drop { $0.isWhitespace || $0 == "\u{feff}" }
    guard let first = start.first else { return nil }
    if first == "\u{7B}" || first == "[" {
      guard bytes.count <= ErrorAnswer.limit, let value = try? JSONParser().parse(bytes) else {
        return nil
      }
      self.init(value)
    } else if let value = try? JSONParser().parse(bytes), value == .null || value.string != nil {
      // `null` is what --query finds where there is nothing. What a text says may be a secret.
      self.init(
        code: "unknown", message: "the answer is \(value == .null ? "null" : "one text")")
    } else {
      self.init(text: start)
    }
  }

  /// Of an answer that is JSON.
  init?(_ envelope: ConfigurationValue) {
    let answer = envelope.answer
    guard case .object(let fields) = answer else { return nil }
    if let inner = ErrorAnswer.inner(fields) {
      self = inner
    } else if let code = envelope.failedStatus.map({ "HTTP \($0)" }) {
      self.init(code: code)
    } else {
      return nil
    }
    let id = fields["RequestId"] ?? answer["ResponseMetadata"]?["RequestId"] ?? fields["requestId"]
    requestID = requestID ?? id?.string
  }

  private init(
    code: String, operation: String? = nil, requestID: String? = nil, message: String? = nil
  ) {
    self.code = code
    self.operation = operation
    self.requestID = requestID
    self.message = message
  }

  // MARK: JSON

  private static let codes = ["Code", "code", "errorCode", "ErrorCode", "status"]
  private static let messages = [
    "Message", "message", "errorMessage", "ErrorMessage", "error_description", "faultstring",
  ]
  private static let wrappers = ["Error", "error", "fault", "Fault", "Errors", "errors"]

  private static func inner(_ fields: [String: ConfigurationValue]) -> ErrorAnswer? {
    if let type = fields["__type"]?.string {
      return ErrorAnswer(
        code: String(type.split(separator: "#").last ?? "unknown"),
        message: text(messages, of: fields))
    }
    for wrapper in wrappers {
      let wrapped = fields[wrapper]?.members?.first ?? fields[wrapper]
      switch wrapped {
      case .object(let inner)?:
        // A member of this name that has neither is an answer's own.
        guard let code = text(codes, of: inner) ?? text(messages, of: inner).map({ _ in "unknown" })
        else { continue }
        return ErrorAnswer(
          code: code, operation: inner["Operation"]?.string, requestID: inner["RequestId"]?.string,
          message: text(messages, of: inner))
      case .string(let word)?:
        return ErrorAnswer(code: "unknown", message: text(messages, of: fields) ?? word)
      case .null?, .bool?, .number?, .list?, .elements?, nil: continue
      }
    }
    return flat(fields)
  }

  // `{"Message": …, "Code": …}`, `{"message": …}`, `{"Message": …, "Type": "User"}`: scalars only.
  private static func flat(_ fields: [String: ConfigurationValue]) -> ErrorAnswer? {
    let own = fields.filter { $0.key != "ResponseMetadata" }
    guard own.values.allSatisfy({ $0.scalarText != nil }), let message = text(messages, of: own)
    else { return nil }
    return ErrorAnswer(code: text(codes, of: own) ?? "unknown", message: message)
  }

  private static func text(_ names: [String], of fields: [String: ConfigurationValue]) -> String? {
    names.lazy.compactMap { fields[$0]?.scalarText }.first
  }

  // MARK: Text

  private init(text: Substring) {
    let head = text.prefix(4096)
    // An error of a boto3 script stands after its traceback.
    for opening in ["An error occurred (", "A client error ("] {
      guard let code = ErrorAnswer.between(opening, ")", in: head) else { continue }
      let operation = ErrorAnswer.between("when calling the ", " operation", in: head)
      self.init(
        code: code, operation: operation,
        message: head.firstRange(of: " operation: ").map {
          String(head[$0.upperBound...].prefix { !$0.isNewline })
        })
      let errors = text.ranges(of: opening)
      operations = errors.compactMap { error in
        let line = text[error.lowerBound...].prefix { !$0.isNewline }
        let isAbsent =
          ErrorAnswer.between(opening, ")", in: line).map(ErrorAnswer.saysAbsent) ?? true
        return isAbsent ? nil : ErrorAnswer.between("when calling the ", " operation", in: line)
      }
      hasOthers = errors.count > 1
      return
    }
    if head.first == "<", let code = ErrorAnswer.between("<Code>", "</Code>", in: head) {
      self.init(code: code, requestID: ErrorAnswer.between("<RequestId>", "</", in: head))
      return
    }
    let lines = head.split(whereSeparator: \.isNewline)
    if let code = lines.lazy.compactMap(ErrorAnswer.code(inLine:)).first
      ?? (lines.count == 1 ? ErrorAnswer.code(inCells: lines[0]) : nil)
    {
      self.init(code: code)
      return
    }
    self.init(code: "unknown", message: lines.first.map(ErrorAnswer.said))
  }

  /// `Code: X` of YAML, `| Code | X |` of a table.
  private static func code(inLine line: Substring) -> String? {
    let cells = cells(of: line)
    guard cells.count >= 2, cells[0] == "Code", cells[1].isErrorCode else { return nil }
    return cells[1]
  }

  /// `X<tab>message` of text. A listing as text has such lines too: what is in them may be secret, and is repeated only
  /// where it is called as AWS calls errors.
  private static func code(inCells line: Substring) -> String? {
    guard line.contains("\t") else { return nil }
    return cells(of: line).first { cell in
      cell.isErrorCode && errorWords.contains { cell.contains($0) }
    }
  }

  private static func cells(of line: Substring) -> [String] {
    line.split { "|:\t".contains($0) }.map { $0.filter { !$0.isWhitespace } }
  }

  // Of the codes of errors in botocore's models and the services' API references ("Common Errors").
  private static let errorWords = [
    "Error", "Exception", "Fault", "Failure", "Denied", "Found", "NoSuch", "NotExist", "Invalid",
    "Throttl", "Expired", "Exceeded", "Limit", "Unauthorized", "NotAuthorized", "Unavailable",
    "Missing", "Malformed", "Mismatch", "SlowDown", "Disabled", "Conflict", "Required", "OptIn",
    "Unsupported", "Incomplete", "NotReady", "NotEnabled", "Blocked", "Forbidden",
  ]

  /// What a line of a program says that failed, in its words; of any other text, which may be a secret, only what it
  /// is.
  private static func said(_ line: Substring) -> String {
    let isSentence =
      line.split(separator: " ").count >= 4 && !line.contains { "=\t".contains($0) }
    return isSentence ? String(line.prefix(200)) : "the answer is a text and no JSON"
  }

  private static func between(_ open: String, _ close: String, in text: Substring) -> String? {
    guard let start = text.firstRange(of: open) else { return nil }
    let rest = text[start.upperBound...]
    guard let end = rest.firstRange(of: close), end.lowerBound > rest.startIndex else { return nil }
    let inner = rest[..<end.lowerBound]
    return inner.count <= 128 && !inner.contains(where: \.isNewline) ? String(inner) : nil
  }

  // MARK: What it means

  /// Whether it can be the answer of a call, by the operation that it names.
  func isOf(_ call: APICall) -> Bool {
    guard let operation else { return true }
    let name = operation.split(separator: ":").last.map(String.init) ?? operation
    return APICall.plain(name) == call.plainOperation
  }

  /// Whether an error means that what was asked for by name is not there.
  static func saysAbsent(_ code: String) -> Bool {
    code.contains("NotFound") || code.hasPrefix("NoSuch")
  }

  /// What to do about it.
  var hint: String {
    let denials = ["Denied", "Unauthorized", "Authorization", "NotAuthorized", "Forbidden", "403"]
    if denials.contains(where: { code.contains($0) }) {
      return "Repeat the call with the permission it needs."
    }
    return code.contains("Expired")
      ? "Repeat the call with credentials that have not expired." : "Repeat the call."
  }

  /// Whether a code is one of this program's own: nothing answered then.
  static func isOwn(_ code: String) -> Bool { code.contains("-") && code == code.lowercased() }
}

extension String {
  /// Whether this may be an error's code: `AccessDenied`, `InvalidGroup.NotFound`.
  fileprivate var isErrorCode: Bool {
    count > 3 && first?.isUppercase == true && contains(where: \.isLowercase)
      && allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == ".") }
  }
}
