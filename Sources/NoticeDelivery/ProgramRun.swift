import ConfigurationModel
import Dispatch
import Foundation

/// A program that is run with a text on its standard input.
package struct ProgramRun: Hashable, Sendable {
  /// The program, by its path or its name, and its arguments.
  package let command: [String]
  /// What it reads, to the end.
  package let input: [UInt8]
  /// Beside those of this process.
  package let variables: [String: String]
  /// After so many it is ended.
  package let seconds: Double

  /// Makes a run; `seconds` is how long it may take.
  package init(
    command: [String], input: [UInt8], variables: [String: String] = [:], seconds: Double
  ) {
    self.command = command
    self.input = input
    self.variables = variables
    self.seconds = seconds
  }

  /// How it ended.
  package struct Result: Hashable, Sendable {
    /// Nil where a signal ended it.
    package let status: Int32?
    /// The signal that ended it; nil where none did.
    package let signal: Int32?
    /// Whether it was ended because it took too long.
    package let isOverdue: Bool
    /// The beginning of what it wrote to its standard error.
    package let errors: String

    /// Makes an ending; `status` is nil for a signal.
    package init(status: Int32?, signal: Int32? = nil, isOverdue: Bool = false, errors: String) {
      self.status = status
      self.signal = signal
      self.isOverdue = isOverdue
      self.errors = errors
    }

    /// What became of it, after its name: `ended with status 1: connection refused`, `ended with status 127 (not found): …`, `was ended by
    /// signal 9`.
    package var words: String { ending + saying }

    /// The two statuses are those of env(1), which begins it, and of a shell for what a script calls.
    private var ending: String {
      switch (status, signal) {
      case _ where isOverdue: "took too long and was ended"
      case (126?, _): "ended with status 126 (may not be run)"
      case (127?, _): "ended with status 127 (not found)"
      case (let status?, _): "ended with status \(status)"
      case (nil, let signal?): "was ended by signal \(signal)"
      case (nil, nil): "was ended by a signal"
      }
    }

    /// `: ` and what it said on one line; empty where it said nothing.
    package var saying: String {
      let text = errors.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      return text.isEmpty ? "" : ": \(text.visible)"
    }
  }

  /// Runs it to its end. Throws `Problem` where it cannot be begun.
  package func result() async throws -> Result {
    try await withCheckedThrowingContinuation { continuation in
      DispatchQueue.global().async { continuation.resume(with: Swift.Result { try run() }) }
    }
  }

  private func run() throws -> Result {
    // Files, not pipes: a program that does not read, or says much, blocks nobody.
    let (input, errors) = (try Self.scratchFile(), try Self.scratchFile())
    try input.write(contentsOf: self.input)
    try input.seek(toOffset: 0)
    let deadline = DispatchTime.now() + seconds
    let id = try begin(reading: input.fileDescriptor, errors: errors.fileDescriptor)
    let ends = [(SIGTERM, seconds), (SIGKILL, seconds + 5)].map { signal, after in
      // With what it began itself.
      let end = DispatchWorkItem { kill(-id, signal) }
      DispatchQueue.global().asyncAfter(deadline: .now() + after, execute: end)
      return end
    }
    var state: Int32 = 0
    while waitpid(id, &state, 0) < 0, errno == EINTR {}
    let hasWaited = DispatchTime.now() >= deadline
    for end in ends { end.cancel() }
    try errors.seek(toOffset: 0)
    let said = try errors.read(upToCount: Self.mostErrors + 1) ?? Data()
    // As the macros of wait(2) take it apart.
    let signal = state & 0x7f
    return Result(
      status: signal == 0 ? state >> 8 & 0xff : nil, signal: signal == 0 ? nil : signal,
      isOverdue: signal != 0 && hasWaited, errors: Self.wholeWords(of: said))
  }

  /// So many bytes are read of what it writes to its standard error.
  private static let mostErrors = 4_000

  /// A beginning that was cut ends with a whole word: that of a secret is none that is known.
  private static func wholeWords(of said: Data) -> String {
    let text = String(decoding: said.prefix(mostErrors), as: UTF8.self)
    guard said.count > mostErrors else { return text }
    return text.lastIndex(where: \.isWhitespace).map { String(text[..<$0]) } ?? ""
  }

  /// Begins it in a process group of its own. Foundation's `Process` waits for all that it begins itself, too, and ends
  /// only the first.
  private func begin(reading input: Int32, errors: Int32) throws -> pid_t {
    var files = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&files)
    defer { posix_spawn_file_actions_destroy(&files) }
    posix_spawn_file_actions_adddup2(&files, input, 0)
    posix_spawn_file_actions_addopen(&files, 1, "/dev/null", O_WRONLY, 0)
    posix_spawn_file_actions_adddup2(&files, errors, 2)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // A daemon ignores signals that it takes otherwise: its children must not.
    var (taken, blocked) = (sigset_t(), sigset_t())
    sigemptyset(&blocked)
    sigemptyset(&taken)
    for signal in [SIGTERM, SIGINT, SIGHUP, SIGPIPE] { sigaddset(&taken, signal) }
    posix_spawnattr_setsigdefault(&attributes, &taken)
    posix_spawnattr_setsigmask(&attributes, &blocked)
    posix_spawnattr_setpgroup(&attributes, 0)
    let flags = POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK
    posix_spawnattr_setflags(&attributes, Int16(flags))
    let own = ProcessInfo.processInfo.environment.merging(variables) { $1 }
    var id: pid_t = 0
    let failure = Self.withWords(["env", "--"] + command) { words in
      Self.withWords(own.map { "\($0.key)=\($0.value)" }) { environment in
        posix_spawn(&id, "/usr/bin/env", &files, &attributes, words, environment)
      }
    }
    guard failure == 0 else {
      throw Problem.programUnusable(
        command.first?.programName ?? "", String(cString: strerror(failure)))
    }
    return id
  }

  /// What a body gives with texts as C has them, the last of them null.
  private static func withWords<Value>(
    _ texts: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Value
  ) -> Value {
    let words = texts.map { strdup($0) }
    defer { for word in words { free(word) } }
    return body(words + [nil])
  }

  /// A file without a name, for this user alone.
  private static func scratchFile() throws -> FileHandle {
    var path = Array((FileManager.default.temporaryDirectory.path + "/plumb.XXXXXX").utf8CString)
    let descriptor = path.withUnsafeMutableBufferPointer {
      $0.baseAddress.map { mkstemp($0) } ?? -1
    }
    guard descriptor >= 0 else { throw CocoaError(.fileWriteUnknown) }
    path.withUnsafeBufferPointer { _ = $0.baseAddress.map { unlink($0) } }
    return FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
  }
}

extension String {
  /// A program's path as problems show it: who wrote a whole command into one word wrote its arguments, too.
  var programName: String {
    firstRange(of: " -").map { self[..<$0.lowerBound] + " …" } ?? self
  }
}

extension Problem {
  fileprivate static func programUnusable(_ name: String, _ reason: String) -> Problem {
    Problem(
      "notice-program-unusable", "The program '\(name)' cannot be run: \(reason)",
      hint: "Check its path in the settings, and that it may be executed.")
  }
}
