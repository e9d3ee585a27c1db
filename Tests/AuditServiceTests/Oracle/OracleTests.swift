import ChangeAudit
import FoundationEssentials
import PlumblineTestSupport
import Testing

/// The verdicts of the program against a second reading of its documentation.
///
/// `PLUMB_ORACLE_PAIRS` says how many pairs of an edit and a record are tried, `PLUMB_ORACLE_SEED` with
/// which the first history is made; a failure names the seed of its history.
@Suite struct `The oracle` {
  private static let environment = ProcessInfo.processInfo.environment
  private static let wanted = environment["PLUMB_ORACLE_PAIRS"].flatMap { Int($0) } ?? 10_000
  private static let seed = environment["PLUMB_ORACLE_SEED"].flatMap { UInt64($0) } ?? 1

  @Test func `what is approved, ignored and unapproved is what the documentation says`() throws {
    var tally = OracleTally()
    var seed = Self.seed
    while tally.pairs < Self.wanted {
      var run = try OracleRun(seed: seed)
      try run.play()
      tally.add(run.tally)
      #expect(run.tally.disagreements.isEmpty, "seed \(seed)")
      guard tally.disagreements.isEmpty else { break }
      seed += 1
    }
    print("oracle: seeds \(Self.seed) to \(seed - 1), \(tally)")
    // The histories hold enough of everything to mean something.
    #expect(tally.approved * 50 > tally.edits && tally.unapproved * 10 > tally.edits)
    #expect(tally.covering * 200 > tally.pairs && tally.ignored > 0 && tally.limited > 0)
    #expect(tally.toldByCalls * 20 > tally.edits)
    #expect(tally.judgedAgain < tally.standing)
  }
}

/// What was compared.
struct OracleTally: CustomStringConvertible {
  /// Judgements of edits, and pairs of one and a record.
  var edits = 0
  var pairs = 0
  /// Pairs in which the record covers the edit.
  var covering = 0
  var approved = 0
  var unapproved = 0
  var ignored = 0
  /// Edits that only parts with `atMost` cover.
  var limited = 0
  /// Calls that were told of, and judgements of edits that they tell something of.
  var calls = 0
  var toldByCalls = 0
  /// Resources that stood when an audit began, and those of them that it judged again.
  var standing = 0
  var judgedAgain = 0
  var disagreements: [String] = []

  mutating func add(_ other: OracleTally) {
    (edits, pairs, covering) = (edits + other.edits, pairs + other.pairs, covering + other.covering)
    (approved, unapproved) = (approved + other.approved, unapproved + other.unapproved)
    (ignored, limited) = (ignored + other.ignored, limited + other.limited)
    (standing, judgedAgain) = (standing + other.standing, judgedAgain + other.judgedAgain)
    (calls, toldByCalls) = (calls + other.calls, toldByCalls + other.toldByCalls)
    disagreements += other.disagreements
  }

  var description: String {
    "\(pairs) pairs of an edit and a record, \(covering) of them covering; \(edits) judgements: "
      + "\(approved) approved, \(unapproved) unapproved, \(ignored) ignored, \(limited) by parts with a limit; "
      + "\(toldByCalls) of them told by \(calls) calls; "
      + "\(judgedAgain) of \(standing) that stood were judged again; \(disagreements.count) disagreements"
  }
}
