import ConfigurationDiff
import ConfigurationModel
import Foundation
import PlumblineTestSupport
import ResourceKinds
import Testing

@Suite struct `Kinds` {
  @Test(arguments: KindCase.all) func `the CLI's document and AWS Config's are one value`(
    _ item: KindCase
  ) throws {
    guard let config = item.config else { return }
    var random = SeededGenerator(seed: 3)
    let (cli, other) = (try fixture(item.cli), try fixture(config))
    for _ in 0..<20 {
      let left = item.kind.normalized(cli.shuffled(using: &random), form: .cli, context: context)
      let right = item.kind.normalized(
        other.shuffled(using: &random), form: .config, context: context)
      let edits = right.difference(from: left).filter { !isUnread($0, left, right, item.kind) }
      #expect(edits.map(\.path.text) == [])
    }
  }

  @Test(arguments: KindCase.all) func `a normalized document written and read again is the same`(
    _ item: KindCase
  ) throws {
    let values =
      [try item.kind.value(item.cli)]
      + (try item.config.map { [try item.kind.value($0, .config)] } ?? [])
    for once in values {
      let again = try item.kind.value(once.canonicalJSON, .document)
      #expect(again.difference(from: once).map(\.path.text) == [])
      #expect(again == once)
      #expect(item.kind.normalized(once, form: .document, context: context) == once)
    }
  }

  @Test(arguments: KindCase.all) func `one change gives the paths a person would write`(
    _ item: KindCase
  ) throws {
    let old = try item.kind.value(item.cli)
    for change in item.changes {
      #expect(item.cli.contains(change.old), "the fixture has no \(change.old)")
      let changed = item.cli.replacing(change.old, with: change.new, maxReplacements: 1)
      let new = try item.kind.value(changed)
      let edits = new.difference(from: old)
      let assessed = edits.compactMap { item.kind.assessment(of: $0, from: old, to: new) }
      #expect(edits.map(\.path.text) == change.paths, "\(change.old)")
      #expect(assessed.map(\.severity).max() == change.severity, "\(change.old)")
    }
  }

  @Test(arguments: KindCase.all) func `a document of nothing, or of anything, is no crash`(
    _ item: KindCase
  ) throws {
    var random = SeededGenerator(seed: 1)
    for _ in 0..<200 {
      let value = ConfigurationValue.object(["Policy": .random(depth: 4, using: &random)])
      let fields = item.kind.normalized(value, form: .cli, context: context)
      #expect(item.kind.normalized(fields, form: .document, context: context) == fields)
      for form in DocumentForm.allCases {
        _ = item.kind.normalized(.random(depth: 4, using: &random), form: form, context: context)
      }
    }
  }

  @Test func `the list of kinds is the folder of kinds`() throws {
    let folder = URL(filePath: #filePath).appending(path: "../../../Sources/ResourceKinds/Kinds")
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.standardized.path())
    #expect(files.count == ResourceKind.all.count)
  }

  @Test func `every kind is listed once`() {
    #expect(Set(ResourceKind.all.map(\.type)).count == ResourceKind.all.count)
    #expect(
      KindCase.all.allSatisfy { item in ResourceKind.all.contains { $0.type == item.kind.type } })
  }
}

@Suite struct `Secrets` {
  private static let documents: [(ResourceKind, String)] = [
    (.lambdaFunction, #"{"Environment":{"Variables":{"A":"hush","b.c":"hush"}}}"#),
    (.lambdaFunction, #"{"configuration":{"environment":{"variables":{"A":"hush"}}}}"#),
    (.rdsDBInstance, #"{"PendingModifiedValues":{"MasterUserPassword":"hush"}}"#),
    (.rdsDBInstance, #"{"configuration":{"pendingModifiedValues":{"masterUserPassword":"hush"}}}"#),
    (.iamUser, #"{"AccessKeys":[{"SecretAccessKey":"hush"}]}"#),
    (.generic("AWS::X::Y"), #"{"a":[{"b":{"Password":"hush"}}],"secretString":"hush"}"#),
    (
      .generic("AWS::ECS::TaskDefinition"),
      #"{"containerDefinitions":[{"environment":[{"name":"A","value":"hush"}]}]}"#
    ),
    (
      .generic("AWS::CodeBuild::Project"),
      #"{"environment":{"environmentVariables":[{"name":"A","value":"hush"}]}}"#
    ),
    (
      .generic("AWS::SageMaker::Model"), #"{"PrimaryContainer":{"Environment":{"A":"hush"}}}"#
    ),
    (.generic("AWS::Amplify::App"), #"{"environmentVariables":{"A":"hush"}}"#),
    (.generic("AWS::Glue::Connection"), #"{"ConnectionProperties":{"PASSWORD":"hush"}}"#),
    (.generic("AWS::X::Y"), #"{"UserData":"hush","connectionString":"hush"}"#),
  ]

  @Test(arguments: documents) func `no secret is left`(kind: ResourceKind, json: String) throws {
    let kind = ResourceKind.all.first { $0.type == kind.type } ?? kind
    let read = try fixture(json)
    let clean =
      SecretReplacement(FieldPathSet(kind.secrets)) { _, _ in "digest" }.replaced(read) ?? read
    #expect(!clean.canonicalJSON.contains("hush"))
    #expect(clean.canonicalJSON.contains("digest"))
  }
}

@Suite struct `Created and deleted` {
  private func worst(_ kind: ResourceKind, _ change: Edit.Change) -> Assessment? {
    kind.assess(Edit(.root, change))
  }

  @Test func `a new resource is as bad as the worst in it`() throws {
    let open = try ResourceKind.s3Bucket.value(#"{"Name":"b","PublicAccessBlock":null}"#)
    #expect(worst(.s3Bucket, .added(open))?.severity == .critical)
    let closed = try ResourceKind.s3Bucket.value(
      #"{"Name":"b","Tags":[{"Key":"a","Value":"b"}],"Versioning":{"Status":"Enabled"}}"#)
    #expect(worst(.s3Bucket, .added(closed)) == nil)
    let group = try ResourceKind.iamGroup.value(
      #"{"GroupName":"g","GroupId":"A","GroupPolicyList":[{"PolicyName":"p","PolicyDocument":{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}}]}"#
    )
    #expect(
      worst(.iamGroup, .added(group))
        == Assessment(.critical, "Every action is now allowed on every resource"))
  }

  @Test func `a trail, a recorder and a database are missed`() {
    for kind in [ResourceKind.cloudTrailTrail, .configurationRecorder, .rdsDBInstance] {
      #expect(worst(kind, .removed(.object([:])))?.severity == .critical)
    }
  }

  @Test func `what a user has none of was read all the same`() throws {
    let with =
      #"{"UserName":"a","GroupList":[],"PermissionsBoundary":{"PermissionsBoundaryArn":"x"}}"#
    let edits = try ResourceKind.iamUser.value(#"{"UserName":"a","GroupList":[]}"#)
      .difference(from: ResourceKind.iamUser.value(with))
    #expect(edits.map(\.path.text) == ["PermissionsBoundary"])
    #expect(try ResourceKind.iamUser.value(#"{"UserName":"a"}"#)["PermissionsBoundary"] == nil)
  }
}
