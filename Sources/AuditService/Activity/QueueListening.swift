package import AWSCollection
package import ConfigurationModel

/// How the first messages of a batch are waited for: by whoever holds the source, and nobody else receives meanwhile.
package struct QueueListening: Sendable {
  /// What one receiving gives: at most ten messages, none where nothing came.
  package typealias Messages = [QueueReader.Message]

  /// Seconds for which one receiving waits: SQS takes 20 at most.
  let wait: @Sendable () -> Int
  /// What is to be read again now besides what messages tell of.
  let again: @Sendable () -> Set<Scope>
  /// Whether nothing is waited for any more; asked between two receivings.
  let isOver: @Sendable () -> Bool
  /// Receives; may be ended before its time, and gives nothing then.
  let receive: @Sendable (@escaping @Sendable () async throws -> Messages) async throws -> Messages

  /// A way of listening. Without `again` nothing is read beside what messages tell of; without `receive` nothing ends a
  /// receiving before its time.
  package init(
    wait: @escaping @Sendable () -> Int, again: @escaping @Sendable () -> Set<Scope> = { [] },
    isOver: @escaping @Sendable () -> Bool,
    receive:
      @escaping @Sendable (@escaping @Sendable () async throws -> Messages) async throws ->
      Messages = { try await $0() }
  ) {
    (self.wait, self.again, self.isOver, self.receive) = (wait, again, isOver, receive)
  }

  /// The first messages; none where none came before the end.
  func messages(of reader: QueueReader) async throws -> Messages {
    while true {
      let seconds = wait()
      let messages = try await receive { try await reader.receive(waiting: seconds) }
      if !messages.isEmpty || isOver() { return messages }
    }
  }
}
