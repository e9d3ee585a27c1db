import NIOCore
import NIOPosix
import NIOSSL
import PlumblineTestSupport
import Synchronization

/// A mail server of the tests' own on this machine: SMTP (RFC 5321) with STARTTLS (RFC 3207) and AUTH PLAIN (RFC 4954).
package final class MailServer: Sendable {
  /// A mail that it took.
  package struct Mail: Sendable {
    /// The address of `MAIL FROM`.
    package let sender: String
    /// The addresses of `RCPT TO`, in order.
    package let recipients: [String]
    /// As it came over the wire, without the dots that were added.
    package let text: String
    /// Whether TLS had begun when it came.
    package let isSecure: Bool
    /// What the client said that it is, in base64; nil where it said nothing.
    package let login: String?
  }

  /// The port of 127.0.0.1 that it listens at.
  package let port: Int
  private let log = Mutex<[Mail]>([])

  private init(port: Int) { self.port = port }

  /// All that it took, in order.
  package var mails: [Mail] { log.withLock { $0 } }

  fileprivate func take(_ mail: Mail) { log.withLock { $0.append(mail) } }

  /// What `work` gives with a server, which ends with it.
  ///
  /// - Parameters:
  ///   - identity: For STARTTLS; nil for a server without.
  ///   - answer: What it answers to a command: nil for what a server does that takes everything.
  package static func run<Value: Sendable>(
    identity: LoopbackServer.Identity? = nil,
    answer: @escaping @Sendable (String) -> String? = { _ in nil },
    _ work: (MailServer) async throws -> Value
  ) async throws -> Value {
    try await withTaskExecutorPreference(OwnThreads()) {
      let context = try identity.map { try $0.context }
      let box = Mutex<MailServer?>(nil)
      let server = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
        .childChannelInitializer { channel in
          channel.eventLoop.makeCompletedFuture {
            try channel.pipeline.syncOperations.addHandler(
              MailSession(context, answer) { mail in box.withLock { $0?.take(mail) } })
          }
        }
        .bind(host: "127.0.0.1", port: 0).get()
      let own = MailServer(port: server.localAddress?.port ?? 0)
      box.withLock { $0 = own }
      do {
        let value = try await work(own)
        try await server.close()
        return value
      } catch {
        try? await server.close()
        throw error
      }
    }
  }
}

/// One connection: lines in, answers out.
private final class MailSession: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  private let context: NIOSSLContext?
  private let answer: @Sendable (String) -> String?
  private let take: @Sendable (MailServer.Mail) -> Void
  private var pending = ""
  private var isSecure = false
  private var login: String?
  /// Whether the next line says who the client is.
  private var isLoggingIn = false
  private var sender = ""
  private var recipients: [String] = []
  /// The lines of a mail that is coming; nil outside of one.
  private var lines: [String]?

  init(
    _ context: NIOSSLContext?, _ answer: @escaping @Sendable (String) -> String?,
    _ take: @escaping @Sendable (MailServer.Mail) -> Void
  ) {
    self.context = context
    self.answer = answer
    self.take = take
  }

  func channelActive(context: ChannelHandlerContext) { say("220 here", context) }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    pending += String(buffer: unwrapInboundIn(data))
    // A line feed after a carriage return is one character with it.
    while let end = pending.unicodeScalars.firstIndex(of: "\n") {
      let line = String(pending.unicodeScalars[..<end].filter { $0 != "\r" })
      pending = String(pending.unicodeScalars[pending.unicodeScalars.index(after: end)...])
      take(line, context)
    }
  }

  private func take(_ line: String, _ context: ChannelHandlerContext) {
    guard let lines else { return command(line, context) }
    guard line == "." else {
      self.lines = lines + [line.hasPrefix(".") ? String(line.dropFirst()) : line]
      return
    }
    self.lines = nil
    if let own = answer(".") { return say(own, context) }
    take(
      MailServer.Mail(
        sender: sender, recipients: recipients, text: lines.joined(separator: "\n"),
        isSecure: isSecure, login: login))
    say("250 taken", context)
  }

  private func command(_ line: String, _ context: ChannelHandlerContext) {
    if isLoggingIn {
      (login, isLoggingIn) = (line, false)
      return say("235 yes", context)
    }
    let word = line.prefix { $0 != " " }.uppercased()
    if let own = answer(line) { return say(own, context) }
    switch word {
    case "EHLO":
      let more = self.context != nil && !isSecure ? "250-STARTTLS\r\n" : ""
      say("250-here\r\n\(more)250 AUTH PLAIN", context)
    case "STARTTLS": startTLS(context)
    case "AUTH":
      isLoggingIn = true
      say("334 ", context)
    case "MAIL":
      (sender, recipients) = (Self.address(line), [])
      say("250 yes", context)
    case "RCPT":
      recipients.append(Self.address(line))
      say("250 yes", context)
    case "DATA":
      lines = []
      say("354 go on", context)
    case "QUIT":
      say("221 bye", context)
      context.close(promise: nil)
    default: say("250 yes", context)
    }
  }

  private func startTLS(_ context: ChannelHandlerContext) {
    say("220 begin", context)
    guard let own = self.context else { return }
    isSecure = true
    try? context.pipeline.syncOperations.addHandler(
      NIOSSLServerHandler(context: own), position: .first)
  }

  private func say(_ text: String, _ context: ChannelHandlerContext) {
    context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: text + "\r\n")), promise: nil)
  }

  /// What stands between `<` and `>`.
  private static func address(_ line: String) -> String {
    String(line.drop { $0 != "<" }.dropFirst().prefix { $0 != ">" })
  }
}
