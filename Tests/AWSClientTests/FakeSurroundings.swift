import ConfigurationModel
import Synchronization

@testable import AWSClient

/// An outside without network, files or clock.
final class FakeSurroundings: Sendable {
  let variables: [String: String]
  let files: [String: String]
  let output: @Sendable (String) async throws -> [UInt8]
  let answer: @Sendable (HTTPRequest) throws -> HTTPResponse
  let sent = Mutex<[HTTPRequest]>([])
  let now = Mutex(Timestamp(seconds: 1_700_000_000))
  /// What was written, by path.
  let written = Mutex<[String: String]>([:])
  private let prompt: (@Sendable (String) async throws -> String)?

  init(
    variables: [String: String] = [:], files: [String: String] = [:],
    answer: @escaping @Sendable (HTTPRequest) throws -> HTTPResponse = { _ in
      throw TransportFailure.failed("no network")
    }, prompt: (@Sendable (String) async throws -> String)? = nil,
    output: @escaping @Sendable (String) async throws -> [UInt8] = { _ in [] }
  ) {
    self.prompt = prompt
    self.variables = variables
    self.files = files
    self.output = output
    self.answer = answer
  }

  var value: CredentialSurroundings {
    CredentialSurroundings(
      variables: variables, home: "/home/me",
      file: { path in
        let text = self.written.withLock { $0[path] } ?? self.files[path]
        return text.map { Array($0.utf8) }
      }, output: output,
      transport: HTTPTransport { request, _ in
        self.sent.withLock { $0.append(request) }
        return try self.answer(request)
      }, now: { self.now.withLock { $0 } },
      write: { path, bytes in
        self.written.withLock { $0[path] = String(decoding: bytes, as: UTF8.self) }
      }, prompt: prompt)
  }

  var requests: [HTTPRequest] { sent.withLock { $0 } }
}

extension HTTPResponse {
  init(_ status: Int = 200, _ text: String, headers: [HTTPField] = []) {
    self.init(status: status, headers: headers, body: Array(text.utf8))
  }

  /// What STS answers `operation` with.
  static func role(_ operation: String = "AssumeRole", id: String, until: String) -> HTTPResponse {
    HTTPResponse(
      200,
      """
      <\(operation)Response><\(operation)Result><Credentials><AccessKeyId>\(id)</AccessKeyId>\
      <SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken>\
      <Expiration>\(until)</Expiration></Credentials></\(operation)Result></\(operation)Response>
      """)
  }
}

extension HTTPRequest {
  var text: String { String(decoding: body, as: UTF8.self) }

  var accessKeyID: String? {
    let header = headers.first { $0.name == "Authorization" }?.value
    return header?.split(separator: "Credential=").last?.split(separator: "/").first.map(
      String.init)
  }
}
