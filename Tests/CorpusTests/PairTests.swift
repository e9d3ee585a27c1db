import AuditReport
import AuditService
import ConfigurationModel
import Foundation
import Testing

/// A pair of answers, and the edits between them: `RESOURCE WORD PATH`.
struct PairRow: Sendable, CustomTestStringConvertible {
  let pair: AnswerPair
  let edits: [String]

  init(
    _ folder: String, _ operation: String, _ before: Int, _ after: Int, _ edits: [String]
  ) {
    pair = AnswerPair(folder, operation, before, after)
    self.edits = edits
  }

  var testDescription: String { pair.testDescription }
}

@Suite(.enabled(if: corpus != nil)) struct `Answers before and after` {
  @Test(arguments: PairRow.ec2 + PairRow.iam + PairRow.s3 + PairRow.others)
  func `the edits are what a person finds`(_ row: PairRow) throws {
    #expect(try row.pair.edits() == row.edits)
  }

  @Test func `an item of AWS Config and the live answer differ in the one rule that was removed`()
    throws
  {
    let folder = try #require(corpus)
      .appending(path: "c7n-pairs-awscli/test_sg_config_ingres_diff").path
    let report = try CompareStates(
      storePath: "", account: "644160558196", region: "us-east-2",
      now: Timestamp(seconds: 1_790_000_000)
    ).report(
      from: "\(folder)/config.GetResourceConfigHistory_1.json",
      to: "\(folder)/ec2.DescribeSecurityGroups_1.json")
    let edits = report.entries.flatMap { entry in
      entry.edits.map { "\(entry.resource.id.id) \($0.word) \($0.path)" }
    }
    // The live answer holds another group, of which the item of AWS Config says nothing.
    #expect(
      edits == [
        "sg-65229a0c removed IpPermissions[tcp 0 from sg-aa6c90c3]", "sg-aa6c90c3 added ",
      ])
  }
}
