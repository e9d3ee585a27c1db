package import AWSClient
package import AuditStore
package import ChangeDocuments
package import ConfigurationModel

/// Carries messages to where they go: one attempt at a time.
package struct Courier: Sendable {
  /// The outside as values, so that tests have another.
  package struct Surroundings: Sendable {
    /// Sends requests and takes their answers.
    package let transport: HTTPTransport
    /// Reads the secrets of destinations.
    package let secrets: SecretReader
    /// Runs a program to its end.
    package let run: @Sendable (ProgramRun) async throws -> ProgramRun.Result
    /// A client of AWS with a profile's credentials; nil for the usual ones.
    package let aws: @Sendable (String?) -> AWSClient
    /// The clock.
    package let now: @Sendable () -> Timestamp
    /// Seconds that one attempt may take.
    package let patience: Double

    /// Makes surroundings; `patience` is in seconds, and programs run as they are without `run`.
    package init(
      transport: HTTPTransport, secrets: SecretReader,
      run: @escaping @Sendable (ProgramRun) async throws -> ProgramRun.Result = {
        try await $0.result()
      },
      aws: @escaping @Sendable (String?) -> AWSClient,
      now: @escaping @Sendable () -> Timestamp, patience: Double = 15
    ) {
      self.aws = aws
      self.transport = transport
      self.secrets = secrets
      self.run = run
      self.now = now
      self.patience = patience
    }
  }

  let surroundings: Surroundings
  private let notices: Settings.Notices

  /// Makes a courier that reaches the outside by these surroundings alone.
  ///
  /// - Parameter notices: The settings whose secrets no problem tells, beside those of the destination itself.
  package init(_ surroundings: Surroundings, hiding notices: Settings.Notices = .init()) {
    self.surroundings = surroundings
    self.notices = notices
  }

  /// Makes one attempt. Never throws: what goes wrong is how it ended.
  ///
  /// - Parameter reference: What the receiver calls what the first message of the thread made; nil for none.
  package func deliver(
    _ message: OutgoingMessage, to destination: NoticeDestination, reference: String?
  ) async -> Delivery {
    guard message.channel == destination.channel.word else {
      // Whoever has the newest settings writes it anew.
      return .later(
        seconds: nil,
        problem:
          "it was written for \(message.channel), and the destination is \(destination.channel.word)"
      )
    }
    let hidden = HiddenSecrets(
      of: [destination.channel] + notices.destinations.map(\.channel), surroundings.secrets)
    return hidden.scrub(await attempt(message, destination.channel, reference: reference))
  }

  private func attempt(
    _ message: OutgoingMessage, _ channel: NoticeDestination.Channel, reference: String?
  ) async -> Delivery {
    do {
      switch channel {
      case .webhook(let webhook): return try await deliver(message, to: webhook)
      case .program(let call): return try await deliver(message, to: call)
      case .slack(let address), .teams(let address):
        return try await deliver(message, toChatAt: address)
      case .pagerDuty(let pagerDuty): return try await deliver(message, to: pagerDuty)
      case .mail(let mail): return try await deliver(message, to: mail)
      case .sns(let topic): return try await deliver(message, to: topic)
      case .jira(let jira): return try await deliver(message, to: jira, reference: reference)
      case .serviceNow(let serviceNow):
        return try await deliver(message, to: serviceNow, reference: reference)
      }
    } catch let failure as TransportFailure {
      return Delivery(failure)
    } catch let problem as Problem {
      // A secret that is missing can be put where it belongs.
      return .later(seconds: nil, problem: problem.message)
    } catch {
      return .later(seconds: nil, problem: "the attempt failed: \(error)".visible)
    }
  }

  var now: Timestamp { surroundings.now() }

  /// Sends a request and takes its answer for how the attempt ended.
  func post(_ request: HTTPRequest) async throws -> HTTPResponse {
    try await surroundings.transport.send(request, surroundings.patience)
  }
}
