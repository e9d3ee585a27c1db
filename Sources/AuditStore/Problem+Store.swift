package import ConfigurationModel

extension Problem {
  static func storeNewerThanProgram(_ path: String, migration: String) -> Problem {
    Problem(
      "store-newer-than-program",
      "The store '\(path)' has migration '\(migration)', which this program does not know.",
      hint: "Upgrade the program, or point --store at another file.")
  }

  static func storeOlderThanProgram(_ path: String) -> Problem {
    Problem(
      "store-older-than-program",
      "The store '\(path)' was last written by an older program and must be upgraded first.",
      hint:
        "Run any command that writes, such as 'plumb audit', once on a copy that can be written.")
  }

  static func storeSchemaEdited(_ path: String, migration: String) -> Problem {
    Problem(
      "store-schema-edited",
      "The store '\(path)' was made with another text of migration '\(migration)'.",
      hint: "The store or the program was altered. Use the program that made the store.")
  }

  static func notAStore(_ path: String) -> Problem {
    Problem(
      "not-a-store", "The file '\(path)' is not a Plumbline store.",
      hint: "Point --store at another file; a first import creates a store where there is none.")
  }

  /// The problem `store-missing`: there is no file at the path.
  package static func storeMissing(_ path: String) -> Problem {
    Problem(
      "store-missing", "There is no store '\(path)'.",
      hint: "Create one with 'plumb snapshot import PATH --store \(path)'.")
  }

  static func storeEmpty(_ path: String) -> Problem {
    Problem(
      "store-missing", "The file '\(path)' is empty: no import into it was ever finished.",
      hint: "Import with 'plumb snapshot import PATH --store \(path)'.")
  }

  static func storeChanged(_ path: String) -> Problem {
    Problem(
      "store-changed", "The store '\(path)' was written while it was read.",
      hint:
        "Run the command again. Whoever may write the store's folder is not disturbed by writers.")
  }

  static func keyMismatch(_ path: String) -> Problem {
    Problem(
      "key-mismatch", "The key '\(path).key' is not the one that the store was made with.",
      hint: "Put back the key file that belongs to the store: with another one every configuration "
        + "would look changed. Nothing was written.")
  }

  /// `lease-lost`: another process holds the run of a source now.
  package static func leaseLost(_ source: String) -> Problem {
    Problem(
      "lease-lost", "Another process has taken over the source '\(source)' meanwhile.",
      hint: "Nothing was written: what it takes is kept. Let one daemon run for a store.")
  }

  static func storeBusy(_ path: String) -> Problem {
    Problem(
      "store-busy", "Another process is writing to the store '\(path)'.",
      hint: "Wait until it has finished and run the command again. Nothing was written.")
  }

  static func storeDamaged(_ path: String, _ reason: String) -> Problem {
    Problem(
      "store-damaged", "The store '\(path)' is damaged: \(reason).",
      hint: "Restore it from a copy. Nothing was written.")
  }

  static func storeFull(_ path: String) -> Problem {
    Problem(
      "disk-full", "There is no room left to write the store '\(path)'.",
      hint: "Free some space and run the command again. The store is as it was before.")
  }

  static func storeUnreachable(_ path: String, _ reason: String) -> Problem {
    Problem(
      "store-unreachable", "The store '\(path)' cannot be opened or written: \(reason).",
      hint: "Check that the file and its folder exist and may be written by you.")
  }

  static func storeFailed(_ path: String, _ reason: String) -> Problem {
    Problem("store-failed", "SQLite refused an operation on the store '\(path)': \(reason).")
  }

  static func keyMissing(_ path: String) -> Problem {
    Problem(
      "key-missing", "The store's key '\(path)' is missing.",
      hint: "Put back the key file that belongs to the store: without it known configurations and "
        + "secrets cannot be recognized.")
  }

  static func keyUnsafe(_ path: String, _ reason: String) -> Problem {
    Problem("key-unsafe", "The store's key '\(path)' cannot be used: \(reason).")
  }

  /// The problem `no-baseline`: the baseline of this name was never set.
  ///
  /// - Parameter known: The baselines that the store has.
  static func baselineMissing(_ name: String, known: [String]) -> Problem {
    let others = known.isEmpty ? "" : " It has \(known.joined(separator: ", "))."
    let set =
      "Set it with 'plumb baseline set latest --baseline \(name)', after you have looked at what it agrees to."
    let hint = name.nearest(of: known).map { "Did you mean '\($0)'? \(set)" } ?? set
    return Problem(
      "no-baseline",
      "The store has no baseline '\(name)' to hold the configurations against." + others, hint: hint
    )
  }

  /// The problem `out-of-order`: configurations were captured before those of an earlier snapshot,
  /// which has this number.
  package static func outOfOrder(_ taken: Timestamp, latest: Timestamp, number: Int) -> Problem {
    Problem(
      "out-of-order",
      "The configurations were captured at \(taken), before snapshot \(number) of \(latest).",
      hint: "Import the oldest first: a store's history only grows at its end.")
  }

  /// What an engine says is wrong as a problem, its cause said once.
  static func engine(_ error: SQLError, path: String) -> Problem {
    switch error.kind {
    case .busy: .storeBusy(path)
    case .damaged: .storeDamaged(path, error.message)
    case .full: .storeFull(path)
    case .unreachable: .storeUnreachable(path, error.message)
    case .changed: .storeChanged(path)
    case .writes: .queryWrites()
    case .several: .queryRefused("One statement, and one only, can be asked.")
    case .violation, .copyUnwritable, .other: .storeFailed(path, error.message)
    }
  }
}
