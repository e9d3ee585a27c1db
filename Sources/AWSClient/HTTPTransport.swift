import AsyncHTTPClient
import NIOCore
import NIOHTTP1

/// How requests get to their hosts: a parameter, so that tests need no network.
package struct HTTPTransport: Sendable {
  /// Sends a request and gives the whole answer within so many seconds; throws `TransportFailure`.
  package let send: @Sendable (HTTPRequest, Double) async throws -> HTTPResponse

  package init(
    _ send: @escaping @Sendable (HTTPRequest, Double) async throws -> HTTPResponse
  ) {
    self.send = send
  }
}

/// Why no answer came.
package enum TransportFailure: Error, Hashable, Sendable {
  case timedOut(seconds: Double)
  case failed(String)

  var reason: String {
    switch self {
    case .timedOut(let seconds): "no answer within \(seconds) seconds"
    case .failed(let reason): reason
    }
  }
}

extension HTTPTransport {
  /// The largest answer that is taken, in bytes.
  package static let largestAnswer = 64 << 20

  /// Over the network, through connections that are kept and used again. Redirects are answers.
  package static let network: HTTPTransport = {
    var configuration = HTTPClient.Configuration()
    configuration.redirectConfiguration = .disallow
    configuration.timeout.connect = .seconds(5)
    configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 32
    let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    return HTTPTransport { request, seconds in
      try await within(seconds) { try await client.response(to: request) }
    }
  }()

  /// What `work` gives, or `timedOut` where it takes longer; then it is cancelled.
  package static func within<Value: Sendable>(
    _ seconds: Double, _ work: @escaping @Sendable () async throws -> Value
  ) async throws -> Value {
    try await withThrowingTaskGroup(of: Value.self) { group in
      group.addTask { try await work() }
      group.addTask {
        try await Task.sleep(for: .seconds(seconds))
        throw TransportFailure.timedOut(seconds: seconds)
      }
      defer { group.cancelAll() }
      guard let first = try await group.next() else { throw CancellationError() }
      return first
    }
  }
}

extension HTTPClient {
  fileprivate func response(to request: HTTPRequest) async throws -> HTTPResponse {
    do {
      var message = HTTPClientRequest(url: request.url)
      message.method = HTTPMethod(rawValue: request.method)
      for field in request.headers where field.name.lowercased() != "host" {
        message.headers.add(name: field.name, value: field.value)
      }
      if !request.body.isEmpty { message.body = .bytes(ByteBuffer(bytes: request.body)) }
      let response = try await execute(message, deadline: .distantFuture)
      let body = try await response.body.collect(upTo: HTTPTransport.largestAnswer)
      return HTTPResponse(
        status: Int(response.status.code),
        headers: response.headers.map { HTTPField($0.name, $0.value) },
        body: Array(body.readableBytesView))
    } catch is CancellationError {
      throw CancellationError()
    } catch {
      // Its own description names addresses only, never headers.
      throw TransportFailure.failed("\(error)")
    }
  }
}
