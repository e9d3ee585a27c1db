import AlertRules
import ConfigurationModel
import PlumblineTestSupport
import Testing

/// What the guide of CloudWatch Logs says, by its examples and by what it says of them.
@Suite struct FilterPatternTests {
  /// A pattern without its braces, an event, and whether it matches.
  struct Sample: Sendable, CustomTestStringConvertible {
    let pattern: String
    let event: String
    let isMatch: Bool

    init(_ pattern: String, _ event: String, _ isMatch: Bool) {
      (self.pattern, self.event, self.isMatch) = (pattern, event, isMatch)
    }

    var testDescription: String { "\(pattern) of \(event)" }
  }

  /// The event of the guide's page, and those that its sentences speak of.
  private static let trail = """
    {"eventType": "UpdateTrail", "sourceIPAddress": "111.111.111.111",
     "arrayKey": ["value", "another value"],
     "objectList": [{"name": "a", "id": 1}, {"name": "b", "id": 2}],
     "SomeObject": null, "cluster.name": "c", "ThisFlag": true}
    """
  private static let users = """
    {"user": {"id": 1, "email": "John.Stiles@example.com"},
     "users": [{"id": 2, "email": "John.Doe@example.com"}, {"id": 3, "email": "Jane.Doe@example.com"}],
     "actions": ["GET", "PUT", "DELETE"], "coordinates": [[0, 1, 2], [4, 5, 6], [7, 8, 9]]}
    """

  @Test(arguments: [
    Sample("$.eventType = \"UpdateTrail\"", trail, true),
    Sample("$.eventType = %Trail%", trail, true),
    Sample("$.arrayKey[*] = %val.{2}%", trail, true),
    Sample("$.sourceIPAddress != 123.123.*", trail, true),
    Sample("$.sourceIPAddress != 123.123.*", #"{"sourceIPAddress": "123.123.9.9"}"#, false),
    Sample("$.sourceIPAddress != 123.123.*", "{}", false),
    Sample("$.* = %111\\.111\\.111\\.1[0-9]{1,2}%", trail, true),
    Sample("$.arrayKey[0] = \"value\"", trail, true),
    Sample("$.arrayKey[0] = \"value\"", #"{"arrayKey": "value"}"#, false),
    Sample("$.objectList[1].id = 2", trail, true),
    Sample("$.objectList[1].id = 2", #"{"objectList": [{"id": 2}, 2]}"#, false),
    Sample("$.objectList[1].id = 2", #"{"objectList": {"1": {"id": 2}}}"#, false),
    Sample("$.SomeObject IS NULL", trail, true),
    Sample("$.SomeObject NOT EXISTS", trail, false),
    Sample("$.SomeOtherObject NOT EXISTS", trail, true),
    Sample("$.SomeOtherObject IS NULL", trail, false),
    Sample("$.ThisFlag IS TRUE", trail, true),
    Sample("$.ThisFlag IS FALSE", trail, false),
    Sample("$.['cluster.name'] = \"c\"", trail, true),
    Sample("$.[\"cluster.name\"] = \"c\"", trail, true),
    Sample("$.cluster.name = \"c\"", trail, false),
    Sample("$.eventType = \"*\" && $.sourceIPAddress != 123.123.*", trail, true),
    Sample("$.foo = bar", #"{"foo": "bar"}"#, true),
    Sample("$.foo = bar || $.foo = baz", #"{"foo": "baz"}"#, true),
  ])
  func `the guide's examples of one condition`(sample: Sample) throws { try expect(sample) }

  @Test(arguments: [
    Sample("($.user.id = 1) && ($.users[0].email = \"John.Doe@example.com\")", users, true),
    Sample(
      "($.user.id = 2 && $.users[0].email = \"nonmatch\") || $.actions[2] = \"GET\"", users, false),
    Sample(
      "$.user.email = \"John.Stiles@example.com\" || $.coordinates[0][1] = \"nonmatch\" && $.actions[2] = \"nonmatch\"",
      users, true),
    Sample(
      "($.user.email = \"John.Stiles@example.com\" || $.coordinates[0][1] = \"nonmatch\") && $.actions[2] = \"nonmatch\"",
      users, false),
    Sample("$.users = 1", #"{"users": [1, 2, 3]}"#, false),
    Sample("$.users != 1", #"{"users": [1, 2, 3]}"#, false),
    Sample("$.users = \"a\"", #"{"users": {"a": 1}}"#, false),
    Sample("$.users != \"a\"", #"{"users": {"a": 1}}"#, false),
  ])
  func `the guide's examples of several conditions, and of lists`(sample: Sample) throws {
    try expect(sample)
  }

  @Test(arguments: [
    Sample("$.n > 75", #"{"n": 400}"#, true), Sample("$.n < 50", #"{"n": 400}"#, false),
    Sample("$.n >= 60", #"{"n": 400}"#, true), Sample("$.n <= 5", #"{"n": 400}"#, false),
    Sample("$.n = 400", #"{"n": 400}"#, true), Sample("$.n != 500", #"{"n": 400}"#, true),
    Sample("$.n >= 400", #"{"n": 400}"#, true), Sample("$.n < 400", #"{"n": 400}"#, false),
    Sample("$.n[0] = 1e-3", #"{"n": [0.001]}"#, true),
    Sample("$.n[0] = 1e+3", #"{"n": [0.001]}"#, false),
    Sample("$.n[0] != 1e-3", #"{"n": [0.001]}"#, false),
    Sample("$.n < 10e3", #"{"n": 9999.5}"#, true), Sample("$.n < 10e-3", #"{"n": 0.01}"#, false),
    Sample("$.n <= 55.5", #"{"n": 55.5}"#, true), Sample("$.n > +1000", #"{"n": 1000}"#, false),
    Sample("$.n > -3", #"{"n": -2.5}"#, true), Sample("$.n < -3", #"{"n": -2.5}"#, false),
    Sample("$.n = 0", #"{"n": -0.0}"#, true), Sample("$.n > 0", #"{"n": 0}"#, false),
    Sample("$.n = *", #"{"n": 7}"#, true),
    // A number is no text, and text is no number to an order.
    Sample("$.n > 5", #"{"n": "7"}"#, false), Sample("$.n <= 5", #"{"n": null}"#, false),
    Sample("$.n = 9007199254740993", #"{"n": 9007199254740993}"#, true),
    Sample("$.n = 9007199254740992", #"{"n": 9007199254740993}"#, false),
  ])
  func `numbers are compared as numbers, exactly`(sample: Sample) throws { try expect(sample) }

  @Test(arguments: [
    // What is not there, or is no text and no number, fits neither = nor !=.
    Sample("$.a != \"x\"", "{}", false), Sample("$.a.b != \"x\"", #"{"a": "y"}"#, false),
    Sample("$.a != \"x\"", #"{"a": null}"#, false),
    Sample("$.a = \"null\"", #"{"a": null}"#, false),
    Sample("$.a != \"x\"", #"{"a": true}"#, false), Sample("$.a = true", #"{"a": true}"#, false),
    Sample("$.a IS TRUE", #"{"a": "true"}"#, false),
    Sample("$.a = true", #"{"a": "true"}"#, true),
    Sample("$.a.b NOT EXISTS", #"{"a": "x"}"#, true),
    Sample("$.a[1] NOT EXISTS", #"{"a": [1]}"#, true),
    Sample("$.a NOT EXISTS", #"{"a": []}"#, false), Sample("$.a IS NULL", #"{"a": []}"#, false),
    Sample("$.a[*] NOT EXISTS", #"{"a": []}"#, true),
    // An account id is a text in events.
    Sample("$.a = 111122223333", #"{"a": "111122223333"}"#, true),
    Sample("$.a = 012", #"{"a": "012"}"#, true), Sample("$.a = 012", #"{"a": "12"}"#, false),
    Sample("$.a = 012", #"{"a": 12}"#, true), Sample("$.a != 1", #"{"a": "b"}"#, true),
    Sample("$.a = \"1\"", #"{"a": 1}"#, true),
    // One of what a wildcard finds is enough.
    Sample("$.a[*] != \"x\"", #"{"a": ["x", "y"]}"#, true),
    Sample("$.a[*] != \"x\"", #"{"a": ["x", "x"]}"#, false),
    Sample("$.a[*].b IS NULL", #"{"a": [{"b": 1}, {"b": null}]}"#, true),
    Sample("$.*.b = 1", #"{"x": [1], "y": {"b": 1}}"#, true),
    // && binds tighter.
    Sample("$.a = 1 || $.a = 2 && $.b = 3", #"{"a": 1, "b": 0}"#, true),
    Sample("$.b = 3 && $.a = 2 || $.a = 1", #"{"a": 1, "b": 0}"#, true),
    Sample("($.a = 1 || $.a = 2) && $.b = 3", #"{"a": 1, "b": 0}"#, false),
  ])
  func `what the guide says in words, or leaves open`(sample: Sample) throws { try expect(sample) }

  @Test(arguments: [
    Sample("$.t = *Event", #"{"t": "PutEvent"}"#, true),
    Sample("$.t = *Event", #"{"t": "PutEvents"}"#, false),
    Sample("$.t = Event*", #"{"t": "EventName"}"#, true),
    Sample("$.t = \"*ven*\"", #"{"t": "EventName"}"#, true),
    Sample("$.t = Ev*ent", #"{"t": "Ev*ent"}"#, true),
    Sample("$.t = Ev*ent", #"{"t": "Event"}"#, false),
    Sample("$.t = event", #"{"t": "Event"}"#, false),
    Sample("$.t = Even", #"{"t": "Event"}"#, false),
    Sample("$.t = \"\\*Event\"", #"{"t": "PutEvent"}"#, false),
    Sample("$.t = \"\\*Event\"", #"{"t": "*Event"}"#, true),
    Sample("$.t = \"a\\\"b\"", #"{"t": "a\"b"}"#, true),
    Sample("$.t = \"\"", #"{"t": ""}"#, true), Sample("$.t = \"**\"", #"{"t": "x"}"#, true),
    Sample("$.t = \"*aa*\"", #"{"t": "a"}"#, false),
    // Texts are bytes: é in one character is not e with an accent.
    Sample("$.t = \"\u{E9}\"", #"{"t": "e\#u{301}"}"#, false),
    Sample("$.t = \"*\u{E9}\"", #"{"t": "caf\#u{E9}"}"#, true),
  ])
  func `a star at an end of a text stands for any characters`(sample: Sample) throws {
    try expect(sample)
  }

  private func expect(_ sample: Sample) throws {
    let event = try fixture(sample.event)
    #expect(try FilterPattern(parsing: "{ \(sample.pattern) }").matches(event) == sample.isMatch)
    // White space is free.
    let tight = "{\(sample.pattern)}"
    #expect(try FilterPattern(parsing: "\n\t\(tight) ").matches(event) == sample.isMatch)
  }
}
