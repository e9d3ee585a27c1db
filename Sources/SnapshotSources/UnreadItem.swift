import ConfigurationDiff
import ConfigurationModel
import ResourceKinds

extension PlannedFile {
  /// The item that a file is about by itself, where its call is one of those that are made about each item of
  /// another listing, and was refused: nothing is known of it. Nil for every other file, and where the item is not
  /// there.
  package func unreadItem(_ end: FileEnd) -> UnreadPart? {
    guard let listing, !listing.isComplete, parameters != nil, let call, let failure = end.failure,
      end.errorCode.map(ErrorAnswer.saysAbsent) != true, let account = account?.value
    else { return nil }
    let kinds = listing.kinds.filter { kind in
      ResourceKind.of(kind.type).listings.contains {
        $0.operation == call.operation && ($0.each?.namesItems ?? ($0.regionField != nil))
      }
    }
    return kinds.first.flatMap { kind in
      scope(of: kind, account).map {
        UnreadPart(
          type: kind.type, field: "configuration", problem: failure, scope: $0,
          resource: parameters)
      }
    }
  }
}
