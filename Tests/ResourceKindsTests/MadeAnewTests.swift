import ConfigurationDiff
import ConfigurationModel
import ResourceKinds
import Testing

/// A resource that was deleted and made anew under its name is two.
@Suite struct MadeAnewTests {
  @Test(arguments: [
    (
      ResourceKind.classicLoadBalancer,
      #"{"LoadBalancerName":"b","CreatedTime":"2026-11-20T00:00:00Z"}"#,
      #"{"LoadBalancerName":"b","CreatedTime":"2026-11-21T00:00:00Z"}"#
    ),
    (
      .rdsDBSnapshot, #"{"DBSnapshotIdentifier":"s","SnapshotCreateTime":"2026-11-20T00:00:00Z"}"#,
      #"{"DBSnapshotIdentifier":"s","SnapshotCreateTime":"2026-11-20T00:05:00Z"}"#
    ),
    (
      .rdsDBClusterSnapshot,
      #"{"DBClusterSnapshotIdentifier":"s","SnapshotCreateTime":"2026-11-20T00:00:00Z"}"#,
      #"{"DBClusterSnapshotIdentifier":"s","SnapshotCreateTime":"2026-11-20T00:05:00Z"}"#
    ),
    (
      .of("AWS::ECR::Repository"), #"{"repositoryName":"r","createdAt":1795132800.5}"#,
      #"{"repositoryName":"r","createdAt":"2026-11-20T01:00:00Z"}"#
    ),
    (
      .of("AWS::CloudFormation::Stack"),
      #"{"StackName":"s","CreationTime":"2026-11-20T00:00:00Z"}"#,
      #"{"StackName":"s","CreationTime":"2026-11-20T01:00:00Z"}"#
    ),
    (
      .iamSAMLProvider, #"{"Arn":"a","Provider":{"SAMLProviderUUID":"1"}}"#,
      #"{"Arn":"a","Provider":{"SAMLProviderUUID":"2"}}"#
    ),
  ])
  func `by what AWS gives each one`(kind: ResourceKind, old: String, new: String) throws {
    let (old, new) = (try kind.value(old), try kind.value(new))
    #expect(kind.edits(from: old, to: new).map(\.path) == [.root, .root])
    #expect(kind.edits(from: old, to: old).isEmpty)
  }

  @Test func `a fraction of a second makes no other resource of it`() throws {
    let kind = ResourceKind.of("AWS::ECR::Repository")
    let old = try kind.value(#"{"createdAt":1795132800.512,"imageTagMutability":"MUTABLE"}"#)
    let new = try kind.value(
      #"{"createdAt":"2026-11-20T00:00:00Z","imageTagMutability":"IMMUTABLE"}"#)
    #expect(!kind.edits(from: old, to: new).contains { $0.path == .root })
  }

  @Test(arguments: [
    (ResourceKind.classicLoadBalancer, "CreatedTime"), (.rdsDBSnapshot, "SnapshotCreateTime"),
    (.rdsDBClusterSnapshot, "SnapshotCreateTime"),
  ])
  func `a moment in another spelling is the same one`(kind: ResourceKind, field: String) throws {
    let spellings = [
      #""2026-11-20T00:00:00Z""#, #""2026-11-20T00:00:00.000000+00:00""#,
      #""2026-11-20T01:00:00+01:00""#, "1795132800",
    ]
    let values = try spellings.map { try kind.value(#"{"\#(field)":\#($0)}"#) }
    #expect(Set(values).count == 1)
  }
}
