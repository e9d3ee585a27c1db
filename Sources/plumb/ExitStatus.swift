import ArgumentParser

/// What the program says by its exit status.
enum ExitStatus {
  /// No unapproved change; no difference.
  static let clean = ExitCode(0)
  /// Unapproved changes; differences. Wins over `incomplete`: what was found is certain.
  static let unapproved = ExitCode(1)
  /// The work could not be done, or not completely.
  static let incomplete = ExitCode(2)

  /// For the help of every command.
  static let discussion = """
    EXIT STATUS: 0 no unapproved change (or no difference), 1 unapproved changes (or differences), \
    2 the work could not be done or not completely, 64 usage.
    """
}
