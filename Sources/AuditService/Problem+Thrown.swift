import AWSClient
package import ConfigurationModel

extension Problems {
  /// Everything that an error says, for people; one problem at least.
  package static func all(of error: any Error) -> [Problem] {
    switch error {
    case let problems as Problems where !problems.all.isEmpty: problems.all
    case is CancellationError: [Problem("run-stopped", "The run was stopped before its end.")]
    case _: [.of(callFailure: error)]
    }
  }
}

extension Problem {
  /// The first problem that an error says, for people.
  package static func of(_ error: any Error) -> Problem { Problems.all(of: error)[0] }
}
