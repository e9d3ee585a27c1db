import ConfigurationDiff
import ConfigurationJSON
import ConfigurationModel
import Testing

private func value(_ json: String) throws -> ConfigurationValue {
  try JSONParser().parse(Array(json.utf8))
}

private func edit(_ path: String..., change: Edit.Change) -> Edit {
  Edit(ConfigurationPath(path.map { .key($0) }), change)
}

@Suite struct PendingValuesTests {
  private let pending = PendingValues.modifiedValues

  @Test(arguments: [
    // What stands now, what is pending, and what that announces.
    (#"{"Size":"a"}"#, "Size", "changed Size"), (#"{"Size":"b"}"#, "Size", nil),
    ("{}", "Size", "added Size"), (#"{"Size":null}"#, "Size", "added Size"),
    (#"{"Endpoint":{"Port":"a"}}"#, "Port", "changed Endpoint.Port"),
    (
      #"{"DBSubnetGroup":{"DBSubnetGroupName":"a"}}"#, "DBSubnetGroupName",
      "changed DBSubnetGroup.DBSubnetGroupName"
    ),
    ("{}", "MasterUserPassword", nil),
  ])
  func `a pending value announces an edit of what it will become`(
    present: String, name: String, announced: String?
  ) throws {
    let given = edit("PendingModifiedValues", name, change: .added(.string("b")))
    let found = pending.announced(by: given, from: try value(present))
    #expect(found.map { "\($0.word) \($0.path)" } == announced)
  }

  @Test func `one that goes, or another edit, announces nothing`() throws {
    let gone = edit("PendingModifiedValues", "Size", change: .removed(.string("b")))
    let other = edit("Size", change: .changed(from: .string("a"), to: .string("b")))
    #expect(pending.announced(by: gone, from: .object([:])) == nil)
    #expect(pending.announced(by: other, from: .object([:])) == nil)
  }

  @Test(arguments: [
    // It is applied: the value stands where it belongs, and waits no more.
    (#"{"Size":"b","PendingModifiedValues":{}}"#, true, true),
    // It was taken back; another value came; it waits still.
    (#"{"Size":"a","PendingModifiedValues":{}}"#, false, false),
    (#"{"Size":"c","PendingModifiedValues":{}}"#, false, false),
    (#"{"Size":"b","PendingModifiedValues":{"Size":"b"}}"#, false, false),
  ])
  func `it is applied where its value stands and it waits no more`(
    after: String, isApplied: Bool, isSettled: Bool
  ) throws {
    let old = try value(#"{"Size":"a","PendingModifiedValues":{"Size":"b"}}"#)
    let new = try value(after)
    let edits = new.difference(from: old)
    let changed = edits.first { $0.path.text == "Size" }
    let removed = edits.first { $0.path.text == "PendingModifiedValues.Size" }
    func applied(_ edit: Edit?) -> String? {
      edit.flatMap { pending.applied(by: $0, from: old, to: new) }?.text
    }
    #expect((applied(changed) == "PendingModifiedValues.Size") == isApplied)
    #expect((applied(removed) == "PendingModifiedValues.Size") == isSettled)
  }

  @Test func `what no field shows is applied when it waits no more`() throws {
    let old = try value(#"{"PendingModifiedValues":{"MasterUserPassword":"x"}}"#)
    let new = try value(#"{"PendingModifiedValues":{}}"#)
    let edit = try #require(new.difference(from: old).first)
    #expect(
      pending.applied(by: edit, from: old, to: new)?.text
        == "PendingModifiedValues.MasterUserPassword")
  }
}

/// What is said of a value that waits.
@Suite struct PendingSentenceTests {
  @Test(arguments: [
    (#"{"PreferredMaintenanceWindow":"sun:03:00-sun:04:00"}"#, "Backups are no longer made"),
    ("{}", "It will be db.r5. Nobody knows why"), ("{}", ""),
  ])
  func `what it waits for is taken from its sentence as it was put in`(
    document: String, meaning: String
  ) throws {
    let pending = PendingValues.modifiedValues
    let said = pending.sentence(in: try value(document), meaning: meaning)
    let window = try value(document)["PreferredMaintenanceWindow"]?.string
    let wait = window.map { "Waits for the maintenance window \($0)" } ?? "Waits to be applied"
    #expect(said == "\(wait). \(meaning)")
    #expect(pending.wait(in: said) == wait)
  }

  @Test func `a value of which nothing is said waits all the same`() {
    #expect(PendingValues.modifiedValues.wait(in: nil) == "Waits to be applied")
    #expect(PendingValues.modifiedValues.wait(in: "Something") == "Waits to be applied")
  }
}
