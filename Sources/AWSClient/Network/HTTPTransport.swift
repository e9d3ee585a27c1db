import AsyncHTTPClient
import ConfigurationModel
import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import Synchronization

/// How requests get to their hosts: a parameter, so that tests need no network.
package struct HTTPTransport: Sendable {
  /// Sends a request and gives the whole answer within so many seconds; throws `TransportFailure`, or `Problem`
  /// where the settings of the network cannot be used.
  package let send: @Sendable (HTTPRequest, Double) async throws -> HTTPResponse

  /// Makes a transport of the function that sends.
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
  /// Who answered is not who it should be: trying again does not help.
  case untrusted(String)

  var reason: String {
    switch self {
    case .timedOut(let seconds): "no answer within \(seconds) seconds"
    case .failed(let reason), .untrusted(let reason): reason
    }
  }
}

extension HTTPTransport {
  /// The largest answer that is taken, in bytes: a limit against who never ends, far above what AWS sends as one.
  package static let largestAnswer = 256 << 20

  /// Straight to every host, trusting what the system trusts.
  package static let network = network(.direct)

  /// Over the network, as the settings say.
  static func network(_ settings: NetworkSettings) -> HTTPTransport {
    // Found once: settings hold a whole bundle of certificates, and looking by them costs as much as a call.
    let routes = Result { () throws(Problem) in try NetworkRoutes.of(settings) }
    return HTTPTransport { request, seconds in
      try await routes.get().response(to: request, within: seconds)
    }
  }

  /// What fails with a problem, whatever is sent.
  static func failing(_ problem: Problem) -> HTTPTransport {
    HTTPTransport { _, _ in throw problem }
  }

  /// What `work` gives, or `timedOut` where it takes longer; then it is cancelled.
  package static func within<Value: Sendable>(
    _ seconds: Double, _ work: @escaping @Sendable () async throws -> Value
  ) async throws -> Value {
    try await withThrowingTaskGroup(of: Value.self) { group in
      group.addTask { try await work() }
      group.addTask {
        try await Alarm.wait(seconds: seconds)
        throw TransportFailure.timedOut(seconds: seconds)
      }
      defer { group.cancelAll() }
      guard let first = try await group.next() else { throw CancellationError() }
      return first
    }
  }
}

/// The connections of one way to the network. They are kept and used again, for as long as the process runs.
private final class NetworkRoutes: Sendable {
  private let settings: NetworkSettings
  private let direct: HTTPClient
  /// Through the proxy of encrypted addresses; nil where there is none.
  private let tunnelled: HTTPClient?

  private static let known = Mutex<[NetworkSettings: NetworkRoutes]>([:])

  static func of(_ settings: NetworkSettings) throws(Problem) -> NetworkRoutes {
    if let routes = known.withLock({ $0[settings] }) { return routes }
    let trusted = try settings.authorities.map { authorities throws(Problem) in
      try authorities.certificates
    }
    return known.withLock { known in
      let routes = known[settings] ?? NetworkRoutes(settings, trusted)
      known[settings] = routes
      return routes
    }
  }

  private init(_ settings: NetworkSettings, _ trusted: [NIOSSLCertificate]?) {
    self.settings = settings
    direct = Self.client(trusted, through: nil)
    tunnelled = settings.tunnel.map { Self.client(trusted, through: $0) }
  }

  private static func client(_ trusted: [NIOSSLCertificate]?, through proxy: ProxyAddress?)
    -> HTTPClient
  {
    // Redirects are answers; a connection that cannot be made is tried again by who asks.
    var configuration = HTTPClient.Configuration()
    configuration.redirectConfiguration = .disallow
    configuration.timeout.connect = .seconds(5)
    configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 32
    configuration.connectionPool.retryConnectionEstablishment = false
    if let trusted {
      var tls = TLSConfiguration.makeClientConfiguration()
      tls.trustRoots = .certificates(trusted)
      configuration.tlsConfiguration = tls
    }
    if let proxy {
      configuration.proxy = .server(
        host: proxy.host, port: proxy.port, authorization: proxy.clientAuthorization)
    }
    return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
  }

  func response(to request: HTTPRequest, within seconds: Double) async throws -> HTTPResponse {
    let proxy = settings.proxy(scheme: request.scheme, authority: request.authority)
    return try await HTTPTransport.within(seconds) { [direct, tunnelled] in
      do {
        guard let proxy else { return try await direct.response(to: request) }
        guard request.scheme == "https", let tunnelled else {
          return try await ForwardedRequest(request: request, proxy: proxy).response()
        }
        return try await tunnelled.response(to: request)
      } catch let failure as TransportFailure {
        throw failure
      } catch is CancellationError {
        throw CancellationError()
      } catch {
        throw TransportFailure(error, through: proxy)
      }
    }
  }
}

extension NetworkSettings.Authorities {
  fileprivate var certificates: [NIOSSLCertificate] {
    get throws(Problem) {
      let certificates = (try? NIOSSLCertificate.fromPEMBytes(pem)) ?? []
      guard !certificates.isEmpty else {
        throw .authoritiesInvalid(
          "The bundle of authorities", path, "it has no certificates in PEM form")
      }
      return certificates
    }
  }
}

extension ProxyAddress {
  fileprivate var clientAuthorization: HTTPClient.Authorization? {
    authorization.map { .basic(credentials: String($0.dropFirst("Basic ".count))) }
  }
}

extension TransportFailure {
  /// What a connection failed with. The library's texts name addresses and files of its own source, never
  /// headers; the files say nothing to people.
  fileprivate init(_ error: any Error, through proxy: ProxyAddress?) {
    let said = Self.plainWords(error) ?? "\(error)"
    let words = said.split(separator: " ").filter { !$0.contains(".cc:") && $0 != "at" }
    let way = proxy.map { " (through the proxy \($0))" } ?? ""
    let text = words.joined(separator: " ") + way
    let isUntrusted = ["CERTIFICATE_VERIFY_FAILED", "failedToValidateHostname", "unableToValidate"]
      .contains { text.contains($0) }
    self = isUntrusted ? .untrusted(text) : .failed(text)
  }

  /// What the system says of a connection that failed, without the library's own words; nil where it says nothing.
  private static func plainWords(_ error: any Error) -> String? {
    switch error {
    case let error as IOError:
      "no connection: \(String(cString: strerror(error.errnoCode)).lowercased())"
    case let error as NIOConnectionError where !error.connectionErrors.isEmpty:
      error.connectionErrors.lazy.compactMap { plainWords($0.error) }.first
    case let error as NIOConnectionError: "no address was found for '\(error.host)'"
    default: nil
    }
  }
}

extension HTTPClient {
  fileprivate func response(to request: HTTPRequest) async throws -> HTTPResponse {
    var message = HTTPClientRequest(url: request.url)
    message.method = HTTPMethod(rawValue: request.method)
    for field in request.headers where field.name.lowercased() != "host" {
      message.headers.add(name: field.name, value: field.value)
    }
    if !request.body.isEmpty { message.body = .bytes(ByteBuffer(bytes: request.body)) }
    let response = try await execute(message, deadline: .distantFuture)
    return HTTPResponse(
      status: Int(response.status.code),
      headers: response.headers.map { HTTPField($0.name, $0.value) },
      body: try await response.body.bytes(
        expected: response.headers.first(name: "content-length").flatMap(Int.init)))
  }
}

extension HTTPClientResponse.Body {
  /// All of them, `expected` of them as whoever sends them says. Throws where they are more than an answer may have.
  fileprivate func bytes(expected: Int?) async throws -> [UInt8] {
    let most = HTTPTransport.largestAnswer
    var bytes: [UInt8] = []
    // What is said may be wrong: no more is made room for at once than a large page takes.
    bytes.reserveCapacity(Swift.min(Swift.max(expected ?? 0, 0), 32 << 20))
    func check(_ count: Int) throws(TransportFailure) {
      guard count > most else { return }
      throw .failed("the answer has more than \(most >> 20) MiB")
    }
    try check(expected ?? 0)
    for try await part in self {
      try check(bytes.count + part.readableBytes)
      bytes.append(contentsOf: part.readableBytesView)
    }
    return bytes
  }
}
