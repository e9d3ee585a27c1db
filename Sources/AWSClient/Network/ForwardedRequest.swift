import NIOCore
import NIOHTTP1
import NIOPosix

/// A request to an address without encryption, through a proxy: it takes the whole address in its first line (RFC
/// 9112, section 3.2.2). AsyncHTTPClient asks for a tunnel there too, which most proxies give to port 443 only.
struct ForwardedRequest {
  let request: HTTPRequest
  let proxy: ProxyAddress

  private typealias Connection = NIOAsyncChannel<HTTPClientResponsePart, HTTPClientRequestPart>

  /// The whole answer. Throws what NIO throws, and `TransportFailure`.
  func response() async throws -> HTTPResponse {
    let connection = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
      .connectTimeout(.seconds(5))
      .connect(host: proxy.host, port: proxy.port) { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHTTPClientHandlers()
          return try Connection(wrappingChannelSynchronously: channel)
        }
      }
    return try await connection.executeThenClose { inbound, outbound in
      try await outbound.write(.head(head))
      try await outbound.write(.body(.byteBuffer(ByteBuffer(bytes: request.body))))
      try await outbound.write(.end(nil))
      return try await read(inbound)
    }
  }

  private var head: HTTPRequestHead {
    var head = HTTPRequestHead(
      version: .http1_1, method: HTTPMethod(rawValue: request.method), uri: request.url)
    for field in request.headers { head.headers.add(name: field.name, value: field.value) }
    head.headers.replaceOrAdd(name: "Host", value: request.authority)
    head.headers.replaceOrAdd(name: "Content-Length", value: "\(request.body.count)")
    head.headers.replaceOrAdd(name: "Connection", value: "close")
    if let authorization = proxy.authorization {
      head.headers.replaceOrAdd(name: "Proxy-Authorization", value: authorization)
    }
    return head
  }

  private func read(_ inbound: NIOAsyncChannelInboundStream<HTTPClientResponsePart>) async throws
    -> HTTPResponse
  {
    var head: HTTPResponseHead?
    var body: [UInt8] = []
    for try await part in inbound {
      switch part {
      case .head(let own): head = own
      case .body(let bytes):
        body += bytes.readableBytesView
        guard body.count <= HTTPTransport.largestAnswer else {
          throw TransportFailure.failed("the answer is too large")
        }
      case .end:
        guard let head else { break }
        return HTTPResponse(
          status: Int(head.status.code),
          headers: head.headers.map { HTTPField($0.name, $0.value) }, body: body)
      }
    }
    throw TransportFailure.failed("the connection ended before the answer did")
  }
}
