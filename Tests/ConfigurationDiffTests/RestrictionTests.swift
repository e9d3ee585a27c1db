import ConfigurationDiff
import ConfigurationModel
import PlumblineTestSupport
import Testing

/// What of a configuration a partial document speaks of.
@Suite struct RestrictionTests {
  @Test(arguments: [
    // A member of a list is held in what the document names of it.
    (#"[{"A":1,"B":2}]"#, #"[{"A":1}]"#, []),
    (#"[{"A":1,"B":2},{"A":3,"B":4}]"#, #"[{"A":1},{"A":3}]"#, []),
    (#"[{"A":2,"B":2}]"#, #"[{"A":1}]"#, ["changed [#0].A"]),
    // A member that the document lacks is told, and so is one that is missing.
    (#"[{"A":1,"B":2},{"A":3}]"#, #"[{"A":1}]"#, ["added [#1]"]),
    (#"[{"A":0},{"A":1,"B":2}]"#, #"[{"A":1}]"#, ["added [#0]"]),
    ("[]", #"[{"A":1}]"#, ["removed [#0]"]),
    (#"["a","b"]"#, #"["b","a"]"#, ["removed [#0]", "added [#1]"]),
  ])
  func `of a list each member is held in what is named of it`(
    observed: String, named: String, edits: [String]
  ) throws {
    let partial = try fixture(named)
    let difference = try fixture(observed).restricted(to: partial).difference(from: partial)
    #expect(difference.map { "\($0.word) \($0.path)" } == edits)
  }

  @Test(arguments: [
    (#"[{"A":1,"B":2},{"A":3,"B":4}]"#, #"[{"A":3},{"A":1}]"#, []),
    (#"[{"A":1,"B":2}]"#, #"[{"A":1},{"A":1}]"#, [#"removed [{"A":1} ~"#]),
    (#"[{"A":1,"B":2}]"#, #"[{"A":3}]"#, [#"removed [{"A":3}]"#]),
    // An empty member names nothing, and is not any other.
    (#"[{"A":1}]"#, "[{}]", ["removed [{}]"]),
  ])
  func `of a list without order a member is found by all that is named of it`(
    observed: String, named: String, edits: [String]
  ) throws {
    let partial = try fixture(named).labelled(by: \.label)
    let difference = try fixture(observed).labelled(by: \.label).restricted(to: partial)
      .difference(from: partial)
    #expect(difference.count == edits.count)
    for (edit, text) in zip(difference, edits) {
      #expect("\(edit.word) \(edit.path)".hasPrefix(text))
    }
  }

  @Test func `a member that is labelled by a name is not found by another one's content`() throws {
    let partial = ConfigurationValue.elements(["tcp 443": .object(["Description": .string("x")])])
    let observed = ConfigurationValue.elements([
      "tcp 22": .object(["Description": .string("x"), "Id": .string("r")])
    ])
    #expect(observed.restricted(to: partial) == .elements([:]))
  }
}
