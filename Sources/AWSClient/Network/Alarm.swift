import Dispatch
import Synchronization

/// A moment that is waited for, and that leaves nothing behind once nobody waits for it. `Task.sleep` keeps its timer
/// until the moment comes, also where it was cancelled: a call that is bounded by its run's deadline would hold half a
/// kilobyte for as long as the run may last.
final class Alarm: Sendable {
  // Its methods may be called from any thread (dispatch_source_create(3)), which the module does not say.
  private nonisolated(unsafe) let timer: any DispatchSourceTimer
  private let waiting = Mutex<CheckedContinuation<Void, any Error>?>(nil)

  private static let queue = DispatchQueue(label: "alarms")

  private init() { timer = DispatchSource.makeTimerSource(queue: Self.queue) }

  /// Waits so many seconds; throws `CancellationError` as soon as its task is cancelled.
  static func wait(seconds: Double) async throws {
    let alarm = Alarm()
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { alarm.set(seconds, $0) }
    } onCancel: {
      alarm.timer.cancel()
    }
  }

  /// Both handlers run in one queue, one after the other; the second finds nobody waiting.
  private func set(_ seconds: Double, _ continuation: CheckedContinuation<Void, any Error>) {
    waiting.withLock { $0 = continuation }
    timer.setEventHandler {
      self.end(.success(()))
      self.timer.cancel()
    }
    timer.setCancelHandler { self.end(.failure(CancellationError())) }
    timer.schedule(deadline: .now() + seconds)
    timer.activate()
  }

  private func end(_ result: Result<Void, any Error>) {
    waiting.withLock { waiting in
      defer { waiting = nil }
      return waiting
    }?.resume(with: result)
  }
}
