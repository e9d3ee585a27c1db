import Dispatch

/// Runs tasks on threads of their own, which may wait.
///
/// The tests of one process share a thread for each processor, and hundreds of them compute at once. What speaks to
/// a server within a time limit must not stand in that queue: the limit would measure the other tests.
package final class OwnThreads: TaskExecutor {
  /// Makes an executor; all of them share the threads of Dispatch.
  package init() {}

  /// Runs a job on any free thread of Dispatch, which makes more where all wait.
  package func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    DispatchQueue.global().async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
  }
}
