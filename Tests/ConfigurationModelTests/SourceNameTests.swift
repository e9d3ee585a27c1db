import ConfigurationModel
import Testing

@Test(arguments: [
  ("exports/2026-11-27", "exports/2026-11-28"), ("exports/2026/11/27", "exports/2026/11/28"),
  ("exports/20261127", "exports/20261128"), ("a/20261127T060000Z/b", "a/20261128T061500Z/b"),
  ("a/2026-11-27T06:00:00Z", "a/2026-11-27T07:00:00Z"), ("run-1795000000", "run-1795086400"),
  ("a/2026-11-27_06-00/b", "a/2026-11-27_18-00/b"), ("a/2026/11/27/06/b", "a/2026/11/28/18/b"),
  ("nightly-2026-11-27.json", "nightly-2026-11-28.json"), ("20261127060000", "20261128060000"),
  ("exports/monday", "exports/Tuesday"), ("before", "after"), ("x/before/y", "x/after/y"),
  ("day1", "day2"), ("d1.ndjson", "d2.ndjson"), ("w46/prod", "w47/prod"),
  ("2026-W47-1", "2026-W47-2"),
  ("week_46/prod", "week_47/prod"), ("yesterday", "today"), ("november", "december"),
])
func `what differs in a moment only is one source`(one: String, other: String) {
  #expect(one.withoutMoments == other.withoutMoments)
  #expect(one.withoutMoments.contains("#"))
}

@Test(arguments: [
  ("exports/111122223333", "exports/444455556666"), ("exports/eu-west-1", "exports/eu-west-2"),
  ("2026-11-27/a", "2026-11-27/b"), ("account1", "account2"), ("10.0.0.1", "10.0.0.2"),
  ("a/111122223333/2026-11-27", "a/444455556666/2026-11-27"), ("v1.2.3", "v1.2.4"),
  ("team1", "team2"), ("export-16", "export-17"), ("source-1", "source-2"),
  ("ticket-101", "ticket-102"), ("a", "b"),
  ("export-prod", "export-test"), ("exports/1001", "exports/1002"),
])
func `what differs in anything else is two`(one: String, other: String) {
  #expect(one.withoutMoments != other.withoutMoments)
}
