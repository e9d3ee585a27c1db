/// How far one scope was read in a snapshot.
package enum ScopeReading: Hashable, Sendable {
  /// The listing was complete; how many resources it had.
  case read(count: Int)
  /// Some resources were seen one by one: those say what they are, and nothing follows for the rest.
  case seen(count: Int)
  /// It could not be read, and why.
  case unread(Problem)
}
