import ConfigurationModel

extension AuditStore {
  /// Appends an event of what people or audits do, the one way to do so, and returns its row. What is
  /// appended is neither dated before what was appended before it nor in the future, and is by a person whose
  /// name is what it looks like. Snapshots have an order of their own.
  ///
  /// - Parameter floor: The moment of what is spoken of; nothing is dated before it.
  func append(
    _ kind: String, at: Timestamp, by actor: String? = nil, reason: String? = nil,
    notBefore floor: Timestamp? = nil, in database: StoreTransaction
  ) throws -> Int64 {
    if let actor { try PersonName(actor).check() }
    if let reason, reason.allSatisfy(\.isWhitespace) { throw Problem.emptyReason }
    let moment = try moment(of: at, notBefore: floor, in: database)
    return try database.insertEvent(kind, at: moment, actor: actor, reason: reason)
  }

  /// The moment that an event bears: what is appended now never bears an earlier one than what was
  /// appended before, also where the clock was set back, runs behind another machine's, or was ahead when the last
  /// entry was made. Whoever sets a clock back dates nothing back by it.
  private func moment(of at: Timestamp, notBefore floor: Timestamp?, in database: StoreTransaction)
    throws
    -> Timestamp
  {
    let now = clock()
    guard !at.liesAhead(of: now) else {
      throw Problem.momentInFuture(at, now: now)
    }
    let last = try database.value(
      Timestamp.self, "SELECT max(at) FROM event WHERE kind NOT IN ('snapshot', 'sealed')")
    // A snapshot whose moment is yet to come dates nothing.
    let counted = floor.flatMap { $0.liesAhead(of: now) ? nil : $0 }
    guard let first = [last, counted].compactMap({ $0 }).max(), at < first else { return at }
    guard at >= now.advanced(bySeconds: -Timestamp.clockTolerance) else {
      throw Problem.momentBeforeLastEntry(at, first)
    }
    return first
  }
}

extension Problem {
  fileprivate static func momentBeforeLastEntry(_ at: Timestamp, _ last: Timestamp) -> Problem {
    Problem(
      "moment-before-last-entry",
      "\(at) lies before what the store holds already, of \(last).",
      hint: "Leave --at away: the moment is now.")
  }

  static func momentInFuture(_ at: Timestamp, now: Timestamp) -> Problem {
    Problem(
      "moment-in-future", "\(at) lies in the future: this machine's clock shows \(now).",
      hint: "Leave --at away, or set the machine's clock right.")
  }

  fileprivate static let emptyReason = Problem(
    "empty-reason", "The reason is empty.", hint: "Say why in a few words.")
}
